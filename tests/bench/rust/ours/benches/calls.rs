// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What generated code does all day, beside the least that the ABI allows: a C function pointer, a load.

use criterion::{criterion_group, criterion_main, Criterion};
use std::ffi::c_void;
use std::hint::black_box;
use testing::TestIntPair;
use tvm_ffi::sys::type_index::kTVMFFIInt;
use tvm_ffi::sys::{TVMFFIAny, TVMFFIAnyValue, TVMFFIFunctionCell, TVMFFIObject};
use tvm_ffi::Function;

fn calls(criterion: &mut Criterion) {
    testing::load().expect("the library opens");
    pointer(criterion);
    criterion.bench_function("call_1_int", |bencher| {
        bencher.iter(|| black_box(testing::add_one(black_box(41)).expect("adds")));
    });
    criterion.bench_function("call_str_5", |bencher| {
        bencher.iter(|| black_box(testing::schema_id_string(black_box("hello")).expect("echoes")));
    });
    let closure = Function::from_fn(|x: i64| x + 1);
    criterion.bench_function("call_closure_1_int", |bencher| {
        bencher.iter(|| black_box(closure.call::<i64>((black_box(41_i64),)).expect("adds")));
    });
    let pair = TestIntPair::new(3, 4).expect("constructs");
    criterion.bench_function("field_get", |bencher| bencher.iter(|| black_box(&pair).a()));
    let memory = Box::new(3_i64);
    criterion.bench_function("plain_load", |bencher| bencher.iter(|| **black_box(&memory)));
    criterion.bench_function("method", |bencher| {
        bencher.iter(|| black_box(black_box(&pair).sum().expect("sums")));
    });
    criterion.bench_function("construct_2_ints", |bencher| {
        bencher.iter(|| black_box(TestIntPair::new(black_box(1), 2).expect("constructs")));
    });
}

/// The entry point of the function itself, with cells made and read by hand.
fn pointer(criterion: &mut Criterion) {
    let function = Function::get_global("testing.add_one").expect("registered");
    let handle = (&raw const function).cast::<*mut TVMFFIObject>();
    // SAFETY: a Function is one pointer to an object whose body begins with the cell.
    let (object, call) = unsafe {
        let object = *handle;
        (object.cast::<c_void>(), (*object.add(1).cast::<TVMFFIFunctionCell>()).safe_call)
    };
    let call = call.expect("has an entry point");
    criterion.bench_function("pointer_1_int", |bencher| {
        bencher.iter(|| {
            let value = TVMFFIAnyValue { v_int64: black_box(41) };
            let argument = TVMFFIAny { type_index: kTVMFFIInt, small_str_len: 0, value };
            let mut result = TVMFFIAny::NONE;
            // SAFETY: one argument, an empty result, which is an int afterwards.
            unsafe {
                assert_eq!(call(object, &raw const argument, 1, &raw mut result), 0);
                black_box(result.value.v_int64)
            }
        });
    });
}

criterion_group!(benches, calls);
criterion_main!(benches);
