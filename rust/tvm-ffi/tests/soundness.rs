// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What safe programs could break in the reference's crates, row by row, and cannot here.
//! Rows 1, 3, 4, 6 and 7 have compile-fail tests as well.

mod support;

use std::sync::atomic::{AtomicU64, Ordering};
use support::{echo, global, testing};
use tvm_ffi::error::OVERFLOW_ERROR;
use tvm_ffi::{
    Any, Array, Bytes, DataType, Device, DeviceType, Error, Function, Object, ObjectType, Result,
    Shape, SharedFunction, Str, Tensor,
};

#[test]
fn row_01_an_item_of_an_array_lives_on_its_own() -> Result<()> {
    let array: Array<Str> =
        ["a text that is longer than seven bytes"].into_iter().map(Str::from).collect();
    let item = array.get(0)?;
    drop(array);
    assert_eq!(item, "a text that is longer than seven bytes");
    Ok(())
}

#[test]
fn row_02_an_array_made_in_rust_releases_its_items() {
    let item: Object = Shape::from([1]).into();
    let array: Array<Object> = [item.clone(), item.clone()].into_iter().collect();
    let copy = array.clone();
    drop(array);
    assert_eq!(item.use_count(), 3);
    drop(copy);
    assert_eq!(item.use_count(), 1);
}

#[test]
fn row_05_empty_shapes_and_scalars_have_slices() -> Result<()> {
    assert!(Shape::from([]).as_slice().is_empty());
    let scalar: Tensor = echo(&Tensor::from_slice(&[1_u8], &[])?)?.try_into_value()?;
    assert_eq!((scalar.shape().len(), scalar.strides().len(), scalar.numel()), (0, 0, 1));
    let empty: Shape = global("ffi.Shape")?.call(())?;
    assert!(empty.is_empty());
    Ok(())
}

#[test]
fn row_06_a_shared_closure_loses_no_update() -> Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    testing()?;
    let function = SharedFunction::from_fn(|| {
        COUNT.fetch_add(1, Ordering::Relaxed);
    });
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let function = function.clone();
            scope.spawn(move || (0..10_000).try_for_each(|_| function.call::<()>(())));
        }
    });
    assert_eq!(COUNT.load(Ordering::Relaxed), 40_000);
    Ok(())
}

#[test]
fn row_07_a_handle_for_a_built_in_key_or_layout_is_refused_when_running() {
    #[derive(Clone)]
    #[repr(transparent)]
    struct Fake(tvm_ffi::Handle<Self, Object>);
    tvm_ffi::object_type! { Fake: [Object], key = "ffi.Error" }
    assert!(Fake::type_index().is_err());
    let error = Any::from(Error::value_error("x"));
    assert!(error.try_into_value::<Fake>().is_err());
    assert!(Any::from(Shape::from([1])).try_into_value::<Error>().is_err());
}

#[test]
fn row_08_integers_that_do_not_fit_are_errors_everywhere() -> Result<()> {
    let kind = |error: Error| error.kind().as_str().to_owned();
    let large = Any::from(1_i64 << 40);
    assert_eq!(kind(large.get::<i32>().unwrap_err()), OVERFLOW_ERROR.as_str());
    assert_eq!(kind(Any::from(-1_i64).get::<u8>().unwrap_err()), OVERFLOW_ERROR.as_str());
    assert_eq!(kind(Any::from(-1_i64).get::<u64>().unwrap_err()), OVERFLOW_ERROR.as_str());
    assert_eq!(kind(Any::from(-1_i64).get::<usize>().unwrap_err()), OVERFLOW_ERROR.as_str());
    assert!(Any::from(300_i64).try_as::<u8>().is_none());
    let callback = Function::from_fn(|x: i8| x);
    assert_eq!(kind(callback.call::<i8>((128,)).unwrap_err()), OVERFLOW_ERROR.as_str());
    let bytes: Array<i64> = [1, 256].into_iter().collect();
    assert!(echo(&bytes)?.try_into_value::<Array<u8>>().is_err());
    Ok(())
}

#[test]
fn row_09_a_panic_in_a_callback_is_an_error_of_the_caller() -> Result<()> {
    let function = Function::from_fn(|| -> i64 { panic!("oh no") });
    let error = global("testing.apply")?.call::<i64>((&function,)).unwrap_err();
    assert_eq!(error.message(), "panicked: oh no");
    Ok(())
}

#[test]
fn row_10_fresh_memory_is_zero_and_no_elements_need_none() -> Result<()> {
    assert_eq!(Tensor::zeros(&[1000], DataType::INT64)?.to_vec::<i64>()?, vec![0; 1000]);
    for shape in [&[0][..], &[3, 0], &[0, i64::MAX]] {
        assert!(Tensor::zeros(shape, DataType::FLOAT32)?.to_vec::<f32>()?.is_empty());
    }
    Ok(())
}

#[test]
fn row_11_what_a_thread_wrote_is_seen_by_the_one_that_ends_the_object() -> Result<()> {
    struct Written(AtomicU64);
    impl Drop for Written {
        fn drop(&mut self) {
            assert_eq!(*self.0.get_mut(), 2);
        }
    }
    testing()?;
    for _ in 0..200 {
        let content = Written(AtomicU64::new(0));
        let function = SharedFunction::from_fn(move || {
            content.0.fetch_add(1, Ordering::Relaxed);
        });
        let other = function.clone();
        let thread = std::thread::spawn(move || other.call::<()>(()));
        function.call::<()>(())?;
        drop(function);
        thread.join().expect("no panic")?;
    }
    Ok(())
}

#[test]
fn row_12_devices_and_dtypes_are_plain_numbers() -> Result<()> {
    let device = Device::new(DeviceType(i32::MAX), -1);
    assert_eq!(echo(&device)?.try_into_value::<Device>()?, device);
    let dtype = DataType { code: 255, bits: 7, lanes: 3 };
    assert_eq!(echo(&dtype)?.try_into_value::<DataType>()?, dtype);
    assert_eq!(dtype.to_string(), "dtype(255, 7, 3)");
    Ok(())
}

#[test]
fn row_13_offsets_and_missing_strides_are_honoured() -> Result<()> {
    use tvm_ffi::sys::{DLManagedTensorVersioned, DLTensor};
    let mut data = [9_u8, 1, 2, 3, 4];
    let mut shape = [2_i64, 2];
    let mut managed = DLManagedTensorVersioned {
        version: tvm_ffi::sys::dlpack::DLPACK_VERSION,
        manager_ctx: std::ptr::null_mut(),
        deleter: None,
        flags: 0,
        dl_tensor: DLTensor {
            data: data.as_mut_ptr().cast(),
            device: Device::cpu().into(),
            ndim: 2,
            dtype: DataType::UINT8.into(),
            shape: shape.as_mut_ptr(),
            strides: std::ptr::null_mut(),
            byte_offset: 1,
        },
    };
    // SAFETY: described truthfully, nothing to free, and everything outlives the tensor.
    let managed = unsafe { tvm_ffi::ManagedTensor::from_raw((&mut managed).into()) };
    let tensor = Tensor::from_dlpack(managed)?;
    assert!(tensor.is_contiguous());
    assert_eq!((tensor.strides(), tensor.to_vec::<u8>()?), (vec![2, 1], vec![1, 2, 3, 4]));
    Ok(())
}

#[test]
fn row_14_iteration_never_ends_early() -> Result<()> {
    let mixed: Array<Any> =
        [Any::from(1_i64), Any::from("x"), Any::from(3_i64)].into_iter().collect();
    assert!(echo(&mixed)?.try_into_value::<Array<i64>>().is_err());
    assert_eq!(mixed.iter().count(), 3);
    let list = tvm_ffi::List::new([Any::from(1_i64), Any::from("x"), Any::from(3_i64)])?;
    let typed: tvm_ffi::List<i64> = echo(&list)?.try_into_value()?;
    let items: Vec<bool> = typed.iter().map(|item| item.is_ok()).collect();
    assert_eq!(items, [true, false, true]);
    Ok(())
}

#[test]
fn row_15_bytes_that_are_no_utf_8_never_become_a_str() -> Result<()> {
    for bytes in [&b"\xff\xfe"[..], b"\xff\xfe is longer than seven"] {
        let text = broken_text(bytes)?;
        let error = text.get::<Str>().unwrap_err();
        assert!(error.message().contains("UTF-8"), "{error}");
        assert!(text.get::<String>().is_err());
        let error =
            global("testing.test_raise_error")?.call::<()>(("ValueError", &text)).unwrap_err();
        assert!(error.message().contains('\u{fffd}'));
    }
    Ok(())
}

/// A string value with these bytes, as C++ would make it.
fn broken_text(bytes: &[u8]) -> Result<Any> {
    let json: Bytes = bytes.into();
    let text = std::ffi::CString::new(&json[..]).expect("no NUL");
    let echo = global("testing.schema_id_string")?;
    let view: &std::ffi::CStr = &text;
    echo.call((view,))
}
