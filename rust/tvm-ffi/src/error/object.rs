// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Error objects made in Rust: no library is needed to say that the library is missing.

use super::Error;
use crate::object::{allocate, HasHeader, Object, ObjectType, Storage};
use std::ffi::c_void;
use std::ptr::null_mut;
use tvm_ffi_sys::flags::kTVMFFIBacktraceUpdateModeReplace;
use tvm_ffi_sys::type_index::kTVMFFIError;
use tvm_ffi_sys::{TVMFFIByteArray, TVMFFIErrorCell, TVMFFIObject, TVMFFIObjectHandle};

/// The cell's views point into the storages behind it.
#[repr(C)]
struct ErrorObject {
    header: TVMFFIObject,
    cell: TVMFFIErrorCell,
    _kind: Storage<u8>,
    _message: Storage<u8>,
    backtrace: Storage<u8>,
}

// SAFETY: repr(C), header first, then the error cell.
unsafe impl HasHeader for ErrorObject {}

impl Drop for ErrorObject {
    fn drop(&mut self) {
        if let Some(cause) = std::ptr::NonNull::new(self.cell.cause_chain) {
            // SAFETY: the cell owns one reference to its cause.
            drop(unsafe { Object::from_raw(cause.cast()) });
        }
    }
}

/// Makes the object; the cause's reference moves into it.
pub(super) fn new_error(
    kind: &str,
    message: &str,
    backtrace: &str,
    cause: Option<Error>,
) -> Object {
    let kind = Storage::new(kind.as_bytes().to_vec());
    let message = Storage::new(message.as_bytes().to_vec());
    let backtrace = Storage::new(backtrace.as_bytes().to_vec());
    let cell = TVMFFIErrorCell {
        kind: view(&kind),
        message: view(&message),
        backtrace: view(&backtrace),
        update_backtrace: Some(update_backtrace),
        cause_chain: cause
            .map_or(null_mut(), |e| e.into_object().into_raw().as_ptr().cast::<c_void>()),
        extra_context: null_mut(),
    };
    allocate(kTVMFFIError, |header| ErrorObject {
        header,
        cell,
        _kind: kind,
        _message: message,
        backtrace,
    })
}

/// The view that readers use.
fn view(text: &Storage<u8>) -> TVMFFIByteArray {
    TVMFFIByteArray { data: text.as_ptr().cast_const().cast(), size: text.len() }
}

/// Called by the runtime while an error travels; by contract nobody else reads the backtrace meanwhile.
unsafe extern "C" fn update_backtrace(
    error: TVMFFIObjectHandle,
    text: *const TVMFFIByteArray,
    mode: i32,
) {
    // SAFETY: this function is stored only in objects made above; `text` is valid during the call, and
    // may be a view of the old backtrace, which therefore ends last.
    unsafe {
        let error = error.cast::<ErrorObject>();
        let mut new = Vec::new();
        if mode != kTVMFFIBacktraceUpdateModeReplace {
            new.extend_from_slice((*error).cell.backtrace.as_slice());
        }
        new.extend_from_slice((*text).as_slice());
        let new = Storage::new(new);
        (*error).cell.backtrace = view(&new);
        (*error).backtrace = new;
    }
}
