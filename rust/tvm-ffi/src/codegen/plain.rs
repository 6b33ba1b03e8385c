// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Fields whose bytes are the value: read with one load at an offset known while compiling.

use crate::object::ObjectType;
use crate::{DataType, Device};
use tvm_ffi_sys::type_index::{
    kTVMFFIBool, kTVMFFIDataType, kTVMFFIDevice, kTVMFFIFloat, kTVMFFIInt,
};

mod sealed {
    pub trait Sealed {}
}

/// Types that a reflected field of a given size and static type index holds as they are; every bit pattern
/// is a valid value. Integers of less than 64 bits are not among them: reflection does not tell their sign.
pub trait Plain: sealed::Sealed + Copy {
    /// `field_static_type_index` of such fields.
    const STATIC_TYPE_INDEX: i32;
}

/// The byte of a C++ `bool`, which a broken library could leave other than 0 or 1.
#[repr(transparent)]
#[derive(Clone, Copy, Debug)]
pub struct PlainBool(u8);

impl From<PlainBool> for bool {
    fn from(byte: PlainBool) -> bool {
        byte.0 != 0
    }
}

macro_rules! plain_types {
    ($($type:ty = $index:expr),* $(,)?) => {$(
        impl sealed::Sealed for $type {}
        impl Plain for $type {
            const STATIC_TYPE_INDEX: i32 = $index;
        }
    )*};
}

plain_types! {
    i64 = kTVMFFIInt,
    PlainBool = kTVMFFIBool,
    f64 = kTVMFFIFloat,
    f32 = kTVMFFIFloat,
    DataType = kTVMFFIDataType,
    Device = kTVMFFIDevice,
}

/// The value of the `INDEX`th field of `O::LAYOUT`, whose type must be `T`.
///
/// That a handle exists means that the table was compared with the layout, so the load is in bounds.
#[inline]
#[must_use]
pub fn plain<O: ObjectType, T: Plain, const INDEX: usize>(object: &O) -> T {
    const {
        assert!(O::LAYOUT[INDEX].size == size_of::<T>(), "the field has another size");
        assert!(
            O::LAYOUT[INDEX].static_type_index == T::STATIC_TYPE_INDEX,
            "the field has another type"
        );
    }
    let offset = O::LAYOUT[INDEX].offset;
    // SAFETY: `O::type_index` succeeded before this handle was made (ObjectType), so the object has a field
    // of this size and kind at the offset; every bit pattern is a T; C++ writes it on this thread only.
    unsafe { object.as_object().as_ptr().byte_add(offset).cast::<T>().read() }
}
