// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0308
// Row 7: also where the field of a handle type is visible, only a checked conversion makes one.
use tvm_ffi::{Handle, Object, Shape};

#[derive(Clone)]
#[repr(transparent)]
struct Pair(Handle<Self, Object>);

tvm_ffi::object_type! { Pair: [Object], key = "testing.TestIntPair", plain = [a: i64 => 24] }

#[derive(Clone)]
#[repr(transparent)]
struct Other(Handle<Self, Object>);

tvm_ffi::object_type! { Other: [Object], key = "testing.TestObjectBase" }

fn from_another(other: Other) -> Pair {
    Pair(other.0)
}

fn main() {
    let object: Object = Shape::from([1]).into();
    let pair = Pair(object);
    let _ = (tvm_ffi::codegen::plain::<Pair, i64, 0>(&pair), from_another);
}
