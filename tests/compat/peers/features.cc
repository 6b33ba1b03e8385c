// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Program: loads the fixture that uses every feature of our registry and uses its API, on whatever
// runtime is there. Usage: features all_features.so. What it prints is compared between runtimes.
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/tvm_ffi.h>

#include <cstdio>
#include <string>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

int failures = 0;

void Check(bool ok, const char* what) {
  if (ok) return;
  ++failures;
  std::printf("FAILED: %s\n", what);
}
#define CHECK(...) Check((__VA_ARGS__), #__VA_ARGS__)

Any AttributeOf(const char* key, const char* name) {
  int32_t index = 0;
  const std::string text(key);
  const TVMFFIByteArray key_text{text.data(), text.size()};
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeKeyToIndex(&key_text, &index));
  const std::string attribute(name);
  const TVMFFIByteArray name_text{attribute.data(), attribute.size()};
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name_text);
  if (column == nullptr) return Any();
  const int32_t offset = index - column->begin_index;
  if (offset < 0 || offset >= column->size) return Any();
  return Any(*reinterpret_cast<const AnyView*>(column->data + offset));
}

Function Method(const char* key, const char* name) { return refl::GetMethod(key, name); }

Any Field(const char* key, const char* name, const Any& object) {
  return refl::FieldGetter(key, name)(object.cast<ObjectRef>());
}

std::string ErrorOf(const Function& function, const Any& a, const Any& b) {
  try {
    function(a, b);
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "no error";
}

void UseFunctions(const Module& module) {
  const Function divide = Function::GetGlobalRequired("all_features.divide");
  CHECK(divide(9, 2).cast<int>() == 4);
  std::printf("%s\n", ErrorOf(divide, 1, 0).c_str());
  std::printf("%s\n", ErrorOf(divide, 1, "x").c_str());
  const Function exported = module->GetFunction("divide", false).value();
  CHECK(exported(9, 2).cast<int>() == 4);
  CHECK(exported(9).cast<int>() == 9);
  const Array<int64_t> doubled =
      Function::GetGlobalRequired("all_features.double")(Array<int64_t>({1, 2}))
          .cast<Array<int64_t>>();
  CHECK(doubled.size() == 2 && doubled[1] == 4);
  CHECK(Function::GetGlobalRequired("all_features.packed")(1, 2, 3).cast<int>() == 3);
  const Function remainder = module->GetFunction("remainder", false).value();
  CHECK(remainder(7, 4).cast<int>() == 3);
  const Function maybe = Function::GetGlobalRequired("all_features.maybe");
  CHECK(maybe(false).cast<int>() == 1);
  std::printf("%s\n", ErrorOf(maybe, true, nullptr).c_str());
  const auto callback =
      TypedFunction<int64_t(int64_t, String)>([](int64_t number, const String& text) {
        return number + static_cast<int64_t>(text.size());
      });
  CHECK(Function::GetGlobalRequired("all_features.callback")(callback).cast<int>() == 2);
  const Function metadata = Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata");
  for (const char* name : {"all_features.divide", "all_features.total", "all_features.packed"}) {
    std::printf("%s\n", std::string(metadata(name).cast<String>()).c_str());
  }
}

void UsePairs() {
  const char* key = "all_features.Pair";
  const Function make = AttributeOf(key, "__ffi_init__").cast<Function>();
  const Any pair = make(1, 2);
  CHECK(Field(key, "a", pair).cast<int>() == 1);
  CHECK(Field(key, "b", make(1)).cast<int>() == 7);
  CHECK(Field(key, "b", make("four")).cast<int>() == 4);
  CHECK(Method(key, "sum")(pair).cast<int>() == 3);
  CHECK(Method(key, "scale")(pair).cast<double>() == 6.0);
  CHECK(Method(key, "scale")(pair, 3.0).cast<double>() == 9.0);
  CHECK(Method(key, "add")(pair, 5).cast<int>() == 8);
  CHECK(Method(key, "add")(pair, "x").cast<String>() == "sumx");
  CHECK(Method(key, "add")(pair).cast<String>() == "sum!");
  CHECK(Function::GetGlobalRequired("all_features.total")(pair).cast<int>() == 3);
  Method(key, "reset")(pair, 8);
  CHECK(Field(key, "a", pair).cast<int>() == 8);
  CHECK(Field(key, "a", Method(key, "zero")()).cast<int>() == 0);
  std::printf("%s\n", ErrorOf(make, 1, "x").c_str());
}

void UseBags() {
  const char* key = "all_features.Bag";
  const Function make = AttributeOf(key, "__ffi_init__").cast<Function>();
  const Any bag = make(Array<int64_t>({4, 5}));
  CHECK(Method(key, "__len__")(bag).cast<int>() == 2);
  CHECK(Method(key, "__getitem__")(bag, 1).cast<int>() == 5);
  CHECK(Method(key, "__contains__")(bag, 5).cast<bool>());
  const Function equal = Function::GetGlobalRequired("ffi.RecursiveEq");
  CHECK(equal(bag, make(Array<int64_t>({6, 7}))).cast<bool>());
  CHECK(!equal(bag, make(Array<int64_t>({6}))).cast<bool>());
  const Function options = Function::GetGlobalRequired("all_features.options");
  std::printf("%s\n", std::string(options().cast<String>()).c_str());
  std::printf("%s\n", std::string(options(false, 2).cast<String>()).c_str());
}

void UseNodes() {
  const char* key = "all_features.Node";
  const Function make = AttributeOf(key, "__ffi_init__").cast<Function>();
  const Any kwargs = Function::GetGlobalRequired("ffi.GetKwargsObject")();
  const Any node = make(5, kwargs, "note", "hi", "name", "x");
  CHECK(Field(key, "id", node).cast<int>() == 5);
  CHECK(Field(key, "name", node).cast<String>() == "x");
  CHECK(Field(key, "weight", node).cast<double>() == 0.5);
  CHECK(Field(key, "note", node).cast<String>() == "hi");
  CHECK(Field(key, "items", node).cast<Array<Any>>().empty());
  CHECK(Field(key, "narrow", node).cast<int>() == -1);
  CHECK(AttributeOf("all_features.Plain", "code").cast<int>() == 5);
  CHECK(AttributeOf("all_features.Plain", "all_features.tag").cast<String>() == "plain");
  CHECK(AttributeOf("all_features.Color", "__ffi_enum__").as<EnumState>().has_value());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    const Module module = Module::LoadFromFile(argv[1]);
    UseFunctions(module);
    UsePairs();
    UseBags();
    UseNodes();
  } catch (const Error& error) {
    std::printf("FAILED: %s: %s\n", error.kind().c_str(), error.message().c_str());
    return 1;
  }
  return failures == 0 ? 0 : 1;
}
