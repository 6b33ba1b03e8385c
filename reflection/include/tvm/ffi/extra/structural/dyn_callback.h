// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Callbacks that come as data (layer 2): pairs of a type index and a Function, as other languages
// pass them. The first pair whose index fits takes the value: -1 takes all, an object type its
// instances too, and both forms of strings and bytes count as one.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_DYN_CALLBACK_H_
#define TVM_FFI_EXTRA_STRUCTURAL_DYN_CALLBACK_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/function.h>

#include <optional>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

inline bool DynCallbackTakes(int32_t wanted, int32_t index) {
  if (wanted == TypeIndex::kTVMFFIAny || wanted == index) return true;
  if (index == kTVMFFISmallStr) return wanted == kTVMFFIStr;
  if (index == kTVMFFISmallBytes) return wanted == kTVMFFIBytes;
  if (wanted == kTVMFFISmallStr) return index == kTVMFFIStr;
  if (wanted == kTVMFFISmallBytes) return index == kTVMFFIBytes;
  if (wanted < kTVMFFIStaticObjectBegin || index < kTVMFFIStaticObjectBegin) return false;
  if (wanted == kTVMFFIObject) return true;
  const TVMFFITypeInfo* type = TVMFFIGetTypeInfo(index);
  for (int32_t depth = 0; depth < type->type_depth; ++depth) {
    if (type->type_ancestors[depth]->type_index == wanted) return true;
  }
  return false;
}

struct DynCallback {
  int32_t type_index;
  Function function;
  /// Whether the function takes one more argument: the region, or the mode.
  bool with_extra;
};

inline void AppendDynCallbacks(const Array<Tuple<int32_t, Function>>& callbacks, bool with_extra,
                               std::vector<DynCallback>* out) {
  for (const Tuple<int32_t, Function>& callback : callbacks) {
    out->push_back(DynCallback{callback.template get<0>(), callback.template get<1>(), with_extra});
  }
}

inline const DynCallback* FindDynCallback(const std::vector<DynCallback>& callbacks,
                                          int32_t type_index) {
  for (const DynCallback& callback : callbacks) {
    if (DynCallbackTakes(callback.type_index, type_index)) return &callback;
  }
  return nullptr;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_DYN_CALLBACK_H_
