// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What every handle of a built-in type needs.

/// Implements the handle traits for a tuple struct around [`Object`](crate::Object) of a fixed type index,
/// whose body is the ABI's.
macro_rules! builtin_handle {
    ($name:ident, $index:expr, $key:literal) => {
        impl AsRef<$crate::Object> for $name {
            fn as_ref(&self) -> &$crate::Object {
                &self.0
            }
        }

        // SAFETY: one Object and nothing else; the index is fixed and the body is the ABI's.
        unsafe impl $crate::ObjectType for $name {
            type Parent = $crate::Object;
            const TYPE_KEY: &'static str = $key;

            #[inline]
            fn type_index() -> $crate::Result<i32> {
                Ok($index)
            }

            fn into_object(self) -> $crate::Object {
                self.0
            }

            unsafe fn from_object_unchecked(object: $crate::Object) -> Self {
                Self(object)
            }
        }

        // SAFETY: every type descends from the root.
        unsafe impl $crate::IsA<$crate::Object> for $name {
            fn as_parent(&self) -> &$crate::Object {
                &self.0
            }
        }

        // SAFETY: the type itself.
        unsafe impl $crate::IsA<$name> for $name {
            fn as_parent(&self) -> &$name {
                self
            }
        }

        impl $crate::ToAny for $name {
            fn type_str() -> std::borrow::Cow<'static, str> {
                $key.into()
            }

            #[inline]
            fn to_arg(&self) -> $crate::Arg<'_> {
                $crate::convert::object_arg(self)
            }

            #[inline]
            fn into_any(self) -> $crate::Any {
                $crate::convert::object_any(self)
            }
        }

        impl From<$name> for $crate::Any {
            fn from(handle: $name) -> Self {
                $crate::convert::object_any(handle)
            }
        }

        impl From<$name> for $crate::Object {
            fn from(handle: $name) -> Self {
                handle.0
            }
        }

        impl TryFrom<$crate::Object> for $name {
            type Error = $crate::Object;

            fn try_from(object: $crate::Object) -> Result<Self, $crate::Object> {
                $crate::Cast::downcast(object)
            }
        }

        impl TryFrom<$crate::Any> for $name {
            type Error = $crate::Error;

            fn try_from(value: $crate::Any) -> Result<Self, $crate::Error> {
                value.try_into_value()
            }
        }
    };
}

pub(crate) use builtin_handle;
