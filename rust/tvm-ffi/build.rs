// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Feature `link` only: a run path for this package's own tests and examples, and the library's folder for
//! the build scripts of direct dependents, as `DEP_TVM_FFI_RS_LIBDIR`. Without the feature, nothing.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_LINK").is_none() {
        return;
    }
    // Set by the build script of tvm-ffi-sys.
    let Ok(folder) = std::env::var("DEP_TVM_FFI_LIBDIR") else { return };
    println!("cargo:libdir={folder}");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "unix") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
