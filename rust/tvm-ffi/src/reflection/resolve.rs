// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Compares what code expects of a type with the loaded type table, before any handle of it exists.

use super::digest::digest;
use super::TypeInfo;
use crate::error::{Error, Result};
use crate::object::{Object, ObjectType, PlainField};
use std::any::TypeId;
use tvm_ffi_sys::type_index::kTVMFFIStaticObjectEnd;

/// The index of `T` when the table agrees with its key, parent, layout and digest.
pub(crate) fn resolve<T: ObjectType>() -> Result<i32> {
    let info = TypeInfo::of_key(T::TYPE_KEY)?;
    if info.type_index() < kTVMFFIStaticObjectEnd {
        return Err(changed(&info, "is a built-in type, whose handle is in the crate tvm-ffi"));
    }
    if TypeId::of::<T::Parent>() != TypeId::of::<Object>() {
        let parent = T::Parent::type_index()?;
        let descends = TypeInfo::of_index(parent).is_some_and(|parent| info.descends_from(&parent));
        if !descends {
            return Err(changed(&info, &format!("is no subtype of '{}'", T::Parent::TYPE_KEY)));
        }
    }
    for expected in T::LAYOUT {
        check_field(&info, expected)?;
    }
    if T::METADATA_HASH != 0 && digest(&info) != T::METADATA_HASH {
        return Err(changed(&info, "has other fields or methods"));
    }
    Ok(info.type_index())
}

fn check_field(info: &TypeInfo, expected: &PlainField) -> Result<()> {
    let Some(field) = info.fields().into_iter().find(|f| f.name() == expected.name) else {
        return Err(changed(info, &format!("has no field '{}'", expected.name)));
    };
    let end = expected.offset.saturating_add(expected.size);
    let fits = usize::try_from(field.0.offset) == Ok(expected.offset)
        && usize::try_from(field.0.size) == Ok(expected.size)
        && field.0.field_static_type_index == expected.static_type_index
        && expected.offset >= size_of::<tvm_ffi_sys::TVMFFIObject>()
        && expected.offset % expected.align == 0
        && info.total_size().is_some_and(|total| end <= total);
    if fits {
        Ok(())
    } else {
        Err(changed(
            info,
            &format!("keeps the field '{}' elsewhere or as another type", expected.name),
        ))
    }
}

#[cold]
fn changed(info: &TypeInfo, what: &str) -> Error {
    Error::type_error(&format!(
        "the loaded type '{}' {what}; the code was made for another version of the library, generate it again",
        info.type_key()
    ))
}
