// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Containers shared with other languages.

mod array;
mod array_from;
mod big_int;
mod dict;
mod list;
mod map;
mod pairs;
mod sequence;
mod shape;
mod tuple;

pub use array::{Array, ArrayIter};
pub use big_int::BigInt;
pub use dict::Dict;
pub use list::List;
pub use map::Map;
pub(crate) use shape::numel;
pub use shape::Shape;

/// Handle traits of a container of typed elements: a struct `{ object, elements }`.
macro_rules! container_handle {
    ($name:ident<$($parameter:ident),+>) => {
        impl<$($parameter),+> $name<$($parameter),+> {
            /// The container without its element types.
            #[must_use]
            pub fn as_object(&self) -> &$crate::Object {
                &self.object
            }

            /// Whether both handles refer to one container.
            #[must_use]
            pub fn same_as(&self, other: &impl AsRef<$crate::Object>) -> bool {
                self.object.same_as(other)
            }
        }

        impl<$($parameter),+> Clone for $name<$($parameter),+> {
            fn clone(&self) -> Self {
                Self { object: self.object.clone(), elements: std::marker::PhantomData }
            }
        }

        impl<$($parameter),+> AsRef<$crate::Object> for $name<$($parameter),+> {
            fn as_ref(&self) -> &$crate::Object {
                &self.object
            }
        }

        impl<$($parameter),+> From<$name<$($parameter),+>> for $crate::Object {
            fn from(container: $name<$($parameter),+>) -> Self {
                container.object
            }
        }

        impl<$($parameter),+> From<$name<$($parameter),+>> for $crate::Any {
            fn from(container: $name<$($parameter),+>) -> Self {
                $crate::convert::object_any(container.object)
            }
        }

        impl<$($parameter: $crate::ToAny),+> $crate::ToAny for $name<$($parameter),+> {
            fn type_str() -> std::borrow::Cow<'static, str> {
                let parameters = [$(<$parameter as $crate::ToAny>::type_str()),+];
                format!("{}<{}>", stringify!($name), parameters.join(", ")).into()
            }

            #[inline]
            fn to_arg(&self) -> $crate::Arg<'_> {
                $crate::convert::object_arg(&self.object)
            }

            fn into_any(self) -> $crate::Any {
                self.into()
            }
        }

        impl<$($parameter),+> std::fmt::Debug for $name<$($parameter),+> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.object.fmt(f)
            }
        }
    };
}

pub(crate) use container_handle;
