// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The packaging example as a Rust user meets it.

use my_ffi_extension::{add_one, load, raise_error, IntPair};
use ndarray::array;
use tvm_ffi::error::{ATTRIBUTE_ERROR, RUNTIME_ERROR};
use tvm_ffi::{Cast, Object, Result, Tensor};

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
