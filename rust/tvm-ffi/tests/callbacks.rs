// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Closures called by C++, errors and panics on their way back.
#![forbid(unsafe_code)]

mod support;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;
use support::{echo, global, testing};
use tvm_ffi::error::{RUNTIME_ERROR, TYPE_ERROR, VALUE_ERROR};
use tvm_ffi::{Any, Error, Function, Library, Result, SharedFunction, Str, TypedFunction};

#[test]
fn a_closure_is_called_through_cpp() -> Result<()> {
    let add = Function::from_fn(|a: i64, b: f64, text: Str| format!("{a} {b} {text}"));
    let text: Str = global("testing.apply")?.call((&add, 1, 2.5, "three"))?;
    assert_eq!(text, "1 2.5 three");
    let typed: TypedFunction<(i64,), i64> =
        echo(&Function::from_fn(|x: i64| x + 1))?.try_into_value()?;
    assert_eq!(typed.invoke((41,))?, 42);
    Ok(())
}

#[test]
fn arguments_are_checked_before_the_closure_runs() -> Result<()> {
    let closure = Function::from_fn(|x: i32| x);
    let apply = global("testing.apply")?;
    let wrong_type = apply.call::<Any>((&closure, "text")).unwrap_err();
    assert_eq!(wrong_type.kind(), TYPE_ERROR);
    assert!(wrong_type.message().contains("argument #0") && wrong_type.message().contains("`int`"));
    assert_eq!(apply.call::<Any>((&closure,)).unwrap_err().kind(), TYPE_ERROR);
    assert_eq!(
        apply.call::<Any>((&closure, 1_i64 << 40)).unwrap_err().kind(),
        tvm_ffi::error::OVERFLOW_ERROR
    );
    Ok(())
}

#[test]
fn an_error_of_a_closure_comes_back_through_cpp_with_its_cause() -> Result<()> {
    let fail = Function::from_fn(|| -> Result<()> {
        let cause = Error::key_error("the cause");
        Err(Error::value_error("the effect").with_cause(cause))
    });
    let error = global("testing.apply")?.call::<()>((&fail,)).unwrap_err();
    assert_eq!((error.kind(), error.message().as_ref()), (VALUE_ERROR, "the effect"));
    let cause = error.cause().expect("kept");
    assert_eq!(cause.message(), "the cause");
    assert!(std::error::Error::source(&error).is_some());
    assert!(format!("{error:#}").contains("direct cause"));
    assert!(error.traceback().contains("callbacks.rs"), "{}", error.traceback());
    Ok(())
}

#[test]
fn an_error_that_others_hold_keeps_its_backtrace() -> Result<()> {
    let kept = Error::value_error("shared");
    let before = kept.backtrace();
    let raised = kept.clone();
    let fail = Function::from_packed(move |_| Err(raised.clone()));
    let caught = global("testing.apply")?.call::<()>((&fail,)).unwrap_err();
    assert_eq!((caught.message(), kept.backtrace()), (kept.message(), before));
    Ok(())
}

#[test]
fn a_panic_becomes_an_error_also_when_its_payload_panics() -> Result<()> {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("second panic");
        }
    }
    let apply = global("testing.apply")?;
    let panicking = Function::from_fn(|| -> i64 { panic!("number {}", 7) });
    let error = apply.call::<i64>((&panicking,)).unwrap_err();
    assert_eq!((error.kind(), error.message().as_ref()), (RUNTIME_ERROR, "panicked: number 7"));
    let bomb = Function::from_fn(|| -> i64 { std::panic::panic_any(Bomb) });
    assert_eq!(apply.call::<i64>((&bomb,)).unwrap_err().message(), "panicked");
    let dropping = Function::from_fn({
        let bomb = Bomb;
        move || {
            let _ = &bomb;
            1_i64
        }
    });
    assert_eq!(dropping.call::<i64>(())?, 1);
    drop(dropping);
    Ok(())
}

#[test]
fn a_closure_is_called_from_many_threads_at_once() -> Result<()> {
    testing()?;
    let count = Arc::new(AtomicI64::new(0));
    let counter = Arc::clone(&count);
    let function = SharedFunction::from_fn(move |n: i64| counter.fetch_add(n, Ordering::Relaxed));
    function.register("rust.test.count", false)?;
    assert!(function.register("rust.test.count", false).is_err());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let global = Function::get_global("rust.test.count").unwrap();
                for _ in 0..1000 {
                    function.call::<i64>((1,)).unwrap();
                    global.call::<i64>((1,)).unwrap();
                }
            });
        }
    });
    assert_eq!(count.load(Ordering::Relaxed), 8000);
    assert!(Function::global_names()?.iter().any(|name| name == "rust.test.count"));
    assert!(Function::remove_global("rust.test.count")?);
    assert!(Function::find_global("rust.test.count")?.is_none());
    drop(function);
    assert_eq!(Arc::strong_count(&count), 1, "the closure ends with its function");
    Ok(())
}

#[test]
fn error_kinds_are_matched_by_constant() -> Result<()> {
    for (kind, name) in [(VALUE_ERROR, "value"), (TYPE_ERROR, "type"), (RUNTIME_ERROR, "other")] {
        let error =
            global("testing.test_raise_error")?.call::<()>((kind.as_str(), "m")).unwrap_err();
        let met = match error.kind() {
            VALUE_ERROR => "value",
            TYPE_ERROR => "type",
            _ => "other",
        };
        assert_eq!(met, name);
    }
    let boxed: Box<dyn std::error::Error + Send + Sync> = Error::value_error("boxed").into();
    assert_eq!(boxed.to_string(), "ValueError: boxed");
    Ok(())
}

#[test]
fn a_missing_library_or_function_is_an_error() -> Result<()> {
    assert!(Library::open("/no/such/library.so").is_err());
    let library = testing()?;
    let error = library.get_function("no_such_symbol").unwrap_err();
    assert!(error.message().contains("'no_such_symbol'"));
    let (major, _, _) = tvm_ffi::runtime::version()?;
    assert_eq!(major, 0);
    Ok(())
}
