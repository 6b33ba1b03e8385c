// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// accepted
use tvm_ffi::{Array, Function, Result, Tensor};

/// A handle type, as generated.
#[derive(Clone)]
#[repr(transparent)]
pub struct Pair(tvm_ffi::Handle<Self, tvm_ffi::Object>);

tvm_ffi::object_type! { Pair: [tvm_ffi::Object], key = "testing.TestIntPair", plain = [a: i64 => 24] }

#[derive(tvm_ffi::Object)]
#[ffi(type_key = "compile_fail.Accepted")]
struct Accepted {
    count: std::sync::atomic::AtomicI64,
}

fn main() -> Result<()> {
    let mut tensor = Tensor::from_slice(&[1.0, 2.0], &[2])?;
    tensor.try_as_mut_slice::<f64>()?[0] = 3.0;
    let read = tvm_ffi::codegen::plain::<Pair, i64, 0>;
    let object = tvm_ffi::define::Ref::new(Accepted { count: 1.into() })?;
    let list: Array<i64> = (0..3).collect();
    let sum = Function::from_fn(move |x: i64| x + 1).call::<i64>((list.get(0)?,))?;
    println!("{sum} {:?} {}", read as fn(&Pair) -> i64, object.count.load(std::sync::atomic::Ordering::Relaxed));
    Ok(())
}
