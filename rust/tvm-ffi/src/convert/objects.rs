// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Handles of every object type.

use super::{Arg, FromAny, ToAny};
use crate::any::{object, Any, AnyView};
use crate::error::Result;
use crate::object::{Object, ObjectType};
use crate::reflection::is_instance;
use std::borrow::Cow;
use std::ptr::NonNull;
use tvm_ffi_sys::type_index::kTVMFFIStaticObjectBegin;
use tvm_ffi_sys::TVMFFIAny;

impl<T: ObjectType> FromAny for T {
    fn type_str() -> Cow<'static, str> {
        T::TYPE_KEY.into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        let target = T::type_index()?;
        let Some(pointer) = view.object() else { return Err(view.mismatch::<Self>()) };
        // SAFETY: a view's object is alive while it is borrowed.
        let object = unsafe { Object::from_borrowed(pointer) };
        if !is_instance(object.type_index(), target) {
            return Err(view.mismatch::<Self>());
        }
        // SAFETY: the type was checked.
        Ok(unsafe { T::from_object_unchecked(object) })
    }

    #[inline]
    fn from_any(value: Any) -> Result<Self> {
        let target = T::type_index()?;
        if !is_instance(value.type_index(), target) {
            return Err(value.mismatch::<Self>());
        }
        match value.into_object() {
            // SAFETY: the type was checked.
            Ok(object) => Ok(unsafe { T::from_object_unchecked(object) }),
            Err(value) => Err(value.mismatch::<Self>()),
        }
    }

    #[inline]
    unsafe fn take(cell: &TVMFFIAny) -> Option<Self> {
        if cell.type_index < kTVMFFIStaticObjectBegin {
            return None;
        }
        let target = T::type_index().ok()?;
        if !is_instance(cell.type_index, target) {
            return None;
        }
        // SAFETY: an object kind owns a reference, which moves to the handle; the type was checked.
        unsafe {
            NonNull::new(cell.value.v_obj).map(|p| T::from_object_unchecked(Object::from_raw(p)))
        }
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.object().is_some() && Self::from_view(view).is_ok()
    }
}

/// A handle as an argument.
#[inline]
pub(crate) fn object_arg<T: ObjectType>(handle: &T) -> Arg<'_> {
    let handle = handle.as_object();
    // SAFETY: the handle keeps the object alive while the argument lives.
    unsafe { Arg::from_raw(object(handle.type_index(), handle.as_ptr())) }
}

/// A handle as a value, without touching the count.
#[inline]
pub(crate) fn object_any<T: ObjectType>(handle: T) -> Any {
    let handle = handle.into_object();
    let cell = object(handle.type_index(), handle.into_raw().as_ptr());
    // SAFETY: the handle's reference moves into the value.
    unsafe { Any::from_raw(cell) }
}

// `&T` is an argument for every argument `T`, so no blanket implementation over handle types can stand beside
// that; each handle type has its own.
impl ToAny for Object {
    fn type_str() -> Cow<'static, str> {
        Object::TYPE_KEY.into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        object_arg(self)
    }

    #[inline]
    fn into_any(self) -> Any {
        object_any(self)
    }
}
