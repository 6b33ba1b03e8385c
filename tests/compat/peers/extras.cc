// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/compat/peers/extras.cc: prints what the compiled C++ functions give for the same values.
// The program of either side must print the same on either runtime.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/function.h>

#include <cstdio>
#include <string>
#include <vector>

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::Array;
using ffi::Map;
using ffi::String;

namespace {

void Print(const char* what, const Any& value) {
  std::printf("%s: %s\n", what, std::string(ffi::ReprPrint(value)).c_str());
}

template <typename Body>
void PrintOrError(const char* what, const Body& body) {
  try {
    Print(what, body());
  } catch (const ffi::Error& error) {
    std::printf("%s: %s\n", what, error.kind().c_str());
  }
}

}  // namespace

int main() {
  Map<String, Any> map;
  for (int i = 0; i < 12; ++i)
    map.Set(String("key " + std::to_string(i)), Array<Any>({i, i * 0.5}));
  const std::vector<Any> values = {nullptr,
                                   true,
                                   1,
                                   -5,
                                   int64_t{1} << 62,
                                   1.5,
                                   "abc",
                                   "hello world long",
                                   ffi::Bytes("more bytes"),
                                   Array<Any>({1, 2, 3}),
                                   Array<Any>({1, 2}),
                                   ffi::List<Any>({1, "x"}),
                                   map,
                                   ffi::Dict<Any, Any>({{1, "one"}, {"two", 2}}),
                                   ffi::Shape({1, 2, 3}),
                                   DLDataType{kDLFloat, 16, 4},
                                   DLDevice{kDLCUDA, 1}};
  for (const Any& value : values) {
    Print("value", value);
    std::printf("recursive hash: %lld\n", static_cast<long long>(ffi::RecursiveHash(value)));
    std::printf("structural hash: %llu\n",
                static_cast<unsigned long long>(ffi::StructuralHash::Hash(value)));
    const Any copy = ffi::DeepCopy(value);
    Print("copy", copy);
    std::printf("equal: %d %d\n", ffi::RecursiveEq(value, copy),
                ffi::StructuralEqual::Equal(value, copy));
    PrintOrError("json", [&] { return Any(ffi::json::Stringify(value)); });
    PrintOrError("graph", [&] { return Any(ffi::json::Stringify(ffi::ToJSONGraph(value), 2)); });
    PrintOrError("graph and back", [&] { return ffi::FromJSONGraph(ffi::ToJSONGraph(value)); });
    for (const Any& other : values) {
      std::printf("%d", ffi::StructuralEqual::Equal(value, other));
      std::printf("%d ", ffi::StructuralEqual::GetFirstMismatch(value, other).has_value());
    }
    std::printf("\n");
  }
  std::printf("order: %d %d %d %d\n", ffi::RecursiveLt(1, 2), ffi::RecursiveLe(2, 2),
              ffi::RecursiveGt(Array<Any>({1, 3}), Array<Any>({1, 2})), ffi::RecursiveGe("a", "b"));
  String error;
  for (const char* text :
       {"[1, 2.5, \"x\", {\"a\": null}]", "[1,", "{\"a\": 1e400}", "\"\\u00e9\"", "nul"}) {
    ffi::json::Value value = ffi::json::Parse(text, &error);
    Print(text, error.size() == 0 ? value : Any("refused"));
  }
  int symbols = 0;
  ffi::Module::VisitContextSymbols([&](String, void*) { ++symbols; });
  std::printf("context symbols: %d\n", symbols);
  return 0;
}
