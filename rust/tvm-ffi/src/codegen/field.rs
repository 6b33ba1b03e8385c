// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`FieldSlot`]: a field through its registered getter and setter, looked up once.

use crate::any::Any;
use crate::convert::{FromAny, ToAny};
use crate::error::{Error, Result, ATTRIBUTE_ERROR};
use crate::object::{Object, ObjectType};
use crate::reflection::TypeInfo;
use crate::{Function, SharedFunction};
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::OnceLock;
use tvm_ffi_sys::flags::kTVMFFIFieldFlagBitSetterIsFunctionObj;
use tvm_ffi_sys::{TVMFFIAny, TVMFFIFieldGetter, TVMFFIFieldSetter};

/// Field `name` of the objects of type `O` itself (not of its ancestors).
pub struct FieldSlot<O> {
    name: &'static str,
    access: OnceLock<Access>,
    owner: PhantomData<fn(&O)>,
}

/// What the table says; addresses of code live as long as the process.
struct Access {
    offset: usize,
    getter: Option<TVMFFIFieldGetter>,
    setter: Setter,
}

enum Setter {
    None,
    Code(TVMFFIFieldSetter),
    Function(SharedFunction),
}

impl<O: ObjectType> FieldSlot<O> {
    /// A slot that has not been looked up.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, access: OnceLock::new(), owner: PhantomData }
    }

    /// Reads the field.
    ///
    /// # Errors
    /// What the getter raises; `TypeError` or `OverflowError` when the value is no `T`.
    #[inline]
    pub fn get<T: FromAny>(&self, object: &O) -> Result<T> {
        let access = self.access()?;
        let Some(getter) = access.getter else { return Err(self.missing("cannot be read")) };
        let mut value = TVMFFIAny::NONE;
        // SAFETY: the table promises a getter for the field at the offset of objects of this type; on
        // success the value is owned, and taken once.
        unsafe {
            if getter(address(object, access.offset), &raw mut value) != 0 {
                return Err(Error::take_raised());
            }
            match T::take(&value) {
                Some(value) => Ok(value),
                None => T::from_any(Any::from_result(value)?),
            }
        }
    }

    /// Writes the field.
    ///
    /// # Errors
    /// What the setter raises; `AttributeError` when the field is read-only.
    #[inline]
    pub fn set<T: ToAny + ?Sized>(&self, object: &O, value: &T) -> Result<()> {
        let access = self.access()?;
        let argument = value.to_arg();
        let field = address(object, access.offset);
        match &access.setter {
            Setter::None => Err(self.missing("is read-only")),
            Setter::Code(setter) => {
                // SAFETY: the table promises a setter for this field; the value is borrowed for the call.
                if unsafe { setter(field, argument.view().raw()) } != 0 {
                    return Err(Error::take_raised());
                }
                Ok(())
            }
            Setter::Function(setter) => setter.call((field, argument.view())),
        }
    }

    #[inline]
    fn access(&self) -> Result<&Access> {
        match self.access.get() {
            Some(access) => Ok(access),
            None => self.look_up(),
        }
    }

    #[cold]
    fn look_up(&self) -> Result<&Access> {
        let _checked = O::type_index()?;
        let info = TypeInfo::of_key(O::TYPE_KEY)?;
        let field = info
            .fields()
            .into_iter()
            .find(|field| field.name() == self.name)
            .ok_or_else(|| self.missing("does not exist"))?;
        let offset = usize::try_from(field.offset()).map_err(|_| self.missing("has no offset"))?;
        let setter = if !field.is_writable() || field.0.setter.is_null() {
            Setter::None
        } else if field.0.flags & kTVMFFIFieldFlagBitSetterIsFunctionObj != 0 {
            let setter = NonNull::new(field.0.setter.cast());
            // SAFETY: with the flag the table stores a live function object, for all threads.
            setter.map_or(Setter::None, |setter| unsafe {
                let setter = Function::from_object_unchecked(Object::from_borrowed(setter));
                Setter::Function(SharedFunction::new_unchecked(setter))
            })
        } else {
            // SAFETY: without the flag the table stores a C function of this type, and it is not null.
            Setter::Code(unsafe {
                std::mem::transmute::<*mut c_void, TVMFFIFieldSetter>(field.0.setter)
            })
        };
        Ok(self.access.get_or_init(|| Access { offset, getter: field.0.getter, setter }))
    }

    #[cold]
    fn missing(&self, what: &str) -> Error {
        let name = self.name;
        Error::of_kind(ATTRIBUTE_ERROR, &format!("field '{}.{name}' {what}", O::TYPE_KEY))
    }
}

impl<O> std::fmt::Debug for FieldSlot<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldSlot({})", self.name)
    }
}

/// Address of the field.
#[inline]
fn address<O: ObjectType>(object: &O, offset: usize) -> *mut c_void {
    object.as_object().as_ptr().cast::<u8>().wrapping_add(offset).cast()
}
