// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`object_type!`](crate::object_type): everything a handle type needs, with the unsafe parts in here.

/// Implements [`ObjectType`](crate::ObjectType) and the conversions of a handle type.
///
/// The struct has one field, a [`Handle`](crate::Handle) of its parent. All ancestors are listed, the parent first. `plain` names
/// fields that are read at their offsets; they, the parent and the digest are compared with the loaded type
/// table before the first handle exists. `Debug` and `Display` are the object's repr; `traits` may add
/// `PartialEq`, `Eq`, `Hash`, `PartialOrd` and `Ord` by the registered functions.
///
/// ```
/// use tvm_ffi::{Handle, Object};
/// /// A pair.
/// #[derive(Clone)]
/// #[repr(transparent)]
/// pub struct IntPair(Handle<Self, Object>);
/// tvm_ffi::object_type! {
///     IntPair: [Object],
///     key = "my_ffi_extension.IntPair",
///     plain = [a: i64 => 24, b: i64 => 32],
///     traits = [PartialEq],
/// }
/// impl IntPair {
///     /// First element.
///     pub fn a(&self) -> i64 {
///         tvm_ffi::codegen::plain::<Self, i64, 0>(self)
///     }
/// }
/// ```
#[macro_export]
macro_rules! object_type {
    (
        $name:ident: [$parent:ty $(, $ancestor:ty)* $(,)?],
        key = $key:expr
        $(, digest = $digest:expr)?
        $(, plain = [$($field:ident: $field_type:ty => $offset:expr),* $(,)?])?
        $(, traits = [$($trait:ident),* $(,)?])?
        $(,)?
    ) => {
        const _: () = assert!(
            ::core::mem::size_of::<$name>() == ::core::mem::size_of::<$crate::Object>(),
            "a handle type has one field, a Handle of its parent"
        );

        // SAFETY: a Handle of the parent and nothing else (asserted above: same size and a field of that
        // type), down to Object; `type_index` compares the table through the slot; nothing but
        // `from_object_unchecked` makes the Handle.
        unsafe impl $crate::ObjectType for $name {
            type Parent = $parent;
            const TYPE_KEY: &'static str = $key;
            $(const METADATA_HASH: u64 = $digest;)?
            $(const LAYOUT: &'static [$crate::PlainField] = &[$(
                $crate::PlainField::new::<$field_type>(stringify!($field), $offset)
            ),*];)?

            #[inline]
            fn type_index() -> $crate::Result<i32> {
                static SLOT: $crate::codegen::TypeSlot<$name> = $crate::codegen::TypeSlot::new();
                SLOT.get()
            }

            #[inline]
            fn into_object(self) -> $crate::Object {
                self.0.into_object()
            }

            #[inline]
            unsafe fn from_object_unchecked(object: $crate::Object) -> Self {
                // SAFETY: passed on to the caller.
                Self(unsafe { $crate::Handle::from_object_unchecked(object) })
            }
        }

        impl $crate::ToAny for $name {
            fn type_str() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed($key)
            }

            #[inline]
            fn to_arg(&self) -> $crate::Arg<'_> {
                $crate::codegen::object_arg(self)
            }

            #[inline]
            fn into_any(self) -> $crate::Any {
                $crate::codegen::object_any(self)
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $parent;

            #[inline]
            fn deref(&self) -> &$parent {
                &self.0
            }
        }

        impl ::core::convert::AsRef<$crate::Object> for $name {
            #[inline]
            fn as_ref(&self) -> &$crate::Object {
                ::core::convert::AsRef::as_ref(&*self.0)
            }
        }

        // SAFETY: the type itself.
        unsafe impl $crate::IsA<$name> for $name {
            #[inline]
            fn as_parent(&self) -> &$name {
                self
            }
        }

        // SAFETY: compared with the table by `type_index`.
        unsafe impl $crate::IsA<$parent> for $name {
            #[inline]
            fn as_parent(&self) -> &$parent {
                self
            }
        }

        // SAFETY: it compiles because the handle derefs to the ancestor through its checked parents.
        $(unsafe impl $crate::IsA<$ancestor> for $name {
            #[inline]
            fn as_parent(&self) -> &$ancestor {
                self
            }
        })*

        impl ::core::convert::TryFrom<$crate::Object> for $name {
            type Error = $crate::Object;

            fn try_from(object: $crate::Object) -> ::core::result::Result<Self, $crate::Object> {
                $crate::Cast::downcast(object)
            }
        }

        impl ::core::convert::TryFrom<$crate::Any> for $name {
            type Error = $crate::Error;

            fn try_from(value: $crate::Any) -> $crate::Result<Self> {
                value.try_into_value()
            }
        }

        impl ::core::convert::From<$name> for $crate::Object {
            fn from(handle: $name) -> $crate::Object {
                $crate::ObjectType::into_object(handle)
            }
        }

        impl ::core::convert::From<$name> for $crate::Any {
            fn from(handle: $name) -> $crate::Any {
                $crate::ToAny::into_any(handle)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::codegen::fmt_repr(::core::convert::AsRef::as_ref(self), f)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::codegen::fmt_repr(::core::convert::AsRef::as_ref(self), f)
            }
        }

        $($($crate::object_type!(@trait $trait $name);)*)?
    };
    (@trait PartialEq $name:ident) => {
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::codegen::equal(
                    ::core::convert::AsRef::as_ref(self),
                    ::core::convert::AsRef::as_ref(other),
                )
            }
        }
    };
    (@trait Eq $name:ident) => {
        impl ::core::cmp::Eq for $name {}
    };
    (@trait Hash $name:ident) => {
        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::codegen::hash(::core::convert::AsRef::as_ref(self), state);
            }
        }
    };
    (@trait PartialOrd $name:ident) => {
        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                $crate::codegen::compare(
                    ::core::convert::AsRef::as_ref(self),
                    ::core::convert::AsRef::as_ref(other),
                )
            }
        }
    };
    (@trait Ord $name:ident) => {
        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                $crate::codegen::total_order(
                    ::core::convert::AsRef::as_ref(self),
                    ::core::convert::AsRef::as_ref(other),
                )
            }
        }
    };
}
