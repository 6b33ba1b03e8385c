// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/compat/abi_layout.cc: every size, alignment and offset of the C ABI (c-abi.md sections 2
// and 3). Compiling this file is the test; numbers are those of LP64.
#include <gtest/gtest.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_code_api.h>
#include <tvm/ffi/extra/c_env_api.h>

#include <cstddef>
#include <type_traits>

#define LAYOUT(Type, size, alignment) \
  static_assert(sizeof(Type) == size && alignof(Type) == alignment)
#define OFFSET(Type, field, offset) static_assert(offsetof(Type, field) == offset)

LAYOUT(TVMFFIVersion, 12, 4);
OFFSET(TVMFFIVersion, major, 0);
OFFSET(TVMFFIVersion, minor, 4);
OFFSET(TVMFFIVersion, patch, 8);

LAYOUT(TVMFFIObject, 24, 8);
OFFSET(TVMFFIObject, combined_ref_count, 0);
OFFSET(TVMFFIObject, type_index, 8);
OFFSET(TVMFFIObject, __padding, 12);
OFFSET(TVMFFIObject, deleter, 16);
OFFSET(TVMFFIObject, __ensure_align, 16);

LAYOUT(TVMFFIAny, 16, 8);
OFFSET(TVMFFIAny, type_index, 0);
OFFSET(TVMFFIAny, zero_padding, 4);
OFFSET(TVMFFIAny, small_str_len, 4);
OFFSET(TVMFFIAny, v_int64, 8);
OFFSET(TVMFFIAny, v_float64, 8);
OFFSET(TVMFFIAny, v_ptr, 8);
OFFSET(TVMFFIAny, v_c_str, 8);
OFFSET(TVMFFIAny, v_obj, 8);
OFFSET(TVMFFIAny, v_dtype, 8);
OFFSET(TVMFFIAny, v_device, 8);
OFFSET(TVMFFIAny, v_bytes, 8);
OFFSET(TVMFFIAny, v_uint64, 8);

LAYOUT(TVMFFIByteArray, 16, 8);
OFFSET(TVMFFIByteArray, data, 0);
OFFSET(TVMFFIByteArray, size, 8);
LAYOUT(TVMFFIShapeCell, 16, 8);
OFFSET(TVMFFIShapeCell, data, 0);
OFFSET(TVMFFIShapeCell, size, 8);
LAYOUT(TVMFFISeqCell, 32, 8);
OFFSET(TVMFFISeqCell, data, 0);
OFFSET(TVMFFISeqCell, size, 8);
OFFSET(TVMFFISeqCell, capacity, 16);
OFFSET(TVMFFISeqCell, data_deleter, 24);

LAYOUT(TVMFFIErrorCell, 72, 8);
OFFSET(TVMFFIErrorCell, kind, 0);
OFFSET(TVMFFIErrorCell, message, 16);
OFFSET(TVMFFIErrorCell, backtrace, 32);
OFFSET(TVMFFIErrorCell, update_backtrace, 48);
OFFSET(TVMFFIErrorCell, cause_chain, 56);
OFFSET(TVMFFIErrorCell, extra_context, 64);

LAYOUT(TVMFFIFunctionCell, 16, 8);
OFFSET(TVMFFIFunctionCell, safe_call, 0);
OFFSET(TVMFFIFunctionCell, cpp_call, 8);
LAYOUT(TVMFFIOpaqueObjectCell, 8, 8);
LAYOUT(TVMFFIObjectAllocHeader, 8, 8);
LAYOUT(TVMFFICustomAllocator, 16, 8);
OFFSET(TVMFFICustomAllocator, allocate, 0);
OFFSET(TVMFFICustomAllocator, context, 8);

LAYOUT(TVMFFIFieldInfo, 120, 8);
OFFSET(TVMFFIFieldInfo, name, 0);
OFFSET(TVMFFIFieldInfo, doc, 16);
OFFSET(TVMFFIFieldInfo, metadata, 32);
OFFSET(TVMFFIFieldInfo, flags, 48);
OFFSET(TVMFFIFieldInfo, size, 56);
OFFSET(TVMFFIFieldInfo, alignment, 64);
OFFSET(TVMFFIFieldInfo, offset, 72);
OFFSET(TVMFFIFieldInfo, getter, 80);
OFFSET(TVMFFIFieldInfo, setter, 88);
OFFSET(TVMFFIFieldInfo, default_value_or_factory, 96);
OFFSET(TVMFFIFieldInfo, field_static_type_index, 112);

LAYOUT(TVMFFICodeName, 40, 8);
OFFSET(TVMFFICodeName, address, 0);
OFFSET(TVMFFICodeName, size, 8);
OFFSET(TVMFFICodeName, name, 16);
OFFSET(TVMFFICodeName, file, 24);
OFFSET(TVMFFICodeName, line, 32);
LAYOUT(TVMFFIMethodInfo, 72, 8);
OFFSET(TVMFFIMethodInfo, name, 0);
OFFSET(TVMFFIMethodInfo, doc, 16);
OFFSET(TVMFFIMethodInfo, metadata, 32);
OFFSET(TVMFFIMethodInfo, flags, 48);
OFFSET(TVMFFIMethodInfo, method, 56);

LAYOUT(TVMFFITypeMetadata, 32, 8);
OFFSET(TVMFFITypeMetadata, doc, 0);
OFFSET(TVMFFITypeMetadata, creator, 16);
OFFSET(TVMFFITypeMetadata, total_size, 24);
OFFSET(TVMFFITypeMetadata, structural_eq_hash_kind, 28);

LAYOUT(TVMFFITypeAttrColumn, 16, 8);
OFFSET(TVMFFITypeAttrColumn, data, 0);
OFFSET(TVMFFITypeAttrColumn, size, 8);
OFFSET(TVMFFITypeAttrColumn, begin_index, 12);

LAYOUT(TVMFFITypeInfo, 72, 8);
OFFSET(TVMFFITypeInfo, type_index, 0);
OFFSET(TVMFFITypeInfo, type_depth, 4);
OFFSET(TVMFFITypeInfo, type_key, 8);
OFFSET(TVMFFITypeInfo, type_ancestors, 24);
OFFSET(TVMFFITypeInfo, type_key_hash, 32);
OFFSET(TVMFFITypeInfo, num_fields, 40);
OFFSET(TVMFFITypeInfo, num_methods, 44);
OFFSET(TVMFFITypeInfo, fields, 48);
OFFSET(TVMFFITypeInfo, methods, 56);
OFFSET(TVMFFITypeInfo, metadata, 64);

LAYOUT(DLPackVersion, 8, 4);
LAYOUT(DLDevice, 8, 4);
OFFSET(DLDevice, device_type, 0);
OFFSET(DLDevice, device_id, 4);
LAYOUT(DLDataType, 4, 2);
OFFSET(DLDataType, code, 0);
OFFSET(DLDataType, bits, 1);
OFFSET(DLDataType, lanes, 2);
LAYOUT(DLTensor, 48, 8);
OFFSET(DLTensor, data, 0);
OFFSET(DLTensor, device, 8);
OFFSET(DLTensor, ndim, 16);
OFFSET(DLTensor, dtype, 20);
OFFSET(DLTensor, shape, 24);
OFFSET(DLTensor, strides, 32);
OFFSET(DLTensor, byte_offset, 40);
LAYOUT(DLManagedTensor, 64, 8);
OFFSET(DLManagedTensor, dl_tensor, 0);
OFFSET(DLManagedTensor, manager_ctx, 48);
OFFSET(DLManagedTensor, deleter, 56);
LAYOUT(DLManagedTensorVersioned, 80, 8);
OFFSET(DLManagedTensorVersioned, version, 0);
OFFSET(DLManagedTensorVersioned, manager_ctx, 8);
OFFSET(DLManagedTensorVersioned, deleter, 16);
OFFSET(DLManagedTensorVersioned, flags, 24);
OFFSET(DLManagedTensorVersioned, dl_tensor, 32);
LAYOUT(DLPackExchangeAPIHeader, 16, 8);
OFFSET(DLPackExchangeAPIHeader, version, 0);
OFFSET(DLPackExchangeAPIHeader, prev_api, 8);
LAYOUT(DLPackExchangeAPI, 56, 8);
OFFSET(DLPackExchangeAPI, header, 0);
OFFSET(DLPackExchangeAPI, managed_tensor_allocator, 16);
OFFSET(DLPackExchangeAPI, managed_tensor_from_py_object_no_sync, 24);
OFFSET(DLPackExchangeAPI, managed_tensor_to_py_object_no_sync, 32);
OFFSET(DLPackExchangeAPI, dltensor_from_py_object_no_sync, 40);
OFFSET(DLPackExchangeAPI, current_work_stream, 48);

static_assert(std::is_same_v<std::underlying_type_t<TVMFFITypeIndex>, int32_t>);
static_assert(kTVMFFIAny == -1 && kTVMFFINone == 0 && kTVMFFIInt == 1 && kTVMFFIBool == 2);
static_assert(kTVMFFIFloat == 3 && kTVMFFIOpaquePtr == 4 && kTVMFFIDataType == 5);
static_assert(kTVMFFIDevice == 6 && kTVMFFIDLTensorPtr == 7 && kTVMFFIRawStr == 8);
static_assert(kTVMFFIByteArrayPtr == 9 && kTVMFFIObjectRValueRef == 10 && kTVMFFISmallStr == 11);
static_assert(kTVMFFISmallBytes == 12 && kTVMFFIUnchanged == 13);
static_assert(kTVMFFIStaticObjectBegin == 64 && kTVMFFIObject == 64 && kTVMFFIStr == 65);
static_assert(kTVMFFIBytes == 66 && kTVMFFIError == 67 && kTVMFFIFunction == 68);
static_assert(kTVMFFIShape == 69 && kTVMFFITensor == 70 && kTVMFFIArray == 71 && kTVMFFIMap == 72);
static_assert(kTVMFFIModule == 73 && kTVMFFIOpaquePyObject == 74 && kTVMFFIList == 75);
static_assert(kTVMFFIDict == 76 && kTVMFFIVisitInterrupt == 77 && kTVMFFIBigInt == 78);
static_assert(kTVMFFIStaticObjectEnd == 79 && kTVMFFIDynObjectBegin == 128);
static_assert(kTVMFFIFieldFlagBitMaskWritable == 0x1 && kTVMFFIFieldFlagBitMaskHasDefault == 0x2);
static_assert(kTVMFFIFieldFlagBitMaskIsStaticMethod == 0x4);
static_assert(kTVMFFIFieldFlagBitMaskSEqHashIgnore == 0x8);
static_assert(kTVMFFIFieldFlagBitMaskSEqHashDefPattern == 0x10);
static_assert(kTVMFFIFieldFlagBitMaskDefaultFromFactory == 0x20);
static_assert(kTVMFFIFieldFlagBitMaskReprOff == 0x40 && kTVMFFIFieldFlagBitMaskCompareOff == 0x80);
static_assert(kTVMFFIFieldFlagBitMaskHashOff == 0x100 && kTVMFFIFieldFlagBitMaskInitOff == 0x200);
static_assert(kTVMFFIFieldFlagBitMaskKwOnly == 0x400);
static_assert(kTVMFFIFieldFlagBitSetterIsFunctionObj == 0x800);
static_assert(kTVMFFIFieldFlagBitMaskSEqHashDefSimple == 0x1000);
static_assert(kTVMFFISEqHashKindUniqueInstance == 5 && kTVMFFIDefRegionKindSimple == 2);
static_assert(DLPACK_MAJOR_VERSION == 1 && DLPACK_MINOR_VERSION == 3);

// The C accessors read the body right behind the header.
TEST(AbiLayout, BodiesStartBehindTheHeader) {
  char object[64] = {};
  EXPECT_EQ(static_cast<void*>(TVMFFIBytesGetByteArrayPtr(object)), object + 24);
  EXPECT_EQ(static_cast<void*>(TVMFFIErrorGetCellPtr(object)), object + 24);
  EXPECT_EQ(static_cast<void*>(TVMFFIFunctionGetCellPtr(object)), object + 24);
  EXPECT_EQ(static_cast<void*>(TVMFFIShapeGetCellPtr(object)), object + 24);
  EXPECT_EQ(static_cast<void*>(TVMFFITensorGetDLTensorPtr(object)), object + 24);
}
