// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Immutable texts ([`Str`]) and byte strings ([`Bytes`]) shared with other languages.

mod bytes;
mod string;

pub use bytes::Bytes;
pub use string::Str;

use crate::any::{small, Any};
use crate::object::{allocate, HasHeader, Storage};
use tvm_ffi_sys::{TVMFFIByteArray, TVMFFIObject};

/// Body of string and byte string objects made in Rust: the view that readers use, then what it points to.
#[repr(C)]
struct BytesObject {
    header: TVMFFIObject,
    view: TVMFFIByteArray,
    _storage: Storage<u8>,
}

// SAFETY: repr(C), header first, then the byte array that both kinds promise.
unsafe impl HasHeader for BytesObject {}

/// A small value when `bytes` fit, else a new object; the kinds are those of strings or of byte strings.
fn new_cell(small_kind: i32, object_kind: i32, bytes: &[u8]) -> Any {
    if let Some(cell) = small(small_kind, bytes) {
        // SAFETY: a small value owns nothing.
        return unsafe { Any::from_raw(cell) };
    }
    // NUL-terminated for readers in C, which the size does not count.
    let mut storage = Vec::with_capacity(bytes.len() + 1);
    storage.extend_from_slice(bytes);
    storage.push(0);
    let storage = Storage::new(storage);
    let view = TVMFFIByteArray { data: storage.as_ptr().cast_const().cast(), size: bytes.len() };
    allocate(object_kind, |header| BytesObject { header, view, _storage: storage }).into()
}
