// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Library`]: a shared library whose functions all threads may use.

use super::Module;
use crate::error::{Error, Result, TYPE_ERROR};
use crate::function::SharedFunction;
use std::path::Path;

/// An open shared library; its registrations stay for the life of the process.
#[derive(Clone, Debug)]
pub struct Library {
    module: Module,
}

// SAFETY: only modules of kind `library` are wrapped and nothing but symbol look-up is offered, which the
// dynamic loader makes safe on all threads.
unsafe impl Send for Library {}
// SAFETY: as above.
unsafe impl Sync for Library {}

impl Library {
    /// Opens a shared library.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let module = Module::load_from_file(path)?;
        let kind = module.kind()?;
        if kind == "library" {
            Ok(Self { module })
        } else {
            Err(Error::of_kind(
                TYPE_ERROR,
                &format!("the file is a module of kind '{kind}', not a shared library"),
            ))
        }
    }

    /// The function exported as `__tvm_ffi_<name>`.
    ///
    /// # Errors
    /// `AttributeError` when there is none.
    pub fn get_function(&self, name: &str) -> Result<SharedFunction> {
        // SAFETY: exported functions are plain C functions without state of their own.
        self.module.get_function(name).map(|f| unsafe { SharedFunction::new_unchecked(f) })
    }
}
