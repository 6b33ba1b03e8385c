// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The platform's dynamic loader, declared here to need no further crate.

#![cfg_attr(feature = "link", allow(dead_code))]

use super::search::FILE_NAME;
use crate::api::Api;
use std::ffi::{c_void, CStr};
use std::path::Path;

#[cfg(unix)]
use self::unix as os;
#[cfg(windows)]
use self::windows as os;

/// A symbol of the running process, whichever library has it, or null.
pub(super) fn symbol_of_process(name: &CStr) -> *mut c_void {
    os::symbol(os::PROCESS, name)
}

/// The table of a library that something else in this process has loaded.
pub(super) fn already_in_process() -> Option<Api> {
    if !symbol_of_process(c"TVMFFIGetVersion").is_null() {
        // SAFETY: a library that exports this name is libtvm_ffi; it is part of the process.
        return unsafe { Api::resolve(&symbol_of_process) }.ok();
    }
    let handle = os::find_open(FILE_NAME)?;
    // SAFETY: the handle is that of libtvm_ffi and is never closed.
    unsafe { Api::resolve(&|name| os::symbol(handle, name)) }.ok()
}

/// Keeps the shared library that this code is part of loaded for ever; nothing happens in an executable.
pub(super) fn pin_own_code() {
    os::pin((pin_own_code as fn()) as *const c_void);
}

/// Opens `path` for ever and fills the table from it.
pub(super) fn open(path: &Path) -> Result<Api, String> {
    let handle = os::open(path)?;
    // SAFETY: the file was named as libtvm_ffi by the user or the platform; the handle is never closed.
    unsafe { Api::resolve(&|name| os::symbol(handle, name)) }
        .map_err(|name| format!("the library has no function {name}"))
}

#[cfg(unix)]
mod unix {
    use std::ffi::{c_char, c_int, c_void, CStr, CString};
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    const RTLD_NOW: c_int = 2;
    #[cfg(target_vendor = "apple")]
    const RTLD_GLOBAL: c_int = 8;
    #[cfg(not(target_vendor = "apple"))]
    const RTLD_GLOBAL: c_int = 0x100;
    #[cfg(target_vendor = "apple")]
    const RTLD_NOLOAD: c_int = 0x10;
    #[cfg(not(target_vendor = "apple"))]
    const RTLD_NOLOAD: c_int = 4;

    /// `RTLD_DEFAULT`.
    #[cfg(target_vendor = "apple")]
    pub(super) const PROCESS: *mut c_void = std::ptr::null_mut::<c_void>().wrapping_byte_sub(2);
    #[cfg(not(target_vendor = "apple"))]
    pub(super) const PROCESS: *mut c_void = std::ptr::null_mut();

    /// What `dladdr` tells.
    #[repr(C)]
    struct DlInfo {
        file: *const c_char,
        base: *mut c_void,
        symbol: *const c_char,
        address: *mut c_void,
    }

    #[cfg(target_vendor = "apple")]
    const RTLD_NODELETE: c_int = 0x80;
    #[cfg(not(target_vendor = "apple"))]
    const RTLD_NODELETE: c_int = 0x1000;

    extern "C" {
        fn dladdr(address: *const c_void, info: *mut DlInfo) -> c_int;
        fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
        fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
        fn dlerror() -> *const c_char;
    }

    pub(super) fn symbol(handle: *mut c_void, name: &CStr) -> *mut c_void {
        // SAFETY: the handle is PROCESS or one of dlopen; the name is NUL-terminated.
        unsafe { dlsym(handle, name.as_ptr()) }
    }

    pub(super) fn pin(code: *const c_void) {
        let mut info = DlInfo {
            file: std::ptr::null(),
            base: std::ptr::null_mut(),
            symbol: std::ptr::null(),
            address: std::ptr::null_mut(),
        };
        // SAFETY: fills the struct; the file name is NUL-terminated. With NOLOAD nothing is opened anew, and
        // the handle is kept open on purpose; for an executable there may be none.
        unsafe {
            if dladdr(code, &raw mut info) != 0 && !info.file.is_null() {
                dlopen(info.file, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
            }
        }
    }

    pub(super) fn find_open(name: &str) -> Option<*mut c_void> {
        let name = CString::new(name).ok()?;
        // SAFETY: NUL-terminated; with NOLOAD no code of a library runs.
        let handle = unsafe { dlopen(name.as_ptr(), RTLD_NOW | RTLD_NOLOAD) };
        (!handle.is_null()).then_some(handle)
    }

    pub(super) fn open(path: &Path) -> Result<*mut c_void, String> {
        let text =
            CString::new(path.as_os_str().as_bytes()).map_err(|_| "NUL in the path".to_owned())?;
        // Global, so that extension libraries built without naming libtvm_ffi find its symbols.
        // SAFETY: NUL-terminated; running the library's initialisers is what the caller asks for.
        let handle = unsafe { dlopen(text.as_ptr(), RTLD_NOW | RTLD_GLOBAL) };
        if !handle.is_null() {
            return Ok(handle);
        }
        // SAFETY: dlerror gives null or a NUL-terminated text valid until the next dl call of this thread.
        unsafe {
            let text = dlerror();
            if text.is_null() {
                return Err("unknown loader error".to_owned());
            }
            Err(CStr::from_ptr(text).to_string_lossy().into_owned())
        }
    }
}

#[cfg(windows)]
mod windows {
    use std::ffi::{c_char, c_void, CStr};
    use std::os::windows::ffi::OsStrExt;
    use std::path::Path;

    /// No process-wide look-up exists; `GetModuleHandleW` by file name serves instead.
    pub(super) const PROCESS: *mut c_void = std::ptr::null_mut();

    /// `GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS`.
    const PIN_BY_ADDRESS: u32 = 1 | 4;

    extern "system" {
        fn GetModuleHandleExW(flags: u32, address: *const c_void, module: *mut *mut c_void) -> i32;
        fn LoadLibraryW(path: *const u16) -> *mut c_void;
        fn GetModuleHandleW(name: *const u16) -> *mut c_void;
        fn GetProcAddress(module: *mut c_void, name: *const c_char) -> *mut c_void;
    }

    fn wide(path: &Path) -> Vec<u16> {
        path.as_os_str().encode_wide().chain(std::iter::once(0)).collect()
    }

    pub(super) fn symbol(handle: *mut c_void, name: &CStr) -> *mut c_void {
        // SAFETY: a module handle or null (the executable); the name is NUL-terminated.
        unsafe { GetProcAddress(handle, name.as_ptr()) }
    }

    pub(super) fn pin(code: *const c_void) {
        let mut module = std::ptr::null_mut();
        // SAFETY: the address is that of code; the result is not used.
        unsafe { GetModuleHandleExW(PIN_BY_ADDRESS, code, &raw mut module) };
    }

    pub(super) fn find_open(name: &str) -> Option<*mut c_void> {
        let name = wide(Path::new(name));
        // SAFETY: NUL-terminated; nothing is loaded.
        let handle = unsafe { GetModuleHandleW(name.as_ptr()) };
        (!handle.is_null()).then_some(handle)
    }

    pub(super) fn open(path: &Path) -> Result<*mut c_void, String> {
        let text = wide(path);
        // SAFETY: NUL-terminated; running the library's initialisers is what the caller asks for.
        let handle = unsafe { LoadLibraryW(text.as_ptr()) };
        if handle.is_null() {
            return Err(std::io::Error::last_os_error().to_string());
        }
        Ok(handle)
    }
}
