// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`LibrarySlot`]: the C++ library of a generated crate, opened once per process.

use crate::error::{Error, Result, OS_ERROR};
use crate::Library;
use std::env::{current_exe, var_os};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// A library by name; see [`LibrarySlot::load`] for where it is looked for.
#[derive(Debug)]
pub struct LibrarySlot {
    stem: &'static str,
    variable: &'static str,
    embedded: Option<&'static [u8]>,
    opened: OnceLock<(PathBuf, Library)>,
    opening: Mutex<()>,
}

impl LibrarySlot {
    /// `stem` is the file name without prefix and suffix (`my_ext` of `libmy_ext.so`, or of `my_ext.so`);
    /// `variable` the environment variable that may name the file.
    #[must_use]
    pub const fn new(stem: &'static str, variable: &'static str) -> Self {
        let opened = OnceLock::new();
        Self { stem, variable, embedded: None, opened, opening: Mutex::new(()) }
    }

    /// The library is part of the program: its bytes are opened unless the variable names a file.
    #[must_use]
    pub const fn embedded(mut self, bytes: &'static [u8]) -> Self {
        self.embedded = Some(bytes);
        self
    }

    /// Opens the library, or returns it when it is open; then runs `check` once, which compares types.
    ///
    /// Looked for at: the file that the variable names; the folder `TVM_FFI_EXTENSION_DIR`; the
    /// executable's folder, its `../lib` and its parent folder; the folder `TVM_FFI_LIB_DIR`; the system's
    /// search path; last, the Python package of the same name (interpreter by `TVM_FFI_PYTHON`).
    ///
    /// # Errors
    /// `OSError` naming every place; what `check` says.
    #[inline]
    pub fn load(&'static self, check: fn() -> Result<()>) -> Result<&'static Library> {
        match self.opened.get() {
            Some((_, library)) => Ok(library),
            None => self.find(check),
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
        let library = self.open(&mut std::iter::once(file.to_path_buf()), check)?;
        match self.opened.get() {
            Some((opened, _)) if opened != file => Err(Error::of_kind(
                OS_ERROR,
                &format!("the library is open already, from {}", opened.display()),
            )),
            _ => Ok(library),
        }
    }

    #[cold]
    fn find(&'static self, check: fn() -> Result<()>) -> Result<&'static Library> {
        let names = self.names();
        if let Some(file) = var_os(self.variable) {
            return self.open(&mut std::iter::once(PathBuf::from(file)), check);
        }
        if let Some(bytes) = self.embedded {
            let open = |file: &Path| self.open(&mut std::iter::once(file.to_path_buf()), check);
            return tvm_ffi_sys::with_embedded(&names[0], bytes, open)?;
        }
        let places = Self::candidates(&names).into_iter();
        self.open(
            &mut places.chain(std::iter::once_with(|| self.in_python_package(&names)).flatten()),
            check,
        )
    }

    #[cold]
    fn open(
        &'static self,
        files: &mut dyn Iterator<Item = PathBuf>,
        check: fn() -> Result<()>,
    ) -> Result<&'static Library> {
        let _guard = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, library)) = self.opened.get() {
            return Ok(library);
        }
        let mut tried = String::new();
        for file in files {
            match Library::open(&file) {
                Ok(library) => {
                    check()?;
                    let (_, library) = self.opened.get_or_init(|| (file, library));
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

    fn names(&self) -> [String; 2] {
        if cfg!(windows) {
            [format!("{}.dll", self.stem), format!("lib{}.dll", self.stem)]
        } else if cfg!(target_vendor = "apple") {
            [format!("lib{}.dylib", self.stem), format!("{}.so", self.stem)]
        } else {
            [format!("lib{}.so", self.stem), format!("{}.so", self.stem)]
        }
    }

    fn candidates(names: &[String]) -> Vec<PathBuf> {
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

    /// The file in the Python package that is named as the library.
    fn in_python_package(&self, names: &[String]) -> Option<PathBuf> {
        const FIND: &str = "import importlib.util as u, sys\n\
            s = u.find_spec(sys.argv[1])\n\
            print((s.submodule_search_locations or [''])[0] if s else '')";
        let program = if cfg!(windows) { "python" } else { "python3" };
        let output = Command::new(var_os("TVM_FFI_PYTHON").unwrap_or_else(|| program.into()))
            .args(["-c", FIND, self.stem])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let folder = Some(text.trim()).filter(|text| !text.is_empty()).map(Path::new)?;
        let places = [folder.to_path_buf(), folder.join("lib")];
        let mut files = places.iter().flat_map(|place| names.iter().map(|name| place.join(name)));
        files.find(|file| file.is_file())
    }
}
