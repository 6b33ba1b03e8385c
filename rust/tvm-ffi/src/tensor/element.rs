// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Element`]: Rust types that tensors of host memory consist of.

use crate::DataType;

mod sealed {
    pub trait Sealed {}
}

/// A type whose every bit pattern is a value, with the dtype it stands for. `bool` is none: foreign memory
/// may hold other bytes than 0 and 1; read such tensors as `u8`.
pub trait Element: sealed::Sealed + Copy + 'static {
    /// Its dtype.
    const DTYPE: DataType;

    /// Whether memory of this dtype may be read as this type.
    #[must_use]
    fn reads(dtype: DataType) -> bool {
        dtype == Self::DTYPE
    }
}

macro_rules! elements {
    ($($type:ty = $dtype:expr),* $(,)?) => {$(
        impl sealed::Sealed for $type {}
        impl Element for $type {
            const DTYPE: DataType = $dtype;
        }
    )*};
}

elements! {
    i8 = DataType::INT8,
    i16 = DataType::INT16,
    i32 = DataType::INT32,
    i64 = DataType::INT64,
    u16 = DataType::UINT16,
    u32 = DataType::UINT32,
    u64 = DataType::UINT64,
    f32 = DataType::FLOAT32,
    f64 = DataType::FLOAT64,
}

#[cfg(feature = "half")]
elements! {
    half::f16 = DataType::FLOAT16,
    half::bf16 = DataType::BFLOAT16,
}

impl sealed::Sealed for u8 {}
impl Element for u8 {
    const DTYPE: DataType = DataType::UINT8;

    fn reads(dtype: DataType) -> bool {
        dtype == DataType::UINT8 || dtype == DataType::BOOL
    }
}

#[cfg(all(test, feature = "half"))]
mod tests {
    use crate::Tensor;

    #[test]
    fn half_precision_is_an_element() {
        let values = [half::f16::from_f32(1.5), half::f16::MAX];
        let tensor = Tensor::from_slice(&values, &[2]).unwrap();
        assert_eq!(tensor.to_vec::<half::f16>().unwrap(), values);
        assert!(half::bf16::from_f32(1.0) != half::bf16::ZERO);
    }
}
