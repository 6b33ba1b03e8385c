/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/optional/fwd.h: Optional's declaration and which of its four forms a type takes (layer
 * 1). ABI: the second parameter is part of mangled names.
 */
#ifndef TVM_FFI_OPTIONAL_FWD_H_
#define TVM_FFI_OPTIONAL_FWD_H_

#include <tvm/ffi/any/unsafe.h>

#include <optional>
#include <string>
#include <type_traits>

namespace tvm {
namespace ffi {

/// A T or nothing; nothing travels as None. The second parameter defaults to void
/// (object/object_ref.h).
template <typename T, typename>
class Optional;

template <typename T>
inline constexpr bool is_optional_type_v = false;
template <typename T>
inline constexpr bool is_optional_type_v<Optional<T>> = true;
template <typename T>
inline constexpr bool is_optional_type_v<std::optional<T>> = true;

/// Stored as one pointer, null for nothing.
template <typename T>
inline constexpr bool use_object_ref_optional_v = std::is_base_of_v<ObjectRef, T>;
template <typename T>
inline constexpr bool use_object_ptr_optional_v =
    use_object_ref_optional_v<T> || detail::is_object_ptr_type_v<T> || detail::is_arc_type_v<T>;

namespace detail {
[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowEmptyOptional() {
  ThrowError("RuntimeError", "Back optional access");
}
[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowEmptyPointerOptional() {
  ThrowError("RuntimeError", "Bad optional access");
}
}  // namespace detail

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OPTIONAL_FWD_H_
