// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Enumerations: a Rust enum on this side, objects that live as long as the process on the other.
//!
//! Invariant: a Rust value is one of the entries that were known when the code was generated; an entry that
//! another library added later is an error where it is met, never another value.

use super::FieldSlot;
use crate::any::AnyView;
use crate::convert::{Arg, ToAny};
use crate::error::{Error, Result, VALUE_ERROR};
use crate::object::Object;
use crate::reflection::{get_type_attr, TypeInfo};
use crate::{Any, Cast, Dict};

/// An enum generated from a registered enum class; implemented by [`enum_type!`](crate::enum_type).
pub trait EnumType: Copy + 'static {
    /// Key in the type table.
    const TYPE_KEY: &'static str;
    /// Registered names and integer values.
    const ENTRIES: &'static [(&'static str, i64)];

    /// The integer value.
    fn index(self) -> i64;

    /// The entry with an integer value.
    fn from_index(index: i64) -> Option<Self>;

    /// The registered name.
    fn entry_name(self) -> &'static str {
        let found = Self::ENTRIES.iter().find(|(_, index)| *index == self.index());
        found.map_or("", |(name, _)| name)
    }
}

/// Root class of all entries.
#[derive(Clone)]
#[repr(transparent)]
struct Entry(crate::Handle<Self, Object>);

crate::object_type! { Entry: [Object], key = "ffi.Enum" }

/// What keeps the entries of a class.
#[derive(Clone)]
#[repr(transparent)]
struct State(crate::Handle<Self, Object>);

crate::object_type! { State: [Object], key = "ffi.EnumState" }

/// Compares the loaded class with the entries that the code was generated from.
///
/// # Errors
/// When the class is not registered or an entry is missing or has another value.
pub fn enum_check<E: EnumType>() -> Result<()> {
    let indexes = indexes::<E>()?;
    for (name, index) in E::ENTRIES {
        let found = indexes.get(&Any::from(*index))?;
        if found.map(|entry| name_of(&entry)).transpose()?.as_deref() != Some(*name) {
            return Err(Error::type_error(&format!(
                "the loaded enum '{}' has no entry '{name}' of value {index}; the code was made for another \
                 version of the library, generate it again",
                E::TYPE_KEY
            )));
        }
    }
    Ok(())
}

/// The entry as an argument; its integer where the library is not loaded.
pub fn enum_arg<E: EnumType>(value: E) -> Arg<'static> {
    let index = Any::from(value.index());
    match indexes::<E>().and_then(|indexes| indexes.get(&index)) {
        Ok(Some(entry)) => Arg::owned(entry.into_any()),
        _ => Arg::owned(index),
    }
}

/// The Rust value of an entry, of its integer or of its name.
///
/// # Errors
/// `TypeError` when the value is nothing of the kind, `ValueError` when the entry is unknown.
pub fn enum_value<E: EnumType>(view: AnyView<'_>) -> Result<E> {
    static INDEX: FieldSlot<Entry> = FieldSlot::new("_int_index");
    let index = if let Some(entry) = view.try_as::<Entry>() {
        if entry.type_key() != E::TYPE_KEY {
            return Err(unfit::<E>(&entry.type_key()));
        }
        INDEX.get(&entry)?
    } else if let Some(index) = view.try_as::<i64>() {
        index
    } else if let Some(name) = view.try_as::<crate::Str>() {
        let found = E::ENTRIES.iter().find(|(known, _)| *known == name.as_str());
        return found
            .and_then(|(_, index)| E::from_index(*index))
            .ok_or_else(|| unknown::<E>(&format!("'{name}'")));
    } else {
        return Err(unfit::<E>(&view.type_key()));
    };
    E::from_index(index).ok_or_else(|| unknown::<E>(&index.to_string()))
}

#[cold]
fn unfit<E: EnumType>(met: &str) -> Error {
    Error::type_error(&format!("Expected `{}` but got `{met}`", E::TYPE_KEY))
}

#[cold]
fn unknown<E: EnumType>(what: &str) -> Error {
    let names: Vec<&str> = E::ENTRIES.iter().map(|(name, _)| *name).collect();
    Error::of_kind(
        VALUE_ERROR,
        &format!("enum '{}' has no entry {what}; known are {}", E::TYPE_KEY, names.join(", ")),
    )
}

fn name_of(entry: &Object) -> Result<String> {
    static NAME: FieldSlot<Entry> = FieldSlot::new("_str_index");
    let met = entry.type_key();
    let entry = entry
        .clone()
        .downcast::<Entry>()
        .map_err(|_| Error::type_error(&format!("Expected `ffi.Enum` but got `{met}`")))?;
    NAME.get(&entry)
}

/// From integer or name to entry.
fn indexes<E: EnumType>() -> Result<Dict<Any, Object>> {
    static INDEXES: FieldSlot<State> = FieldSlot::new("indexes");
    let class = TypeInfo::of_key(E::TYPE_KEY)?;
    let state =
        get_type_attr(class.type_index(), "__ffi_enum__")?.ok_or_else(|| unknown::<E>("at all"))?;
    INDEXES.get(&state.try_into_value::<State>()?)
}

/// Implements the conversions of a field-less `repr(i64)` enum whose values are entries of a registered class.
///
/// It gives [`EnumType`](crate::codegen::EnumType), `Display` (the registered name), `FromStr`, `TryFrom<i64>`,
/// `From` into `i64`, and the conversions of arguments and results.
///
/// ```
/// /// A colour.
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
/// #[repr(i64)]
/// pub enum Color {
///     /// Red.
///     Red = 0,
///     /// Green.
///     Green = 1,
/// }
/// tvm_ffi::enum_type! { Color, key = "my_ffi_extension.Color", entries = [Red = "RED", Green = "GREEN"] }
///
/// assert_eq!(Color::try_from(1).unwrap(), Color::Green);
/// assert_eq!("RED".parse::<Color>().unwrap().to_string(), "RED");
/// ```
#[macro_export]
macro_rules! enum_type {
    ($name:ident, key = $key:expr, entries = [$($entry:ident = $text:expr),+ $(,)?] $(,)?) => {
        impl $crate::codegen::EnumType for $name {
            const TYPE_KEY: &'static str = $key;
            const ENTRIES: &'static [(&'static str, i64)] = &[$(($text, $name::$entry as i64)),+];

            fn index(self) -> i64 {
                self as i64
            }

            fn from_index(index: i64) -> ::core::option::Option<Self> {
                const VALUES: &[$name] = &[$($name::$entry),+];
                VALUES.iter().copied().find(|value| *value as i64 == index)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::codegen::EnumType::entry_name(*self))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(name: &str) -> $crate::Result<Self> {
                $crate::codegen::enum_value($crate::ToAny::to_arg(name).view())
            }
        }

        impl ::core::convert::TryFrom<i64> for $name {
            type Error = $crate::Error;

            fn try_from(index: i64) -> $crate::Result<Self> {
                $crate::codegen::enum_value($crate::ToAny::to_arg(&index).view())
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> i64 {
                value as i64
            }
        }

        impl ::core::convert::From<$name> for $crate::Any {
            fn from(value: $name) -> $crate::Any {
                $crate::ToAny::into_any(value)
            }
        }

        impl ::core::convert::TryFrom<$crate::Any> for $name {
            type Error = $crate::Error;

            fn try_from(value: $crate::Any) -> $crate::Result<Self> {
                value.try_into_value()
            }
        }

        impl $crate::ToAny for $name {
            fn type_str() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed($key)
            }

            fn to_arg(&self) -> $crate::Arg<'_> {
                $crate::codegen::enum_arg(*self)
            }
        }

        impl $crate::FromAny for $name {
            fn type_str() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed($key)
            }

            fn from_view(view: $crate::AnyView<'_>) -> $crate::Result<Self> {
                $crate::codegen::enum_value(view)
            }
        }
    };
}
