// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Modules, environment, native functions. Each line prints what it prints with the reference.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/extra/structural_mutate.h>
#include <tvm/ffi/extra/structural_visit.h>
#include <tvm/ffi/reflection/native_function.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

struct Mod : public ModuleObj {
  const char* kind() const final { return "mod"; }
  Optional<Function> GetFunction(const String& n) final {
    if (n == "f") return Function::FromTyped([](int x) { return x + 1; });
    return std::nullopt;
  }
};
struct Mod2 : public ModuleObj {
  const char* kind() const override { return "mod2"; }
  Optional<Function> GetFunction(const String& n) override {
    if (n == "g") return Function::FromTyped([]() { return String("g"); });
    return std::nullopt;
  }
  Optional<String> GetFunctionDoc(const String& n) override {
    if (n == "g") return String("doc g");
    return std::nullopt;
  }
  int GetPropertyMask() const override { return Module::kRunnable; }
  String InspectSource(const String& f) const override { return "src:" + f; }
};
int64_t NHash(const Any&) noexcept { return 42; }

namespace programs {

static void RunModules() {
  Module m(make_object<Mod>()), m2(make_object<Mod2>());
  SHOW(m->kind());
  SHOW(m->GetPropertyMask());
  SHOW(m2->GetPropertyMask());
  SHOW(m->GetFunction("f").value()(1).cast<int>());
  SHOW(m->GetFunction("zz").has_value());
  SHOW(m->GetFunction("g", true).has_value());
  m->ImportModule(m2);
  SHOW(m->GetFunction("g", true).value()().cast<String>());
  SHOW(m->GetFunction("g", false).has_value());
  SHOW(m->imports().size());
  SHOW(m->ImplementsFunction("f"));
  SHOW(m->ImplementsFunction("g"));
  SHOW(m->ImplementsFunction("g", true));
  SHOW(m->GetFunctionDoc("g", true).value());
  SHOW(m->GetFunctionDoc("f", true).has_value());
  SHOW(m->GetFunctionMetadata("f", true).has_value());
  TRY(m2->ImportModule(m));
  TRY(m->ImportModule(m));
  TRY(m->WriteToFile("a", "b"));
  TRY(m->SaveToBytes());
  SHOW(m->InspectSource("x"));
  SHOW(m2->InspectSource("x"));
  SHOW(m->GetWriteFormats().size());
  m->ClearImports();
  SHOW(m->imports().size());
  TRY(Module::LoadFromFile("nofile"));
  TRY(Module::LoadFromFile("x.zzz"));
  SHOW(Any(m).type_index());
  SHOW(m.type_index());
  SHOW(Any(m).cast<Module>().same_as(m));
  SHOW(std::string(symbol::tvm_ffi_symbol_prefix) + symbol::tvm_ffi_main +
       symbol::tvm_ffi_library_ctx + symbol::tvm_ffi_library_bin + symbol::tvm_ffi_metadata_prefix +
       symbol::tvm_ffi_doc_prefix);
  SHOW(ReprPrint(m));
  static int ctxv = 3;
  TVMFFIEnvModRegisterContextSymbol("drop_ctx", &ctxv);
  int found = 0;
  Module::VisitContextSymbols([&](String n, void* p) {
    if (n == "drop_ctx" && p == &ctxv) found++;
  });
  SHOW(found);
  TVMFFIEnvModRegisterSystemLibSymbol(
      "__tvm_ffi_droppre.fn", (void*)+[](void*, const TVMFFIAny*, int32_t, TVMFFIAny* r) {
        r->type_index = kTVMFFIInt;
        r->v_int64 = 7;
        return 0;
      });
  Module sys = Function::GetGlobalRequired("ffi.SystemLib")("droppre.").cast<Module>();
  SHOW(sys->GetFunction("fn").value()().cast<int>());
  SHOW(sys->GetFunction("nofn").has_value());
  SHOW(sys->kind());
  SHOW(Function::GetGlobalRequired("ffi.SystemLib")("droppre.").cast<Module>().same_as(sys));
  TVMFFIObjectHandle h = nullptr;
  SHOW(TVMFFIEnvModLookupFromImports(const_cast<ModuleObj*>(m.operator->()), "nofn", &h));
  SHOW(Function::GetGlobal("ffi.ModuleLoadFromFile").has_value());
  SHOW(TVMFFIEnvSetStream(kDLCUDA, 0, (void*)8, nullptr));
  SHOW((size_t)TVMFFIEnvGetStream(kDLCUDA, 0));
  SHOW((size_t)TVMFFIEnvGetStream(kDLCUDA, 1));
  void* old = nullptr;
  SHOW(TVMFFIEnvSetStream(kDLCUDA, 0, nullptr, &old));
  SHOW((size_t)old);
  SHOW(TVMFFIEnvCheckSignals());
  SHOW(TVMFFIEnvRegisterCAPI("nope", nullptr));
  try {
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIEnvRegisterCAPI("nope", nullptr));
  }
  CATCH_AND_PRINT SHOW(TVMFFIEnvGetDLPackManagedTensorAllocator() == nullptr);
}

static void RunNative() {
  using V = refl::NativeFunctionView<int64_t(const Any&)>;
  V v = V::FromNative<&NHash>();
  SHOW(v(Any(1)));
  SHOW(v.CallExpected(Any(1)).value());
  SHOW(TypeTraits<V>::TypeStr());
  refl::NativeFunction<int64_t(const Any&)> o =
      refl::NativeFunction<int64_t(const Any&)>::FromNative<&NHash>();
  SHOW(o(Any(3)));
  refl::NativeFunction<int64_t(const Any&)> po(
      TypedFunction<int64_t(const Any&)>([](const Any& a) { return a.cast<int64_t>() * 2; }));
  SHOW(po(Any(3)));
  TRY(po(Any("x")));
  SHOW(po.CallExpected(Any("x")).is_err());
  Any av = o;
  SHOW(av.type_index());
  SHOW(Any(po).type_index());
  SHOW(refl::AttrKey<int64_t>{"drop_attr"}.ValueFrom(5).value());
  TRY(refl::AttrKey<int64_t>{"drop_attr"}.ValueFrom("x"));
  SHOW(refl::AttrKey<int64_t>{"drop_attr"}.ValueFrom(nullptr).has_value());
  SHOW(std::string(type_attr::kNew.name) + type_attr::kInit.name + type_attr::kConvert.name +
       type_attr::kShallowCopy.name + type_attr::kTypeFinal.name + type_attr::kAnyHash.name +
       type_attr::kAnyEqual.name + type_attr::kEnumState.name + type_attr::kRepr.name +
       type_attr::kHash.name + type_attr::kEq.name + type_attr::kCompare.name +
       type_attr::kDataToJson.name + type_attr::kDataFromJson.name + type_attr::kSEqual.name +
       type_attr::kSHash.name + type_attr::kStructuralVisit.name +
       type_attr::kStructuralMutate.name + type_attr::kStructuralMaybeInplaceMutate.name);
}

void ModulesProgram() {
  Section("modules", RunModules);
  Section("native", RunNative);
}

}  // namespace programs
