// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What lies in extra/: JSON, modules, structural and dataclass operations, the standard library.
#include <tvm/ffi/extra/base64.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/dtype.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/stl.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/extra/structural_key.h>
#include <tvm/ffi/extra/structural_mutate.h>
#include <tvm/ffi/extra/structural_visit.h>
#include <tvm/ffi/extra/visit_error_context.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/tvm_ffi.h>

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

#include "surface.h"

namespace surface {
using namespace tvm::ffi;  // NOLINT
namespace refl = tvm::ffi::reflection;

void Text(Any a, ObjectRef r, String s, Bytes b, std::ostream& os) {
  IS(String, Base64Encode(b));
  IS(String, Base64Encode(TVMFFIByteArray{nullptr, 0}));
  IS(Bytes, Base64Decode(s));
  IS(Bytes, Base64Decode(TVMFFIByteArray{nullptr, 0}));
  IS(json::Value, json::Parse(s));
  IS(json::Value, json::Parse(s, &s));
  IS(String, json::Stringify(a));
  IS(String, json::Stringify(a, 2));
  static_assert(std::is_same_v<json::Object, Map<Any, Any>>);
  static_assert(std::is_same_v<json::Array, Array<Any>>);
  IS(json::Value, ToJSONGraph(a));
  IS(json::Value, ToJSONGraph(a, a));
  IS(Any, FromJSONGraph(a));
  IS(std::ostream&, os << a);
  IS(std::ostream&, os << r);
  USE(os << Variant<int, String>(1));
  USE(os << Optional<String>(s));
}

void Dataclass(Any a) {
  IS(Any, DeepCopy(a));
  IS(String, ReprPrint(a));
  IS(int64_t, RecursiveHash(a));
  IS(bool, RecursiveEq(a, a));
  IS(bool, RecursiveLt(a, a));
  IS(bool, RecursiveLe(a, a));
  IS(bool, RecursiveGt(a, a));
  IS(bool, RecursiveGe(a, a));
  USE(type_attr::kRepr.name);
  USE(type_attr::kCompare.name);
  USE(type_attr::kDataToJson.name);
  USE(type_attr::kSEqual.name);
  USE(type_attr::kSHash.name);
}

void Structural(Any a, StructuralKey k) {
  IS(bool, StructuralEqual::Equal(a, a));
  IS(bool, StructuralEqual::Equal(a, a, true, true));
  IS(bool, StructuralEqual()(a, a));
  IS(Optional<refl::AccessPathPair>, StructuralEqual::GetFirstMismatch(a, a));
  IS(uint64_t, StructuralHash::Hash(a));
  IS(uint64_t, StructuralHash()(a));
  MADE_FROM(StructuralKey, Any);
  IS(bool, k == k);
  IS(bool, k != k);
  IS(size_t, std::hash<StructuralKey>()(k));
  USE(k->key);
  USE(k->hash_i64);
}

void Visit(Any a, ObjectRef r, StructuralVisitor v, Error e) {
  VisitInterrupt signal;
  VisitInterrupt with_value(Any(1));
  USE(with_value->value);
  IS(WalkResult, WalkResult::Advance());
  IS(WalkResult, WalkResult::Skip());
  IS(WalkResult, WalkResult::Interrupt());
  IS(WalkResult, WalkResult::Interrupt(signal));
  auto each = [](const ArrayObj*) { return WalkResult::Advance(); };
  IS(Optional<VisitInterrupt>, StructuralWalk<WalkOrder::kPreOrder>(r, each));
  IS(Expected<Optional<VisitInterrupt>>, StructuralWalkExpected<WalkOrder::kPostOrder>(r, each));
  IS(Optional<VisitInterrupt>, v->Visit(a));
  IS(Expected<Optional<VisitInterrupt>>, v->VisitExpected(a));
  IS(Expected<Optional<VisitInterrupt>>, v->DefaultVisitExpected(a));
  IS(TVMFFIDefRegionKind, v->def_region_kind());
  IS(Optional<VisitErrorContext>, VisitErrorContext::TryGetFromError(e));
}

void Mutate(Any a, StructuralMutator m) {
  auto same = [](const Array<Any>& x) -> Any { return x; };
  IS(Any, StructuralMap<WalkOrder::kPostOrder>(a, same));
  UnchangedOr<Any> maybe{Unchanged()};
  IS(bool, maybe.IsUnchanged());
  IS(bool, maybe.UnchangedOrSameAs(a));
  IS(Any, std::move(maybe).ValueOrUnchanged(a));
  IS(UnchangedOr<Any>, m->Mutate(a));
  IS(UnchangedOr<Any>, m->Mutate(a, InplaceMode::kAllow));
  IS(Expected<UnchangedOr<Any>>, m->MutateExpected(a));
  IS(Expected<UnchangedOr<Any>>, m->DefaultMutateExpected(a));
  IS(Expected<Any>, m->VarRemapGetExpected(a));
  IS(Expected<void>, m->VarRemapSetExpected(a, a));
}

class TinyModuleObj : public ModuleObj {
 public:
  const char* kind() const final { return "tiny"; }
  Optional<Function> GetFunction(const String&) final { return std::nullopt; }
  int GetPropertyMask() const final { return Module::kRunnable; }
  String InspectSource(const String&) const final { return ""; }
  void WriteToFile(const String&, const String&) const final {}
  Array<String> GetWriteFormats() const final { return {}; }
  Bytes SaveToBytes() const final { return Bytes(); }
  Optional<String> GetFunctionDoc(const String&) final { return std::nullopt; }
  Optional<String> GetFunctionMetadata(const String&) final { return std::nullopt; }
  bool ImplementsFunction(const String&) final { return false; }
};

void Modules(Module m) {
  MADE_FROM(Module, ObjectPtr<ModuleObj>);
  m = Module(make_object<TinyModuleObj>());
  IS(Module, Module::LoadFromFile("x"));
  IS(Optional<Function>, m->GetFunction("x", true));
  IS(bool, m->ImplementsFunction("x", true));
  IS(Optional<String>, m->GetFunctionDoc("x", true));
  IS(Optional<String>, m->GetFunctionMetadata("x", true));
  IS(const Array<Any>&, m->imports());
  m->ImportModule(m);
  m->ClearImports();
  Module::VisitContextSymbols([](String, void*) {});
  IS(const char* const, symbol::tvm_ffi_main);
}

void StandardLibrary() {
  USE(Function::FromTyped([](std::vector<int> v, std::array<int, 2> a, std::optional<int> o,
                             std::variant<int, std::string> u, std::tuple<int, std::string> t,
                             std::map<std::string, int> m, std::unordered_map<std::string, int> h,
                             std::function<int(int)> f) {
    return v.size() + a.size() + (o ? 1 : 0) + u.index() + std::get<1>(t).size() + m.size() +
           h.size() + static_cast<size_t>(f(1));
  }));
  IS(const DLDataType, dtype_trait<float>::value);
  IS(const DLDataType, dtype_trait<bool>::value);
}

void Environment(DLTensor* t, TVMFFIObjectHandle* out) {
  IS(int, TVMFFIEnvSetStream(kDLCUDA, 0, nullptr, nullptr));
  IS(TVMFFIStreamHandle, TVMFFIEnvGetStream(kDLCUDA, 0));
  IS(int, TVMFFIEnvTensorAlloc(t, out));
  IS(int, TVMFFIEnvCheckSignals());
}

}  // namespace surface
