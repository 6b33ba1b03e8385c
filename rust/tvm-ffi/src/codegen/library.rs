// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`LibrarySlot`]: the C++ library of a generated crate, opened once per process.

use crate::error::{Error, Result, OS_ERROR};
use crate::Library;
use std::env::{current_exe, var_os};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// A library by name; see [`LibrarySlot::load`] for where it is looked for.
#[derive(Debug)]
pub struct LibrarySlot {
    stem: &'static str,
    variable: &'static str,
    opened: OnceLock<(PathBuf, Library)>,
    opening: Mutex<()>,
}

impl LibrarySlot {
    /// `stem` is the file name without prefix and suffix (`my_ext` of `libmy_ext.so`, or of `my_ext.so`);
    /// `variable` the environment variable that may name the file.
    #[must_use]
    pub const fn new(stem: &'static str, variable: &'static str) -> Self {
        Self { stem, variable, opened: OnceLock::new(), opening: Mutex::new(()) }
    }

    /// Opens the library, or returns it when it is open; then runs `check` once, which compares types.
    ///
    /// Looked for at: the file that the variable names; the folder `TVM_FFI_EXTENSION_DIR`; the
    /// executable's folder, its `../lib` and its parent folder; the folder `TVM_FFI_LIB_DIR`; the system's
    /// search path.
    ///
    /// # Errors
    /// `OSError` naming every place; what `check` says.
    #[inline]
    pub fn load(&'static self, check: fn() -> Result<()>) -> Result<&'static Library> {
        match self.opened.get() {
            Some((_, library)) => Ok(library),
            None => self.open(&self.candidates(), check),
        }
    }

    /// As [`LibrarySlot::load`], from one file.
    ///
    /// # Errors
    /// When another file is open already, when the file cannot be opened, what `check` says.
    pub fn load_from(
        &'static self,
        file: &Path,
        check: fn() -> Result<()>,
    ) -> Result<&'static Library> {
        let library = self.open(&[file.to_path_buf()], check)?;
        match self.opened.get() {
            Some((opened, _)) if opened != file => Err(Error::of_kind(
                OS_ERROR,
                &format!("the library is open already, from {}", opened.display()),
            )),
            _ => Ok(library),
        }
    }

    #[cold]
    fn open(
        &'static self,
        files: &[PathBuf],
        check: fn() -> Result<()>,
    ) -> Result<&'static Library> {
        let _guard = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, library)) = self.opened.get() {
            return Ok(library);
        }
        let mut tried = String::new();
        for file in files {
            match Library::open(file) {
                Ok(library) => {
                    check()?;
                    let (_, library) = self.opened.get_or_init(|| (file.clone(), library));
                    return Ok(library);
                }
                Err(error) if tvm_ffi_sys::loaded().is_none() => return Err(error),
                Err(error) => {
                    tried.push_str("\n  tried ");
                    tried.push_str(&file.to_string_lossy());
                    tried.push_str(": ");
                    tried.push_str(error.message().lines().next().unwrap_or(""));
                }
            }
        }
        Err(Error::of_kind(
            OS_ERROR,
            &format!(
                "library '{}' cannot be opened; set {} to its file, or put it beside the executable{tried}",
                self.stem, self.variable
            ),
        ))
    }

    fn candidates(&self) -> Vec<PathBuf> {
        if let Some(file) = var_os(self.variable) {
            return vec![PathBuf::from(file)];
        }
        let names = if cfg!(windows) {
            [format!("{}.dll", self.stem), format!("lib{}.dll", self.stem)]
        } else if cfg!(target_vendor = "apple") {
            [format!("lib{}.dylib", self.stem), format!("{}.so", self.stem)]
        } else {
            [format!("lib{}.so", self.stem), format!("{}.so", self.stem)]
        };
        let mut folders: Vec<PathBuf> =
            var_os("TVM_FFI_EXTENSION_DIR").into_iter().map(PathBuf::from).collect();
        if let Some(beside) = current_exe().ok().and_then(|exe| exe.parent().map(Path::to_path_buf))
        {
            folders.extend([beside.clone(), beside.join("..").join("lib"), beside.join("..")]);
        }
        folders.extend(var_os("TVM_FFI_LIB_DIR").map(PathBuf::from));
        let mut files: Vec<PathBuf> = folders
            .iter()
            .flat_map(|folder| names.iter().map(|name| folder.join(name)))
            .filter(|file| file.is_file())
            .collect();
        files.extend(names.iter().map(PathBuf::from));
        files
    }
}
