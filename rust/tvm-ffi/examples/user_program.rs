// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! A program over a C++ library (the testing library), without generated code and without `unsafe`:
//! `TVM_FFI_LIB_DIR=… cargo run --features derive --example user_program`.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicI64, Ordering};
use tvm_ffi::codegen::{plain, InitSlot, LibrarySlot, MethodSlot};
use tvm_ffi::define::{Members, Ref, RustMethods};
use tvm_ffi::{
    error, match_any, Array, Cast, Function, Map, Object, Result, SharedFunction, Str, Tensor,
};

static LIBRARY: LibrarySlot = LibrarySlot::new("tvm_ffi_testing", "TVM_FFI_TESTING_LIBRARY");

/// A pair of integers, defined in C++.
#[derive(Clone)]
#[repr(transparent)]
pub struct IntPair(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! {
    IntPair: [Object],
    key = "testing.TestIntPair",
    plain = [a: i64 => 24, b: i64 => 32],
    traits = [PartialEq],
}

impl IntPair {
    /// Runs the C++ constructor.
    ///
    /// # Errors
    /// What the constructor raises.
    pub fn new(a: i64, b: i64) -> Result<Self> {
        static INIT: InitSlot<IntPair> = InitSlot::new();
        INIT.call((a, b))
    }

    /// First element.
    #[must_use]
    pub fn a(&self) -> i64 {
        plain::<Self, i64, 0>(self)
    }

    /// Sum of the elements, by the C++ method.
    ///
    /// # Errors
    /// What the method raises.
    pub fn sum(&self) -> Result<i64> {
        static SUM: MethodSlot<IntPair> = MethodSlot::new("sum");
        SUM.call((self,))
    }
}

/// Counts, for whoever asks.
#[derive(Object)]
#[ffi(type_key = "example.Counter", methods)]
struct Counter {
    /// How often.
    count: AtomicI64,
}

impl RustMethods for Counter {
    fn methods(members: &mut Members<Self>) {
        members.method("hit", "Counts once more.", |this: Ref<Self>| {
            this.count.fetch_add(1, Ordering::Relaxed) + 1
        });
    }
}

fn main() -> Result<()> {
    LIBRARY.load(|| Ok(()))?;
    println!("runtime {:?}", tvm_ffi::runtime::version()?);

    let pair = IntPair::new(3, 4)?;
    println!("{pair}: first {}, sum {}", pair.a(), pair.sum()?);
    let object: Object = pair.clone().upcast();
    println!("back as a pair: {}", object.downcast::<IntPair>().is_ok_and(|same| same == pair));

    let raise = Function::get_global("testing.test_raise_error")?;
    match raise.call::<()>(("ValueError", "not like this")) {
        Err(e) if e.kind() == error::VALUE_ERROR => println!("caught {e}"),
        other => println!("unexpected: {other:?}"),
    }

    let apply = Function::get_global("testing.apply")?;
    let shout = Function::from_fn(|text: Str| text.to_uppercase());
    println!("closure through C++: {}", apply.call::<Str>((&shout, "hello"))?);

    let hits = SharedFunction::from_fn(|n: i64| n * n);
    let squares: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=4)
            .map(|n| {
                let hits = hits.clone();
                scope.spawn(move || hits.call::<i64>((n,)).unwrap_or(0))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or(0)).collect()
    });
    println!("from four threads: {squares:?}");

    let tensor = Tensor::from_slice(&[1.0_f32, 2.0, 3.0], &[3])?;
    let map: Map<Str> = Function::get_global("testing.make_map_with_tensor")?.call((&tensor,))?;
    for entry in map.iter() {
        let (key, value) = entry?;
        let text = match_any!(value {
            i64(n) => format!("the number {n}"),
            Str(text) => format!("the text {text}"),
            Tensor(t) => format!("{t:?}"),
            _ => "something else".to_owned(),
        });
        println!("{key} is {text}");
    }
    let total: i64 = (1..=10).collect::<Array<i64>>().iter().sum();
    println!("sum of an array: {total}");

    let counter = Ref::new(Counter { count: AtomicI64::new(0) })?;
    let hit: MethodSlot<Ref<Counter>> = MethodSlot::new("hit");
    hit.call::<i64>((&counter,))?;
    println!("a Rust object, called by name: {} hits", hit.call::<i64>((&counter,))?);
    Ok(())
}
