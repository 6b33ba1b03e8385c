// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The packaging example as a Rust user meets it.

use my_ffi_extension::{add_one, load, raise_error, IntPair};
use ndarray::array;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;
use tvm_ffi::error::{ATTRIBUTE_ERROR, RUNTIME_ERROR, TYPE_ERROR, VALUE_ERROR};
use tvm_ffi::{Cast, Function, Library, Object, Result, Tensor};

#[test]
fn a_pair_is_constructed_read_changed_and_summed() -> Result<()> {
    let pair = IntPair::new(1, 2)?;
    pair.set_a(40)?;
    assert_eq!((pair.a(), pair.b(), pair.sum()?), (40, 2, 42));
    assert_eq!(IntPair::static_get_second(&pair)?, 2);
    assert_eq!(pair.clone().a(), 40);
    assert!(pair.to_string().contains("40"), "{pair}");
    Ok(())
}

#[test]
fn a_handle_of_an_object_leads_back_to_the_pair() -> Result<()> {
    let object: Object = IntPair::new(3, 4)?.upcast();
    assert_eq!(object.type_key(), "my_ffi_extension.IntPair");
    let pair = IntPair::try_from(object).expect("it is a pair");
    assert_eq!(pair.sum()?, 7);
    Ok(())
}

#[test]
fn tensors_come_from_ndarray_and_go_back() -> Result<()> {
    let x = Tensor::from_ndarray(&array![1.0_f32, 2.0, 3.0])?;
    let y = Tensor::from_ndarray(&array![0.0_f32, 0.0, 0.0])?;
    add_one(&x, &y)?;
    assert_eq!(y.to_ndarray::<f32>()?, array![2.0_f32, 3.0, 4.0].into_dyn());
    Ok(())
}

#[test]
fn an_error_of_cpp_is_a_result_with_kind_message_and_traceback() {
    let error = raise_error("what the user sees").unwrap_err();
    assert_eq!(
        (error.kind(), error.message().as_ref()),
        (RUNTIME_ERROR, "what the user sees")
    );
    assert!(error
        .traceback()
        .contains("RuntimeError: what the user sees"));
}

#[test]
fn the_runtime_crate_comes_with_the_generated_one() -> Result<(), my_ffi_extension::tvm_ffi::Error>
{
    let pair: my_ffi_extension::tvm_ffi::Object = IntPair::new(1, 2)?.into();
    assert_eq!(pair.type_key(), "my_ffi_extension.IntPair");
    Ok(())
}

#[test]
fn the_library_is_open_and_tells_about_missing_functions() -> Result<()> {
    let error = load()?.get_function("no_such_function").unwrap_err();
    assert_eq!(error.kind(), ATTRIBUTE_ERROR);
    Ok(())
}

#[test]
fn errors_of_each_place_have_their_kind() -> Result<()> {
    load()?;
    let raise_error = Function::get_global("my_ffi_extension.raise_error")?;
    let wrong = raise_error.call::<()>((1,)).unwrap_err();
    assert_eq!(wrong.kind(), TYPE_ERROR);
    assert!(wrong.message().contains("but got"), "{wrong}");
    let few = raise_error.call::<()>(()).unwrap_err();
    assert_eq!(few.kind(), TYPE_ERROR);
    let object: Object = IntPair::new(1, 2)?.into();
    let other = tvm_ffi::Any::from(object).try_into_value::<Tensor>();
    assert_eq!(other.unwrap_err().kind(), TYPE_ERROR);
    let flat = Tensor::from_slice(&[1.0_f32], &[3]).unwrap_err();
    assert_eq!(flat.kind(), VALUE_ERROR);
    Ok(())
}

#[test]
fn a_closure_that_makes_pairs_is_called_from_threads_of_cpp() -> Result<()> {
    let folder = std::env::var("TVM_FFI_BUILD_DIR").expect("set by the lane");
    let file = std::path::Path::new(&folder).join("tests/rust/rust_threads.so");
    let _threads = Library::open(file)?;
    let total = Arc::new(AtomicI64::new(0));
    let counted = Arc::clone(&total);
    let closure = Function::from_fn(move |x: i64| -> Result<()> {
        counted.fetch_add(IntPair::new(x, 2)?.sum()?, Ordering::Relaxed);
        Ok(())
    });
    let call = Function::get_global("rust_tests.call_on_threads")?;
    assert_eq!(call.call::<i64>((&closure, 4, 100))?, 400);
    assert_eq!(total.load(Ordering::Relaxed), 1200);
    Ok(())
}
