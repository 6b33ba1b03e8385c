// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A text as the default of a number of an exported function.
// refused: the default in refl::arg(...) = value is of another type than the parameter
#include <tvm/ffi/reflection/overload.h>
#include <tvm/ffi/reflection/registry.h>

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class BoxObj : public ffi::Object {
 public:
  int64_t width;
  int64_t height;
  BoxObj(int64_t width, int64_t height) : width(width), height(height) {}
  int64_t Area(int64_t scale) const { return scale * width * height; }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("compile.Box", BoxObj, ffi::Object);
};

inline int64_t Add(int64_t a, int64_t b) { return a + b; }

TVM_FFI_DLL_EXPORT_TYPED_FUNC_WITH(add, Add, refl::arg("a"), refl::arg("b") = "two");
