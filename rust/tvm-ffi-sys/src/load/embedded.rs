// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Libraries that are part of the program: written to a private folder for the moment in which they are
//! opened. Invariant: nobody else can write there, and on Unix nothing is left behind.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// `libtvm_ffi` as the build script found it.
#[cfg(feature = "bundled")]
pub(super) static RUNTIME: &[u8] = include_bytes!(env!("TVM_FFI_BUNDLED_FILE"));

/// Writes `bytes` as a file `name`, lets `open` use it, and removes it again where open files allow that.
///
/// # Errors
/// When there is no folder for temporary files, or it is full.
pub fn with_embedded<T>(name: &str, bytes: &[u8], open: impl FnOnce(&Path) -> T) -> io::Result<T> {
    let folder = private_folder()?;
    let file = folder.join(name);
    let result = fs::write(&file, bytes).map(|()| open(&file));
    // On Windows an open library cannot be removed; its folder stays.
    drop(fs::remove_file(&file));
    drop(fs::remove_dir(&folder));
    result
}

/// A new folder that only this user may enter; a folder that exists is never used.
fn private_folder() -> io::Result<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let base = std::env::temp_dir();
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    for _ in 0..100 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = base.join(format!("tvm-ffi-{}-{count}-{now:x}", std::process::id()));
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "no name for a temporary folder is free"))
}
