// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Times of what generated code does all day, beside the least that the ABI allows:
//! `TVM_FFI_LIB_DIR=… cargo bench -p tvm-ffi`. Prints one line per case, in nanoseconds, best of several runs.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_void;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tvm_ffi::codegen::{plain, FieldSlot, GlobalSlot, InitSlot, LibrarySlot, MethodSlot};
use tvm_ffi::sys::type_index::kTVMFFIInt;
use tvm_ffi::sys::{TVMFFIAny, TVMFFIAnyValue, TVMFFIFunctionCell, TVMFFIObject};
use tvm_ffi::{Any, Function, Object, Result};

/// Counts allocations of Rust's side.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: forwards to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
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

static TESTING: LibrarySlot = LibrarySlot::new("tvm_ffi_testing", "TVM_FFI_TESTING_LIBRARY");

/// `testing.TestIntPair`
#[derive(Clone)]
#[repr(transparent)]
struct IntPair(tvm_ffi::Handle<Self, Object>);
tvm_ffi::object_type! { IntPair: [Object], key = "testing.TestIntPair", plain = [a: i64 => 24] }

const ROUNDS: u32 = 2_000_000;

/// Best time of one call in several runs, and Rust's allocations per call.
fn measure(name: &str, mut body: impl FnMut()) {
    let mut best = f64::INFINITY;
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    for _ in 0..7 {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            body();
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS));
    }
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    let each = allocations / (7 * u64::from(ROUNDS));
    println!("{name:<44} {best:>7.2} ns  {each} allocations");
}

fn main() -> Result<()> {
    static ADD_ONE: GlobalSlot = GlobalSlot::new("testing.add_one");
    static ECHO: GlobalSlot = GlobalSlot::new("testing.schema_id_string");
    static INIT: InitSlot<IntPair> = InitSlot::new();
    static A: FieldSlot<IntPair> = FieldSlot::new("a");
    static SUM: MethodSlot<IntPair> = MethodSlot::new("sum");
    TESTING.load(|| Ok(()))?;

    let function = ADD_ONE.get()?;
    let handle = (&raw const **function).cast::<*mut TVMFFIObject>();
    // SAFETY: a Function is one pointer to an object whose body is the cell.
    let (object, call) = unsafe {
        let object = *handle;
        (object.cast::<c_void>(), (*object.add(1).cast::<TVMFFIFunctionCell>()).safe_call)
    };
    let call = call.expect("callable");
    measure("C function pointer, 1 int", || {
        let value = TVMFFIAnyValue { v_int64: black_box(41) };
        let argument = TVMFFIAny { type_index: kTVMFFIInt, small_str_len: 0, value };
        let mut result = TVMFFIAny::NONE;
        // SAFETY: one argument, an empty result.
        unsafe {
            call(object, &raw const argument, 1, &raw mut result);
            black_box(result.value.v_int64);
        }
    });
    measure("GlobalSlot, 1 int", || {
        black_box(ADD_ONE.call::<i64>((black_box(41_i64),)).unwrap_or(0));
    });
    measure("GlobalSlot, str of 5 bytes, Str back", || {
        black_box(ECHO.call::<tvm_ffi::Str>((black_box("hello"),)).ok());
    });
    measure("GlobalSlot, str of 20 bytes, Str back", || {
        black_box(ECHO.call::<tvm_ffi::Str>((black_box("hello, hello, hello!"),)).ok());
    });
    let pair = INIT.call((3, 4))?;
    let memory = Box::new(3_i64);
    measure("plain load", || {
        black_box(*black_box(&*memory));
    });
    measure("plain field", || {
        black_box(plain::<IntPair, i64, 0>(black_box(&pair)));
    });
    measure("field by getter", || {
        black_box(A.get::<i64>(black_box(&pair)).unwrap_or(0));
    });
    measure("method, receiver only", || {
        black_box(SUM.call::<i64>((black_box(&pair),)).unwrap_or(0));
    });
    measure("constructor, 2 ints", || {
        black_box(INIT.call((1, 2)).ok());
    });
    let closure = Function::from_fn(|x: i64| x + 1);
    measure("Rust closure through the ABI, 1 int", || {
        black_box(closure.call::<i64>((black_box(1_i64),)).unwrap_or(0));
    });
    measure("Any from int and back", || {
        black_box(Any::from(black_box(7_i64)).try_into_value::<i64>().unwrap_or(0));
    });
    Ok(())
}
