// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The reference counts of the object header, without a call into the library.
//!
//! Orderings are those of the ABI: increments relaxed, decrements release with an acquire fence before the
//! deleter, so that all uses of an object happen before its end on every machine.

use std::sync::atomic::{fence, Ordering};
use tvm_ffi_sys::flags::{
    kTVMFFIObjectDeleterFlagBitMaskBoth, kTVMFFIObjectDeleterFlagBitMaskStrong,
    kTVMFFIObjectDeleterFlagBitMaskWeak,
};
use tvm_ffi_sys::TVMFFIObject;

const STRONG_ONE: u64 = 1;
const WEAK_ONE: u64 = 1 << 32;
const STRONG_MASK: u64 = 0xFFFF_FFFF;
/// Count of a fresh object: one strong reference, and the weak one that all strong ones share.
pub(crate) const UNIQUE: u64 = STRONG_ONE | WEAK_ONE;
/// Half of the range: forgotten clones must not wrap the counter into the weak half.
const LIMIT: u64 = 1 << 31;

/// Adds a strong reference.
///
/// # Safety
/// `object` must be alive (the caller holds a strong reference during the call).
#[inline]
pub(crate) unsafe fn inc_strong(object: *mut TVMFFIObject) {
    // SAFETY: alive by contract; the counter is atomic.
    let before = unsafe { (*object).combined_ref_count.fetch_add(STRONG_ONE, Ordering::Relaxed) };
    if before & STRONG_MASK >= LIMIT {
        overflow();
    }
}

/// Removes a strong reference and ends the object with the last one.
///
/// # Safety
/// The caller gives up one strong reference that it owns.
#[inline]
pub(crate) unsafe fn dec_strong(object: *mut TVMFFIObject) {
    // SAFETY: alive until this decrement.
    let before = unsafe { (*object).combined_ref_count.fetch_sub(STRONG_ONE, Ordering::Release) };
    if before & STRONG_MASK == STRONG_ONE {
        // SAFETY: the last strong reference is gone, so this thread alone ends the object.
        unsafe { end_of_strong(object, before) };
    }
}

/// # Safety
/// Called once, by the thread that removed the last strong reference.
#[cold]
unsafe fn end_of_strong(object: *mut TVMFFIObject, before: u64) {
    fence(Ordering::Acquire);
    // SAFETY: the memory is alive until the weak part is zero; the deleter is the object's own.
    unsafe {
        let Some(deleter) = (*object).deleter else { return };
        if before == UNIQUE {
            deleter(object.cast(), kTVMFFIObjectDeleterFlagBitMaskBoth);
            return;
        }
        deleter(object.cast(), kTVMFFIObjectDeleterFlagBitMaskStrong);
        dec_weak(object);
    }
}

/// Adds a weak reference.
///
/// # Safety
/// The caller holds a strong or weak reference during the call.
#[inline]
pub(crate) unsafe fn inc_weak(object: *mut TVMFFIObject) {
    // SAFETY: the memory is alive by contract.
    let before = unsafe { (*object).combined_ref_count.fetch_add(WEAK_ONE, Ordering::Relaxed) };
    if before >> 32 >= LIMIT {
        overflow();
    }
}

/// Removes a weak reference and frees the memory with the last one.
///
/// # Safety
/// The caller gives up one weak reference that it owns.
pub(crate) unsafe fn dec_weak(object: *mut TVMFFIObject) {
    // SAFETY: the memory is alive until this decrement; the deleter is read before it.
    unsafe {
        let deleter = (*object).deleter;
        let before = (*object).combined_ref_count.fetch_sub(WEAK_ONE, Ordering::Release);
        if before == WEAK_ONE {
            fence(Ordering::Acquire);
            if let Some(deleter) = deleter {
                deleter(object.cast(), kTVMFFIObjectDeleterFlagBitMaskWeak);
            }
        }
    }
}

/// Turns a weak reference into a further strong one, unless the object has ended.
///
/// # Safety
/// The caller holds a weak reference during the call.
pub(crate) unsafe fn try_upgrade(object: *mut TVMFFIObject) -> bool {
    // SAFETY: the memory is alive by contract.
    let count = unsafe { &(*object).combined_ref_count };
    count
        .fetch_update(Ordering::AcqRel, Ordering::Relaxed, |now| match now & STRONG_MASK {
            0 => None,
            strong if strong >= LIMIT => overflow(),
            _ => Some(now + STRONG_ONE),
        })
        .is_ok()
}

/// Strong references at this moment.
///
/// # Safety
/// The caller holds a reference during the call.
pub(crate) unsafe fn strong_count(object: *const TVMFFIObject) -> u32 {
    // SAFETY: the memory is alive by contract; the masked value fits.
    let now = unsafe { (*object).combined_ref_count.load(Ordering::Relaxed) };
    u32::try_from(now & STRONG_MASK).unwrap_or(u32::MAX)
}

/// Whether the caller's reference is the only one, weak ones included.
///
/// # Safety
/// The caller holds a strong reference during the call.
pub(crate) unsafe fn is_unique(object: *const TVMFFIObject) -> bool {
    // SAFETY: alive by contract. Acquire: what others did before dropping theirs is visible.
    unsafe { (*object).combined_ref_count.load(Ordering::Acquire) == UNIQUE }
}

/// Two thousand million references can only be forgotten ones; like `Arc`, stop before memory is corrupted.
#[cold]
fn overflow() -> ! {
    std::process::abort()
}
