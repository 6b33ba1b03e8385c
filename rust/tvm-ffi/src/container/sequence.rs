// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The body that arrays and lists share, and arrays made in Rust.
//!
//! Those have their elements behind the cell, as C++ makes them: C++ may shrink or overwrite an array in
//! place when it holds the only reference, so the end of the object goes by what the cell says then.

// Elements are aligned by construction.
#![allow(clippy::cast_ptr_alignment)]

use crate::any::{Any, AnyView};
use crate::object::{refcount, Object};
use std::alloc::{alloc, dealloc, handle_alloc_error, Layout};
use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::NonNull;
use std::sync::atomic::AtomicU64;
use tvm_ffi_sys::flags::{
    kTVMFFIObjectDeleterFlagBitMaskStrong, kTVMFFIObjectDeleterFlagBitMaskWeak,
};
use tvm_ffi_sys::type_index::kTVMFFIArray;
use tvm_ffi_sys::{TVMFFIAny, TVMFFIObject, TVMFFISeqCell};

/// Before the object: how many elements were allocated, padded to the strictest alignment of the rest.
const PREFIX: usize = 16;

#[repr(C)]
struct ArrayHead {
    header: TVMFFIObject,
    cell: TVMFFISeqCell,
}

fn layout(count: usize) -> Option<Layout> {
    let items = count.checked_mul(size_of::<TVMFFIAny>())?;
    let bytes = items.checked_add(PREFIX + size_of::<ArrayHead>())?;
    Layout::from_size_align(bytes, PREFIX).ok()
}

/// An array object of these elements.
pub(super) fn new_array(items: Vec<Any>) -> Object {
    tvm_ffi_sys::pin_code();
    let count = items.len();
    // A Vec of that many elements exists; only the last bytes of the address space could be missing.
    let layout = layout(count).unwrap_or_else(|| handle_alloc_error(Layout::new::<ArrayHead>()));
    let size = i64::try_from(count).unwrap_or(i64::MAX);
    // SAFETY: the layout is not empty and has room for prefix, head and elements, which are moved into it
    // once; the new object has one reference, ours.
    unsafe {
        let start = alloc(layout);
        if start.is_null() {
            handle_alloc_error(layout);
        }
        start.cast::<usize>().write(count);
        let head = start.add(PREFIX).cast::<ArrayHead>();
        let data = head.add(1).cast::<Any>();
        let header = TVMFFIObject {
            combined_ref_count: AtomicU64::new(refcount::UNIQUE),
            type_index: kTVMFFIArray,
            padding: 0,
            deleter: Some(delete),
            #[cfg(target_pointer_width = "32")]
            ensure_align: 0,
        };
        let cell = TVMFFISeqCell { data: data.cast(), size, capacity: size, data_deleter: None };
        head.write(ArrayHead { header, cell });
        for (index, item) in items.into_iter().enumerate() {
            data.add(index).write(item);
        }
        Object::from_raw(NonNull::new_unchecked(head.cast()))
    }
}

/// Deleter of such arrays.
unsafe extern "C" fn delete(object: *mut c_void, flags: i32) {
    let head = object.cast::<ArrayHead>();
    if flags & kTVMFFIObjectDeleterFlagBitMaskStrong != 0 {
        // SAFETY: called once at the end of the strong references; the cell owns `size` values, and other
        // memory than ours only together with a deleter.
        let end = catch_unwind(AssertUnwindSafe(|| unsafe {
            let cell = (*head).cell;
            let count = usize::try_from(cell.size).unwrap_or(0);
            std::ptr::drop_in_place(std::ptr::slice_from_raw_parts_mut(
                cell.data.cast::<Any>(),
                count,
            ));
            if let Some(free) = cell.data_deleter {
                free(cell.data);
            }
        }));
        if let Err(payload) = end {
            crate::function::discard(payload);
        }
    }
    if flags & kTVMFFIObjectDeleterFlagBitMaskWeak != 0 {
        // SAFETY: made by `new_array`, so the prefix tells the layout.
        unsafe {
            let start = object.cast::<u8>().sub(PREFIX);
            if let Some(layout) = layout(start.cast::<usize>().read()) {
                dealloc(start, layout);
            }
        }
    }
}

/// The cell as it is now.
fn cell(object: &Object) -> TVMFFISeqCell {
    // SAFETY: callers pass arrays and lists, whose body begins with the cell.
    unsafe { object.body::<TVMFFISeqCell>().read() }
}

/// Number of elements of an array or list.
pub(super) fn len(object: &Object) -> usize {
    usize::try_from(cell(object).size).unwrap_or(0)
}

/// A view of element `index`, which must not be kept while the sequence may change.
pub(super) fn view(object: &Object, index: usize) -> Option<AnyView<'_>> {
    let cell = cell(object);
    if index >= usize::try_from(cell.size).unwrap_or(0) || cell.data.is_null() {
        return None;
    }
    // SAFETY: the cell holds `size` values; the caller converts the view before anything else runs.
    Some(unsafe { AnyView::from_raw(cell.data.cast::<TVMFFIAny>().add(index).read()) })
}
