// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Casts between handle types; a failed one gives the value back.

use super::{IsA, ObjectType};
use crate::reflection::is_instance;

/// Casts of every handle type.
pub trait Cast: ObjectType {
    /// Whether the object is of type `T` or a subtype. A type that is not registered has no instances.
    fn is<T: ObjectType>(&self) -> bool {
        T::type_index().is_ok_and(|target| is_instance(self.as_object().type_index(), target))
    }

    /// The handle as an ancestor.
    fn upcast<T: ObjectType>(self) -> T
    where
        Self: IsA<T>,
    {
        // SAFETY: IsA holds for ancestors only; a handle of a type exists only after its ancestors' checks.
        unsafe { T::from_object_unchecked(self.into_object()) }
    }

    /// A reference to the handle as an ancestor.
    fn upcast_ref<T>(&self) -> &T
    where
        Self: IsA<T>,
    {
        self.as_parent()
    }

    /// The handle as a descendant.
    ///
    /// # Errors
    /// The handle itself when the object is of another type.
    fn downcast<T: ObjectType>(self) -> Result<T, Self> {
        if self.is::<T>() {
            // SAFETY: `is` has checked the type after `type_index` succeeded.
            Ok(unsafe { T::from_object_unchecked(self.into_object()) })
        } else {
            Err(self)
        }
    }

    /// A reference to the handle as a descendant.
    fn downcast_ref<T: ObjectType>(&self) -> Option<&T> {
        self.is::<T>().then(|| {
            // SAFETY: the type is checked, and every handle is an `Object` and nothing else (ObjectType).
            unsafe { &*std::ptr::from_ref(self.as_object()).cast::<T>() }
        })
    }
}

impl<T: ObjectType> Cast for T {}
