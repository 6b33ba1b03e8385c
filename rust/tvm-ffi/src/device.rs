// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Device`]: where a tensor lies. The type is an integer newtype, so devices of the future are fine.

use crate::any::{self, bits, AnyView};
use crate::convert::{Arg, FromAny, ToAny};
use crate::error::Result;
use std::borrow::Cow;
use std::fmt;
use tvm_ffi_sys::type_index::kTVMFFIDevice;
use tvm_ffi_sys::DLDevice;

/// Kind of a device.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceType(pub i32);

macro_rules! device_types {
    ($($name:ident, $header_name:ident = $value:literal, $text:literal;)*) => {
        impl DeviceType {
            $(#[doc = concat!("`", $text, "`.")]
            pub const $name: Self = Self($value);)*
            $(#[doc = concat!("`", $text, "`, by its name in the C header.")]
            pub const $header_name: Self = Self($value);)*

            /// Name as in `cuda:0`; none for types this crate does not know.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($text),)*
                    _ => None,
                }
            }
        }
    };
}

device_types! {
    CPU, kDLCPU = 1, "cpu";
    CUDA, kDLCUDA = 2, "cuda";
    CUDA_HOST, kDLCUDAHost = 3, "cuda_host";
    OPENCL, kDLOpenCL = 4, "opencl";
    VULKAN, kDLVulkan = 7, "vulkan";
    METAL, kDLMetal = 8, "metal";
    VPI, kDLVPI = 9, "vpi";
    ROCM, kDLROCM = 10, "rocm";
    ROCM_HOST, kDLROCMHost = 11, "rocm_host";
    EXT_DEV, kDLExtDev = 12, "ext_dev";
    CUDA_MANAGED, kDLCUDAManaged = 13, "cuda_managed";
    ONE_API, kDLOneAPI = 14, "oneapi";
    WEBGPU, kDLWebGPU = 15, "webgpu";
    HEXAGON, kDLHexagon = 16, "hexagon";
    MAIA, kDLMAIA = 17, "maia";
    TRN, kDLTrn = 18, "trn";
}

/// A device: kind and number.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Device {
    /// Kind.
    pub device_type: DeviceType,
    /// Number among the devices of that kind.
    pub device_id: i32,
}

impl Device {
    /// A device.
    #[must_use]
    pub const fn new(device_type: DeviceType, device_id: i32) -> Self {
        Self { device_type, device_id }
    }

    /// The host.
    #[must_use]
    pub const fn cpu() -> Self {
        Self::new(DeviceType::CPU, 0)
    }

    /// A CUDA device.
    #[must_use]
    pub const fn cuda(device_id: i32) -> Self {
        Self::new(DeviceType::CUDA, device_id)
    }

    /// Whether the host can read its memory at once.
    #[must_use]
    pub const fn is_host_accessible(self) -> bool {
        matches!(self.device_type, DeviceType::CPU | DeviceType::CUDA_HOST | DeviceType::ROCM_HOST)
    }
}

impl From<DLDevice> for Device {
    fn from(device: DLDevice) -> Self {
        Self::new(DeviceType(device.device_type), device.device_id)
    }
}

impl From<Device> for DLDevice {
    fn from(device: Device) -> Self {
        Self { device_type: device.device_type.0, device_id: device.device_id }
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.device_type.name() {
            Some(name) => write!(f, "{name}:{}", self.device_id),
            None => write!(f, "device_type_{}:{}", self.device_type.0, self.device_id),
        }
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromAny for Device {
    fn type_str() -> Cow<'static, str> {
        "Device".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        if view.type_index() != kTVMFFIDevice {
            return Err(view.mismatch::<Self>());
        }
        let bytes = bits(view.raw()).to_ne_bytes();
        let half = |at: usize| {
            i32::from_ne_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        Ok(Self::new(DeviceType(half(0)), half(4)))
    }
}

impl ToAny for Device {
    fn type_str() -> Cow<'static, str> {
        "Device".into()
    }

    fn to_arg(&self) -> Arg<'_> {
        // SAFETY: a plain value.
        unsafe { Arg::from_raw(any::device((*self).into())) }
    }
}
