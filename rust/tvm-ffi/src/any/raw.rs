// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Cells of each inline kind, with all unused bytes zero as the ABI demands.

use std::ffi::c_void;
use tvm_ffi_sys::type_index::{
    kTVMFFIBool, kTVMFFIDataType, kTVMFFIDevice, kTVMFFIFloat, kTVMFFIInt, kTVMFFIOpaquePtr,
};
use tvm_ffi_sys::{DLDataType, DLDevice, TVMFFIAny, TVMFFIAnyValue, TVMFFIObject};

const fn cell(type_index: i32, value: TVMFFIAnyValue) -> TVMFFIAny {
    TVMFFIAny { type_index, small_str_len: 0, value }
}

/// A payload of pointer size, zero in the rest on 32-bit targets.
fn narrow(set: impl FnOnce(&mut TVMFFIAnyValue)) -> TVMFFIAnyValue {
    let mut value = TVMFFIAnyValue { v_uint64: 0 };
    set(&mut value);
    value
}

pub(crate) const fn int(value: i64) -> TVMFFIAny {
    cell(kTVMFFIInt, TVMFFIAnyValue { v_int64: value })
}

pub(crate) const fn boolean(value: bool) -> TVMFFIAny {
    cell(kTVMFFIBool, TVMFFIAnyValue { v_int64: value as i64 })
}

pub(crate) const fn float(value: f64) -> TVMFFIAny {
    cell(kTVMFFIFloat, TVMFFIAnyValue { v_float64: value })
}

pub(crate) fn pointer(value: *mut c_void) -> TVMFFIAny {
    cell(kTVMFFIOpaquePtr, narrow(|v| v.v_ptr = value))
}

pub(crate) fn dtype(value: DLDataType) -> TVMFFIAny {
    cell(kTVMFFIDataType, narrow(|v| v.v_dtype = value))
}

pub(crate) const fn device(value: DLDevice) -> TVMFFIAny {
    cell(kTVMFFIDevice, TVMFFIAnyValue { v_device: value })
}

/// A cell that refers to `object`, whose type index it repeats.
#[inline]
pub(crate) fn object(type_index: i32, object: *mut TVMFFIObject) -> TVMFFIAny {
    cell(type_index, narrow(|v| v.v_obj = object))
}

/// A small string or small bytes; none when they are longer than seven bytes.
#[inline]
pub(crate) fn small(type_index: i32, bytes: &[u8]) -> Option<TVMFFIAny> {
    if bytes.len() > 7 {
        return None;
    }
    let mut inline = [0; 8];
    inline[..bytes.len()].copy_from_slice(bytes);
    let mut cell = cell(type_index, TVMFFIAnyValue { v_bytes: inline });
    cell.small_str_len = u32::try_from(bytes.len()).ok()?;
    Some(cell)
}

/// The payload's bits.
#[inline]
pub(crate) fn bits(cell: &TVMFFIAny) -> u64 {
    // SAFETY: every constructor above, and every cell that the library hands out, sets all eight bytes.
    unsafe { cell.value.v_uint64 }
}
