// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Walks, equality and text of graphs; functions that borrow.
#![forbid(unsafe_code)]

mod support;

use std::cell::RefCell;
use support::testing;
use tvm_ffi::structural::{
    deep_copy, equal, from_json, hash, to_json, walk, WalkOrder, WalkResult,
};
use tvm_ffi::{match_any, Any, AnyView, Array, Function, Result, Str};

fn graph() -> Array<Any> {
    let inner: Array<i64> = (1..4).collect();
    [inner.into(), Any::from("text"), Any::from(4_i64)].into_iter().collect()
}

#[test]
fn a_walk_shows_every_value_in_order() -> Result<()> {
    testing()?;
    let mut seen = Vec::new();
    let end = walk(&graph(), WalkOrder::Pre, |value| {
        seen.push(match_any!(value {
            i64(n) => n.to_string(),
            Str(text) => text.to_string(),
            Array<Any>(array) => format!("array of {}", array.len()),
            _ => "?".to_owned(),
        }));
        Ok(WalkResult::Advance)
    })?;
    assert!(end.is_none());
    assert_eq!(seen, ["array of 3", "array of 3", "1", "2", "3", "text", "4"]);
    Ok(())
}

#[test]
fn a_walk_skips_ends_early_and_passes_errors_on() -> Result<()> {
    testing()?;
    let mut count = 0;
    let end = walk(&graph(), WalkOrder::Pre, |value| {
        count += 1;
        Ok(match_any!(value {
            Array<i64>(_) => WalkResult::Skip,
            Str(text) => WalkResult::Interrupt(text.into()),
            _ => WalkResult::Advance,
        }))
    })?;
    assert_eq!(
        (count, end.map(|value| value.get::<Str>()).transpose()?.as_deref()),
        (3, Some("text"))
    );
    let error =
        walk(&graph(), WalkOrder::Post, |_| Err(tvm_ffi::Error::key_error("stop"))).unwrap_err();
    assert_eq!(error.kind(), tvm_ffi::error::KEY_ERROR);
    Ok(())
}

#[test]
fn graphs_compare_hash_copy_and_are_written() -> Result<()> {
    testing()?;
    assert!(equal(&graph(), &graph(), false)? && !equal(&graph(), &Any::NONE, false)?);
    assert_eq!(hash(&graph(), false)?, hash(&graph(), false)?);
    let copy: Array<Any> = deep_copy(&graph())?.try_into_value()?;
    assert!(equal(&from_json(&to_json(&copy)?)?, &graph(), false)?);
    Ok(())
}

#[test]
fn a_scoped_function_that_was_kept_does_no_harm() -> Result<()> {
    let kept: RefCell<Option<Function>> = RefCell::new(None);
    let mut calls = 0;
    let mut closure = |_: &[AnyView<'_>]| {
        calls += 1;
        // From within itself.
        let again = kept.borrow().as_ref().map(|f| f.call::<()>(()).is_err());
        Ok(again.into())
    };
    let inside: Option<bool> = Function::scoped(&mut closure, |function| {
        *kept.borrow_mut() = Some(function.clone());
        function.call(())
    })?;
    assert_eq!(inside, Some(true));
    assert!(kept.borrow().as_ref().is_some_and(|function| function.call::<Any>(()).is_err()));
    assert_eq!(calls, 1);
    Ok(())
}
