// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Objects defined in Rust, used through the runtime as C++ and Python would.
#![forbid(unsafe_code)]

mod support;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use support::{echo, global};
use tvm_ffi::codegen::{FieldSlot, InitSlot, MethodSlot};
use tvm_ffi::define::{Members, Ref, RustMethods};
use tvm_ffi::reflection::TypeInfo;
use tvm_ffi::{Any, Cast, Error, Object, Result, Str};

/// Counts things.
///
/// Says "how many".
#[derive(Debug, Object)]
#[ffi(type_key = "rust.test.Counter", methods)]
struct Counter {
    /// Things so far.
    count: AtomicI64,
    /// Name of the things.
    name: Str,
    label: Mutex<Option<String>>,
    #[ffi(skip)]
    ended: Option<Arc<()>>,
}

impl Counter {
    fn new(name: &str) -> Self {
        let label = Mutex::new(None);
        Self { count: AtomicI64::new(0), name: name.into(), label, ended: None }
    }
}

impl RustMethods for Counter {
    fn methods(members: &mut Members<Self>) {
        members
            .init("Starts at a number.", |name: Str, start: i64| {
                if start < 0 {
                    return Err(Error::value_error("negative start"));
                }
                let counter = Self::new(&name);
                counter.count.store(start, Ordering::Relaxed);
                Ok(counter)
            })
            .method("add", "Adds and returns the former count.", |this: Ref<Self>, by: i64| {
                this.count.fetch_add(by, Ordering::Relaxed)
            })
            .static_method("zero", "The least count.", || 0_i64);
    }
}

#[test]
fn a_rust_object_is_constructed_called_and_read_by_name() -> Result<()> {
    type Handle = Ref<Counter>;
    static INIT: InitSlot<Handle> = InitSlot::new();
    static ADD: MethodSlot<Handle> = MethodSlot::new("add");
    static ZERO: MethodSlot<Handle> = MethodSlot::new("zero");
    static COUNT: FieldSlot<Handle> = FieldSlot::new("count");
    static NAME: FieldSlot<Handle> = FieldSlot::new("name");
    static LABEL: FieldSlot<Handle> = FieldSlot::new("label");
    let counter = INIT.call(("apples", 3))?;
    assert_eq!(ADD.call::<i64>((&counter, 4))?, 3);
    assert_eq!((COUNT.get::<i64>(&counter)?, NAME.get::<Str>(&counter)?.as_str()), (7, "apples"));
    COUNT.set(&counter, &10)?;
    assert_eq!(counter.count.load(Ordering::Relaxed), 10);
    LABEL.set(&counter, "a label of some length")?;
    assert_eq!(LABEL.get::<Option<Str>>(&counter)?.as_deref(), Some("a label of some length"));
    assert!(NAME.set(&counter, "pears").is_err() && COUNT.set(&counter, "text").is_err());
    assert_eq!(ZERO.call::<i64>(())?, 0);
    assert!(INIT.call(("apples", -1)).unwrap_err().message().contains("negative"));
    assert_eq!(echo(&counter)?.try_into_value::<Ref<Counter>>()?.name, "apples");
    Ok(())
}

#[test]
fn the_type_table_describes_a_rust_object() -> Result<()> {
    let counter = Ref::new(Counter::new("x"))?;
    let info = TypeInfo::of_key("rust.test.Counter")?;
    let fields = info.fields();
    let names: Vec<_> = fields.iter().map(|f| (f.name(), f.is_writable())).collect();
    assert_eq!(names, [("count", true), ("name", false), ("label", true)]);
    assert_eq!(fields[0].doc(), "Things so far.");
    let add = info.methods().into_iter().find(|m| m.name() == "add").expect("registered");
    assert_eq!(
        add.metadata(),
        r#"{"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"int\"}],\"params\":[{\"type\":\"rust.test.Counter\"},{\"type\":\"int\"}]}}"}"#
    );
    assert!(!add.is_static() && info.total_size().is_some_and(|size| size >= 24));
    assert!(counter.clone().upcast::<Object>().repr()?.starts_with("rust.test.Counter("));
    Ok(())
}

#[test]
fn the_struct_ends_with_its_last_reference_wherever_that_is() -> Result<()> {
    let witness = Arc::new(());
    let mut counter = Counter::new("x");
    counter.ended = Some(Arc::clone(&witness));
    let mut handle = Ref::new(counter)?;
    handle.try_as_mut().expect("unique").count = AtomicI64::new(5);
    let kept: Any = echo(&handle)?;
    assert!(handle.try_as_mut().is_none());
    drop(handle);
    assert_eq!(Arc::strong_count(&witness), 2);
    let object: Object = kept.try_into_value()?;
    let handle = object.downcast::<Ref<Counter>>().expect("is one");
    std::thread::spawn(move || drop(handle)).join().expect("no panic");
    assert_eq!(Arc::strong_count(&witness), 1);
    Ok(())
}

#[test]
fn a_key_that_exists_is_refused() -> Result<()> {
    #[derive(Object)]
    #[ffi(type_key = "ffi.Error")]
    struct Fake {
        kind: i64,
    }
    #[derive(Object)]
    #[ffi(type_key = "testing.TestIntPair")]
    struct Pair {
        a: i64,
    }
    support::testing()?;
    assert!(Ref::new(Fake { kind: 1 }).unwrap_err().message().contains("'ffi.Error'"));
    assert!(Ref::new(Pair { a: 1 }).is_err());
    let error = global("testing.echo")?.call::<Object>((Error::value_error("x"),))?;
    assert!(error.downcast::<Ref<Fake>>().is_err());
    Ok(())
}
