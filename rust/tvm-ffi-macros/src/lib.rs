// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! `#[derive(tvm_ffi::Object)]`: makes a struct an object that C++ and Python can use.
//!
//! The few shapes of structs that are accepted are parsed here by hand, so that no further crate is needed.

mod expand;
mod parse;

use proc_macro::TokenStream;

/// Implements `tvm_ffi::define::RustObject` for a struct with named fields.
///
/// `#[ffi(type_key = "my.Type")]` on the struct is required. `#[ffi(methods)]` there calls
/// `RustMethods::methods` on registration; `#[ffi(crate = path)]` names a re-exported `tvm_ffi`.
/// All fields are reflected but those marked `#[ffi(skip)]`; their docs become the registered docs.
#[proc_macro_derive(Object, attributes(ffi))]
pub fn derive_object(input: TokenStream) -> TokenStream {
    match parse::parse(input) {
        Ok(item) => expand::expand(&item),
        Err(error) => error.into_compile_error(),
    }
}
