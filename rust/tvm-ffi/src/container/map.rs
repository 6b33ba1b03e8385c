// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Map`]: an immutable mapping in insertion order. Invariant: every pair was seen to convert.

use super::{container_handle, pairs};
use crate::any::{Any, AnyView};
use crate::codegen::GlobalSlot;
use crate::convert::{Arg, FromAny, ToAny};
use crate::error::{Error, Result};
use crate::object::Object;
use std::borrow::Cow;
use std::marker::PhantomData;
use tvm_ffi_sys::type_index::kTVMFFIMap;

/// An immutable mapping from `K` to `V`, shared with other languages.
pub struct Map<K = Any, V = Any> {
    object: Object,
    elements: PhantomData<fn() -> (K, V)>,
}

container_handle!(Map<K, V>);

/// Calls a constructor of the runtime with keys and values in turn.
pub(super) fn build<K: ToAny, V: ToAny>(
    constructor: &GlobalSlot,
    pairs: impl IntoIterator<Item = (K, V)>,
) -> Result<Object> {
    let mut cells = Vec::new();
    for (key, value) in pairs {
        cells.push(Arg::owned(key.into_any()));
        cells.push(Arg::owned(value.into_any()));
    }
    let views: Vec<AnyView<'_>> = cells.iter().map(Arg::view).collect();
    constructor.call(views.as_slice())
}

/// The value of `key`, or none; `look_up` answers with the sentinel of missing values.
pub(super) fn find<V: FromAny>(
    look_up: &GlobalSlot,
    object: &Object,
    key: Arg<'_>,
) -> Result<Option<V>> {
    static MISSING: GlobalSlot = GlobalSlot::new("ffi.GetInvalidObject");
    let found: Any = look_up.call((object, key.view()))?;
    if found.type_index() >= tvm_ffi_sys::type_index::kTVMFFIStaticObjectBegin {
        let missing: Object = MISSING.call(())?;
        if found.get::<Object>().is_ok_and(|object| object.same_as(&missing)) {
            return Ok(None);
        }
    }
    V::from_any(found).map(Some)
}

impl<K, V> Map<K, V> {
    /// Number of pairs.
    #[must_use]
    pub fn len(&self) -> usize {
        pairs::len(&self.object)
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<K: ToAny, V: ToAny> Map<K, V> {
    /// A map of these pairs; of equal keys the last one counts.
    ///
    /// # Errors
    /// When there is no library.
    pub fn new(pairs: impl IntoIterator<Item = (K, V)>) -> Result<Self> {
        static MAP: GlobalSlot = GlobalSlot::new("ffi.Map");
        build(&MAP, pairs).map(|object| Self { object, elements: PhantomData })
    }
}

impl<K, V: FromAny> Map<K, V> {
    /// The value of `key`, or none. `key` may be any type that stands for a key, e.g. `&str`.
    ///
    /// # Errors
    /// When there is no library.
    pub fn get<Q: ToAny + ?Sized>(&self, key: &Q) -> Result<Option<V>> {
        static GET: GlobalSlot = GlobalSlot::new("ffi.MapGetItemOrMissing");
        find(&GET, &self.object, key.to_arg())
    }

    /// Whether `key` is there.
    ///
    /// # Errors
    /// When there is no library.
    pub fn contains_key<Q: ToAny + ?Sized>(&self, key: &Q) -> Result<bool> {
        static COUNT: GlobalSlot = GlobalSlot::new("ffi.MapCount");
        COUNT.call::<i64>((&self.object, key.to_arg().view())).map(|count| count != 0)
    }
}

impl<K: FromAny, V: FromAny> Map<K, V> {
    /// All pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<(K, V)>> {
        converted(pairs::snapshot(&self.object))
    }

    /// All keys in order.
    pub fn keys(&self) -> impl Iterator<Item = Result<K>> {
        self.iter().map(|pair| pair.map(|pair| pair.0))
    }

    /// All values in order.
    pub fn values(&self) -> impl Iterator<Item = Result<V>> {
        self.iter().map(|pair| pair.map(|pair| pair.1))
    }
}

/// Converts a snapshot pair by pair; its own error comes as the only item.
pub(super) fn converted<K: FromAny, V: FromAny>(
    snapshot: Result<Vec<(Any, Any)>>,
) -> impl Iterator<Item = Result<(K, V)>> {
    let (pairs, error) = match snapshot {
        Ok(pairs) => (pairs, None),
        Err(error) => (Vec::new(), Some(Err(error))),
    };
    let pairs = pairs.into_iter().map(|(key, value)| Ok((K::from_any(key)?, V::from_any(value)?)));
    error.into_iter().chain(pairs)
}

impl<K: FromAny, V: FromAny> FromAny for Map<K, V> {
    fn type_str() -> Cow<'static, str> {
        format!("Map<{}, {}>", K::type_str(), V::type_str()).into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        let object = match view.get::<Object>() {
            Ok(object) if object.type_index() == kTVMFFIMap => object,
            _ => return Err(view.mismatch::<Self>()),
        };
        for (key, value) in pairs::snapshot(&object)? {
            let (part, met) = if !K::fits(key.as_view()) {
                ("key", key)
            } else if !V::fits(value.as_view()) {
                ("value", value)
            } else {
                continue;
            };
            return Err(Error::type_error(&format!(
                "Expected `{}` but got `Map[some {part} is {}]`",
                Self::type_str(),
                met.type_key()
            )));
        }
        Ok(Self { object, elements: PhantomData })
    }
}
