// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Programs in the style of the published crate 0.1.15, whose names are kept where they are sound; what has
//! another form is in docs/guide/rust-migration.md.
#![forbid(unsafe_code)]

mod support;

use support::testing;
use tvm_ffi::{
    bail, ensure, into_typed_fn, match_any, Any, AnyView, Array, DLDataType, DLDataTypeCode,
    DLDevice, DLDeviceType, DataType, Device, Error, Function, Map, Module, Result, Shape, Str,
    Tensor, ATTRIBUTE_ERROR, INDEX_ERROR, KEY_ERROR, RUNTIME_ERROR, TYPE_ERROR, VALUE_ERROR,
};

#[test]
fn a_function_is_called_with_a_tuple_and_its_result_converted() -> Result<()> {
    testing()?;
    let add_one = Function::get_global("testing.add_one")?;
    let result: Any = add_one.call_tuple((41_i64,))?;
    assert_eq!(i64::try_from(result)?, 42);
    let result: i32 = add_one.call_tuple((1_i64,))?.try_into()?;
    assert_eq!(result, 2);
    let too_large: Result<u8> = add_one.call_tuple((300_i64,))?.try_into();
    assert!(too_large.is_err(), "never truncated");
    let optional = Function::get_global("testing.schema_id_opt_str")?;
    let text: Option<String> = optional.call_tuple((Some("x"),))?.try_into()?;
    assert_eq!(text.as_deref(), Some("x"));
    let nothing: Option<String> = optional.call_tuple((None::<&str>,))?.try_into()?;
    assert_eq!(nothing, None);
    Ok(())
}

#[test]
fn a_packed_closure_takes_views_and_gives_a_value() -> Result<()> {
    let sum = Function::from_packed(|args: &[AnyView<'_>]| -> Result<Any> {
        ensure!(!args.is_empty(), TYPE_ERROR, "{} arguments", args.len());
        let mut total = 0;
        for arg in args {
            total += i64::try_from(*arg)?;
        }
        Ok(Any::from(total))
    });
    let (a, b) = (40_i64, Any::from(2_i64));
    let result = sum.call_packed(&[AnyView::from(&a), AnyView::from(&b)])?;
    assert_eq!(i64::try_from(result)?, 42);
    assert_eq!(sum.call_packed(&[]).unwrap_err().kind(), TYPE_ERROR);
    let array = Array::new(vec![1_i64]);
    assert_eq!(AnyView::from(&array).type_key(), "ffi.Array");
    Ok(())
}

#[test]
fn a_typed_closure_is_a_function_and_a_function_a_typed_closure() -> Result<()> {
    let function = Function::from_typed(|x: i64, y: i64| -> Result<i64> { Ok(x + y) });
    let add = into_typed_fn!(function, Fn(i64, i64) -> Result<i64>);
    assert_eq!(add(1, 2)?, 3);
    let items = Function::from_typed(|items: Array<i64>| -> Result<i64> { Ok(items.iter().sum()) });
    let sum = into_typed_fn!(items, Fn(&Array<i64>) -> Result<i64>);
    assert_eq!(sum(&Array::new(vec![1, 2]))?, 3);
    let constant = into_typed_fn!(Function::from_typed(|| 7_i64), Fn() -> Result<i64>);
    assert_eq!(constant()?, 7);
    Ok(())
}

fn double(x: i64) -> Result<i64> {
    x.checked_mul(2).ok_or_else(|| Error::new(VALUE_ERROR, "too large", ""))
}

tvm_ffi::tvm_ffi_dll_export_typed_func!(published_double, double);

fn checked(x: i64) -> Result<i64> {
    ensure!(x >= 0, VALUE_ERROR, "{} is negative", x);
    if x > 10 {
        bail!(INDEX_ERROR, "{x} is too large");
    }
    Ok(x)
}

#[test]
fn errors_are_raised_by_macros_and_matched_by_constants() {
    let negative = checked(-1).unwrap_err();
    assert_eq!((negative.kind(), negative.message().as_ref()), (VALUE_ERROR, "-1 is negative"));
    assert_eq!(checked(11).unwrap_err().kind(), INDEX_ERROR);
    assert_eq!(checked(10).unwrap_or(0), 10);
    for kind in [RUNTIME_ERROR, KEY_ERROR, ATTRIBUTE_ERROR] {
        let error = Error::new(kind, "told", "  File \"f.cc\", line 1, in g\n");
        assert_eq!(error.kind(), kind);
        assert!(error.backtrace().contains("f.cc"));
        assert!(error.traceback_most_recent_call_last().ends_with(": told\n"));
    }
}

#[test]
fn devices_and_element_types_have_the_names_of_the_c_header() {
    let device = DLDevice::new(DLDeviceType::kDLCUDA, 1);
    assert_eq!((device, device.device_type.name()), (Device::cuda(1), Some("cuda")));
    assert!(device.device_type != DLDeviceType::kDLCPU);
    let half = DLDataType::new(DLDataTypeCode::kDLBfloat, 16, 1);
    assert_eq!((half, half.code), (DataType::BFLOAT16, DLDataTypeCode::kDLBfloat as u8));
    assert_eq!(DLDataType::new(DLDataTypeCode::kDLFloat, 32, 1), DataType::FLOAT32);
}

#[test]
fn containers_tensors_and_matching_have_their_names() -> Result<()> {
    let array = Array::new(vec![1_i64, 2, 3]);
    assert_eq!((array.len(), array.get(0)?, array.iter().sum::<i64>()), (3, 1, 6));
    let again: Array<i64> = Any::from(array).try_into()?;
    assert_eq!(again.to_vec(), [1, 2, 3]);
    let collected: Array<i64> = (0..3).collect();
    assert_eq!(collected.len(), 3);
    let map = Map::new([(Str::from("a"), 1_i64)])?;
    assert_eq!((map.get("a")?, map.len()), (Some(1), 1));
    let tensor = Tensor::from_slice(&[1.0_f32, 2.0], &[2])?;
    assert_eq!((tensor.shape(), tensor.ndim(), tensor.numel()), (&[2_i64][..], 1, 2));
    assert_eq!(Shape::from([1_i64, 2]).as_slice(), [1, 2]);
    let value = Any::from(5_i64);
    let text = match_any!(value { i64(x) if x > 3 => "large", i64(_) => "small", _ => "none" });
    assert_eq!((text, value.try_as::<i64>()), ("large", Some(5)));
    let missing = Module::load_from_file("no_such_file.so").unwrap_err();
    assert!(missing.message().contains("no_such_file.so"));
    Ok(())
}
