// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Modules of functions ([`Module`]) and the shared libraries among them ([`Library`]).

mod export;
mod handle;
mod library;

pub use export::enter_exported;
pub use handle::Module;
pub use library::Library;
