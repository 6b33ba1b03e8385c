// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Generated calls beside the least that the ABI allows, in one process and in turn.
//!
//! `paired` prints the fewest nanoseconds of each case over many short rounds, in which the cases take turns,
//! so that what else the machine does disturbs all of them alike. `paired count CASE N` runs one case `N` times, for
//! a tool that counts instructions.

use std::env::args;
use std::ffi::c_void;
use std::hint::black_box;
use std::time::{Duration, Instant};
use testing::TestIntPair;
use tvm_ffi::sys::type_index::{kTVMFFIInt, kTVMFFISmallStr};
use tvm_ffi::sys::{
    TVMFFIAny, TVMFFIAnyValue, TVMFFIFunctionCell, TVMFFIObject, TVMFFISafeCallType,
};
use tvm_ffi::Function;

const ROUNDS: u32 = 20_000;
const BATCH: u32 = 200;

/// The entry point of a function, for calls with cells made and read by hand.
struct Entry {
    object: *mut c_void,
    call: TVMFFISafeCallType,
    _alive: Function,
}

impl Entry {
    fn of(name: &str) -> Self {
        let function = Function::get_global(name).expect("registered");
        let handle = (&raw const function).cast::<*mut TVMFFIObject>();
        // SAFETY: a Function is one pointer to an object whose body begins with the cell.
        let (object, call) = unsafe {
            let object = *handle;
            let cell = object.add(1).cast::<TVMFFIFunctionCell>();
            (object.cast::<c_void>(), (*cell).safe_call.expect("has an entry point"))
        };
        Self { object, call, _alive: function }
    }

    /// One argument, an owned result; the raised error stays where it is.
    #[inline]
    fn call(&self, argument: TVMFFIAny) -> TVMFFIAny {
        let mut result = TVMFFIAny::NONE;
        // SAFETY: one argument and an empty result.
        let code = unsafe { (self.call)(self.object, &raw const argument, 1, &raw mut result) };
        assert_eq!(code, 0);
        result
    }
}

struct Cases {
    add_one: Entry,
    echo: Entry,
    pair: TestIntPair,
    memory: Box<i64>,
}

impl Cases {
    /// Name and body of each case; a generated call follows what it is compared with.
    fn all(&self) -> [(&'static str, Box<dyn Fn(u32) + '_>); 6] {
        [
            ("pointer_1_int", Box::new(|n| (0..n).for_each(|_| self.pointer_int()))),
            ("call_1_int", Box::new(|n| (0..n).for_each(|_| generated_int()))),
            ("pointer_str_5", Box::new(|n| (0..n).for_each(|_| self.pointer_str()))),
            ("call_str_5", Box::new(|n| (0..n).for_each(|_| generated_str()))),
            ("plain_load", Box::new(|n| (0..n).for_each(|_| self.load()))),
            ("field_get", Box::new(|n| (0..n).for_each(|_| self.field()))),
        ]
    }

    fn pointer_int(&self) {
        let value = TVMFFIAnyValue { v_int64: black_box(41) };
        let argument = TVMFFIAny { type_index: kTVMFFIInt, small_str_len: 0, value };
        // SAFETY: the function returns an int.
        black_box(unsafe { self.add_one.call(argument).value.v_int64 });
    }

    fn pointer_str(&self) {
        let value = TVMFFIAnyValue { v_bytes: black_box(*b"hello\0\0\0") };
        let argument = TVMFFIAny { type_index: kTVMFFISmallStr, small_str_len: 5, value };
        // SAFETY: the function returns its argument, a small text.
        black_box(unsafe { self.echo.call(argument).value.v_uint64 });
    }

    fn load(&self) {
        black_box(**black_box(&self.memory));
    }

    fn field(&self) {
        black_box(black_box(&self.pair).a());
    }
}

fn generated_int() {
    black_box(testing::add_one(black_box(41)).expect("adds"));
}

fn generated_str() {
    black_box(testing::schema_id_string(black_box("hello")).expect("echoes"));
}

fn main() {
    testing::load().expect("the library opens");
    let cases = Cases {
        add_one: Entry::of("testing.add_one"),
        echo: Entry::of("testing.schema_id_string"),
        pair: TestIntPair::new(3, 4).expect("constructs"),
        memory: Box::new(3),
    };
    let all = cases.all();
    let words: Vec<String> = args().skip(1).filter(|word| word != "--bench").collect();
    if let [what, case, count] = words.as_slice() {
        assert_eq!(what, "count");
        let (_, body) = all.iter().find(|(name, _)| name == case).expect("a case");
        body(1);
        body(count.parse().expect("a number"));
        return;
    }
    let mut best = [Duration::MAX; 6];
    for _ in 0..ROUNDS {
        for ((_, body), best) in all.iter().zip(&mut best) {
            let start = Instant::now();
            body(BATCH);
            *best = (*best).min(start.elapsed());
        }
    }
    for ((name, _), best) in all.iter().zip(best) {
        println!("{name} {:.3}", best.as_secs_f64() * 1e9 / f64::from(BATCH));
    }
}
