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

template <typename SequenceObj>
bool Contains(const SequenceObj* items, const Any& value) {
  return std::any_of(items->begin(), items->end(),
                     [&value](const Any& item) { return AnyEqual()(item, value); });
}

Any ListPop(List<Any> list, int64_t index) {
  Any value = list[index];
  list.erase(list.begin() + index);
  return value;
}

void CheckIndex(const List<Any>& list, int64_t index) { static_cast<void>(list[index]); }

void CheckRange(const List<Any>& list, int64_t start, int64_t stop) {
  const auto size = static_cast<int64_t>(list.size());
  if (start < 0 || start > stop || stop > size) {
    TVM_FFI_THROW(IndexError) << "Erase range [" << start << ", " << stop << ") out of bounds "
                              << size;
  }
}

void ListEraseRange(List<Any> list, int64_t start, int64_t stop) {
  CheckRange(list, start, stop);
  list.erase(list.begin() + start, list.begin() + stop);
}

void ListReplaceSlice(List<Any> list, int64_t start, int64_t stop, List<Any> replacement) {
  CheckRange(list, start, stop);
  // A copy first: the replacement may be the list itself.
  const std::vector<Any> items(replacement.begin(), replacement.end());
  list.erase(list.begin() + start, list.begin() + stop);
  list.insert(list.begin() + start, items.begin(), items.end());
}

void ListReverse(List<Any> list) {
  const std::vector<Any> items(list.begin(), list.end());
  list.Assign(items.rbegin(), items.rend());
}

void ListInsert(List<Any> list, int64_t index, Any value) {
  if (index < 0 || index > static_cast<int64_t>(list.size())) {
    TVM_FFI_THROW(IndexError) << "Index " << index << " out of bounds [0, " << list.size() << "]";
  }
  list.insert(list.begin() + index, std::move(value));
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef()
      .def_packed("ffi.Array", MakeArray)
      .def("ffi.ArrayContains",
           [](const ArrayObj* array, const Any& value) { return Contains(array, value); })
      .def("ffi.ArrayGetItem",
           [](const ArrayObj* array, int64_t index) -> Any { return array->at(index); })
      .def("ffi.ArraySize",
           [](const ArrayObj* array) { return static_cast<int64_t>(array->size()); })
      .def_packed("ffi.List", MakeList)
      .def("ffi.ListAppend", [](List<Any> list, Any value) { list.push_back(std::move(value)); })
      .def("ffi.ListClear", [](List<Any> list) { list.clear(); })
      .def("ffi.ListContains",
           [](const ListObj* list, const Any& value) { return Contains(list, value); })
      .def("ffi.ListErase",
           [](List<Any> list, int64_t index) {
             CheckIndex(list, index);
             list.erase(list.begin() + index);
           })
      .def("ffi.ListEraseRange", ListEraseRange)
      .def("ffi.ListGetItem",
           [](const ListObj* list, int64_t index) -> Any { return list->at(index); })
      .def("ffi.ListInsert", ListInsert)
      .def("ffi.ListPop", ListPop)
      .def("ffi.ListReplaceSlice", ListReplaceSlice)
      .def("ffi.ListReserve", [](List<Any> list, int64_t size) { list.reserve(size); })
      .def("ffi.ListReverse", ListReverse)
      .def("ffi.ListSetItem",
           [](List<Any> list, int64_t index, Any value) { list.Set(index, std::move(value)); })
      .def("ffi.ListSize", [](const ListObj* list) { return static_cast<int64_t>(list->size()); })
      .def_packed("ffi.Shape", MakeShape);
}

}  // namespace tvm::ffi::reflection::detail
