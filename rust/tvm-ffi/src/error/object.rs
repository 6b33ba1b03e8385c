// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Error objects made in Rust: no library is needed to say that the library is missing.

use super::Error;
use crate::object::{allocate, HasHeader, Object, ObjectType};
use std::ffi::c_void;
use std::ptr::null_mut;
use tvm_ffi_sys::flags::kTVMFFIBacktraceUpdateModeReplace;
use tvm_ffi_sys::type_index::kTVMFFIError;
use tvm_ffi_sys::{TVMFFIByteArray, TVMFFIErrorCell, TVMFFIObject, TVMFFIObjectHandle};

/// The cell's views point into the boxes behind it, which move with the object never.
#[repr(C)]
struct ErrorObject {
    header: TVMFFIObject,
    cell: TVMFFIErrorCell,
    kind: Box<str>,
    message: Box<str>,
    backtrace: Vec<u8>,
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
    let kind: Box<str> = kind.into();
    let message: Box<str> = message.into();
    let backtrace = backtrace.as_bytes().to_vec();
    let cell = TVMFFIErrorCell {
        kind: TVMFFIByteArray::new(kind.as_bytes()),
        message: TVMFFIByteArray::new(message.as_bytes()),
        backtrace: TVMFFIByteArray::new(&backtrace),
        update_backtrace: Some(update_backtrace),
        cause_chain: cause
            .map_or(null_mut(), |e| e.into_object().into_raw().as_ptr().cast::<c_void>()),
        extra_context: null_mut(),
    };
    allocate(kTVMFFIError, |header| ErrorObject { header, cell, kind, message, backtrace })
}

/// Called by the runtime while an error travels; by contract nobody else reads the backtrace meanwhile.
unsafe extern "C" fn update_backtrace(
    error: TVMFFIObjectHandle,
    text: *const TVMFFIByteArray,
    mode: i32,
) {
    // SAFETY: this function is stored only in objects made above; `text` is valid during the call, and
    // may be a view of the old backtrace, hence the copy before the change.
    unsafe {
        let error = error.cast::<ErrorObject>();
        let added = (*text).as_slice().to_vec();
        if mode == kTVMFFIBacktraceUpdateModeReplace {
            (*error).backtrace = added;
        } else {
            (*error).backtrace.extend_from_slice(&added);
        }
        let view = TVMFFIByteArray::new(&(*error).backtrace);
        (*error).cell.backtrace = view;
    }
}
