// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Calls through the reference crate; the names of the cases are those of ours.

use criterion::{criterion_group, criterion_main, Criterion};
use std::hint::black_box;
use tvm_ffi::{Any, Function, Module, String};

fn calls(criterion: &mut Criterion) {
    let folder = std::env::var("BENCH_LIB_DIR").expect("set by run.py");
    let _library =
        Module::load_from_file(format!("{folder}/libtvm_ffi_testing.so")).expect("opens");
    let add_one = Function::get_global("testing.add_one").expect("registered");
    criterion.bench_function("call_1_int", |bencher| {
        bencher.iter(|| {
            let result: Any = add_one.call_tuple((black_box(41_i64),)).expect("adds");
            black_box(i64::try_from(result).expect("an int"))
        });
    });
    let echo = Function::get_global("testing.schema_id_string").expect("registered");
    criterion.bench_function("call_str_5", |bencher| {
        bencher.iter(|| {
            let text = String::from(black_box("hello"));
            black_box(echo.call_tuple((text,)).expect("echoes"))
        });
    });
    let closure = Function::from_typed(|x: i64| -> tvm_ffi::Result<i64> { Ok(x + 1) });
    criterion.bench_function("call_closure_1_int", |bencher| {
        bencher.iter(|| {
            let result: Any = closure.call_tuple((black_box(41_i64),)).expect("adds");
            black_box(i64::try_from(result).expect("an int"))
        });
    });
}

criterion_group!(benches, calls);
criterion_main!(benches);
