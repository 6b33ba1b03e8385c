// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Finds the folder of `libtvm_ffi` where a feature needs it when building. `link`: links it and passes the
//! folder on as `DEP_TVM_FFI_LIBDIR`, so that programs can set a run path. `bundled`: tells the crate which
//! file to include. Without these features it does nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

const HELP: &str = "the features `link` and `bundled` of tvm-ffi-sys need libtvm_ffi: set TVM_FFI_LIB_DIR to the folder that \
holds it, or put `tvm-ffi-config` of the Python package on PATH (pip install apache-tvm-ffi), or use the \
default feature `dlopen`, which needs the library only at run time";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=TVM_FFI_LIB_DIR");
    let link = std::env::var_os("CARGO_FEATURE_LINK").is_some();
    let bundled = std::env::var_os("CARGO_FEATURE_BUNDLED").is_some() && !link;
    let documenting = std::env::var_os("DOCS_RS").is_some() && !bundled;
    if !(link || bundled) || documenting {
        return;
    }
    println!("cargo:rerun-if-env-changed=PATH");
    match library_dir() {
        Ok(dir) if bundled => {
            let file = dir.join(shared_library());
            println!("cargo:rerun-if-changed={}", file.display());
            println!("cargo:rustc-env=TVM_FFI_BUNDLED_FILE={}", file.display());
        }
        Ok(dir) => {
            println!("cargo:rustc-link-search=native={}", dir.display());
            println!("cargo:rustc-link-lib=dylib=tvm_ffi");
            println!("cargo:libdir={}", dir.display());
        }
        Err(reason) => {
            // A build script reports an error by failing; `cargo::error` needs a newer cargo.
            eprintln!("error: {reason}\nhelp: {HELP}");
            std::process::exit(1);
        }
    }
}

fn library_dir() -> Result<PathBuf, String> {
    if let Some(dir) = std::env::var_os("TVM_FFI_LIB_DIR") {
        let dir = PathBuf::from(dir);
        return if holds_library(&dir) {
            Ok(dir)
        } else {
            Err(format!("TVM_FFI_LIB_DIR is {} but no libtvm_ffi is there", dir.display()))
        };
    }
    let output = Command::new("tvm-ffi-config")
        .arg("--libdir")
        .output()
        .map_err(|e| format!("TVM_FFI_LIB_DIR is not set and tvm-ffi-config does not run ({e})"))?;
    let dir = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    if output.status.success() && holds_library(&dir) {
        Ok(dir)
    } else {
        Err(format!("tvm-ffi-config --libdir gave {:?}, where no libtvm_ffi is", dir.display()))
    }
}

fn holds_library(dir: &Path) -> bool {
    ["libtvm_ffi.so", "libtvm_ffi.dylib", "tvm_ffi.lib"].iter().any(|name| dir.join(name).is_file())
}

/// File name of the library on the platform that is built for.
fn shared_library() -> &'static str {
    match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("windows") => "tvm_ffi.dll",
        Ok("macos" | "ios") => "libtvm_ffi.dylib",
        _ => "libtvm_ffi.so",
    }
}
