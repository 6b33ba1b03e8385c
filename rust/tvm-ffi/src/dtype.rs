// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`DataType`]: element type of a tensor. The code is an integer, so types of the future are fine.

use crate::any::{self, bits, Any, AnyView};
use crate::convert::{Arg, FromAny, ToAny};
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use tvm_ffi_sys::type_index::kTVMFFIDataType;
use tvm_ffi_sys::{load, DLDataType, TVMFFIAny, TVMFFIByteArray};

/// An element type: code, bits of a lane, lanes.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DataType {
    /// `DLDataTypeCode`.
    pub code: u8,
    /// Bits of one lane.
    pub bits: u8,
    /// Lanes.
    pub lanes: u16,
}

/// Kinds of element types that this crate knows by name; [`DataType::code`] may hold others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u8)]
#[allow(non_camel_case_types)]
pub enum DataTypeCode {
    /// Signed integers.
    kDLInt = 0,
    /// Unsigned integers.
    kDLUInt = 1,
    /// Floats of IEEE 754.
    kDLFloat = 2,
    /// Handles that nobody looks into.
    kDLOpaqueHandle = 3,
    /// Brain floats.
    kDLBfloat = 4,
    /// Complex numbers.
    kDLComplex = 5,
    /// Booleans.
    kDLBool = 6,
}

impl DataType {
    /// A type by its kind, the bits of a lane and the number of lanes.
    #[must_use]
    pub const fn new(code: DataTypeCode, bits: u8, lanes: u16) -> Self {
        Self { code: code as u8, bits, lanes }
    }

    /// Signed 8-bit integer.
    pub const INT8: Self = Self::scalar(0, 8);
    /// Signed 16-bit integer.
    pub const INT16: Self = Self::scalar(0, 16);
    /// Signed 32-bit integer.
    pub const INT32: Self = Self::scalar(0, 32);
    /// Signed 64-bit integer.
    pub const INT64: Self = Self::scalar(0, 64);
    /// Unsigned 8-bit integer.
    pub const UINT8: Self = Self::scalar(1, 8);
    /// Unsigned 16-bit integer.
    pub const UINT16: Self = Self::scalar(1, 16);
    /// Unsigned 32-bit integer.
    pub const UINT32: Self = Self::scalar(1, 32);
    /// Unsigned 64-bit integer.
    pub const UINT64: Self = Self::scalar(1, 64);
    /// Half precision.
    pub const FLOAT16: Self = Self::scalar(2, 16);
    /// Single precision.
    pub const FLOAT32: Self = Self::scalar(2, 32);
    /// Double precision.
    pub const FLOAT64: Self = Self::scalar(2, 64);
    /// Brain float.
    pub const BFLOAT16: Self = Self::scalar(4, 16);
    /// Boolean of one byte.
    pub const BOOL: Self = Self::scalar(6, 8);

    /// A type of one lane.
    #[must_use]
    pub const fn scalar(code: u8, bits: u8) -> Self {
        Self { code, bits, lanes: 1 }
    }

    /// Bytes of one element, rounded up; scalable vectors count as their minimum.
    #[must_use]
    pub const fn element_bytes(self) -> usize {
        (self.bits as usize * self.lanes as usize).div_ceil(8)
    }
}

impl From<DLDataType> for DataType {
    fn from(dtype: DLDataType) -> Self {
        Self { code: dtype.code, bits: dtype.bits, lanes: dtype.lanes }
    }
}

impl From<DataType> for DLDataType {
    fn from(dtype: DataType) -> Self {
        Self { code: dtype.code, bits: dtype.bits, lanes: dtype.lanes }
    }
}

impl FromStr for DataType {
    type Err = Error;

    /// Parses `float32`, `int8x4`, `float8_e4m3fn`, ...
    fn from_str(text: &str) -> Result<Self> {
        let array = TVMFFIByteArray::new(text.as_bytes());
        let mut dtype = DLDataType { code: 0, bits: 0, lanes: 0 };
        // SAFETY: the text is borrowed for the call.
        if unsafe { (load()?.TVMFFIDataTypeFromString)(&raw const array, &raw mut dtype) } != 0 {
            return Err(Error::take_raised());
        }
        Ok(dtype.into())
    }
}

impl fmt::Display for DataType {
    /// The canonical text; code, bits and lanes where the library does not know them or is missing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dtype = DLDataType::from(*self);
        let mut text = TVMFFIAny::NONE;
        if let Ok(api) = load() {
            // SAFETY: the dtype is borrowed for the call; on success the text is owned.
            unsafe {
                if (api.TVMFFIDataTypeToString)(&raw const dtype, &raw mut text) != 0 {
                    drop(Error::take_raised());
                } else if let Ok(text) = Any::from_raw(text).try_into_value::<crate::Str>() {
                    return f.write_str(&text);
                }
            }
        }
        write!(f, "dtype({}, {}, {})", self.code, self.bits, self.lanes)
    }
}

impl fmt::Debug for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromAny for DataType {
    fn type_str() -> Cow<'static, str> {
        "DataType".into()
    }

    /// Texts are parsed, as C++ does.
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        if view.type_index() == kTVMFFIDataType {
            let bytes = bits(view.raw()).to_ne_bytes();
            let lanes = u16::from_ne_bytes([bytes[2], bytes[3]]);
            return Ok(Self { code: bytes[0], bits: bytes[1], lanes });
        }
        match view.text_bytes().map(std::str::from_utf8) {
            Some(Ok(text)) => text.parse(),
            _ => Err(view.mismatch::<Self>()),
        }
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.type_index() == kTVMFFIDataType
    }
}

impl ToAny for DataType {
    fn type_str() -> Cow<'static, str> {
        "DataType".into()
    }

    fn to_arg(&self) -> Arg<'_> {
        // SAFETY: a plain value.
        unsafe { Arg::from_raw(any::dtype((*self).into())) }
    }
}
