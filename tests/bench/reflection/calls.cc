// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Program: calls one function many times by position, to compare what names and defaults in a
// registration cost. Usage: calls plain|named|defaulted|by_keyword COUNT.
#include <tvm/ffi/tvm_ffi.h>

#include <cstdlib>
#include <string>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

int64_t Add(int64_t a, int64_t b) { return a + b; }

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef()
      .def("bench.plain", Add)
      .def("bench.named", Add, refl::arg("a"), refl::arg("b"))
      .def("bench.defaulted", Add, refl::arg("a"), refl::arg("b") = 2);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::string name = argv[1];
  const bool by_keyword = name == "by_keyword";
  if (by_keyword) name = "named";
  const Function function = Function::GetGlobalRequired("bench." + name);
  auto* handle = tvm::ffi::detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(function);
  AnyView arguments[] = {AnyView(1), AnyView(2)};
  auto* cells = reinterpret_cast<TVMFFIAny*>(arguments);
  const TVMFFIByteArray names[] = {{"a", 1}, {"b", 1}};
  int64_t sum = 0;
  for (int i = std::atoi(argv[2]); i > 0; --i) {
    TVMFFIAny result;
    result.type_index = kTVMFFINone;
    const int code = by_keyword ? TVMFFIFunctionCallKeywords(handle, cells, 0, names, 2, &result)
                                : TVMFFIFunctionCall(handle, cells, 2, &result);
    if (code != 0) return 1;
    sum += result.v_int64;
  }
  return sum < 0 ? 1 : 0;
}
