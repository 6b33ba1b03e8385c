// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Immutable texts ([`Str`]) and byte strings ([`Bytes`]) shared with other languages.

mod bytes;
mod string;

pub use bytes::Bytes;
pub use string::Str;

use crate::any::{small, Any};
use crate::object::{refcount, Object};
use std::alloc::{alloc, dealloc, handle_alloc_error, Layout};
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::AtomicU64;
use tvm_ffi_sys::flags::kTVMFFIObjectDeleterFlagBitMaskWeak;
use tvm_ffi_sys::{TVMFFIByteArray, TVMFFIObject};

/// Beginning of string and byte string objects made in Rust; the bytes and a NUL follow.
#[repr(C)]
struct BytesHead {
    header: TVMFFIObject,
    view: TVMFFIByteArray,
}

/// Layout of an object with `size` bytes; none when they do not fit the address space.
fn layout(size: usize) -> Option<Layout> {
    let tail = Layout::array::<u8>(size.checked_add(1)?).ok()?;
    Layout::new::<BytesHead>().extend(tail).ok().map(|(layout, _)| layout.pad_to_align())
}

/// A small value when `bytes` fit, else a new object; the kinds are those of strings or of byte strings.
fn new_cell(small_kind: i32, object_kind: i32, bytes: &[u8]) -> Any {
    if let Some(cell) = small(small_kind, bytes) {
        // SAFETY: a small value owns nothing.
        return unsafe { Any::from_raw(cell) };
    }
    tvm_ffi_sys::pin_code();
    // A slice of that size exists; only the last bytes of the address space could be missing.
    let layout =
        layout(bytes.len()).unwrap_or_else(|| handle_alloc_error(Layout::new::<BytesHead>()));
    // SAFETY: the layout is not empty and has room for head, bytes and NUL; the new object has one
    // reference, ours.
    unsafe {
        let start = alloc(layout);
        if start.is_null() {
            handle_alloc_error(layout);
        }
        // Aligned by the layout.
        #[allow(clippy::cast_ptr_alignment)]
        let head = start.cast::<BytesHead>();
        let data = head.add(1).cast::<u8>();
        let header = TVMFFIObject {
            combined_ref_count: AtomicU64::new(refcount::UNIQUE),
            type_index: object_kind,
            padding: 0,
            deleter: Some(delete),
            #[cfg(target_pointer_width = "32")]
            ensure_align: 0,
        };
        let view = TVMFFIByteArray { data: data.cast_const().cast(), size: bytes.len() };
        head.write(BytesHead { header, view });
        std::ptr::copy_nonoverlapping(bytes.as_ptr(), data, bytes.len());
        // For readers in C; the size does not count it.
        data.add(bytes.len()).write(0);
        Object::from_raw(NonNull::new_unchecked(head.cast())).into()
    }
}

/// Deleter of such objects; there is nothing to destroy.
unsafe extern "C" fn delete(object: *mut c_void, flags: i32) {
    if flags & kTVMFFIObjectDeleterFlagBitMaskWeak != 0 {
        // SAFETY: made by `new_cell`; texts never change, so the view tells the layout.
        unsafe {
            if let Some(layout) = layout((*object.cast::<BytesHead>()).view.size) {
                dealloc(object.cast(), layout);
            }
        }
    }
}
