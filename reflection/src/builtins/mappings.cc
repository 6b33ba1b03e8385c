// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Global functions on Map and Dict (layer 2). Names and signatures are contract.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry.h>

#include <optional>
#include <utility>

#include "../init/sentinel.h"

namespace tvm::ffi::reflection::detail {
namespace {

template <typename Mapping>
void MakeMapping(PackedArgs args, Any* result) {
  TVM_FFI_ICHECK_EQ(args.size() % 2, 0);
  Mapping mapping;
  for (int i = 0; i < args.size(); i += 2) mapping.Set(Any(args[i]), Any(args[i + 1]));
  *result = std::move(mapping);
}

template <typename Mapping>
Mapping Typed(const typename Mapping::ContainerType* mapping) {
  return Mapping(GetObjectPtr<Object>(const_cast<typename Mapping::ContainerType*>(mapping)));
}

/// Steps through a mapping: 0 gives the key, 1 the value, 2 goes on and says whether there is more.
template <typename Mapping>
class ForwardIterator {
 public:
  explicit ForwardIterator(Mapping mapping)
      : mapping_(std::move(mapping)), next_(mapping_.begin()), end_(mapping_.end()) {}

  Any operator()(int command) {
    if (command != 0 && command != 1) {
      if (next_ != end_) ++next_;
      return next_ != end_;
    }
    if (next_ == end_) TVM_FFI_THROW(IndexError) << "The iteration is at its end";
    return command == 0 ? next_->first : next_->second;
  }

 private:
  // Keeps the entries alive.
  Mapping mapping_;
  typename Mapping::iterator next_;
  typename Mapping::iterator end_;
};

template <typename Mapping>
Function MakeForwardIterator(Mapping mapping) {
  return Function::FromTyped([iterator = ForwardIterator<Mapping>(std::move(mapping))](
                                 int command) mutable -> Any { return iterator(command); });
}

Any MapGetOrMissing(const MapObj* map, const Any& key) {
  const Any* value = map->TryGet(key);
  return value != nullptr ? *value : Any(MissingSentinel());
}

Any DictGetOrMissing(const DictObj* dict, const Any& key) {
  std::optional<Any> value = dict->Get(key);
  return value ? *std::move(value) : Any(MissingSentinel());
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef()
      .def_packed("ffi.Map", MakeMapping<Map<Any, Any>>)
      .def("ffi.MapCount",
           [](const MapObj* map, const Any& key) { return static_cast<int64_t>(map->count(key)); })
      .def("ffi.MapForwardIterFunctor",
           [](const MapObj* map) { return MakeForwardIterator(Typed<Map<Any, Any>>(map)); })
      .def("ffi.MapGetItem", [](const MapObj* map, const Any& key) -> Any { return map->at(key); })
      .def("ffi.MapGetItemOrMissing", MapGetOrMissing)
      .def("ffi.MapSize", [](const MapObj* map) { return static_cast<int64_t>(map->size()); })
      .def_packed("ffi.Dict", MakeMapping<Dict<Any, Any>>)
      .def("ffi.DictClear", [](Dict<Any, Any> dict) { dict.clear(); })
      .def("ffi.DictCount", [](const DictObj* dict,
                               const Any& key) { return static_cast<int64_t>(dict->count(key)); })
      .def("ffi.DictErase", [](Dict<Any, Any> dict, const Any& key) { dict.erase(key); })
      .def("ffi.DictForwardIterFunctor",
           [](const DictObj* dict) { return MakeForwardIterator(Typed<Dict<Any, Any>>(dict)); })
      .def("ffi.DictGetItem",
           [](const DictObj* dict, const Any& key) { return Typed<Dict<Any, Any>>(dict).at(key); })
      .def("ffi.DictGetItemOrMissing", DictGetOrMissing)
      .def("ffi.DictSetItem", [](Dict<Any, Any> dict, Any key,
                                 Any value) { dict.Set(std::move(key), std::move(value)); })
      .def("ffi.DictSize", [](const DictObj* dict) { return static_cast<int64_t>(dict->size()); });
}

}  // namespace tvm::ffi::reflection::detail
