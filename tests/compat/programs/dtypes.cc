// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Texts of data types and devices. Each line prints what it prints with the reference.
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

namespace programs {

static void RunDtype() {
  for (const char* s : {"int",
                        "int8",
                        "uint",
                        "uint16",
                        "float",
                        "float64",
                        "bfloat",
                        "bfloat16",
                        "bool",
                        "boolx4",
                        "handle",
                        "",
                        "void",
                        "float8_e4m3fn",
                        "float8_e5m2",
                        "float8_e3m4",
                        "float8_e8m0fnu",
                        "float6_e2m3fn",
                        "float4_e2m1fn",
                        "float4_e2m1fn_x2",
                        "float4_e2m1fnx2",
                        "float32x4",
                        "float32xvscalex4",
                        "int32x0",
                        "int999",
                        "float8_zzz",
                        "float9",
                        "zzz",
                        "int8x",
                        "int8x99999",
                        "f32",
                        "i64",
                        "u8",
                        "bf16",
                        "f8_e4m3fn",
                        "fp8_e4m3fn",
                        "fp4_e2m1fnx2",
                        "int8 ",
                        "int8x4x4",
                        "float8_e4m3fnx4",
                        "uint1",
                        "boolx",
                        "float32x-4",
                        "int8xvscalex",
                        "int4294967296",
                        "float6_e3m2fnx8",
                        "float16x2",
                        "int8x65536",
                        "float8_e4m3fn_x2",
                        "voidx2",
                        "bool8",
                        "bool1",
                        "uint0",
                        "Int8",
                        "float 32"}) {
    std::cout << s << " -> ";
    try {
      DLDataType d = StringToDLDataType(s);
      std::cout << (int)d.code << "," << (int)d.bits << "," << d.lanes << " "
                << DLDataTypeToString(d) << " " << d << " ";
      std::cout << DTypeAbbrev(d);
    }
    CATCH_AND_PRINT std::cout << "\n";
  }
  DLDataType f32{kDLFloat, 32, 1};
  SHOW(f32 == f32);
  SHOW(f32 != DLDataType{kDLInt, 32, 1});
  SHOW(DTypeIsFloat(f32));
  SHOW(DTypeIsInt(f32));
  SHOW(DTypeIsBool(DLDataType{kDLBool, 8, 1}));
  SHOW(DTypeIsFloat(DLDataType{kDLBfloat, 16, 1}));
  SHOW(DTypeIsFloat(DLDataType{kDLFloat8_e4m3fn, 8, 1}));
  SHOW(DTypeIsInt(DLDataType{kDLUInt, 8, 1}));
  SHOW(DTypeIsBool(DLDataType{kDLUInt, 1, 1}));
  SHOW(DLDataTypeToString(DLDataType{99, 8, 1}));
  SHOW(DLDataTypeToString(DLDataType{kDLUInt, 1, 1}));
  SHOW(DLDataTypeToString(DLDataType{kDLFloat, 32, 65532}));
  SHOW(DLDataTypeToString(DLDataType{kDLBool, 8, 4}));
  SHOW(DLDataTypeToString(DLDataType{kDLBool, 1, 1}));
  SHOW(DLDataTypeToString(DLDataType{kDLInt, 8, 0}));
  SHOW(DTypeAbbrev(DLDataType{kDLOpaqueHandle, 64, 1}));
  SHOW(DTypeAbbrev(DLDataType{kDLOpaqueHandle, 0, 0}));
  SHOW(DTypeAbbrev(DLDataType{kDLFloat, 32, 65532}));
  SHOW(Any(f32).cast<DLDataType>() == f32);
  for (const char* s : {"cpu",      "cuda",
                        "cuda:1",   "gpu",
                        "opencl",   "metal",
                        "mps:2",    "vpi",
                        "rocm:3",   "ext_dev",
                        "hexagon",  "webgpu",
                        "wgpu",     "maia",
                        "trn",      "cuda:",
                        "cuda:x",   "cuda:-1",
                        "cuda:1 x", "",
                        "CPU",      "cpu:99999999999",
                        "vulkan:1", "llvm",
                        "oneapi",   "cuda_host",
                        "c"}) {
    std::cout << s << " -> ";
    if (auto d = AnyView(s).try_cast<DLDevice>())
      std::cout << d->device_type << ":" << d->device_id;
    else
      std::cout << "no";
    std::cout << "\n";
  }
  uint32_t sw[2] = {0x01020304, 5};
  ByteSwap(sw, 4, 2);
  SHOW(sw[0]);
  SHOW(sw[1]);
  SHOW(TVM_FFI_IO_NO_ENDIAN_SWAP);
  SHOW(TVM_FFI_IO_USE_LITTLE_ENDIAN);
  SHOW(TVM_FFI_VERSION_MINOR);
  SHOW(TVM_FFI_VERSION_PATCH);
  SHOW(kDLExtCustomBegin);
  SHOW(TVM_FFI_STR_CONCAT(1, 2));
  SHOW((bool)TVM_FFI_PREDICT_TRUE(1));
  SHOW(std::string(TVM_FFI_FUNC_SIG).size() > 0);
}

void DtypesProgram() { Section("dtype", RunDtype); }

}  // namespace programs
