// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Global functions on Array, List and Shape (layer 2). Names and signatures are contract.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace tvm::ffi::reflection::detail {
namespace {

void MakeArray(PackedArgs args, Any* result) {
  *result = Array<Any>(args.data(), args.data() + args.size());
}

void MakeList(PackedArgs args, Any* result) {
  *result = List<Any>(args.data(), args.data() + args.size());
}

void MakeShape(PackedArgs args, Any* result) {
  std::vector<int64_t> dims;
  dims.reserve(static_cast<size_t>(args.size()));
  for (int i = 0; i < args.size(); ++i) {
    const std::optional<int64_t> dim = args[i].try_cast<int64_t>();
    if (!dim) TVM_FFI_THROW(ValueError) << "Expect shape to take list of int arguments";
    dims.push_back(*dim);
  }
  *result = Shape(std::move(dims));
}

bool ArrayContains(const ArrayObj* items, const Any& value) {
  return std::any_of(items->begin(), items->end(),
                     [&value](const Any& item) { return AnyEqual()(item, value); });
}

void ListEraseRange(List<Any> list, int64_t start, int64_t stop) {
  const auto size = static_cast<int64_t>(list.size());
  if (start < 0 || start > stop || stop > size) {
    TVM_FFI_THROW(IndexError) << "Erase range [" << start << ", " << stop << ") out of bounds "
                              << size;
  }
  list.erase(list.begin() + start, list.begin() + stop);
}

bool ListContains(const ListObj* list, const Any& value) {
  // By position: comparing may run user code, and others may change the list.
  Any item;
  for (int64_t i = 0; ::tvm::ffi::detail::ReadElement(list, true, i, &item); ++i) {
    if (AnyEqual()(item, value)) return true;
  }
  return false;
}

void ListReplaceSlice(List<Any> list, int64_t start, int64_t stop, List<Any> replacement) {
  // A copy first: the replacement may be the list itself.
  const std::vector<Any> items(replacement.begin(), replacement.end());
  ListEraseRange(list, start, stop);
  list.insert(list.begin() + start, items.begin(), items.end());
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef()
      .def_packed("ffi.Array", MakeArray)
      .def("ffi.ArrayContains", ArrayContains)
      .def("ffi.ArrayGetItem",
           [](const ArrayObj* array, int64_t index) -> Any { return array->at(index); })
      .def("ffi.ArraySize",
           [](const ArrayObj* array) { return static_cast<int64_t>(array->size()); })
      .def_packed("ffi.List", MakeList)
      .def("ffi.ListAppend", [](List<Any> list, Any value) { list.push_back(std::move(value)); })
      .def("ffi.ListClear", [](List<Any> list) { list.clear(); })
      .def("ffi.ListContains", ListContains)
      .def("ffi.ListErase", [](List<Any> list, int64_t index) { list.GetListObj()->erase(index); })
      .def("ffi.ListEraseRange", ListEraseRange)
      .def("ffi.ListGetItem",
           [](const ListObj* list, int64_t index) -> Any { return list->Item(index); })
      .def("ffi.ListInsert", [](List<Any> list, int64_t index,
                                Any value) { list.GetListObj()->insert(index, std::move(value)); })
      .def("ffi.ListPop",
           [](List<Any> list, int64_t index) { return list.GetListObj()->TakeItem(index); })
      .def("ffi.ListReplaceSlice", ListReplaceSlice)
      .def("ffi.ListReserve", [](List<Any> list, int64_t size) { list.reserve(size); })
      .def("ffi.ListReverse", [](List<Any> list) { list.GetListObj()->Reverse(); })
      .def("ffi.ListSetItem",
           [](List<Any> list, int64_t index, Any value) { list.Set(index, std::move(value)); })
      .def("ffi.ListSize", [](const ListObj* list) { return static_cast<int64_t>(list->size()); })
      .def_packed("ffi.Shape", MakeShape);
}

}  // namespace tvm::ffi::reflection::detail
