// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What needs no library: values, texts, arrays, shapes, tensors, errors, closures. Run under miri as well:
//! `cargo +nightly miri test -p tvm-ffi --test without_library`.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use tvm_ffi::{
    Any, AnyView, Array, BigInt, Bytes, Cast, DataType, Device, Error, Function, Object, Shape,
    SharedFunction, Str, Tensor, WeakObject,
};

#[test]
fn texts_of_both_forms_compare_share_and_end() {
    for text in ["", "seven77", "eight888", "ümläut and more"] {
        let first = Str::from(text);
        let second = first.clone();
        drop(first);
        let value = Any::from(second.clone());
        assert_eq!((second.as_str(), value.get::<Str>().unwrap().len()), (text, text.len()));
        assert_eq!(value.get::<String>().unwrap(), text);
        let bytes = Any::from(Bytes::from(text.as_bytes())).get::<Bytes>().unwrap();
        assert_eq!(&bytes[..], text.as_bytes());
    }
    let shared = Str::from("sent to another thread");
    let there = shared.clone();
    std::thread::spawn(move || assert_eq!(there, "sent to another thread")).join().unwrap();
    assert_eq!(shared.len(), 22);
}

#[test]
fn values_keep_their_kind_and_payload() {
    assert_eq!(Any::from(-5_i64).get::<i8>().unwrap(), -5);
    assert!((Any::from(2.5).get::<f64>().unwrap() - 2.5).abs() < f64::EPSILON);
    assert!(Any::from(true).get::<bool>().unwrap());
    assert!(Any::from(3_i64).try_as::<f64>().is_none() && Any::from(3_i64).get::<f64>().is_ok());
    assert_eq!(Any::from(Device::cuda(3)).get::<Device>().unwrap(), Device::cuda(3));
    assert_eq!(Any::from(DataType::FLOAT16).get::<DataType>().unwrap(), DataType::FLOAT16);
    assert_eq!(Any::from(None::<i64>).get::<Option<i64>>().unwrap(), None);
    assert_eq!(Any::new(u64::MAX).get::<u64>().unwrap(), u64::MAX);
    let numbers = [i128::from(i64::MIN) - 1, i128::MAX, i128::MIN, -1, 0];
    for number in numbers {
        assert_eq!(BigInt::from(number).to_i128(), Some(number));
        assert_eq!(Any::new(number).get::<i128>().unwrap(), number);
    }
    assert!(AnyView::NONE.is_none() && AnyView::NONE.get::<()>().is_ok());
}

#[test]
fn arrays_own_what_they_hold() {
    let item: Object = Shape::from([1, 2]).into();
    let nested: Array<Array<Object>> =
        (0..3).map(|_| [item.clone(), item.clone()].into_iter().collect()).collect();
    assert_eq!(item.use_count(), 7);
    let inner = nested.get(1).unwrap();
    drop(nested);
    assert_eq!((item.use_count(), inner.len()), (3, 2));
    let same = inner.get(0).unwrap().downcast::<Shape>().unwrap();
    assert_eq!(&same[..], [1, 2]);
    assert!(Array::<i64>::new(vec![]).is_empty());
    let pair: (i64, Str) = Any::new((1, "a text in a tuple")).get().unwrap();
    assert_eq!((pair.0, pair.1.as_str()), (1, "a text in a tuple"));
}

#[test]
fn weak_references_see_the_end() {
    let shape = Shape::from([7]);
    let weak: WeakObject<Shape> = WeakObject::new(&shape);
    let second = weak.clone();
    assert!(!shape.as_object_ref().is_unique());
    assert_eq!(weak.upgrade().map(|s| s[0]), Some(7));
    drop(shape);
    assert!(weak.upgrade().is_none());
    drop(weak);
    assert!(second.upgrade().is_none());
}

/// `AsRef` by name, where inference needs help.
trait AsObjectRef {
    fn as_object_ref(&self) -> &Object;
}

impl AsObjectRef for Shape {
    fn as_object_ref(&self) -> &Object {
        self.as_ref()
    }
}

#[test]
fn tensors_own_aligned_zeroed_memory() {
    let mut tensor = Tensor::zeros(&[2, 3], DataType::FLOAT32).unwrap();
    assert_eq!((tensor.strides(), tensor.data_ptr() as usize % 64), (vec![3, 1], 0));
    tensor.try_as_mut_slice::<f32>().unwrap()[4] = 1.5;
    let other = tensor.clone();
    let cells = (tensor.cells::<f32>().unwrap(), other.cells::<f32>().unwrap());
    cells.0[0].set(2.0);
    assert_eq!(cells.1.iter().map(Cell::get).sum::<f32>().to_bits(), 3.5_f32.to_bits());
    assert!(Tensor::zeros(&[0], DataType::INT8).unwrap().cells::<i8>().unwrap().is_empty());
}

#[test]
fn errors_chain_and_travel() {
    let error = Error::value_error("effect").with_cause(Error::key_error("cause"));
    let clone = error.clone();
    let thread =
        std::thread::spawn(move || clone.cause().map(|cause| cause.message().into_owned()));
    assert_eq!(thread.join().unwrap().as_deref(), Some("cause"));
    assert_eq!(error.with_context("while testing").message(), "while testing: effect");
    assert!(error.traceback().contains("without_library.rs"));
}

#[test]
fn closures_are_called_fail_panic_and_end() {
    let count = Arc::new(AtomicU64::new(0));
    let inner = Arc::clone(&count);
    let function = SharedFunction::from_fn(move |by: u32, text: Str| -> tvm_ffi::Result<u64> {
        match text.as_str() {
            "fail" => Err(Error::value_error("as asked")),
            "panic" => panic!("as asked"),
            _ => Ok(inner.fetch_add(by.into(), Ordering::Relaxed)),
        }
    });
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let function = function.clone();
            scope.spawn(move || function.call::<u64>((2, "a longer text")).unwrap());
        }
    });
    assert_eq!(count.load(Ordering::Relaxed), 4);
    let failed = function.call::<u64>((1, "fail")).unwrap_err();
    assert_eq!(
        (failed.kind(), failed.message().as_ref()),
        (tvm_ffi::error::VALUE_ERROR, "as asked")
    );
    assert_eq!(function.call::<u64>((1, "panic")).unwrap_err().message(), "panicked: as asked");
    assert!(function.call::<u64>((-1, "x")).is_err() && function.call::<u64>(()).is_err());
    let passed = Function::from_fn(|f: Function, x: i64| f.call::<i64>((x,)));
    assert_eq!(passed.call::<i64>((Function::from_fn(|x: i64| x * 2), 21)).unwrap(), 42);
    drop(function);
    assert_eq!(Arc::strong_count(&count), 1);
}

#[test]
fn a_scoped_closure_borrows_and_ends_with_its_scope() {
    let mut seen = Vec::new();
    let mut note = |args: &[AnyView<'_>]| {
        seen.push(args[0].get::<String>()?);
        Ok(Any::NONE)
    };
    let kept = Function::scoped(&mut note, |function| {
        function.call::<()>(("a text on the heap",)).unwrap();
        function.clone()
    });
    assert!(kept.call::<()>(("too late",)).is_err());
    assert_eq!(seen, ["a text on the heap"]);
}
