// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Module`]: functions by name, with imported modules.

use crate::error::{Error, Result, ATTRIBUTE_ERROR};
use crate::function::{call_global, Function};
use crate::object::{builtin_handle, Object};
use crate::Str;
use std::fmt;
use std::path::Path;
use tvm_ffi_sys::type_index::kTVMFFIModule;

/// A module of functions.
#[derive(Clone)]
#[repr(transparent)]
pub struct Module(Object);

impl Module {
    /// Loads a module from a file by its suffix.
    ///
    /// # Errors
    /// When the file cannot be loaded or its suffix is unknown.
    pub fn load_from_file(path: impl AsRef<Path>) -> Result<Self> {
        call_global("ffi.ModuleLoadFromFile", (path.as_ref().to_string_lossy().as_ref(),))
    }

    /// The module of functions linked into the program, those that start with `prefix`.
    ///
    /// # Errors
    /// When there is no library.
    pub fn system_lib(prefix: &str) -> Result<Self> {
        call_global("ffi.SystemLib", (prefix,))
    }

    /// The function `name` of this module or its imports.
    ///
    /// # Errors
    /// `AttributeError` when there is none.
    pub fn get_function(&self, name: &str) -> Result<Function> {
        self.find_function(name, true)?.ok_or_else(|| {
            Error::of_kind(ATTRIBUTE_ERROR, &format!("the module has no function '{name}'"))
        })
    }

    /// The function `name`, or none.
    ///
    /// # Errors
    /// What the module raises.
    pub fn find_function(&self, name: &str, query_imports: bool) -> Result<Option<Function>> {
        call_global("ffi.ModuleGetFunction", (self, name, query_imports))
    }

    /// Whether there is a function `name`.
    ///
    /// # Errors
    /// What the module raises.
    pub fn implements_function(&self, name: &str, query_imports: bool) -> Result<bool> {
        call_global("ffi.ModuleImplementsFunction", (self, name, query_imports))
    }

    /// Metadata JSON of a function, none when the library was built without.
    ///
    /// # Errors
    /// What the module raises.
    pub fn function_metadata(&self, name: &str) -> Result<Option<Str>> {
        call_global("ffi.ModuleGetFunctionMetadata", (self, name, true))
    }

    /// Documentation of a function.
    ///
    /// # Errors
    /// What the module raises.
    pub fn function_doc(&self, name: &str) -> Result<Option<Str>> {
        call_global("ffi.ModuleGetFunctionDoc", (self, name, true))
    }

    /// Kind, e.g. `library`.
    ///
    /// # Errors
    /// When there is no library.
    pub fn kind(&self) -> Result<Str> {
        call_global("ffi.ModuleGetKind", (self,))
    }

    /// Makes the functions of `other` reachable through this module.
    ///
    /// # Errors
    /// `RuntimeError` when that would be a cycle.
    pub fn import(&self, other: &Module) -> Result<()> {
        call_global("ffi.ModuleImportModule", (self, other))
    }

    /// Forgets all imports.
    ///
    /// # Errors
    /// What the module raises.
    pub fn clear_imports(&self) -> Result<()> {
        call_global("ffi.ModuleClearImports", (self,))
    }

    /// Source text of a kind that supports it.
    ///
    /// # Errors
    /// What the module raises.
    pub fn inspect_source(&self, format: &str) -> Result<Str> {
        call_global("ffi.ModuleInspectSource", (self, format))
    }

    /// Writes the module to a file.
    ///
    /// # Errors
    /// When the kind cannot be written.
    pub fn write_to_file(&self, path: impl AsRef<Path>, format: &str) -> Result<()> {
        call_global(
            "ffi.ModuleWriteToFile",
            (self, path.as_ref().to_string_lossy().as_ref(), format),
        )
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

builtin_handle!(Module, kTVMFFIModule, "ffi.Module");
