// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/compat/peers/client.cc: a client library that uses every kind of value that crosses
// binaries. It is compiled once against our headers and once against the reference's, from this one
// source; PEER_NAME tells them apart.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/ffi/string.h>

#include <cstdlib>
#include <string>

#define PEER_TEXT_(x) #x
#define PEER_TEXT(x) PEER_TEXT_(x)
#define PEER PEER_TEXT(PEER_NAME)

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::Array;
using ffi::Function;
using ffi::Map;
using ffi::ObjectPtr;
using ffi::Optional;
using ffi::String;

namespace {

// The class both libraries know; each declares it, the driver registers its members.
class SharedObj : public ffi::Object {
 public:
  int64_t number = 0;
  String text;
  Array<Any> items;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("peer.Shared", SharedObj, ffi::Object);
};

class Shared : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Shared, ffi::ObjectRef, SharedObj);
};

// A class of this library alone, with reflection.
class OwnObj : public ffi::Object {
 public:
  int64_t x;
  String name;
  OwnObj(int64_t x, String name) : x(x), name(std::move(name)) {}
  int64_t Twice() const { return 2 * x; }
  static constexpr bool _type_mutable = true;
  static constexpr int _type_child_slots = 1;
  TVM_FFI_DECLARE_OBJECT_INFO("peer." PEER ".Own", OwnObj, ffi::Object);
};

class OwnChildObj : public OwnObj {
 public:
  OwnChildObj() : OwnObj(7, "child") {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("peer." PEER ".OwnChild", OwnChildObj, OwnObj);
};

class Own : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Own, ffi::ObjectRef, OwnObj);
};

String Key(int64_t i) { return String("key " + std::to_string(i)); }

Map<String, int64_t> MakeMap(int64_t size) {
  Map<String, int64_t> map;
  for (int64_t i = 0; i < size; ++i) map.Set(Key(i), i * i);
  return map;
}

Map<Any, Any> MakeMixedMap(int64_t size) {
  Map<Any, Any> map;
  for (int64_t i = 0; i < size; ++i) {
    switch (i % 4) {
      case 0:
        map.Set(i, Key(i));
        break;
      case 1:
        map.Set(Key(i), i);
        break;
      case 2:
        map.Set(static_cast<double>(i) + 0.5, Array<Any>({i, Key(i)}));
        break;
      default:
        map.Set(ffi::Bytes("bytes " + std::to_string(i)), nullptr);
        break;
    }
  }
  return map;
}

// Every key is found, in insertion order, and no other key is.
bool CheckMap(const Map<String, int64_t>& map, int64_t size) {
  if (static_cast<int64_t>(map.size()) != size) return false;
  int64_t i = 0;
  for (const auto& entry : map) {
    if (entry.first != Key(i) || entry.second != i * i) return false;
    ++i;
  }
  for (i = 0; i < size; ++i) {
    if (map.at(Key(i)) != i * i || map.count(Key(i)) != 1) return false;
  }
  return i == size && map.count(Key(size)) == 0 && !map.Get("absent").has_value();
}

bool CheckMixedMap(const Map<Any, Any>& map, int64_t size) {
  if (static_cast<int64_t>(map.size()) != size) return false;
  for (int64_t i = 0; i < size; ++i) {
    switch (i % 4) {
      case 0:
        if (map.at(i).cast<String>() != Key(i)) return false;
        break;
      case 1:
        if (map.at(Key(i)).cast<int64_t>() != i) return false;
        break;
      case 2: {
        Array<Any> items = map.at(static_cast<double>(i) + 0.5).cast<Array<Any>>();
        if (items.size() != 2 || items[0].cast<int64_t>() != i ||
            items[1].cast<String>() != Key(i)) {
          return false;
        }
        break;
      }
      default:
        if (map.at(ffi::Bytes("bytes " + std::to_string(i))) != nullptr) return false;
        break;
    }
  }
  return true;
}

// Changes a copy; what the caller has must stay as it is.
Map<String, int64_t> GrowMap(Map<String, int64_t> map, int64_t from, int64_t to) {
  for (int64_t i = from; i < to; ++i) map.Set(Key(i), i * i);
  return map;
}

void FillDict(ffi::Dict<String, int64_t> dict, int64_t size) {
  for (int64_t i = 0; i < size; ++i) dict.Set(Key(i), i * i);
}

int64_t SumDict(ffi::Dict<String, int64_t> dict) {
  int64_t sum = 0;
  for (const auto& entry : dict) sum += entry.second;
  return sum;
}

void FillList(ffi::List<Any> list, int64_t size) {
  for (int64_t i = 0; i < size; ++i) list.push_back(i);
}

int64_t SumArray(const Array<int64_t>& array) {
  int64_t sum = 0;
  for (int64_t value : array) sum += value;
  return sum;
}

Array<Any> MakeArray(int64_t size) {
  Array<Any> array;
  for (int64_t i = 0; i < size; ++i) array.push_back(i % 2 == 0 ? Any(i) : Any(Key(i)));
  return array;
}

bool CheckArray(const Array<Any>& array, int64_t size) {
  if (static_cast<int64_t>(array.size()) != size) return false;
  for (int64_t i = 0; i < size; ++i) {
    if (i % 2 == 0 ? array[i].cast<int64_t>() != i : array[i].cast<String>() != Key(i))
      return false;
  }
  return true;
}

Shared MakeShared(int64_t number, String text) {
  ObjectPtr<SharedObj> object = ffi::make_object<SharedObj>();
  object->number = number;
  object->text = text;
  object->items = Array<Any>({number, text});
  return Shared(object);
}

bool CheckShared(const Shared& shared, int64_t number, const String& text) {
  return shared->number == number && shared->text == text && shared->items.size() == 2 &&
         shared->items[0].cast<int64_t>() == number && shared->items[1].cast<String>() == text;
}

// Calls back and reports how the callback failed: "<kind>|<message>".
String CatchFrom(const Function& callback) {
  try {
    callback();
  } catch (const ffi::Error& error) {
    return String(error.kind() + "|" + error.message());
  }
  return String("no error");
}

struct CpuAlloc {
  void AllocData(DLTensor* tensor) {
    int64_t count = 1;
    for (int i = 0; i < tensor->ndim; ++i) count *= tensor->shape[i];
    tensor->data = std::malloc(static_cast<size_t>(count) * sizeof(float) + 1);
  }
  void FreeData(DLTensor* tensor) { std::free(tensor->data); }
};

ffi::Tensor MakeTensor(int64_t rows, int64_t columns) {
  ffi::Tensor tensor = ffi::Tensor::FromNDAlloc(CpuAlloc(), ffi::Shape({rows, columns}),
                                                DLDataType{kDLFloat, 32, 1}, DLDevice{kDLCPU, 0});
  for (int64_t i = 0; i < rows * columns; ++i) {
    static_cast<float*>(tensor.data_ptr())[i] = static_cast<float>(i);
  }
  return tensor;
}

double SumTensor(ffi::TensorView tensor) {
  double sum = 0;
  for (int64_t i = 0; i < tensor.numel(); ++i)
    sum += static_cast<const float*>(tensor.data_ptr())[i];
  return sum;
}

class PeerModuleObj : public ffi::ModuleObj {
 public:
  const char* kind() const final { return "peer_" PEER; }
  int GetPropertyMask() const final { return ffi::Module::kRunnable; }
  Optional<Function> GetFunction(const String& name) final {
    if (name != "peer_name" && name != "name_of_" PEER) return std::nullopt;
    return Function::FromTyped([]() { return String(PEER); });
  }
  Optional<String> GetFunctionDoc(const String& name) final { return String("doc of ") + name; }
};

ffi::Module MakeModule() {
  return ffi::Module(ObjectPtr<ffi::ModuleObj>(ffi::make_object<PeerModuleObj>()));
}

String AskModule(ffi::Module module, ffi::Module import) {
  module->ImportModule(import);
  std::string cycle = "no cycle";
  try {
    import->ImportModule(module);
  } catch (const ffi::Error& error) {
    cycle = error.message();
  }
  String result = String(std::string(module->kind()) + " " + import->kind() + " " + cycle + " " +
                         std::to_string(module->imports().size()) + " " +
                         std::string(module->GetFunctionDoc("f", false).value()));
  module->ClearImports();
  return result;
}

String PeerName() { return PEER; }

void RaiseKeyError(String text) { TVM_FFI_THROW(KeyError) << text; }

Function MakeAdder(int64_t n) {
  return Function::FromTyped([n](int64_t x) { return n + x; });
}

Own MakeOwn(int64_t x, String name) { return Own(ffi::make_object<OwnObj>(x, name)); }

Own MakeChild() { return Own(ffi::make_object<OwnChildObj>()); }

bool IsOwn(ffi::ObjectRef object) { return object.as<OwnObj>() != nullptr; }

ffi::Tuple<String, int64_t> Flip(ffi::Tuple<int64_t, String> pair) {
  return ffi::Tuple<String, int64_t>(pair.get<1>(), pair.get<0>());
}

String VariantKind(ffi::Variant<int64_t, String, Array<Any>> value) {
  return String(value.GetTypeKey());
}

Optional<int64_t> SizeOf(Optional<String> text) {
  if (!text.has_value()) return std::nullopt;
  return static_cast<int64_t>(text.value().size());
}

}  // namespace

TVM_FFI_DLL_EXPORT_TYPED_FUNC(peer_name, PeerName);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_map, MakeMap);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(check_map, CheckMap);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(grow_map, GrowMap);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_mixed_map, MakeMixedMap);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(check_mixed_map, CheckMixedMap);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(fill_dict, FillDict);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(sum_dict, SumDict);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(fill_list, FillList);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(sum_array, SumArray);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_array, MakeArray);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(check_array, CheckArray);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_shared, MakeShared);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(check_shared, CheckShared);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(catch_from, CatchFrom);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(raise, RaiseKeyError);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_tensor, MakeTensor);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(sum_tensor, SumTensor);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_module, MakeModule);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(ask_module, AskModule);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_adder, MakeAdder);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_own, MakeOwn);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_child, MakeChild);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(is_own, IsOwn);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(flip, Flip);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(variant_kind, VariantKind);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(maybe, SizeOf);

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<OwnObj>(refl::init(false))
      .def_rw("x", &OwnObj::x)
      .def_ro("name", &OwnObj::name)
      .def("twice", &OwnObj::Twice);
  refl::ObjectDef<OwnChildObj>(refl::init(false));
  refl::GlobalDef().def("peer." PEER ".add", [](int64_t a, int64_t b) { return a + b; });
}
