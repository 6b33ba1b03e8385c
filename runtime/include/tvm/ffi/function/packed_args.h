/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function/packed_args.h: PackedArgs, the arguments of a packed call (layer 1). Borrows the
 * caller's array.
 */
#ifndef TVM_FFI_FUNCTION_PACKED_ARGS_H_
#define TVM_FFI_FUNCTION_PACKED_ARGS_H_

#include <tvm/ffi/any.h>

#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// Nothing in memory can be viewed as an argument of type T: it travels as an owned value (standard
/// containers).
template <typename T, typename = void>
inline constexpr bool travels_owned_v = false;
template <typename T>
inline constexpr bool travels_owned_v<T, std::void_t<decltype(TypeTraitsNoCR<T>::travels_owned)>> =
    TypeTraitsNoCR<T>::travels_owned;

/// The argument itself, or the owned value that it travels as.
template <typename T>
TVM_FFI_INLINE decltype(auto) Viewable(T&& arg) {
  if constexpr (travels_owned_v<T>) {
    return Any(std::remove_cv_t<std::remove_reference_t<T>>(std::forward<T>(arg)));
  } else {
    return std::forward<T>(arg);
  }
}

}  // namespace detail

class PackedArgs {
 public:
  PackedArgs(const AnyView* data, int32_t size) : data_(data), size_(size) {}

  int size() const { return size_; }
  const AnyView* data() const { return data_; }
  /// Arguments [begin, end); end -1 is the size. What lies outside is cut off.
  PackedArgs Slice(int begin, int end = -1) const {
    if (end < 0 || end > size_) end = size_;
    if (begin < 0) begin = 0;
    if (begin > end) begin = end;
    return PackedArgs(data_ + begin, end - begin);
  }
  AnyView operator[](int i) const { return data_[i]; }

  /// Store views of args in data, which has room for all of them.
  template <typename... Args>
  TVM_FFI_INLINE static void Fill(AnyView* data, Args&&... args) {
    // One pass in order; forwarding keeps RValueRef slots alive in the caller's frame.
    (static_cast<void>(*data++ = std::forward<Args>(args)), ...);
  }

 private:
  const AnyView* data_;
  int32_t size_;
};

static_assert(sizeof(PackedArgs) == 16 || sizeof(void*) == 4, "layout of PackedArgs is ABI");

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_FUNCTION_PACKED_ARGS_H_
