// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Structs of `tvm/ffi/c_api.h`; `layout.rs` asserts their sizes and offsets at compile time.

use crate::dlpack::{DLDataType, DLDevice};
use std::ffi::{c_char, c_void};
use std::sync::atomic::AtomicU64;

/// Address of a [`TVMFFIObject`].
pub type TVMFFIObjectHandle = *mut c_void;
/// A device stream.
pub type TVMFFIStreamHandle = *mut c_void;
/// Arguments are borrowed views; `*result` comes in as None and leaves owned. 0 or -1.
pub type TVMFFISafeCallType =
    unsafe extern "C" fn(*mut c_void, *const TVMFFIAny, i32, *mut TVMFFIAny) -> i32;
/// Reads the field at an address into an owned value.
pub type TVMFFIFieldGetter = unsafe extern "C" fn(*mut c_void, *mut TVMFFIAny) -> i32;
/// Writes a borrowed value to the field at an address.
pub type TVMFFIFieldSetter = unsafe extern "C" fn(*mut c_void, *const TVMFFIAny) -> i32;
/// Makes a default object.
pub type TVMFFIObjectCreator = unsafe extern "C" fn(*mut TVMFFIObjectHandle) -> i32;
/// Runs the destructor and/or frees the memory, by `kTVMFFIObjectDeleterFlagBitMask*`.
pub type TVMFFIObjectDeleter = unsafe extern "C" fn(*mut c_void, i32);
/// Rewrites the backtrace of an error.
pub type TVMFFIUpdateBacktrace =
    unsafe extern "C" fn(TVMFFIObjectHandle, *const TVMFFIByteArray, i32);

/// Version of the loaded library.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TVMFFIVersion {
    /// Major number.
    pub major: u32,
    /// Minor number.
    pub minor: u32,
    /// Patch number.
    pub patch: u32,
}

/// Header of every counted object.
#[repr(C)]
#[derive(Debug)]
pub struct TVMFFIObject {
    /// Low 32 bits: strong references; high 32 bits: weak ones, of which the strong ones own one together.
    pub combined_ref_count: AtomicU64,
    /// Exact type.
    pub type_index: i32,
    /// Always zero.
    pub padding: u32,
    /// Null: never freed.
    pub deleter: Option<TVMFFIObjectDeleter>,
    /// Keeps the size on 32-bit targets.
    #[cfg(target_pointer_width = "32")]
    pub ensure_align: u32,
}

/// Payload of a value.
#[repr(C)]
#[derive(Clone, Copy)]
pub union TVMFFIAnyValue {
    /// Int and Bool.
    pub v_int64: i64,
    /// Float.
    pub v_float64: f64,
    /// Pointers.
    pub v_ptr: *mut c_void,
    /// NUL-terminated text.
    pub v_c_str: *const c_char,
    /// Objects.
    pub v_obj: *mut TVMFFIObject,
    /// Element type.
    pub v_dtype: DLDataType,
    /// Device.
    pub v_device: DLDevice,
    /// Small strings.
    pub v_bytes: [u8; 8],
    /// All bits.
    pub v_uint64: u64,
}

/// One value of 16 bytes, compared and hashed bitwise: unused bytes are zero.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct TVMFFIAny {
    /// Which member of the payload is valid.
    pub type_index: i32,
    /// Length of small strings, else zero.
    pub small_str_len: u32,
    /// Payload.
    pub value: TVMFFIAnyValue,
}

impl TVMFFIAny {
    /// The value None.
    pub const NONE: Self =
        Self { type_index: 0, small_str_len: 0, value: TVMFFIAnyValue { v_uint64: 0 } };
}

impl std::fmt::Debug for TVMFFIAny {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // SAFETY: every bit pattern of the payload is a valid u64, and all its bytes are initialised.
        let bits = unsafe { self.value.v_uint64 };
        write!(f, "TVMFFIAny({}, {}, {bits:#x})", self.type_index, self.small_str_len)
    }
}

/// Borrowed bytes.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIByteArray {
    /// May be null when `size` is 0.
    pub data: *const c_char,
    /// Number of bytes.
    pub size: usize,
}

impl TVMFFIByteArray {
    /// No bytes.
    pub const EMPTY: Self = Self { data: std::ptr::null(), size: 0 };

    /// Borrows `bytes`; the result must not outlive them.
    #[must_use]
    pub const fn new(bytes: &[u8]) -> Self {
        Self { data: bytes.as_ptr().cast(), size: bytes.len() }
    }

    /// The bytes.
    ///
    /// # Safety
    /// `data` must point to `size` readable bytes (or `size` be 0) that stay unchanged during `'a`.
    #[must_use]
    pub unsafe fn as_slice<'a>(&self) -> &'a [u8] {
        if self.size == 0 || self.data.is_null() {
            return &[];
        }
        // SAFETY: not null, and the caller vouches for the rest.
        unsafe { std::slice::from_raw_parts(self.data.cast(), self.size) }
    }
}

/// Body of a shape.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIShapeCell {
    /// May be null when `size` is 0.
    pub data: *const i64,
    /// Number of dimensions.
    pub size: usize,
}

/// Body of Array and List.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFISeqCell {
    /// `size` owned values.
    pub data: *mut c_void,
    /// Number of elements.
    pub size: i64,
    /// Room for elements.
    pub capacity: i64,
    /// Null when the elements lie inside the object.
    pub data_deleter: Option<unsafe extern "C" fn(*mut c_void)>,
}

/// Body of an error; the texts are owned by the object.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIErrorCell {
    /// Kind, e.g. `ValueError`.
    pub kind: TVMFFIByteArray,
    /// Message.
    pub message: TVMFFIByteArray,
    /// Most recent call first, a line per frame.
    pub backtrace: TVMFFIByteArray,
    /// Rewrites `backtrace`.
    pub update_backtrace: Option<TVMFFIUpdateBacktrace>,
    /// Owned error that led to this one, or null.
    pub cause_chain: TVMFFIObjectHandle,
    /// Owned object, or null.
    pub extra_context: TVMFFIObjectHandle,
}

/// Body of a function.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIFunctionCell {
    /// Called with the function's own handle first.
    pub safe_call: Option<TVMFFISafeCallType>,
    /// For C++ callers of the same toolchain; null from other languages.
    pub cpp_call: *mut c_void,
}

/// Body of an object of another runtime.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIOpaqueObjectCell {
    /// The foreign object.
    pub handle: *mut c_void,
}

/// Lies right before a body made by the custom allocator.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIObjectAllocHeader {
    /// Frees the body.
    pub delete_space: Option<unsafe extern "C" fn(*mut c_void)>,
}

/// Allocator of objects.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFICustomAllocator {
    /// Size, alignment, type index, context.
    pub allocate: Option<unsafe extern "C" fn(usize, usize, i32, *mut c_void) -> *mut c_void>,
    /// Passed to `allocate`.
    pub context: *mut c_void,
}

/// One reflected field.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIFieldInfo {
    /// Name.
    pub name: TVMFFIByteArray,
    /// Documentation; may be empty.
    pub doc: TVMFFIByteArray,
    /// JSON object with `type_schema`.
    pub metadata: TVMFFIByteArray,
    /// `kTVMFFIFieldFlagBit*`.
    pub flags: i64,
    /// Size of the C++ member.
    pub size: i64,
    /// Alignment of the C++ member.
    pub alignment: i64,
    /// From the object header.
    pub offset: i64,
    /// Reads the field.
    pub getter: Option<TVMFFIFieldGetter>,
    /// A [`TVMFFIFieldSetter`], or a Function handle with flag `SetterIsFunctionObj`.
    pub setter: *mut c_void,
    /// Valid with flag `HasDefault`.
    pub default_value_or_factory: TVMFFIAny,
    /// Type index of the member's C++ type, -1 when it is none.
    pub field_static_type_index: i32,
}

/// One reflected method.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFIMethodInfo {
    /// Name.
    pub name: TVMFFIByteArray,
    /// Documentation; may be empty.
    pub doc: TVMFFIByteArray,
    /// JSON object with `type_schema`.
    pub metadata: TVMFFIByteArray,
    /// `kTVMFFIFieldFlagBitMaskIsStaticMethod`.
    pub flags: i64,
    /// A Function.
    pub method: TVMFFIAny,
}

/// A function, or a piece of one, of code that was made at run time.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFICodeName {
    /// Where it begins.
    pub address: *const c_void,
    /// Bytes.
    pub size: usize,
    /// As in a symbol table.
    pub name: *const c_char,
    /// Null when unknown.
    pub file: *const c_char,
    /// 0 when unknown.
    pub line: i32,
}

/// What is known of a type beyond its members.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFITypeMetadata {
    /// Documentation; may be empty.
    pub doc: TVMFFIByteArray,
    /// Makes a default object.
    pub creator: Option<TVMFFIObjectCreator>,
    /// Size of the C++ class.
    pub total_size: i32,
    /// `kTVMFFISEqHashKind*`.
    pub structural_eq_hash_kind: i32,
}

/// One attribute of all types.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFITypeAttrColumn {
    /// One value per type index.
    pub data: *const TVMFFIAny,
    /// Number of values.
    pub size: i32,
    /// Type index of the first value.
    pub begin_index: i32,
}

/// One type.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct TVMFFITypeInfo {
    /// Index in the type table.
    pub type_index: i32,
    /// Number of ancestors.
    pub type_depth: i32,
    /// Unique name.
    pub type_key: TVMFFIByteArray,
    /// `type_depth` entries, root first.
    pub type_ancestors: *const *const TVMFFITypeInfo,
    /// Hash of the key; platform specific.
    pub type_key_hash: u64,
    /// Own fields.
    pub num_fields: i32,
    /// Own methods.
    pub num_methods: i32,
    /// Own fields.
    pub fields: *const TVMFFIFieldInfo,
    /// Own methods.
    pub methods: *const TVMFFIMethodInfo,
    /// Null when the type was never described.
    pub metadata: *const TVMFFITypeMetadata,
}
