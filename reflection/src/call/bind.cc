// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Binding of arguments (layer 2).
#include "bind.h"

#include <tvm/ffi/any.h>

#include "init/sentinel.h"

namespace tvm::ffi::reflection::detail {
namespace {

TVMFFIAny CellOf(const Any& value) {
  const AnyView view(value);
  return *reinterpret_cast<const TVMFFIAny*>(&view);
}

// Slots by parameter; false when a name is unknown, given twice or names a position only.
bool Arrange(const Signature& signature, const GivenArguments& given,
             std::vector<const TVMFFIAny*>* slots) {
  if (static_cast<size_t>(given.num_positional) > signature.num_positional) return false;
  slots->assign(signature.params.size(), nullptr);
  for (int32_t i = 0; i < given.num_positional; ++i) {
    (*slots)[static_cast<size_t>(i)] = given.values + i;
  }
  for (int32_t k = 0; k < given.num_names; ++k) {
    const size_t index = signature.IndexOf(given.name(k));
    if (index == signature.params.size() || !signature.params[index].by_name) return false;
    const TVMFFIAny*& slot = (*slots)[index];
    if (slot != nullptr) return false;
    slot = given.values + given.num_positional + k;
  }
  for (size_t i = 0; i < slots->size(); ++i) {
    if ((*slots)[i] == nullptr && !signature.params[i].has_default) return false;
  }
  return true;
}

void FillByFields(const Signature& signature, const GivenArguments& given, Frame* frame) {
  frame->assign(given.values, given.values + given.num_positional);
  if (given.num_names == 0) return;
  frame->push_back(CellOf(KwargsSentinel()));
  for (int32_t k = 0; k < given.num_names; ++k) {
    frame->push_back(CellOf(signature.params[signature.IndexOf(given.name(k))].key));
    frame->push_back(given.values[given.num_positional + k]);
  }
}

}  // namespace

bool Bind(const Signature& signature, const GivenArguments& given, Frame* frame) {
  if (signature.is_packed) {
    if (given.num_names != 0) return false;
    frame->assign(given.values, given.values + given.num_positional);
    return true;
  }
  std::vector<const TVMFFIAny*> slots;
  if (!Arrange(signature, given, &slots)) return false;
  if (signature.binds_fields) {
    FillByFields(signature, given, frame);
    return true;
  }
  frame->resize(slots.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    (*frame)[i] = slots[i] != nullptr ? *slots[i] : CellOf(signature.params[i].fallback);
  }
  return true;
}

size_t FrameBound(const Signature& signature, const GivenArguments& given) {
  if (signature.is_packed || !signature.binds_fields) {
    return std::max(signature.params.size(), static_cast<size_t>(given.num_positional));
  }
  return static_cast<size_t>(given.num_positional) + 1 + 2 * static_cast<size_t>(given.num_names);
}

}  // namespace tvm::ffi::reflection::detail
