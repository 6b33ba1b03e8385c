// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The one `libtvm_ffi` of the process.
//!
//! Searched on first need (feature `dlopen`): the library this process has already; the file
//! `TVM_FFI_LIBRARY`; the folder `TVM_FFI_LIB_DIR`; the executable's folder and its `../lib`; the system's
//! search path; last, the installed Python package (`python3 -m tvm_ffi.config --libdir`, interpreter by
//! `TVM_FFI_PYTHON`). With feature `link` it is the linked one.

use crate::error::Result;
use std::path::Path;
use tvm_ffi_sys::TVMFFIVersion;

/// Finds and opens the library now, to see errors early.
///
/// # Errors
/// `RuntimeError` naming every place that was tried.
pub fn load() -> Result<()> {
    tvm_ffi_sys::load()?;
    Ok(())
}

/// As [`load`], from one file; has no effect when a library is loaded already.
///
/// # Errors
/// `RuntimeError` when the file is no usable library.
pub fn load_from(file: impl AsRef<Path>) -> Result<()> {
    tvm_ffi_sys::load_from(file.as_ref())?;
    Ok(())
}

/// Version of the loaded library: major, minor, patch.
///
/// # Errors
/// When there is no library.
pub fn version() -> Result<(u32, u32, u32)> {
    let mut version = TVMFFIVersion::default();
    // SAFETY: the library fills the struct.
    unsafe { (tvm_ffi_sys::load()?.TVMFFIGetVersion)(&raw mut version) };
    Ok((version.major, version.minor, version.patch))
}
