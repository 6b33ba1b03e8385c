// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Dict`]: a mapping that everybody who holds it may change, so pairs are converted when looked at.

use super::map::{build, converted, find};
use super::{container_handle, pairs};
use crate::any::{Any, AnyView};
use crate::codegen::GlobalSlot;
use crate::convert::{FromAny, ToAny};
use crate::error::Result;
use crate::object::Object;
use std::borrow::Cow;
use std::marker::PhantomData;
use tvm_ffi_sys::type_index::kTVMFFIDict;

/// A mutable mapping from `K` to `V`, shared with other languages.
pub struct Dict<K = Any, V = Any> {
    object: Object,
    elements: PhantomData<fn() -> (K, V)>,
}

container_handle!(Dict<K, V>);

impl<K, V> Dict<K, V> {
    /// Number of pairs now.
    #[must_use]
    pub fn len(&self) -> usize {
        pairs::len(&self.object)
    }

    /// Whether there is no pair now.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes all pairs.
    ///
    /// # Errors
    /// When there is no library.
    pub fn clear(&self) -> Result<()> {
        static CLEAR: GlobalSlot = GlobalSlot::new("ffi.DictClear");
        CLEAR.call((&self.object,))
    }

    /// Removes `key` if it is there.
    ///
    /// # Errors
    /// When there is no library.
    pub fn remove<Q: ToAny + ?Sized>(&self, key: &Q) -> Result<()> {
        static ERASE: GlobalSlot = GlobalSlot::new("ffi.DictErase");
        ERASE.call((&self.object, key.to_arg().view()))
    }

    /// Whether `key` is there.
    ///
    /// # Errors
    /// When there is no library.
    pub fn contains_key<Q: ToAny + ?Sized>(&self, key: &Q) -> Result<bool> {
        static COUNT: GlobalSlot = GlobalSlot::new("ffi.DictCount");
        COUNT.call::<i64>((&self.object, key.to_arg().view())).map(|count| count != 0)
    }
}

impl<K: ToAny, V: ToAny> Dict<K, V> {
    /// A dict of these pairs; of equal keys the last one counts.
    ///
    /// # Errors
    /// When there is no library.
    pub fn new(pairs: impl IntoIterator<Item = (K, V)>) -> Result<Self> {
        static DICT: GlobalSlot = GlobalSlot::new("ffi.Dict");
        build(&DICT, pairs).map(|object| Self { object, elements: PhantomData })
    }

    /// Sets the value of `key`.
    ///
    /// # Errors
    /// When there is no library.
    pub fn insert(&self, key: impl Into<K>, value: impl Into<V>) -> Result<()> {
        static SET: GlobalSlot = GlobalSlot::new("ffi.DictSetItem");
        SET.call((&self.object, key.into(), value.into()))
    }
}

impl<K: FromAny, V: FromAny> Dict<K, V> {
    /// The value of `key`, or none.
    ///
    /// # Errors
    /// `TypeError` when it is no `V`.
    pub fn get<Q: ToAny + ?Sized>(&self, key: &Q) -> Result<Option<V>> {
        static GET: GlobalSlot = GlobalSlot::new("ffi.DictGetItemOrMissing");
        find(&GET, &self.object, key.to_arg())
    }

    /// The pairs of this moment in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<(K, V)>> {
        converted(pairs::snapshot(&self.object))
    }

    /// The keys of this moment in order.
    pub fn keys(&self) -> impl Iterator<Item = Result<K>> {
        self.iter().map(|pair| pair.map(|pair| pair.0))
    }

    /// The values of this moment in order.
    pub fn values(&self) -> impl Iterator<Item = Result<V>> {
        self.iter().map(|pair| pair.map(|pair| pair.1))
    }
}

impl<K: FromAny, V: FromAny> FromAny for Dict<K, V> {
    fn type_str() -> Cow<'static, str> {
        format!("Dict<{}, {}>", K::type_str(), V::type_str()).into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        match view.get::<Object>() {
            Ok(object) if object.type_index() == kTVMFFIDict => {
                Ok(Self { object, elements: PhantomData })
            }
            _ => Err(view.mismatch::<Self>()),
        }
    }
}
