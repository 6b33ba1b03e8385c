// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Objects that live in Rust's heap; other languages see an ordinary object with its own deleter.

use super::{refcount, Object};
use std::alloc::{dealloc, Layout};
use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::NonNull;
use std::sync::atomic::AtomicU64;
use tvm_ffi_sys::flags::{
    kTVMFFIObjectDeleterFlagBitMaskStrong, kTVMFFIObjectDeleterFlagBitMaskWeak,
};
use tvm_ffi_sys::TVMFFIObject;

/// A struct that begins with an object header.
///
/// # Safety
/// `repr(C)` with a [`TVMFFIObject`] as first field; the other fields are what the type index promises.
pub(crate) unsafe trait HasHeader: Sized {}

/// A header for an object of type `T` with one reference, to be moved into [`allocate`].
fn header<T: HasHeader>(type_index: i32) -> TVMFFIObject {
    TVMFFIObject {
        combined_ref_count: AtomicU64::new(refcount::UNIQUE),
        type_index,
        padding: 0,
        deleter: Some(delete::<T>),
        #[cfg(target_pointer_width = "32")]
        ensure_align: 0,
    }
}

/// Moves `make(header)` to the heap.
pub(crate) fn allocate<T: HasHeader>(
    type_index: i32,
    make: impl FnOnce(TVMFFIObject) -> T,
) -> Object {
    tvm_ffi_sys::pin_code();
    let object = Box::into_raw(Box::new(make(header::<T>(type_index))));
    // SAFETY: a Box is never null; it begins with a header of count one, whose deleter fits the Box.
    unsafe { Object::from_raw(NonNull::new_unchecked(object).cast()) }
}

/// Deleter of every object made by [`allocate`].
///
/// # Safety
/// Called by the reference counts on an object that [`allocate`] made of a `T`.
pub(crate) unsafe extern "C" fn delete<T: HasHeader>(object: *mut c_void, flags: i32) {
    let object = object.cast::<T>();
    if flags & kTVMFFIObjectDeleterFlagBitMaskStrong != 0 {
        // A destructor that panics must not unwind into C++; its fields that follow leak.
        // SAFETY: called once at the end of the strong references, on a live T.
        let end = catch_unwind(AssertUnwindSafe(|| unsafe { std::ptr::drop_in_place(object) }));
        if let Err(payload) = end {
            crate::function::discard(payload);
        }
    }
    if flags & kTVMFFIObjectDeleterFlagBitMaskWeak != 0 {
        // SAFETY: called once, after the destructor; allocated by Box with this layout, never zero-sized.
        unsafe { dealloc(object.cast(), Layout::new::<T>()) }
    }
}
