// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Opens the testing library, whose types and functions the tests use; found through `TVM_FFI_LIB_DIR`.
#![allow(dead_code)]

use tvm_ffi::codegen::LibrarySlot;
use tvm_ffi::{Any, Function, Library, Result, ToAny};

static TESTING: LibrarySlot = LibrarySlot::new("tvm_ffi_testing", "TVM_FFI_TESTING_LIBRARY");

/// The testing library, opened once.
pub(crate) fn testing() -> Result<&'static Library> {
    TESTING.load(|| Ok(()))
}

/// A global function of the testing library.
pub(crate) fn global(name: &str) -> Result<Function> {
    testing()?;
    Function::get_global(name)
}

/// The value after a trip through C++.
pub(crate) fn echo(value: &impl ToAny) -> Result<Any> {
    global("testing.echo")?.call((value,))
}
