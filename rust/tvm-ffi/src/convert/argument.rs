// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Arg`]: one argument of a call, borrowed or made for the call.

use crate::any::{Any, AnyView};
use crate::object::refcount;
use std::marker::PhantomData;
use tvm_ffi_sys::type_index::{
    kTVMFFIDLTensorPtr, kTVMFFIObjectRValueRef, kTVMFFIStaticObjectBegin,
};
use tvm_ffi_sys::TVMFFIAny;

/// One argument: a view of something of the caller's, or a temporary that ends with the call.
pub struct Arg<'a> {
    raw: TVMFFIAny,
    owned: bool,
    lender: PhantomData<&'a TVMFFIAny>,
}

impl<'a> Arg<'a> {
    /// A borrowed argument.
    #[must_use]
    #[inline]
    pub fn borrowed(view: AnyView<'a>) -> Self {
        Self { raw: *view.raw(), owned: false, lender: PhantomData }
    }

    /// A temporary.
    #[must_use]
    #[inline]
    pub fn owned(value: Any) -> Self {
        Self { raw: value.into_raw(), owned: true, lender: PhantomData }
    }

    /// A plain value, which owns nothing.
    ///
    /// # Safety
    /// `raw` is a valid view during `'a`.
    #[inline]
    pub(crate) const unsafe fn from_raw(raw: TVMFFIAny) -> Self {
        Self { raw, owned: false, lender: PhantomData }
    }

    /// The argument as the callee sees it.
    #[must_use]
    #[inline]
    pub fn view(&self) -> AnyView<'_> {
        // SAFETY: valid while `self` lives.
        unsafe { AnyView::from_raw(self.raw) }
    }

    /// An owned value; a borrowed object gets one more reference.
    #[must_use]
    #[inline]
    pub fn into_any(self) -> Any {
        let (raw, owned) = (self.raw, self.owned);
        std::mem::forget(self);
        if (kTVMFFIDLTensorPtr..=kTVMFFIObjectRValueRef).contains(&raw.type_index) {
            // SAFETY: a view-only argument is borrowed, and still valid.
            return unsafe { settle(raw) };
        }
        if !owned && raw.type_index >= kTVMFFIStaticObjectBegin {
            // SAFETY: a borrowed object is alive.
            unsafe { refcount::inc_strong(raw.value.v_obj) };
        }
        // SAFETY: owned now, and of no view-only kind.
        unsafe { Any::from_raw(raw) }
    }
}

/// An owned copy, None when there can be none.
///
/// # Safety
/// `raw` is a valid view.
#[cold]
unsafe fn settle(raw: TVMFFIAny) -> Any {
    // SAFETY: by contract.
    unsafe { AnyView::from_raw(raw) }.to_any().unwrap_or(Any::NONE)
}

impl Drop for Arg<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.owned && self.raw.type_index >= kTVMFFIStaticObjectBegin {
            // SAFETY: a temporary owns one reference.
            unsafe { refcount::dec_strong(self.raw.value.v_obj) };
        }
    }
}
