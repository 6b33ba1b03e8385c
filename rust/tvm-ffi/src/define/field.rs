// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`ReflectedField`]: Rust types that other languages read, and write if the type allows it while shared.

use crate::any::Any;
use crate::convert::{FromAny, ToAny};
use crate::error::Result;
use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use tvm_ffi_sys::type_index::{kTVMFFIBool, kTVMFFIFloat, kTVMFFIInt};

/// A field's type.
pub trait ReflectedField {
    /// Whether [`ReflectedField::write`] works.
    const WRITABLE: bool = false;
    /// Type index of fields whose bytes are the value, else -1.
    const STATIC_TYPE_INDEX: i32 = -1;

    /// The value's type in messages.
    fn type_str() -> Cow<'static, str>;

    /// The value now.
    fn read(&self) -> Any;

    /// Changes the value.
    ///
    /// # Errors
    /// When the value does not convert.
    fn write(&self, value: Any) -> Result<()> {
        let _ = value;
        Err(crate::Error::of_kind(crate::error::ATTRIBUTE_ERROR, "the field is read-only"))
    }
}

macro_rules! read_only {
    ($($type:ty = $index:expr),* $(,)?) => {$(
        impl ReflectedField for $type {
            const STATIC_TYPE_INDEX: i32 = $index;

            fn type_str() -> Cow<'static, str> {
                <$type as FromAny>::type_str()
            }

            fn read(&self) -> Any {
                self.to_arg().into_any()
            }
        }
    )*};
}

read_only! {
    i64 = kTVMFFIInt,
    i32 = -1,
    u32 = -1,
    u64 = -1,
    usize = -1,
    f64 = kTVMFFIFloat,
    f32 = -1,
    bool = kTVMFFIBool,
    String = -1,
    crate::Str = -1,
    crate::Bytes = -1,
    crate::Shape = -1,
    crate::DataType = -1,
    crate::Device = -1,
}

impl<T: ReflectedField> ReflectedField for Option<T> {
    fn type_str() -> Cow<'static, str> {
        format!("Optional<{}>", T::type_str()).into()
    }

    fn read(&self) -> Any {
        self.as_ref().map_or(Any::NONE, ReflectedField::read)
    }
}

macro_rules! atomic {
    ($($type:ty: $value:ty = $index:expr),*) => {$(
        impl ReflectedField for $type {
            const WRITABLE: bool = true;
            const STATIC_TYPE_INDEX: i32 = $index;

            fn type_str() -> Cow<'static, str> {
                <$value as FromAny>::type_str()
            }

            fn read(&self) -> Any {
                self.load(Ordering::Relaxed).into()
            }

            fn write(&self, value: Any) -> Result<()> {
                self.store(value.try_into_value()?, Ordering::Relaxed);
                Ok(())
            }
        }
    )*};
}

atomic!(AtomicI64: i64 = kTVMFFIInt, AtomicBool: bool = kTVMFFIBool);

macro_rules! locked {
    ($($lock:ident, $read:ident, $write:ident;)*) => {$(
        impl<T: ReflectedField + FromAny> ReflectedField for $lock<T> {
            const WRITABLE: bool = true;

            fn type_str() -> Cow<'static, str> {
                <T as ReflectedField>::type_str()
            }

            fn read(&self) -> Any {
                self.$read().unwrap_or_else(PoisonError::into_inner).read()
            }

            fn write(&self, value: Any) -> Result<()> {
                let value = value.try_into_value()?;
                // The old value ends after the lock: its destructor may be anything.
                let _old = std::mem::replace(
                    &mut *self.$write().unwrap_or_else(PoisonError::into_inner),
                    value,
                );
                Ok(())
            }
        }
    )*};
}

locked! {
    Mutex, lock, lock;
    RwLock, read, write;
}
