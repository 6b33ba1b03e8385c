// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! `DLPack` 1.3 structs.
//!
//! Device types and dtype codes are plain integers here: other libraries send values that did not exist when
//! this file was written, and an unknown value must not be an invalid Rust enum.

use std::ffi::c_void;

/// Version written into new managed tensors.
pub const DLPACK_VERSION: DLPackVersion = DLPackVersion { major: 1, minor: 3 };

/// `DLManagedTensorVersioned::flags`: the data must not be written.
pub const DLPACK_FLAG_BITMASK_READ_ONLY: u64 = 1;
/// `DLManagedTensorVersioned::flags`: the producer made a copy.
pub const DLPACK_FLAG_BITMASK_IS_COPIED: u64 = 2;
/// `DLManagedTensorVersioned::flags`: sub-byte elements take a whole byte each.
pub const DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED: u64 = 4;

/// Version of the exchange structs.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DLPackVersion {
    /// Incompatible changes.
    pub major: u32,
    /// Compatible additions.
    pub minor: u32,
}

/// A device: type (1 = CPU, 2 = CUDA, ...) and number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DLDevice {
    /// Any value of `DLDeviceType`, known or not.
    pub device_type: i32,
    /// Number among the devices of that type.
    pub device_id: i32,
}

/// An element type.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DLDataType {
    /// Any value of `DLDataTypeCode`, known or not.
    pub code: u8,
    /// Bits of one lane.
    pub bits: u8,
    /// Lanes; scalable vectors store the negated count.
    pub lanes: u16,
}

/// A borrowed view of a tensor.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct DLTensor {
    /// Start of the allocation; the first element is `byte_offset` further.
    pub data: *mut c_void,
    /// Where `data` lies.
    pub device: DLDevice,
    /// Number of dimensions.
    pub ndim: i32,
    /// Element type.
    pub dtype: DLDataType,
    /// `ndim` extents; may be null when `ndim` is 0.
    pub shape: *mut i64,
    /// `ndim` strides in elements; null means compact row-major.
    pub strides: *mut i64,
    /// Bytes from `data` to the first element.
    pub byte_offset: u64,
}

/// An owned tensor of `DLPack` before 1.0.
#[repr(C)]
#[derive(Debug)]
pub struct DLManagedTensor {
    /// The view.
    pub dl_tensor: DLTensor,
    /// Owned by the producer.
    pub manager_ctx: *mut c_void,
    /// Called once by the consumer; null when there is nothing to free.
    pub deleter: Option<unsafe extern "C" fn(*mut DLManagedTensor)>,
}

/// An owned tensor of `DLPack` 1.x.
#[repr(C)]
#[derive(Debug)]
pub struct DLManagedTensorVersioned {
    /// Version of this struct; a consumer may only call the deleter when the major number is unknown.
    pub version: DLPackVersion,
    /// Owned by the producer.
    pub manager_ctx: *mut c_void,
    /// Called once by the consumer; null when there is nothing to free.
    pub deleter: Option<unsafe extern "C" fn(*mut DLManagedTensorVersioned)>,
    /// `DLPACK_FLAG_BITMASK_*`.
    pub flags: u64,
    /// The view.
    pub dl_tensor: DLTensor,
}

/// Reports an allocator's error: context, kind, message.
pub type DLPackSetError =
    unsafe extern "C" fn(*mut c_void, *const std::ffi::c_char, *const std::ffi::c_char);
/// Makes a tensor like the prototype.
pub type DLPackManagedTensorAllocator = unsafe extern "C" fn(
    *mut DLTensor,
    *mut *mut DLManagedTensorVersioned,
    *mut c_void,
    DLPackSetError,
) -> i32;

/// First part of every exchange table.
#[repr(C)]
#[derive(Debug)]
pub struct DLPackExchangeAPIHeader {
    /// Version of the table.
    pub version: DLPackVersion,
    /// Older table of the same producer, or null.
    pub prev_api: *mut DLPackExchangeAPIHeader,
}

/// What a Python array library offers to others without going through Python calls.
#[repr(C)]
#[derive(Debug)]
pub struct DLPackExchangeAPI {
    /// Version and older tables.
    pub header: DLPackExchangeAPIHeader,
    /// Allocates a tensor.
    pub managed_tensor_allocator: Option<DLPackManagedTensorAllocator>,
    /// Python object to managed tensor, without stream synchronisation.
    pub managed_tensor_from_py_object_no_sync:
        Option<unsafe extern "C" fn(*mut c_void, *mut *mut DLManagedTensorVersioned) -> i32>,
    /// Managed tensor to Python object, without stream synchronisation.
    pub managed_tensor_to_py_object_no_sync:
        Option<unsafe extern "C" fn(*mut DLManagedTensorVersioned, *mut *mut c_void) -> i32>,
    /// Python object to borrowed view.
    pub dltensor_from_py_object_no_sync:
        Option<unsafe extern "C" fn(*mut c_void, *mut DLTensor) -> i32>,
    /// The stream that work goes to.
    pub current_work_stream: Option<unsafe extern "C" fn(i32, i32, *mut *mut c_void) -> i32>,
}
