// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Where `libtvm_ffi` may be, in order; pure but for reading the environment and, last, asking Python.

#![cfg_attr(feature = "link", allow(dead_code))]

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// File name of the library on this platform.
pub(super) const FILE_NAME: &str = if cfg!(windows) {
    "tvm_ffi.dll"
} else if cfg!(target_vendor = "apple") {
    "libtvm_ffi.dylib"
} else {
    "libtvm_ffi.so"
};

/// Candidates, lazily: Python is only started when nothing before it worked.
pub(super) fn candidates() -> impl Iterator<Item = PathBuf> {
    let file = env::var_os("TVM_FFI_LIBRARY").map(PathBuf::from);
    let folder = env::var_os("TVM_FFI_LIB_DIR").map(|dir| Path::new(&dir).join(FILE_NAME));
    let beside = env::current_exe()
        .ok()
        .and_then(|exe| exe.parent().map(Path::to_path_buf))
        .into_iter()
        .flat_map(|dir| [dir.join(FILE_NAME), dir.join("..").join("lib").join(FILE_NAME)])
        .filter(|path| path.is_file());
    file.into_iter()
        .chain(folder)
        .chain(beside)
        .chain(std::iter::once(PathBuf::from(FILE_NAME)))
        .chain(std::iter::once_with(from_python).flatten())
}

/// The folder of the installed Python package; `TVM_FFI_PYTHON` names another interpreter.
fn from_python() -> Option<PathBuf> {
    let python = env::var_os("TVM_FFI_PYTHON")
        .unwrap_or_else(|| if cfg!(windows) { "python" } else { "python3" }.into());
    let output = Command::new(python)
        .args(["-m", "tvm_ffi.config", "--libdir"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let dir = text.trim();
    (output.status.success() && !dir.is_empty()).then(|| Path::new(dir).join(FILE_NAME))
}
