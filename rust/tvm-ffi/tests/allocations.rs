// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Calls with scalars, views and short texts allocate nothing on Rust's side; counted by the allocator.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use support::{global, testing};
use tvm_ffi::codegen::GlobalSlot;
use tvm_ffi::{Array, Result, Str, Tensor};

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// Counts the allocations of each thread.
struct Counting;

// SAFETY: forwards to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations of this thread while `body` runs.
fn allocations(body: impl FnOnce()) -> u64 {
    let before = COUNT.with(Cell::get);
    body();
    COUNT.with(Cell::get) - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1_i64)))), 1);
}

#[test]
fn scalars_and_short_texts_are_passed_and_returned_without_an_allocation() -> Result<()> {
    static ADD_ONE: GlobalSlot = GlobalSlot::new("testing.add_one");
    static TEXT: GlobalSlot = GlobalSlot::new("testing.schema_id_string");
    static FLOAT: GlobalSlot = GlobalSlot::new("testing.schema_id_float");
    testing()?;
    let run = || {
        assert_eq!(ADD_ONE.call::<i64>((1_i64,)).unwrap_or(0), 2);
        assert!(TEXT.call::<Str>(("hello",)).is_ok_and(|text| text == "hello"));
        assert!(FLOAT.call::<f64>((0.5,)).is_ok_and(|value| value > 0.4));
    };
    run();
    assert_eq!(allocations(run), 0);
    Ok(())
}

#[test]
fn objects_and_tensors_are_passed_as_views() -> Result<()> {
    let tensor = Tensor::from_slice(&[1.0_f32, 2.0], &[2])?;
    let array = Array::new([1_i64, 2, 3]);
    let (tensors, arrays) = (global("testing.schema_id_tensor")?, global("testing.schema_id_arr")?);
    let run = || {
        assert!(tensors.call::<Tensor>((&tensor,)).is_ok());
        assert!(arrays.call::<Array<i64>>((&array,)).is_ok_and(|back| back.len() == 3));
    };
    run();
    assert_eq!(allocations(run), 0);
    Ok(())
}

#[test]
fn a_long_text_is_one_allocation() -> Result<()> {
    let echo = global("testing.schema_id_string")?;
    let run = || assert!(echo.call::<Str>(("a text of more than seven bytes",)).is_ok());
    run();
    assert_eq!(allocations(run), 1);
    Ok(())
}
