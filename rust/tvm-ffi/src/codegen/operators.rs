// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Registered equality, order, hash and repr of objects, as Rust's traits want them: without errors.

use crate::function::call_global;
use crate::object::{Object, ObjectType};
use crate::{Any, Arg};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Equality as registered, or identity when it fails.
#[must_use]
pub fn equal(left: &Object, right: &Object) -> bool {
    left.same_as(right) || call_global::<bool>("ffi.RecursiveEq", (left, right)).unwrap_or(false)
}

/// Order as registered; none when it fails.
#[must_use]
pub fn compare(left: &Object, right: &Object) -> Option<Ordering> {
    if equal(left, right) {
        return Some(Ordering::Equal);
    }
    let less: bool = call_global("ffi.RecursiveLt", (left, right)).ok()?;
    Some(if less { Ordering::Less } else { Ordering::Greater })
}

/// Order as registered; objects whose order fails stand in the order of their addresses.
#[must_use]
pub fn total_order(left: &Object, right: &Object) -> Ordering {
    compare(left, right).unwrap_or_else(|| left.as_ptr().cmp(&right.as_ptr()))
}

/// Hash as registered; objects whose hash fails all hash alike.
pub fn hash<H: Hasher>(object: &Object, state: &mut H) {
    call_global::<i64>("ffi.RecursiveHash", (object,)).unwrap_or(0).hash(state);
}

/// A handle as an argument.
#[inline]
pub fn object_arg<T: ObjectType>(handle: &T) -> Arg<'_> {
    crate::convert::object_arg(handle)
}

/// A handle as a value.
#[inline]
pub fn object_any<T: ObjectType>(handle: T) -> Any {
    crate::convert::object_any(handle)
}

/// The object's own text.
///
/// # Errors
/// Those of the formatter.
pub fn fmt_repr(object: &Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(object, f)
}
