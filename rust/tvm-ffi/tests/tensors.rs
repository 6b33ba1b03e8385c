// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Tensors: memory, views by other languages, exchange.

mod support;

use std::cell::Cell;
use std::ptr::NonNull;
use support::{echo, global};
use tvm_ffi::sys::{DLManagedTensorVersioned, DLTensor};
use tvm_ffi::{DataType, Device, ManagedTensor, Map, Result, Str, Tensor};

#[test]
fn a_tensor_describes_itself_to_cpp_and_back() -> Result<()> {
    let tensor = Tensor::from_slice(&[1_f32, 2.0, 3.0, 4.0, 5.0, 6.0], &[2, 3])?;
    let back: Tensor = echo(&tensor)?.try_into_value()?;
    assert_eq!((back.shape(), back.strides()), (&[2, 3][..], vec![3, 1]));
    assert_eq!((back.dtype(), back.device()), (DataType::FLOAT32, Device::cpu()));
    assert_eq!(back.to_vec::<f32>()?, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(format!("{back:?}"), "Tensor(float32[2, 3] on cpu:0)");
    assert_eq!(tensor.data_ptr() as usize % 64, 0);
    let map: Map<Str, tvm_ffi::Any> = global("testing.make_map_with_tensor")?.call((&tensor,))?;
    assert!(map.get::<str>("tensor")?.is_some());
    Ok(())
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    assert!(Tensor::from_slice(&[1_u8], &[2]).is_err());
    assert!(Tensor::zeros(&[-1], DataType::INT8).is_err());
    assert!(Tensor::zeros(&[i64::MAX, i64::MAX], DataType::INT8).is_err());
    assert!(Tensor::zeros(&[1], DataType::INT8).and_then(|t| t.to_vec::<u8>()).is_err());
}

#[test]
fn tensors_without_dimensions_or_elements_have_slices() -> Result<()> {
    let scalar = Tensor::from_slice(&[7_i64], &[])?;
    assert_eq!((scalar.shape(), scalar.to_vec::<i64>()?), (&[][..], vec![7]));
    let mut empty = Tensor::zeros(&[0, 3], DataType::FLOAT64)?;
    assert!(empty.cells::<f64>()?.is_empty() && empty.try_as_mut_slice::<f64>()?.is_empty());
    let back: Tensor = echo(&empty)?.try_into_value()?;
    assert_eq!(back.numel(), 0);
    Ok(())
}

#[test]
fn a_mutable_slice_needs_the_only_reference() -> Result<()> {
    let mut tensor = Tensor::from_slice(&[1_i32, 2], &[2])?;
    tensor.try_as_mut_slice::<i32>()?[0] = 5;
    let other = tensor.clone();
    assert!(tensor.try_as_mut_slice::<i32>().is_err());
    other.cells::<i32>()?[1].set(6);
    assert_eq!(tensor.to_vec::<i32>()?, [5, 6]);
    drop(other);
    let exported = tensor.to_dlpack()?;
    assert!(tensor.try_as_mut_slice::<i32>().is_err());
    drop(exported);
    assert!(tensor.try_as_mut_slice::<i32>().is_ok());
    Ok(())
}

#[test]
fn dlpack_shares_memory_in_both_directions() -> Result<()> {
    let tensor = Tensor::from_slice(&[1_u16, 2, 3], &[3])?;
    let twin = Tensor::from_dlpack(tensor.to_dlpack()?)?;
    twin.cells::<u16>()?[0].set(9);
    assert_eq!(tensor.to_vec::<u16>()?, [9, 2, 3]);
    let mut twin = twin;
    drop(tensor);
    assert!(twin.try_as_mut_slice::<u16>().is_err(), "foreign memory may have other owners");
    Ok(())
}

thread_local!(static RELEASED: Cell<u32> = const { Cell::new(0) });

unsafe extern "C" fn release(tensor: *mut DLManagedTensorVersioned) {
    RELEASED.with(|count| count.set(count.get() + 1));
    // SAFETY: made by the test below from a Box.
    drop(unsafe { Box::from_raw(tensor) });
}

#[test]
fn foreign_memory_with_offset_and_strides_is_read_as_described() -> Result<()> {
    let mut data = [0_i32, 1, 2, 3, 4, 5, 6];
    let (mut shape, mut strides) = ([2_i64, 3], [1_i64, 2]);
    let dl_tensor = DLTensor {
        data: data.as_mut_ptr().cast(),
        device: Device::cpu().into(),
        ndim: 2,
        dtype: DataType::INT32.into(),
        shape: shape.as_mut_ptr(),
        strides: strides.as_mut_ptr(),
        byte_offset: 4,
    };
    let managed = DLManagedTensorVersioned {
        version: tvm_ffi::sys::dlpack::DLPACK_VERSION,
        manager_ctx: std::ptr::null_mut(),
        deleter: Some(release),
        flags: 0,
        dl_tensor,
    };
    let managed = NonNull::from(Box::leak(Box::new(managed)));
    // SAFETY: described truthfully; the arrays outlive the tensor, which ends in this function.
    let tensor = Tensor::from_dlpack(unsafe { ManagedTensor::from_raw(managed) })?;
    assert!(!tensor.is_contiguous() && tensor.cells::<i32>().is_err());
    assert_eq!(tensor.to_vec::<i32>()?, [1, 3, 5, 2, 4, 6]);
    drop(tensor);
    assert_eq!(RELEASED.with(Cell::get), 1);
    Ok(())
}

#[test]
fn devices_and_dtypes_of_the_future_are_values() -> Result<()> {
    let device = Device::new(tvm_ffi::DeviceType(4711), 3);
    assert_eq!(echo(&device)?.try_into_value::<Device>()?, device);
    assert_eq!(device.to_string(), "device_type_4711:3");
    let dtype: DataType = "float8_e4m3fn".parse()?;
    assert_eq!(echo(&dtype)?.try_into_value::<DataType>()?.to_string(), "float8_e4m3fn");
    assert_eq!("no_dtype".parse::<DataType>().unwrap_err().kind(), tvm_ffi::error::VALUE_ERROR);
    Ok(())
}

#[test]
fn a_stream_comes_back_after_an_error_and_a_panic() -> Result<()> {
    use tvm_ffi::stream::{current_stream, with_stream};
    let device = Device::cuda(0);
    let stream = std::ptr::null_mut::<std::ffi::c_void>().wrapping_add(64);
    // SAFETY: nothing uses the stream.
    let result: Result<()> = unsafe {
        with_stream(device, stream, || {
            assert_eq!(current_stream(device)?, stream);
            Err(tvm_ffi::Error::value_error("no"))
        })
    };
    assert!(result.is_err() && current_stream(device)?.is_null());
    // SAFETY: as above.
    let panicked = std::panic::catch_unwind(|| unsafe {
        with_stream(device, stream, || -> Result<()> { panic!("in the middle") })
    });
    assert!(panicked.is_err() && current_stream(device)?.is_null());
    Ok(())
}
