// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`ArgList`]: arguments of a call whose number is known at run time only, with keywords.

use crate::any::AnyView;
use crate::convert::{Arg, ArgTuple, ToAny};
use crate::error::Result;
use crate::function::call_global;
use crate::object::Object;

/// Positional and keyword arguments of a constructor.
#[derive(Default)]
pub struct ArgList<'a> {
    positional: Vec<Arg<'a>>,
    keywords: Vec<(&'static str, Arg<'a>)>,
}

impl<'a> ArgList<'a> {
    /// No arguments.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a positional argument.
    #[must_use]
    pub fn arg<T: ToAny + ?Sized>(mut self, value: &'a T) -> Self {
        self.positional.push(value.to_arg());
        self
    }

    /// Adds a keyword argument.
    #[must_use]
    pub fn keyword<T: ToAny + ?Sized>(mut self, name: &'static str, value: &'a T) -> Self {
        self.keywords.push((name, value.to_arg()));
        self
    }

    /// Adds a keyword argument unless it was left out.
    #[must_use]
    pub fn optional<T: ToAny>(self, name: &'static str, value: &'a Option<T>) -> Self {
        match value {
            Some(value) => self.keyword(name, value),
            None => self,
        }
    }

    /// Calls `f` with positional arguments, then the keyword marker and name-value pairs if there are any.
    pub(crate) fn with_all<R>(&self, f: impl FnOnce(&[AnyView<'_>]) -> Result<R>) -> Result<R> {
        let mut views: Vec<AnyView<'_>> = self.positional.iter().map(Arg::view).collect();
        if self.keywords.is_empty() {
            return f(&views);
        }
        let marker: Object = call_global("ffi.GetKwargsObject", ())?;
        let names: Vec<Arg<'_>> = self.keywords.iter().map(|(name, _)| name.to_arg()).collect();
        let marker = marker.to_arg();
        views.push(marker.view());
        for (name, (_, value)) in names.iter().zip(&self.keywords) {
            views.push(name.view());
            views.push(value.view());
        }
        f(&views)
    }
}

impl std::fmt::Debug for ArgList<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keywords = self.keywords.iter().map(|(name, value)| (name, value.view()));
        f.debug_struct("ArgList")
            .field("positional", &self.positional.iter().map(Arg::view).collect::<Vec<_>>())
            .field("keywords", &keywords.collect::<Vec<_>>())
            .finish()
    }
}

/// Unused keywords cannot travel in a tuple; positional lists may.
impl ArgTuple for ArgList<'_> {
    fn with_views<R>(&self, f: impl FnOnce(&[AnyView<'_>]) -> R) -> R {
        f(&self.positional.iter().map(Arg::view).collect::<Vec<_>>())
    }
}
