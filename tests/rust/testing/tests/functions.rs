// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Functions of the testing library: values of every type there and back, errors, closures, tensors.

use ndarray::arr2;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;
use testing::variants::{IntOrStr, IntOrStrOrArrayOfInt};
use tvm_ffi::error::{
    ErrorKind, ATTRIBUTE_ERROR, INDEX_ERROR, KEY_ERROR, NOT_IMPLEMENTED_ERROR, RUNTIME_ERROR,
    TYPE_ERROR, VALUE_ERROR,
};
use tvm_ffi::{
    Any, Array, DataType, Device, Dict, Function, Library, List, Map, Object, Result, Str, Tensor,
};

#[test]
fn values_of_every_type_come_back_unchanged() -> Result<()> {
    assert_eq!(testing::schema_id_int(-5)?, -5);
    assert!(testing::schema_id_bool(true)?);
    assert_eq!(
        testing::schema_id_float(0.25)?.to_bits(),
        0.25_f64.to_bits()
    );
    assert_eq!(
        testing::schema_id_string("a longer text than seven bytes")?.len(),
        30
    );
    assert_eq!(&testing::schema_id_bytes(b"\x00bytes")?[..], b"\x00bytes");
    assert_eq!(
        testing::schema_id_dtype(DataType::FLOAT32)?,
        DataType::FLOAT32
    );
    assert_eq!(testing::schema_id_device(Device::cpu())?, Device::cpu());
    assert_eq!(
        testing::schema_id_any("x")?.try_into_value::<String>()?,
        "x"
    );
    assert_eq!(testing::schema_id_opt_int(None)?, None);
    assert_eq!(testing::schema_id_opt_str(Some("s"))?.as_deref(), Some("s"));
    assert_eq!(testing::schema_id_arr_int([1, 2])?.to_vec(), [1, 2]);
    assert_eq!(testing::schema_id_arr_str(["a", "b"])?.get(1)?, "b");
    assert_eq!(
        testing::schema_id_arr([Any::from(1), Any::from("x")])?.len(),
        2
    );
    assert_eq!((testing::schema_no_args()?, testing::add_one(41)?), (1, 42));
    testing::schema_no_args_no_return()?;
    testing::schema_no_return(1)?;
    Ok(())
}

#[test]
fn an_array_that_is_passed_on_is_shared_and_not_copied() -> Result<()> {
    let array = Array::new([1_i64, 2, 3]);
    assert!(testing::schema_id_arr_int(&array)?.same_as(&array));
    assert!(testing::schema_id_arr_int(array.clone())?.same_as(&array));
    Ok(())
}

#[test]
fn maps_dicts_and_lists_keep_their_elements() -> Result<()> {
    let map = Map::new([(Str::from("a"), 1_i64)])?;
    assert_eq!(testing::schema_id_map_str_int(&map)?.get("a")?, Some(1));
    let dict = Dict::new([(Str::from("a"), 1_i64)])?;
    testing::schema_id_dict_str_int(&dict)?.insert("b", 2)?;
    assert_eq!(dict.get("b")?, Some(2), "a dict is shared");
    let list = List::new([1_i64])?;
    testing::schema_id_list_int(&list)?.push(2)?;
    assert_eq!(list.len(), 2, "a list is shared");
    let nested = Map::new([(Str::from("k"), Array::new([7]))])?;
    let back = testing::schema_arr_map_opt([Some(1), None], &nested, Some("new"))?;
    assert_eq!(back.get("new")?.map(|array| array.to_vec()), Some(vec![1]));
    Ok(())
}

#[test]
fn a_variant_takes_and_gives_each_alternative() -> Result<()> {
    assert!(matches!(
        testing::schema_id_variant_int_str(3)?,
        IntOrStr::Int(3)
    ));
    assert!(matches!(testing::schema_id_variant_int_str("s")?, IntOrStr::Str(text) if text == "s"));
    let mixed = testing::schema_variant_mix(Array::new([1, 2]))?;
    assert!(matches!(mixed, IntOrStrOrArrayOfInt::ArrayOfInt(array) if array.len() == 2));
    Ok(())
}

#[test]
fn each_kind_of_error_is_caught_by_its_name() {
    let kinds: [ErrorKind<'_>; 7] = [
        VALUE_ERROR,
        TYPE_ERROR,
        RUNTIME_ERROR,
        KEY_ERROR,
        INDEX_ERROR,
        ATTRIBUTE_ERROR,
        NOT_IMPLEMENTED_ERROR,
    ];
    for kind in kinds {
        let error = testing::test_raise_error(kind.as_str(), "the message").unwrap_err();
        assert_eq!(
            (error.kind(), error.message().as_ref()),
            (kind, "the message")
        );
        assert!(error.to_string().contains("the message"));
    }
    let own = testing::test_raise_error("MyOwnError", "x").unwrap_err();
    let what = match own.kind() {
        VALUE_ERROR => "value",
        other => other.as_str(),
    };
    assert_eq!(what, "MyOwnError");
}

#[test]
fn a_wrong_argument_is_an_error_that_names_place_and_types() {
    let error = testing::echo(()).unwrap_err();
    assert_eq!(error.kind(), TYPE_ERROR);
}

#[test]
fn a_closure_is_called_from_threads_that_cpp_started() -> Result<()> {
    let folder = std::env::var("TVM_FFI_BUILD_DIR").expect("set by the lane");
    let file = std::path::Path::new(&folder).join("tests/rust/rust_threads.so");
    let _library = Library::open(file)?;
    let seen = Arc::new(AtomicI64::new(0));
    let counted = Arc::clone(&seen);
    let closure = Function::from_fn(move |x: i64| counted.fetch_add(x, Ordering::Relaxed));
    let call = Function::get_global("rust_tests.call_on_threads")?;
    assert_eq!(call.call::<i64>((&closure, 8, 500))?, 4000);
    assert_eq!(seen.load(Ordering::Relaxed), 4000);

    let panics = Function::from_fn(|_: i64| -> i64 { panic!("on a foreign thread") });
    let error = call.call::<i64>((&panics, 2, 1)).unwrap_err();
    assert!(error.message().contains("on a foreign thread"), "{error}");
    Ok(())
}

#[test]
fn tensors_of_ndarray_travel_inside_containers() -> Result<()> {
    let matrix = arr2(&[[1.0_f64, 2.0], [3.0, 4.0]]);
    let tensor = Tensor::from_ndarray(&matrix)?;
    let back = testing::schema_id_tensor(&tensor)?;
    assert_eq!(back.to_ndarray::<f64>()?, matrix.clone().into_dyn());
    let map = testing::make_map_with_tensor(&tensor)?;
    let inside = map
        .get("tensor")?
        .expect("there")
        .try_into_value::<Tensor>()?;
    assert_eq!(
        (inside.shape(), inside.dtype()),
        (&[2, 2][..], DataType::FLOAT64)
    );
    assert!(testing::optional_tensor_view_has_value(Some(&tensor))?);
    assert!(!testing::optional_tensor_view_has_value(None)?);
    Ok(())
}

#[test]
fn an_object_of_an_unknown_type_is_still_an_object() -> Result<()> {
    let object: Object = testing::make_unregistered_object()?;
    let known = object.downcast_to_base()?;
    assert_eq!((known.v1(), known.get_v1_plus_one()?), (41, 42));
    Ok(())
}

/// What a program may add to a foreign handle.
trait DowncastToBase {
    /// The object as the base class that the crate knows.
    fn downcast_to_base(self) -> Result<testing::TestUnregisteredBaseObject>;
}

impl DowncastToBase for Object {
    fn downcast_to_base(self) -> Result<testing::TestUnregisteredBaseObject> {
        tvm_ffi::Any::from(self).try_into_value()
    }
}
