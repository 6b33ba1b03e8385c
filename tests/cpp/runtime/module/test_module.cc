// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/test_module.cc: modules in C++, and libraries loaded as modules.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/module.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::Function;
using ffi::Module;
using ffi::String;

namespace {

class TextModuleObj : public ffi::ModuleObj {
 public:
  explicit TextModuleObj(std::string text) : text_(std::move(text)) {}
  const char* kind() const final { return "test_kind"; }
  ffi::Optional<Function> GetFunction(const String& name) final {
    if (name != "text" && name != text_) return std::nullopt;
    return Function::FromTyped([text = String(text_)]() { return text; });
  }

 private:
  std::string text_;
};

Module TextModule(const std::string& text) {
  return Module(ffi::ObjectPtr<ffi::ModuleObj>(ffi::make_object<TextModuleObj>(text)));
}

template <typename Body>
std::string ErrorOf(const Body& body) {
  try {
    body();
  } catch (const ffi::Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "none";
}

std::string LoadError(const char* path) {
  return ErrorOf([&] { Module::LoadFromFile(path); });
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

static_assert(sizeof(ffi::ModuleObj) == 48, "layout of modules is ABI");

TEST(Module, TheHeaderLiesBehindTheVirtualTable) {
  Module module = TextModule("a");
  const char* object = reinterpret_cast<const char*>(module.get());
  const auto* header = reinterpret_cast<const char*>(
      ffi::detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(module));
  EXPECT_EQ(header - object, 8);
  EXPECT_EQ(reinterpret_cast<const char*>(&module->imports()) - header, 24);
  EXPECT_EQ(module->type_index(), static_cast<int32_t>(kTVMFFIModule));
}

TEST(Module, DefaultsRefuseWhatASubclassDoesNotImplement) {
  Module module = TextModule("a");
  EXPECT_EQ(module->GetPropertyMask(), 0);
  EXPECT_TRUE(module->ImplementsFunction("text"));
  EXPECT_FALSE(module->ImplementsFunction("other"));
  EXPECT_FALSE(module->GetFunctionDoc("text").has_value());
  EXPECT_FALSE(module->GetFunctionMetadata("text").has_value());
  EXPECT_EQ(module->GetWriteFormats().size(), 0u);
  EXPECT_EQ(module->InspectSource("").size(), 0u);
  EXPECT_EQ(ErrorOf([&] { module->WriteToFile("f", "x"); }),
            "RuntimeError: Module[test_kind] does not support WriteToFile");
  EXPECT_EQ(ErrorOf([&] { module->SaveToBytes(); }),
            "RuntimeError: Module[test_kind] does not support SaveToBytes");
}

TEST(Module, TheBitsOfItsPropertiesAreSeenByOtherLanguages) {
  EXPECT_EQ(static_cast<int>(Module::kBinarySerializable), 1);
  EXPECT_EQ(static_cast<int>(Module::kRunnable), 2);
  EXPECT_EQ(static_cast<int>(Module::kCompilationExportable), 4);
}

TEST(Module, ImportsAreSearchedDepthFirst) {
  Module root = TextModule("root");
  Module left = TextModule("left");
  Module deep = TextModule("deep");
  Module right = TextModule("right");
  root->ImportModule(left);
  root->ImportModule(right);
  left->ImportModule(deep);
  EXPECT_EQ(root->imports().size(), 2u);
  EXPECT_FALSE(root->GetFunction("deep", false).has_value());
  EXPECT_EQ(root->GetFunction("deep", true).value()().cast<String>(), "deep");
  EXPECT_EQ(root->GetFunction("text", true).value()().cast<String>(), "root");
  EXPECT_TRUE(root->ImplementsFunction("right", true));
  EXPECT_FALSE(root->ImplementsFunction("right", false));
  EXPECT_FALSE(root->GetFunctionDoc("right", true).has_value());
  EXPECT_FALSE(root->GetFunctionMetadata("right", true).has_value());
  root->ClearImports();
  EXPECT_FALSE(root->ImplementsFunction("right", true));
}

TEST(Module, CyclesOfImportsAreRefused) {
  Module a = TextModule("a");
  Module b = TextModule("b");
  Module c = TextModule("c");
  a->ImportModule(b);
  b->ImportModule(c);
  EXPECT_EQ(ErrorOf([&] { c->ImportModule(a); }),
            "RuntimeError: Cyclic dependency detected during import");
  EXPECT_EQ(ErrorOf([&] { a->ImportModule(a); }),
            "RuntimeError: Cyclic dependency detected during import");
  EXPECT_EQ(c->imports().size(), 0u);
}

TEST(Module, ASharedDagOfImportsIsSearchedOncePerModule) {
  std::vector<Module> layer{TextModule("bottom")};
  for (int depth = 0; depth < 60; ++depth) {
    Module next = TextModule("layer");
    next->ImportModule(layer.back());
    next->ImportModule(layer.back());
    layer.push_back(next);
  }
  EXPECT_TRUE(layer.back()->ImplementsFunction("bottom", true));
  EXPECT_FALSE(layer.back()->ImplementsFunction("nowhere", true));
}

// Lets go of everything when it is asked.
class ForgetfulModuleObj : public ffi::ModuleObj {
 public:
  ffi::ModuleObj* root = nullptr;
  const char* kind() const final { return "test_forgetful"; }
  ffi::Optional<Function> GetFunction(const String&) final {
    root->ClearImports();
    return std::nullopt;
  }
};

TEST(Module, ImportsMayGoWhileTheyAreSearched) {
  const Module root = TextModule("root");
  auto forgetful = ffi::make_object<ForgetfulModuleObj>();
  forgetful->root = const_cast<ffi::ModuleObj*>(root.get());
  root->ImportModule(Module(ffi::ObjectPtr<ffi::ModuleObj>(std::move(forgetful))));
  // Nobody else holds these.
  for (int i = 0; i < 3; ++i) root->ImportModule(TextModule("import " + std::to_string(i)));
  EXPECT_EQ(root->GetFunction("import 2", true).value()().cast<String>(), "import 2");
  EXPECT_FALSE(root->GetFunction("import 2", true).has_value());
}

TEST(LoadFromFile, TheTextBehindTheLastDotDecides) {
  EXPECT_EQ(LoadError("no_dot"), "RuntimeError: Failed to get file format from no_dot");
  EXPECT_EQ(
      LoadError("file.strange"),
      "RuntimeError: Loader for `.strange` files is not registered, resolved to "
      "(ffi.Module.load_from_file.strange) in the global registry.Ensure that you have loaded "
      "the correct runtime code, andthat you are on the correct hardware architecture.");
  const std::string missing = LoadError("/nonexistent/x.dylib");
  EXPECT_EQ(
      missing.find("InternalError: Check failed: (lib_handle_ != nullptr) is false: Failed to "
                   "load dynamic shared library /nonexistent/x.dylib /nonexistent/x.dylib"),
      0u)
      << missing;
}

TEST(LibraryModule, GivesTheFunctionsOfTheLibrary) {
  static int context = 0;
  TVMFFIEnvModRegisterContextSymbol("test_module_context_symbol", &context);
  Module module = Module::LoadFromFile(TEST_LIBRARY_GOOD);
  EXPECT_STREQ(module->kind(), "library");
  EXPECT_EQ(module->GetPropertyMask(), 3);
  EXPECT_EQ(module->GetFunction("add_one").value()(41).cast<int>(), 42);
  EXPECT_FALSE(module->GetFunction("nothing").has_value());
  EXPECT_FALSE(module->GetFunction("_library_ctx").has_value());
  EXPECT_FALSE(module->GetFunction(String("add_one\0x", 9)).has_value());
  EXPECT_EQ(module->GetFunction("context_symbol").value()().cast<void*>(), &context);
  EXPECT_EQ(module->GetFunction("context").value()().cast<void*>(), module.get());
  EXPECT_EQ(Function::GetGlobalRequired("test.module.good")().cast<int>(), 42);
  EXPECT_EQ(ErrorOf([&] { module->GetFunction("fail").value()("text"); }), "ValueError: text");
  bool seen = false;
  Module::VisitContextSymbols([&](String name, void* address) {
    seen = seen || (name == "test_module_context_symbol" && address == &context);
  });
  EXPECT_TRUE(seen);
}

TEST(LibraryModule, CompiledCodeFindsFunctionsInImportsThenGlobally) {
  Module module = Module::LoadFromFile(TEST_LIBRARY_GOOD);
  class DoubleObj : public ffi::ModuleObj {
    const char* kind() const final { return "double"; }
    ffi::Optional<Function> GetFunction(const String& name) final {
      if (name != "twice") return std::nullopt;
      return Function::FromTyped([](int64_t x) { return 2 * x; });
    }
  };
  module->ImportModule(Module(ffi::ObjectPtr<ffi::ModuleObj>(ffi::make_object<DoubleObj>())));
  Function call = module->GetFunction("call_import").value();
  EXPECT_EQ(call("twice", 21).cast<int>(), 42);
  EXPECT_EQ(call("twice", 4).cast<int>(), 8);
  Function::SetGlobal("test.module.global", Function::FromTyped([](int64_t x) { return -x; }),
                      true);
  EXPECT_EQ(call("test.module.global", 4).cast<int>(), -4);
  EXPECT_EQ(
      ErrorOf([&] { call("nowhere", 1); }),
      "RuntimeError: Cannot find function nowhere in the imported modules or global registry.");
}

TEST(UnloadingIsSafe, FunctionsAndObjectsOutliveTheirModule) {
  Function add_one = Module::LoadFromFile(TEST_LIBRARY_GOOD)->GetFunction("add_one").value();
  std::optional<Function> good = Function::GetGlobal("test.module.good");
  std::string text;
  try {
    Module::LoadFromFile(TEST_LIBRARY_GOOD)->GetFunction("fail").value()("kept");
  } catch (const ffi::Error& error) {
    text = error.message() + error.backtrace();
  }
  EXPECT_EQ(add_one(1).cast<int>(), 2);
  EXPECT_EQ((*good)().cast<int>(), 42);
  EXPECT_TRUE(Contains(text, "kept"));
}

TEST(UnloadingIsSafe, TheContextOfALibraryNeverShowsADeadModule) {
  Module first = Module::LoadFromFile(TEST_LIBRARY_GOOD);
  Function context = first->GetFunction("context").value();
  {
    Module second = Module::LoadFromFile(TEST_LIBRARY_GOOD);
    EXPECT_FALSE(second.same_as(first));
    EXPECT_EQ(context().cast<void*>(), second.get());
  }
  EXPECT_EQ(context().cast<void*>(), first.get());
}

TEST(RegistrationIsSoft, AFailingLibraryIsRolledBackAndNamesBothPlaces) {
  Function::SetGlobal("test.module.already_there", Function::FromTyped([]() { return 1; }), true);
  const int32_t fields = TVMFFIGetTypeInfo(kTVMFFIModule)->num_fields;
  const std::string error = LoadError(TEST_LIBRARY_FAILING);
  EXPECT_EQ(error.find("RuntimeError: Global Function `test.module.already_there` is already "
                       "registered, possible causes:\n"),
            0u)
      << error;
  EXPECT_TRUE(Contains(error, "registered first by ")) << error;
  EXPECT_TRUE(Contains(error, "test_module")) << error;
  EXPECT_TRUE(Contains(error, "refused to ")) << error;
  EXPECT_TRUE(Contains(error, TEST_LIBRARY_FAILING)) << error;
  // Nothing of the library is left.
  const TVMFFIByteArray key{"test.module.Failing", 19};
  EXPECT_EQ(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, -2), -2);
  EXPECT_FALSE(Function::GetGlobal("test.module.failing.first").has_value());
  EXPECT_FALSE(Function::GetGlobal("test.module.failing.last").has_value());
  EXPECT_EQ(TVMFFIGetTypeInfo(kTVMFFIModule)->num_fields, fields);
  EXPECT_EQ(TVMFFIGetTypeInfo(kTVMFFITensor)->metadata, nullptr);
  const TVMFFIByteArray attr{"__test_module_failing__", 23};
  EXPECT_EQ(TVMFFIGetTypeAttrColumn(&attr)->data[kTVMFFIArray].type_index, kTVMFFINone);
  EXPECT_EQ(Function::GetGlobalRequired("test.module.already_there")().cast<int>(), 1);
  // The library stays mapped, so its initialisers do not run again: the same error every time.
  EXPECT_EQ(LoadError(TEST_LIBRARY_FAILING), error);
  // The process lives on.
  EXPECT_EQ(Module::LoadFromFile(TEST_LIBRARY_GOOD)->GetFunction("add_one").value()(1).cast<int>(),
            2);
}

TEST(RegistrationIsSoft, AThrowingInitialiserIsRolledBackToo) {
  const std::string error = LoadError(TEST_LIBRARY_THROWING);
  EXPECT_EQ(error.find("ValueError: cannot start\nwhile initialising library "), 0u) << error;
  EXPECT_FALSE(Function::GetGlobal("test.module.throwing").has_value());
}

TEST(RegistrationIsSoft, AnInitialiserThatCopesByItselfIsLeftAlone) {
  Function::SetGlobal("test.module.already_there", Function::FromTyped([]() { return 1; }), true);
  Module module = Module::LoadFromFile(TEST_LIBRARY_CAREFUL);
  EXPECT_EQ(module->GetFunction("tries").value()().cast<int>(), 2);
}

TEST(Versions, ALibraryOfALaterVersionIsRefusedNamingBothVersions) {
  const std::string error = LoadError(TEST_LIBRARY_FUTURE);
  EXPECT_TRUE(Contains(error, "needs 'TVMFFIOfALaterVersion', which this runtime does not have"))
      << error;
  EXPECT_TRUE(Contains(error, "built for tvm-ffi 0.9.7, this is tvm-ffi 0.1.16; upgrade")) << error;
}

TEST(Versions, AMissingFunctionOfSomebodyElseIsBoundLazily) {
  Module module = Module::LoadFromFile(TEST_LIBRARY_LAZY);
  EXPECT_EQ(module->GetFunction("maybe").value()(5).cast<int>(), 5);
}

TEST(EmbeddedModules, AreLoadedByTheirKind) {
  EXPECT_EQ(
      LoadError(TEST_LIBRARY_EMBEDDED),
      "RuntimeError: Library binary was created using {test_kind} but a loader of that name is "
      "not registered. Make sure to have runtime that registers "
      "ffi.Module.load_from_bytes.test_kind");
  Function::SetGlobal("ffi.Module.load_from_bytes.test_kind",
                      Function::FromTyped([](ffi::Bytes content) {
                        return TextModule(std::string(content.data(), content.size()));
                      }));
  Module root = Module::LoadFromFile(TEST_LIBRARY_EMBEDDED);
  EXPECT_STREQ(root->kind(), "test_kind");
  EXPECT_EQ(root->GetFunction("text").value()().cast<String>(), "root");
  ASSERT_EQ(root->imports().size(), 2u);
  EXPECT_STREQ(root->imports()[0].cast<Module>()->kind(), "library");
  EXPECT_EQ(root->GetFunction("from_library", true).value()().cast<int>(), 7);
  EXPECT_EQ(root->GetFunction("leaf", true).value()().cast<String>(), "leaf");
}

TEST(EmbeddedModules, ABrokenTreeIsAnError) {
  EXPECT_TRUE(Contains(LoadError(TEST_LIBRARY_BROKEN_BLOB),
                       "a list of numbers is longer than the payload"));
}

TEST(SystemLibrary, FindsRegisteredSymbolsByPrefix) {
  static const auto one = [](void*, const TVMFFIAny*, int32_t, TVMFFIAny* result) {
    *result = ffi::detail::AnyUnsafe::MoveAnyToTVMFFIAny(Any(1));
    return 0;
  };
  static const auto two = [](void*, const TVMFFIAny*, int32_t, TVMFFIAny* result) {
    *result = ffi::detail::AnyUnsafe::MoveAnyToTVMFFIAny(Any(2));
    return 0;
  };
  TVMFFIEnvModRegisterSystemLibSymbol(
      "__tvm_ffi_test_prefix_f", reinterpret_cast<void*>(static_cast<TVMFFISafeCallType>(one)));
  TVMFFIEnvModRegisterSystemLibSymbol(
      "__tvm_ffi_test_plain_f", reinterpret_cast<void*>(static_cast<TVMFFISafeCallType>(two)));
  Function system_lib = Function::GetGlobalRequired("ffi.SystemLib");
  Module with_prefix = system_lib("test_prefix_").cast<Module>();
  EXPECT_EQ(with_prefix->GetFunction("f").value()().cast<int>(), 1);
  EXPECT_EQ(with_prefix->GetFunction("test_plain_f").value()().cast<int>(), 2);
  EXPECT_FALSE(with_prefix->GetFunction("g").has_value());
  EXPECT_TRUE(system_lib("test_prefix_").cast<Module>().same_as(with_prefix));
}

TEST(HostileArguments, LookupsWithoutAContextAreErrors) {
  TVMFFIObjectHandle function = nullptr;
  EXPECT_EQ(TVMFFIEnvModLookupFromImports(nullptr, "f", &function), -1);
  Module module = TextModule("a");
  EXPECT_EQ(TVMFFIEnvModLookupFromImports(module.get(), nullptr, &function), -1);
  EXPECT_EQ(TVMFFIEnvModLookupFromImports(module.get(), "f", nullptr), -1);
  EXPECT_EQ(TVMFFIEnvModRegisterContextSymbol(nullptr, nullptr), -1);
  EXPECT_EQ(TVMFFIEnvModRegisterSystemLibSymbol(nullptr, nullptr), -1);
  TVMFFIErrorSetRaised(nullptr);
}

TEST(Threads, LoadingOneLibraryFromManyThreadsGivesOneAnswer) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      EXPECT_EQ(
          Module::LoadFromFile(TEST_LIBRARY_GOOD)->GetFunction("add_one").value()(1).cast<int>(),
          2);
      EXPECT_NE(LoadError(TEST_LIBRARY_FAILING), "none");
    });
  }
  for (std::thread& thread : threads) thread.join();
}
