// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Array`]: an immutable sequence. Invariant: every element was seen to convert to `T`.

use super::{container_handle, sequence};
use crate::any::{Any, AnyView};
use crate::convert::{FromAny, ToAny};
use crate::error::{Error, Result};
use crate::object::Object;
use std::borrow::Cow;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use tvm_ffi_sys::type_index::{kTVMFFIArray, kTVMFFIList};

/// An immutable sequence of `T`, shared with other languages.
pub struct Array<T = Any> {
    pub(super) object: Object,
    pub(super) elements: PhantomData<fn() -> T>,
}

container_handle!(Array<T>);

impl<T: FromAny> Array<T> {
    /// Number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        sequence::len(&self.object)
    }

    /// Whether there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Element `index`.
    ///
    /// # Errors
    /// `IndexError` when it is out of bounds.
    pub fn get(&self, index: usize) -> Result<T> {
        match sequence::view(&self.object, index) {
            Some(view) => T::from_view(view),
            None => Err(out_of_bounds(index, self.len())),
        }
    }

    /// All elements in order.
    #[must_use]
    pub fn iter(&self) -> ArrayIter<T> {
        ArrayIter { array: self.clone(), range: 0..self.len() }
    }

    /// The elements as a `Vec`.
    #[must_use]
    pub fn to_vec(&self) -> Vec<T> {
        self.iter().collect()
    }
}

impl<T: ToAny> Array<T> {
    /// An array of these elements.
    #[must_use]
    pub fn new(items: impl IntoIterator<Item = T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T: ToAny> FromIterator<T> for Array<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let items = items.into_iter().map(ToAny::into_any).collect();
        Self { object: sequence::new_array(items), elements: PhantomData }
    }
}

#[cold]
pub(super) fn out_of_bounds(index: usize, len: usize) -> Error {
    Error::index_error(&format!("index {index} is out of bounds of a sequence of {len}"))
}

/// The first element that is no `T`.
fn misfit<T: FromAny>(object: &Object) -> Option<usize> {
    (0..sequence::len(object)).find(|&i| !sequence::view(object, i).is_some_and(T::fits))
}

impl<T: FromAny> Array<T> {
    /// Takes an array object after looking at each element; a list is copied.
    fn checked(object: Object) -> Result<Self> {
        match misfit::<T>(&object) {
            None if object.type_index() == kTVMFFIArray => {
                Ok(Self { object, elements: PhantomData })
            }
            None => {
                let items = (0..sequence::len(&object))
                    .filter_map(|i| sequence::view(&object, i).map(|view| view.to_any()))
                    .collect::<Result<Vec<Any>>>()?;
                let object = sequence::new_array(items);
                Ok(Self { object, elements: PhantomData })
            }
            Some(index) => {
                let met = sequence::view(&object, index).map(|v| v.type_key()).unwrap_or_default();
                Err(Error::type_error(&format!(
                    "Expected `{}` but got `Array[index {index}: {met}]`",
                    Self::type_str()
                )))
            }
        }
    }
}

impl<T: FromAny> FromAny for Array<T> {
    fn type_str() -> Cow<'static, str> {
        format!("Array<{}>", T::type_str()).into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        match view.get::<Object>() {
            Ok(object) if matches!(object.type_index(), kTVMFFIArray | kTVMFFIList) => {
                Self::checked(object)
            }
            _ => Err(view.mismatch::<Self>()),
        }
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.type_index() == kTVMFFIArray
            && view.get::<Object>().is_ok_and(|o| misfit::<T>(&o).is_none())
    }
}

/// Iterator over the elements of an [`Array`].
#[derive(Debug)]
pub struct ArrayIter<T> {
    array: Array<T>,
    range: std::ops::Range<usize>,
}

impl<T: FromAny> ArrayIter<T> {
    /// # Panics
    /// When a `FromAny` outside this crate refuses a value that it accepted before.
    fn at(&self, index: usize) -> T {
        match self.array.get(index) {
            Ok(value) => value,
            Err(error) => panic!("element {index} converted before and does not now: {error}"),
        }
    }
}

impl<T: FromAny> Iterator for ArrayIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.range.next().map(|index| self.at(index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}

impl<T: FromAny> DoubleEndedIterator for ArrayIter<T> {
    fn next_back(&mut self) -> Option<T> {
        self.range.next_back().map(|index| self.at(index))
    }
}

impl<T: FromAny> ExactSizeIterator for ArrayIter<T> {}
impl<T: FromAny> FusedIterator for ArrayIter<T> {}

impl<T: FromAny> IntoIterator for Array<T> {
    type Item = T;
    type IntoIter = ArrayIter<T>;

    fn into_iter(self) -> ArrayIter<T> {
        self.iter()
    }
}

impl<T: FromAny> IntoIterator for &Array<T> {
    type Item = T;
    type IntoIter = ArrayIter<T>;

    fn into_iter(self) -> ArrayIter<T> {
        self.iter()
    }
}
