// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Entering a Rust struct into the type table.

use super::handle::Body;
use super::member::{Field, Method};
use super::{Members, RustObject};
use crate::convert::ToAny;
use crate::error::{Error, Result};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::{Mutex, PoisonError};
use tvm_ffi_sys::flags::{
    kTVMFFIFieldFlagBitMaskIsStaticMethod, kTVMFFIFieldFlagBitMaskWritable,
    kTVMFFISEqHashKindUnsupported,
};
use tvm_ffi_sys::type_index::kTVMFFIObject;
use tvm_ffi_sys::{
    load, Api, TVMFFIAny, TVMFFIByteArray, TVMFFIFieldInfo, TVMFFIMethodInfo, TVMFFITypeMetadata,
};

/// The type table has no lock of its own.
static REGISTERING: Mutex<()> = Mutex::new(());

/// The index of `T`, which is registered on the first call.
///
/// # Errors
/// When there is no library, or another type has the key.
#[inline]
pub fn register<T: RustObject>() -> Result<i32> {
    match T::slot().filled() {
        Some(index) => Ok(index),
        None => enter::<T>(),
    }
}

#[cold]
fn enter<T: RustObject>() -> Result<i32> {
    let api = load()?;
    let _guard = REGISTERING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(index) = T::slot().filled() {
        return Ok(index);
    }
    let index = new_index(api, T::TYPE_KEY)?;
    // From here on all objects of the index are ours, whether all of the description goes through or not.
    T::slot().fill_with(index);
    let mut members = Members::<T>::new();
    T::members(&mut members);
    let doc = TVMFFIByteArray::new(T::DOC.as_bytes());
    let metadata = TVMFFITypeMetadata {
        doc,
        creator: None,
        total_size: i32::try_from(size_of::<Body<T>>()).unwrap_or(i32::MAX),
        structural_eq_hash_kind: kTVMFFISEqHashKindUnsupported,
    };
    for field in &members.fields {
        register_field(api, index, field)?;
    }
    for method in &members.methods {
        register_method(api, index, method)?;
    }
    // SAFETY: the record and its text are borrowed for the call.
    check(unsafe { (api.TVMFFITypeRegisterMetadata)(index, &raw const metadata) })?;
    register_attribute(api, index, b"__ffi_type_final__", &true)
}

/// An index for a key that nobody has; a type of that key would have another layout.
fn new_index(api: &Api, key: &str) -> Result<i32> {
    let name = TVMFFIByteArray::new(key.as_bytes());
    let mut known = -1;
    // SAFETY: the key is borrowed for the calls; the new type is a final child of the root.
    let index = unsafe {
        if (api.TVMFFITypeKeyToIndex)(&raw const name, &raw mut known) == 0 {
            return Err(Error::type_error(&format!("another type is registered as '{key}'")));
        }
        drop(Error::take_raised());
        (api.TVMFFITypeGetOrAllocIndex)(&raw const name, -1, 1, 0, 0, kTVMFFIObject)
    };
    if index > kTVMFFIObject {
        Ok(index)
    } else {
        Err(Error::take_raised())
    }
}

fn register_field(api: &Api, index: i32, field: &Field) -> Result<()> {
    let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    let info = TVMFFIFieldInfo {
        name: TVMFFIByteArray::new(field.name.as_bytes()),
        doc: TVMFFIByteArray::new(field.doc.as_bytes()),
        metadata: TVMFFIByteArray::new(field.metadata.as_bytes()),
        flags: if field.setter.is_some() { kTVMFFIFieldFlagBitMaskWritable } else { 0 },
        size: number(field.size),
        alignment: number(field.alignment),
        offset: number(field.offset),
        getter: Some(field.getter),
        setter: field.setter.map_or(null_mut(), |setter| setter as *mut c_void),
        default_value_or_factory: TVMFFIAny::NONE,
        field_static_type_index: field.static_type_index,
    };
    // SAFETY: the record and its texts are borrowed for the call; getter and setter fit the field.
    check(unsafe { (api.TVMFFITypeRegisterField)(index, &raw const info) })
}

fn register_method(api: &Api, index: i32, method: &Method) -> Result<()> {
    let info = TVMFFIMethodInfo {
        name: TVMFFIByteArray::new(method.name.as_bytes()),
        doc: TVMFFIByteArray::new(method.doc.as_bytes()),
        metadata: TVMFFIByteArray::new(method.metadata.as_bytes()),
        flags: if method.is_static { kTVMFFIFieldFlagBitMaskIsStaticMethod } else { 0 },
        method: *method.function.to_arg().view().raw(),
    };
    // SAFETY: the record is borrowed for the call; the table takes its own reference to the function.
    check(unsafe { (api.TVMFFITypeRegisterMethod)(index, &raw const info) })?;
    if method.name == "__ffi_init__" {
        register_attribute(api, index, b"__ffi_init__", &method.function)?;
    }
    Ok(())
}

fn register_attribute(api: &Api, index: i32, name: &[u8], value: &impl ToAny) -> Result<i32> {
    let name = TVMFFIByteArray::new(name);
    let value = value.to_arg();
    // SAFETY: name and value are borrowed for the call.
    check(unsafe { (api.TVMFFITypeRegisterAttr)(index, &raw const name, value.view().raw()) })?;
    Ok(index)
}

fn check(code: i32) -> Result<()> {
    if code == 0 {
        Ok(())
    } else {
        Err(Error::take_raised())
    }
}
