// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! One `libtvm_ffi` per process: found, opened and kept for ever.
//!
//! Invariant: once a table is published it never changes, and its library is never closed.

mod dynamic;
mod embedded;
mod search;

pub use embedded::with_embedded;

use crate::api::Api;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, OnceLock, PoisonError};

static TABLE: OnceLock<Api> = OnceLock::new();
/// Held while a library is being opened, so that two threads do not open two different ones.
static OPENING: Mutex<()> = Mutex::new(());

/// Why no library could be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    tried: Vec<(PathBuf, String)>,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("libtvm_ffi was not found; set TVM_FFI_LIBRARY to its file or TVM_FFI_LIB_DIR to its folder, ")?;
        f.write_str(
            "or put it beside the executable, or install the Python package apache-tvm-ffi",
        )?;
        for (path, reason) in &self.tried {
            write!(f, "\n  tried {}: {reason}", path.display())?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadError {}

/// The table if a library is loaded already; never searches.
#[inline]
pub fn loaded() -> Option<&'static Api> {
    TABLE.get()
}

/// The table, after finding and opening the library on the first call; a failure is tried again next time.
///
/// Order: the library that this process has already, the file `TVM_FFI_LIBRARY`, the folder
/// `TVM_FFI_LIB_DIR`, the executable's folder and its `../lib`, the system's search path, and last the folder
/// that `python -m tvm_ffi.config --libdir` prints. With feature `bundled`, the copy in the program comes before
/// all folders; with feature `link`, it is the linked one.
///
/// # Errors
/// [`LoadError`] names each place and what was wrong there.
#[inline]
pub fn load() -> Result<&'static Api, LoadError> {
    match TABLE.get() {
        Some(api) => Ok(api),
        None => open_first(None),
    }
}

/// As [`load`], from one file; when a library is loaded already, that one is kept and returned.
///
/// # Errors
/// [`LoadError`] when the file is no usable library.
pub fn load_from(file: &Path) -> Result<&'static Api, LoadError> {
    match TABLE.get() {
        Some(api) => Ok(api),
        None => open_first(Some(file)),
    }
}

/// Keeps the code of this crate loaded: call it before making something whose deleter is part of it.
///
/// A shared library written in Rust may be unloaded while others hold objects that it has made.
#[inline]
pub fn pin_code() {
    static PINNED: Once = Once::new();
    if !cfg!(miri) && !PINNED.is_completed() {
        PINNED.call_once(dynamic::pin_own_code);
    }
}

#[cold]
fn open_first(file: Option<&Path>) -> Result<&'static Api, LoadError> {
    let _guard = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(api) = TABLE.get() {
        return Ok(api);
    }
    let api = open_any(file)?;
    Ok(TABLE.get_or_init(|| api))
}

#[cfg(feature = "link")]
// One signature for both features.
#[allow(clippy::unnecessary_wraps)]
fn open_any(_file: Option<&Path>) -> Result<Api, LoadError> {
    // SAFETY: the symbols of the running process include those of the linked library.
    Ok(unsafe { Api::linked(&dynamic::symbol_of_process) })
}

#[cfg(not(feature = "link"))]
fn open_any(file: Option<&Path>) -> Result<Api, LoadError> {
    if let Some(api) = dynamic::already_in_process() {
        return Ok(api);
    }
    let mut tried = Vec::new();
    #[cfg(feature = "bundled")]
    if file.is_none() && std::env::var_os("TVM_FFI_LIBRARY").is_none() {
        let opened = with_embedded(search::FILE_NAME, embedded::RUNTIME, dynamic::open);
        match opened.unwrap_or_else(|error| Err(error.to_string())) {
            Ok(api) => return Ok(api),
            Err(reason) => tried.push((PathBuf::from("the library in this program"), reason)),
        }
    }
    let candidates: Box<dyn Iterator<Item = PathBuf>> = match file {
        Some(path) => Box::new(std::iter::once(path.to_path_buf())),
        None => Box::new(search::candidates()),
    };
    for path in candidates {
        match dynamic::open(&path) {
            Ok(api) => return Ok(api),
            Err(reason) => tried.push((path, reason)),
        }
    }
    Err(LoadError { tried })
}
