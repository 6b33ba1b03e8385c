/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/string/heap_text.h: makes the objects of long strings and bytes (layer 1).
 * Their memory and their deleter belong to libtvm_ffi, so that a text outlives the library that
 * made it, whatever allocator that one is linked with. A runtime that does not offer them is asked
 * for each text instead.
 */
#ifndef TVM_FFI_STRING_HEAP_TEXT_H_
#define TVM_FFI_STRING_HEAP_TEXT_H_

#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object/ref_count.h>

#include <cstring>

#if defined(__GNUC__) && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__)
#define TVM_FFI_DETAILS_IS_CONSTANT(value) __builtin_constant_p(value)
#else
#define TVM_FFI_DETAILS_IS_CONSTANT(value) false
#endif

namespace tvm {
namespace ffi {
namespace detail {

/// What the attribute kTextMakerAttr of ffi.String points to.
struct TextMaker {
  /// As malloc: null when there is no memory.
  void* (*allocate)(size_t size);
  void (*deleter)(void* self, int flags);
};

inline constexpr char kTextMakerAttr[] = "__ffi_text_maker__";

/// Longest text whose characters are copied in line where its size is known to the compiler.
inline constexpr size_t kMaxInlineTextSize = 64;

/// Null until the first text, and for ever on a runtime without one.
TVM_FFI_DETAILS_LOCAL inline const TextMaker* text_maker = nullptr;

TVM_FFI_INLINE const TextMaker* LoadTextMaker() {
#if defined(_MSC_VER)
  return *const_cast<const TextMaker* const volatile*>(&text_maker);
#else
  return __atomic_load_n(&text_maker, __ATOMIC_ACQUIRE);
#endif
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline bool FindTextMaker() {
  TVMFFIByteArray name{kTextMakerAttr, sizeof(kTextMakerAttr) - 1};
  const TVMFFIAny* cell = FindAttrCell(TVMFFIGetTypeAttrColumn(&name), kTVMFFIStr);
  if (cell == nullptr) return false;
#if defined(_MSC_VER)
  *const_cast<const TextMaker* volatile*>(&text_maker) = static_cast<const TextMaker*>(cell->v_ptr);
#else
  __atomic_store_n(&text_maker, static_cast<const TextMaker*>(cell->v_ptr), __ATOMIC_RELEASE);
#endif
  return true;
}

/// The way without a maker, without memory and for what is no text.
TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void MakeTextInRuntime(
    int32_t type_index, const char* data, size_t size, TVMFFIAny* out) {
  [[maybe_unused]] static const bool found = FindTextMaker();
  TVMFFIByteArray input{data, size};
  TVM_FFI_CHECK_SAFE_CALL(type_index == kTVMFFIStr ? TVMFFIStringFromByteArray(&input, out)
                                                   : TVMFFIBytesFromByteArray(&input, out));
}

struct HeapText {
  TVMFFIObject header;
  TVMFFIByteArray view;
};

/// Store a new text in the cell; the characters are still to be written. Null: none was made.
TVM_FFI_INLINE char* NewHeapText(int32_t type_index, size_t size, TVMFFIAny* out) {
  const TextMaker* maker = LoadTextMaker();
  if (TVM_FFI_PREDICT_FALSE(maker == nullptr)) return nullptr;
  auto* text = static_cast<HeapText*>(maker->allocate(sizeof(HeapText) + size + 1));
  if (TVM_FFI_PREDICT_FALSE(text == nullptr)) return nullptr;
  char* characters = reinterpret_cast<char*>(text + 1);
  InitHeader(&text->header, type_index, maker->deleter);
  text->view.data = characters;
  text->view.size = size;
  characters[size] = '\0';
  out->type_index = type_index;
  out->zero_padding = 0;
  TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(out);
  out->v_obj = &text->header;
  return characters;
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline void MakeHeapText(int32_t type_index,
                                                                 const char* data, size_t size,
                                                                 TVMFFIAny* out) {
  // A wrong size or a null pointer is for the runtime to refuse.
  if (TVM_FFI_PREDICT_TRUE(data != nullptr && size < SIZE_MAX / 2)) {
    if (char* characters = NewHeapText(type_index, size, out)) {
      std::memcpy(characters, data, size);
      return;
    }
  }
  MakeTextInRuntime(type_index, data, size, out);
}

/// Same for a size that the compiler knows.
template <int32_t kTypeIndex>
TVM_FFI_INLINE void MakeConstantText(const char* data, size_t size, TVMFFIAny* out) {
  if (data != nullptr) {
    if (char* characters = NewHeapText(kTypeIndex, size, out)) {
      std::memcpy(characters, data, size);
      return;
    }
  }
  MakeTextInRuntime(kTypeIndex, data, size, out);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRING_HEAP_TEXT_H_
