// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`List`]: a sequence that everybody who holds it may change, so elements are converted when looked at.

use super::{array::out_of_bounds, container_handle, sequence};
use crate::any::{Any, AnyView};
use crate::codegen::GlobalSlot;
use crate::convert::{FromAny, ToAny};
use crate::error::Result;
use crate::object::Object;
use std::borrow::Cow;
use std::marker::PhantomData;
use tvm_ffi_sys::type_index::kTVMFFIList;

/// A mutable sequence of `T`, shared with other languages.
pub struct List<T = Any> {
    object: Object,
    elements: PhantomData<fn() -> T>,
}

container_handle!(List<T>);

/// Positions as the runtime counts them; what does not fit is out of bounds there.
fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

impl<T> List<T> {
    /// Number of elements now.
    #[must_use]
    pub fn len(&self) -> usize {
        sequence::len(&self.object)
    }

    /// Whether there is no element now.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes all elements.
    ///
    /// # Errors
    /// When there is no library.
    pub fn clear(&self) -> Result<()> {
        static CLEAR: GlobalSlot = GlobalSlot::new("ffi.ListClear");
        CLEAR.call((&self.object,))
    }

    /// Removes element `index`.
    ///
    /// # Errors
    /// `IndexError` when it is out of bounds.
    pub fn remove(&self, index: usize) -> Result<()> {
        static ERASE: GlobalSlot = GlobalSlot::new("ffi.ListErase");
        self.in_bounds(index, self.len())?;
        ERASE.call((&self.object, position(index)))
    }

    /// Turns the order around.
    ///
    /// # Errors
    /// When there is no library.
    pub fn reverse(&self) -> Result<()> {
        static REVERSE: GlobalSlot = GlobalSlot::new("ffi.ListReverse");
        REVERSE.call((&self.object,))
    }

    fn in_bounds(&self, index: usize, end: usize) -> Result<()> {
        if index < end {
            Ok(())
        } else {
            Err(out_of_bounds(index, self.len()))
        }
    }
}

impl<T: FromAny> List<T> {
    /// Element `index`.
    ///
    /// # Errors
    /// `IndexError` when it is out of bounds, `TypeError` when it is no `T`.
    pub fn get(&self, index: usize) -> Result<T> {
        match sequence::view(&self.object, index) {
            // Owned first: converting may run code that changes the list.
            Some(view) => T::from_any(view.to_any()?),
            None => Err(out_of_bounds(index, self.len())),
        }
    }

    /// The elements of this moment.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Result<T>> + DoubleEndedIterator {
        let snapshot: Vec<Result<Any>> = (0..self.len())
            .filter_map(|index| sequence::view(&self.object, index).map(|view| view.to_any()))
            .collect();
        snapshot.into_iter().map(|item| item.and_then(T::from_any))
    }

    /// The elements of this moment as a `Vec`.
    ///
    /// # Errors
    /// `TypeError` when one is no `T`.
    pub fn to_vec(&self) -> Result<Vec<T>> {
        self.iter().collect()
    }

    /// Removes and returns the last element.
    ///
    /// # Errors
    /// `TypeError` when it is no `T`; it is removed all the same.
    pub fn pop(&self) -> Result<Option<T>> {
        static POP: GlobalSlot = GlobalSlot::new("ffi.ListPop");
        match self.len().checked_sub(1) {
            Some(last) => POP.call((&self.object, position(last))).map(Some),
            None => Ok(None),
        }
    }
}

impl<T: ToAny> List<T> {
    /// A list of these elements.
    ///
    /// # Errors
    /// When there is no library.
    pub fn new(items: impl IntoIterator<Item = T>) -> Result<Self> {
        static LIST: GlobalSlot = GlobalSlot::new("ffi.List");
        // Made by the runtime, which owns and replaces the buffers of lists.
        let cells: Vec<Any> = items.into_iter().map(ToAny::into_any).collect();
        let views: Vec<AnyView<'_>> = cells.iter().map(Any::as_view).collect();
        let object = LIST.call(views.as_slice())?;
        Ok(Self { object, elements: PhantomData })
    }

    /// Adds an element at the end.
    ///
    /// # Errors
    /// When there is no library.
    pub fn push(&self, item: impl Into<T>) -> Result<()> {
        static APPEND: GlobalSlot = GlobalSlot::new("ffi.ListAppend");
        APPEND.call((&self.object, item.into()))
    }

    /// Adds an element before element `index`, or at the end.
    ///
    /// # Errors
    /// `IndexError` when `index` is beyond the end.
    pub fn insert(&self, index: usize, item: impl Into<T>) -> Result<()> {
        static INSERT: GlobalSlot = GlobalSlot::new("ffi.ListInsert");
        self.in_bounds(index, self.len() + 1)?;
        INSERT.call((&self.object, position(index), item.into()))
    }

    /// Replaces element `index`.
    ///
    /// # Errors
    /// `IndexError` when it is out of bounds.
    pub fn set(&self, index: usize, item: impl Into<T>) -> Result<()> {
        static SET: GlobalSlot = GlobalSlot::new("ffi.ListSetItem");
        self.in_bounds(index, self.len())?;
        SET.call((&self.object, position(index), item.into()))
    }
}

impl<T: FromAny> FromAny for List<T> {
    fn type_str() -> Cow<'static, str> {
        format!("List<{}>", T::type_str()).into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        match view.get::<Object>() {
            Ok(object) if object.type_index() == kTVMFFIList => {
                Ok(Self { object, elements: PhantomData })
            }
            _ => Err(view.mismatch::<Self>()),
        }
    }
}
