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
    let mut cell = cell(type_index, TVMFFIAnyValue { v_bytes: word(bytes).to_le_bytes() });
    cell.small_str_len = u32::try_from(bytes.len()).ok()?;
    Some(cell)
}

/// Up to seven bytes, the first one lowest, put together in a register: a copy through memory would be read
/// back wider than it was written, which costs more than the rest of a call.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    let half = |at: usize| -> u64 {
        let part = bytes.get(at..at + 4).and_then(|part| <[u8; 4]>::try_from(part).ok());
        u64::from(part.map_or(0, u32::from_le_bytes))
    };
    let byte = |at: usize| -> u64 { u64::from(bytes[at]) << (8 * at) };
    match bytes.len() {
        0 => 0,
        // Three places that cover one to three bytes, some of them twice.
        length @ 1..=3 => byte(0) | byte(length / 2) | byte(length - 1),
        length => half(0) | half(length - 4) << (8 * (length - 4)),
    }
}

/// The payload's bits.
#[inline]
pub(crate) fn bits(cell: &TVMFFIAny) -> u64 {
    // SAFETY: every constructor above, and every cell that the library hands out, sets all eight bytes.
    unsafe { cell.value.v_uint64 }
}

#[cfg(test)]
mod tests {
    use super::{bits, small};

    #[test]
    fn a_small_text_holds_its_bytes_in_order_and_zeros_behind_them() {
        for length in 0..=7 {
            let bytes: Vec<u8> = (1..=length).map(|byte| byte * 17).collect();
            let mut expected = [0; 8];
            expected[..bytes.len()].copy_from_slice(&bytes);
            let cell = small(11, &bytes).unwrap();
            assert_eq!(
                (cell.small_str_len, bits(&cell)),
                (u32::from(length), u64::from_ne_bytes(expected))
            );
        }
        assert!(small(11, b"eight by").is_none());
    }
}
