// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Sizes and offsets of the ABI, checked while compiling. The numbers are those of 64-bit targets.

#![cfg(target_pointer_width = "64")]

use crate::dlpack::{
    DLDataType, DLDevice, DLManagedTensor, DLManagedTensorVersioned, DLPackExchangeAPI,
    DLPackExchangeAPIHeader, DLPackVersion, DLTensor,
};
use crate::structs::{
    TVMFFIAny, TVMFFIByteArray, TVMFFICodeName, TVMFFICustomAllocator, TVMFFIErrorCell,
    TVMFFIFieldInfo, TVMFFIFunctionCell, TVMFFIMethodInfo, TVMFFIObject, TVMFFIObjectAllocHeader,
    TVMFFIOpaqueObjectCell, TVMFFISeqCell, TVMFFIShapeCell, TVMFFITypeAttrColumn, TVMFFITypeInfo,
    TVMFFITypeMetadata, TVMFFIVersion,
};
use std::mem::{align_of, offset_of, size_of};

macro_rules! layout {
    ($($type:ty: $size:literal / $align:literal { $($field:ident @ $offset:literal),* })*) => {
        $(const _: () = {
            assert!(size_of::<$type>() == $size);
            assert!(align_of::<$type>() == $align);
            $(assert!(offset_of!($type, $field) == $offset);)*
        };)*
    };
}

layout! {
    TVMFFIVersion: 12 / 4 { major @ 0, minor @ 4, patch @ 8 }
    TVMFFIObject: 24 / 8 { combined_ref_count @ 0, type_index @ 8, padding @ 12, deleter @ 16 }
    TVMFFIAny: 16 / 8 { type_index @ 0, small_str_len @ 4, value @ 8 }
    TVMFFIByteArray: 16 / 8 { data @ 0, size @ 8 }
    TVMFFIShapeCell: 16 / 8 { data @ 0, size @ 8 }
    TVMFFISeqCell: 32 / 8 { data @ 0, size @ 8, capacity @ 16, data_deleter @ 24 }
    TVMFFIErrorCell: 72 / 8 {
        kind @ 0, message @ 16, backtrace @ 32, update_backtrace @ 48, cause_chain @ 56, extra_context @ 64
    }
    TVMFFIFunctionCell: 16 / 8 { safe_call @ 0, cpp_call @ 8 }
    TVMFFIOpaqueObjectCell: 8 / 8 { handle @ 0 }
    TVMFFIObjectAllocHeader: 8 / 8 { delete_space @ 0 }
    TVMFFICustomAllocator: 16 / 8 { allocate @ 0, context @ 8 }
    TVMFFIFieldInfo: 120 / 8 {
        name @ 0, doc @ 16, metadata @ 32, flags @ 48, size @ 56, alignment @ 64, offset @ 72, getter @ 80,
        setter @ 88, default_value_or_factory @ 96, field_static_type_index @ 112
    }
    TVMFFICodeName: 40 / 8 { address @ 0, size @ 8, name @ 16, file @ 24, line @ 32 }
    TVMFFIMethodInfo: 72 / 8 { name @ 0, doc @ 16, metadata @ 32, flags @ 48, method @ 56 }
    TVMFFITypeMetadata: 32 / 8 { doc @ 0, creator @ 16, total_size @ 24, structural_eq_hash_kind @ 28 }
    TVMFFITypeAttrColumn: 16 / 8 { data @ 0, size @ 8, begin_index @ 12 }
    TVMFFITypeInfo: 72 / 8 {
        type_index @ 0, type_depth @ 4, type_key @ 8, type_ancestors @ 24, type_key_hash @ 32,
        num_fields @ 40, num_methods @ 44, fields @ 48, methods @ 56, metadata @ 64
    }
    DLPackVersion: 8 / 4 { major @ 0, minor @ 4 }
    DLDevice: 8 / 4 { device_type @ 0, device_id @ 4 }
    DLDataType: 4 / 2 { code @ 0, bits @ 1, lanes @ 2 }
    DLTensor: 48 / 8 {
        data @ 0, device @ 8, ndim @ 16, dtype @ 20, shape @ 24, strides @ 32, byte_offset @ 40
    }
    DLManagedTensor: 64 / 8 { dl_tensor @ 0, manager_ctx @ 48, deleter @ 56 }
    DLManagedTensorVersioned: 80 / 8 {
        version @ 0, manager_ctx @ 8, deleter @ 16, flags @ 24, dl_tensor @ 32
    }
    DLPackExchangeAPIHeader: 16 / 8 { version @ 0, prev_api @ 8 }
    DLPackExchangeAPI: 56 / 8 {
        header @ 0, managed_tensor_allocator @ 16, managed_tensor_from_py_object_no_sync @ 24,
        managed_tensor_to_py_object_no_sync @ 32, dltensor_from_py_object_no_sync @ 40,
        current_work_stream @ 48
    }
}
