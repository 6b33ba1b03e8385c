// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The stream that work on a device goes to, per thread.

use crate::error::{Error, Result};
use crate::Device;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::null_mut;
use tvm_ffi_sys::load;

/// The current stream of a device on this thread; null is its default stream.
///
/// # Errors
/// When there is no library.
pub fn current_stream(device: Device) -> Result<*mut c_void> {
    // SAFETY: a look-up by two numbers.
    Ok(unsafe { (load()?.TVMFFIEnvGetStream)(device.device_type.0, device.device_id) })
}

/// Makes `stream` current while `f` runs; the former one comes back even when `f` fails or panics.
///
/// # Safety
/// `stream` is a stream of that device, or null, and lives until `f` returns.
///
/// # Errors
/// `f`'s own, or that the stream could not be set.
pub unsafe fn with_stream<T>(
    device: Device,
    stream: *mut c_void,
    f: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let former = set(device, stream)?;
    let _restore = Restore { device, former, thread: PhantomData };
    f()
}

fn set(device: Device, stream: *mut c_void) -> Result<*mut c_void> {
    let mut former = null_mut();
    let Device { device_type, device_id } = device;
    // SAFETY: the table stores the pointer without following it; the caller vouches for its use.
    let code =
        unsafe { (load()?.TVMFFIEnvSetStream)(device_type.0, device_id, stream, &raw mut former) };
    if code == 0 {
        Ok(former)
    } else {
        Err(Error::take_raised())
    }
}

/// Sets the former stream again; stays on its thread.
struct Restore {
    device: Device,
    former: *mut c_void,
    thread: PhantomData<*mut ()>,
}

impl Drop for Restore {
    fn drop(&mut self) {
        // Setting worked before with the same device; a failure now has nobody to go to.
        drop(set(self.device, self.former));
    }
}
