// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The packaging example: one function exported as a symbol, two global functions, one object.
#include <tvm/ffi/tvm_ffi.h>

namespace my_ffi_extension {

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

// y = x + 1 on contiguous one-dimensional float32 CPU tensors.
void AddOne(ffi::TensorView x, ffi::TensorView y) {
  const DLDataType f32{kDLFloat, 32, 1};
  TVM_FFI_CHECK(x.ndim() == 1 && y.ndim() == 1, ValueError)
      << "x and y must have one dimension, got " << x.ndim() << " and " << y.ndim();
  TVM_FFI_CHECK(x.dtype() == f32 && y.dtype() == f32, TypeError) << "x and y must be float32";
  TVM_FFI_CHECK(x.size(0) == y.size(0), ValueError)
      << "x and y must have the same length, got " << x.size(0) << " and " << y.size(0);
  TVM_FFI_CHECK(x.IsContiguous() && y.IsContiguous(), ValueError) << "x and y must be contiguous";
  const float* from = static_cast<const float*>(x.data_ptr());
  float* to = static_cast<float*>(y.data_ptr());
  for (int64_t i = 0; i < x.size(0); ++i) to[i] = from[i] + 1;
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one, my_ffi_extension::AddOne);
TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(add_one,
                                  "Write x + 1 into y; both are float32 vectors of one length.");

void RaiseError(ffi::String msg) { TVM_FFI_THROW(RuntimeError) << msg; }

class IntPairObj : public ffi::Object {
 public:
  int64_t a;
  int64_t b;

  IntPairObj(int64_t a, int64_t b) : a(a), b(b) {}

  int64_t Sum() const { return a + b; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("my_ffi_extension.IntPair", IntPairObj, ffi::Object);
};

class IntPair : public ffi::ObjectRef {
 public:
  IntPair(int64_t a, int64_t b) { data_ = ffi::make_object<IntPairObj>(a, b); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(IntPair, ffi::ObjectRef, IntPairObj);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef()
      .def("my_ffi_extension.add_one", AddOne, "Write x + 1 into y.")
      .def("my_ffi_extension.raise_error", RaiseError,
           "Raise a RuntimeError with the given message.");
  refl::ObjectDef<IntPairObj>("A pair of integers.")
      .def(refl::init<int64_t, int64_t>(), "Make a pair.")
      .def_rw("a", &IntPairObj::a, "The first element.")
      .def_ro("b", &IntPairObj::b, "The second element.")
      .def("sum", &IntPairObj::Sum, "Return a + b.")
      .def_static(
          "static_get_second",
          [](IntPair pair) -> int64_t {
            // None is a null reference of a nullable class.
            TVM_FFI_CHECK(pair.defined(), TypeError) << "static_get_second takes a pair, not None";
            return pair->b;
          },
          "Return the second element of pair.");
}

}  // namespace my_ffi_extension
