// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What generated code does all day; `paired.rs` compares it with the least that the ABI allows.

use criterion::{criterion_group, criterion_main, Criterion};
use std::hint::black_box;
use testing::TestIntPair;
use tvm_ffi::Function;

fn calls(criterion: &mut Criterion) {
    testing::load().expect("the library opens");
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
    criterion.bench_function("method", |bencher| {
        bencher.iter(|| black_box(black_box(&pair).sum().expect("sums")));
    });
    criterion.bench_function("construct_2_ints", |bencher| {
        bencher.iter(|| black_box(TestIntPair::new(black_box(1), 2).expect("constructs")));
    });
}

criterion_group!(benches, calls);
criterion_main!(benches);
