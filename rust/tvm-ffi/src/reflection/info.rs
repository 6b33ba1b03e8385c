// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Views of the records of a type. They live as long as the process.

use crate::error::{Error, Result};
use std::ptr::NonNull;
use tvm_ffi_sys::flags::{kTVMFFIFieldFlagBitMaskIsStaticMethod, kTVMFFIFieldFlagBitMaskWritable};
use tvm_ffi_sys::type_index::{kTVMFFIObject, BUILTIN_TYPES};
use tvm_ffi_sys::{
    load, loaded, TVMFFIByteArray, TVMFFIFieldInfo, TVMFFIMethodInfo, TVMFFITypeInfo,
};

/// A registered type. The entry is never freed, but grows while members are registered, so it is read anew
/// each time.
#[derive(Clone, Copy, Debug)]
pub struct TypeInfo(NonNull<TVMFFITypeInfo>);

/// A reflected field.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo(pub(crate) TVMFFIFieldInfo);

/// A reflected method.
#[derive(Clone, Copy, Debug)]
pub struct MethodInfo(pub(crate) TVMFFIMethodInfo);

/// A text of the table; empty when it is no UTF-8.
fn text(array: &TVMFFIByteArray) -> &'static str {
    // SAFETY: texts of the table are never freed or changed.
    std::str::from_utf8(unsafe { array.as_slice() }).unwrap_or("")
}

/// `count` records at `data`.
///
/// # Safety
/// They exist and stay as they are during `'a`.
unsafe fn records<'a, T>(data: *const T, count: i32) -> &'a [T] {
    match usize::try_from(count) {
        // SAFETY: by contract.
        Ok(count) if !data.is_null() => unsafe { std::slice::from_raw_parts(data, count) },
        _ => &[],
    }
}

impl TypeInfo {
    /// The type registered as `key`.
    ///
    /// # Errors
    /// `TypeError` when there is none, or no library.
    pub fn of_key(key: &str) -> Result<Self> {
        let api = load()?;
        let array = TVMFFIByteArray::new(key.as_bytes());
        let mut index = -1;
        // SAFETY: the key is borrowed for the call. On failure the raised error is taken and replaced.
        if unsafe { (api.TVMFFITypeKeyToIndex)(&raw const array, &raw mut index) } != 0 {
            drop(Error::take_raised());
            return Err(Error::type_error(&format!(
                "type '{key}' is not registered; load the library that defines it first"
            )));
        }
        Self::of_index(index)
            .ok_or_else(|| Error::type_error(&format!("type '{key}' has no record")))
    }

    /// The type of an index that the table gave out.
    pub(crate) fn of_index(index: i32) -> Option<Self> {
        let api = loaded()?;
        // SAFETY: indices come from the table or from objects, so the entry exists; it is never freed.
        NonNull::new(unsafe { (api.TVMFFIGetTypeInfo)(index) }.cast_mut()).map(Self)
    }

    /// The entry as it is now.
    fn entry(&self) -> TVMFFITypeInfo {
        // SAFETY: an entry of the table, which is never freed.
        unsafe { self.0.read() }
    }

    /// Index in this process.
    #[must_use]
    pub fn type_index(&self) -> i32 {
        self.entry().type_index
    }

    /// Key.
    #[must_use]
    pub fn type_key(&self) -> &'static str {
        text(&self.entry().type_key)
    }

    /// Ancestors, root first.
    #[must_use]
    pub fn ancestors(&self) -> Vec<TypeInfo> {
        let entry = self.entry();
        // SAFETY: the entry has `type_depth` ancestors, all entries of the table.
        unsafe { records(entry.type_ancestors, entry.type_depth) }
            .iter()
            .filter_map(|ancestor| NonNull::new(ancestor.cast_mut()).map(Self))
            .collect()
    }

    /// Whether this is `ancestor` or a subtype of it.
    pub(crate) fn descends_from(&self, ancestor: &TypeInfo) -> bool {
        if self.0 == ancestor.0 {
            return true;
        }
        let entry = self.entry();
        // SAFETY: the entry has `type_depth` ancestors.
        let ancestors = unsafe { records(entry.type_ancestors, entry.type_depth) };
        usize::try_from(ancestor.entry().type_depth)
            .ok()
            .and_then(|depth| ancestors.get(depth))
            .is_some_and(|&entry| std::ptr::eq(entry, ancestor.0.as_ptr()))
    }

    /// Own fields, without inherited ones.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldInfo> {
        let entry = self.entry();
        // SAFETY: the entry has `num_fields` records; the copies hold addresses that stay valid.
        unsafe { records(entry.fields, entry.num_fields) }.iter().copied().map(FieldInfo).collect()
    }

    /// Own methods, without inherited ones; overloads are several entries of one name.
    #[must_use]
    pub fn methods(&self) -> Vec<MethodInfo> {
        let entry = self.entry();
        // SAFETY: as for the fields.
        unsafe { records(entry.methods, entry.num_methods) }
            .iter()
            .copied()
            .map(MethodInfo)
            .collect()
    }

    /// Size of the object in bytes, header included; none when the type was never described.
    #[must_use]
    pub fn total_size(&self) -> Option<usize> {
        // SAFETY: null or a record of the table.
        unsafe { self.entry().metadata.as_ref() }.and_then(|m| usize::try_from(m.total_size).ok())
    }
}

impl FieldInfo {
    /// Name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        text(&self.0.name)
    }

    /// Documentation; may be empty.
    #[must_use]
    pub fn doc(&self) -> &'static str {
        text(&self.0.doc)
    }

    /// JSON object with `type_schema` and the registration's own entries.
    #[must_use]
    pub fn metadata(&self) -> &'static str {
        text(&self.0.metadata)
    }

    /// Whether frontends may set the field.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.0.flags & kTVMFFIFieldFlagBitMaskWritable != 0
    }

    /// Bytes from the object header.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.0.offset
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(&self) -> i64 {
        self.0.size
    }
}

impl MethodInfo {
    /// Name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        text(&self.0.name)
    }

    /// Documentation; may be empty.
    #[must_use]
    pub fn doc(&self) -> &'static str {
        text(&self.0.doc)
    }

    /// JSON object with `type_schema` and the registration's own entries.
    #[must_use]
    pub fn metadata(&self) -> &'static str {
        text(&self.0.metadata)
    }

    /// Whether it is called without a receiver.
    #[must_use]
    pub fn is_static(&self) -> bool {
        self.0.flags & kTVMFFIFieldFlagBitMaskIsStaticMethod != 0
    }
}

/// Whether an object of type `actual` is a `target`.
#[inline]
pub(crate) fn is_instance(actual: i32, target: i32) -> bool {
    if actual == target {
        return true;
    }
    if target == kTVMFFIObject {
        return actual >= kTVMFFIObject;
    }
    // A child's index is always greater than its parent's.
    actual > target && is_descendant(actual, target)
}

fn is_descendant(actual: i32, target: i32) -> bool {
    match (TypeInfo::of_index(actual), TypeInfo::of_index(target)) {
        (Some(actual), Some(target)) => actual.descends_from(&target),
        _ => false,
    }
}

/// Key of a type index that a value has.
pub(crate) fn type_key_of(index: i32) -> String {
    if let Ok(at) = BUILTIN_TYPES.binary_search_by_key(&index, |entry| entry.0) {
        return BUILTIN_TYPES[at].1.to_owned();
    }
    match TypeInfo::of_index(index) {
        Some(info) if index >= kTVMFFIObject => info.type_key().to_owned(),
        _ => format!("type index {index}"),
    }
}
