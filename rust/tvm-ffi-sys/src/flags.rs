// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Bit masks and small enumerations of the C header, as integers.

/// Deleter: end of the strong references, run the destructor.
pub const kTVMFFIObjectDeleterFlagBitMaskStrong: i32 = 1;
/// Deleter: end of the weak references, release the memory.
pub const kTVMFFIObjectDeleterFlagBitMaskWeak: i32 = 2;
/// Deleter: both at once.
pub const kTVMFFIObjectDeleterFlagBitMaskBoth: i32 = 3;

/// Backtrace update: the new text replaces the old.
pub const kTVMFFIBacktraceUpdateModeReplace: i32 = 0;
/// Backtrace update: the new text follows the old.
pub const kTVMFFIBacktraceUpdateModeAppend: i32 = 1;

/// Structural equality: not supported.
pub const kTVMFFISEqHashKindUnsupported: i32 = 0;
/// Structural equality: compared by content.
pub const kTVMFFISEqHashKindTreeNode: i32 = 1;
/// Structural equality: a variable that a definition binds.
pub const kTVMFFISEqHashKindFreeVar: i32 = 2;
/// Structural equality: sharing matters.
pub const kTVMFFISEqHashKindDAGNode: i32 = 3;
/// Structural equality: content without variables.
pub const kTVMFFISEqHashKindConstTreeNode: i32 = 4;
/// Structural equality: by address.
pub const kTVMFFISEqHashKindUniqueInstance: i32 = 5;

/// Definition region: none.
pub const kTVMFFIDefRegionKindNone: i32 = 0;
/// Definition region: pattern.
pub const kTVMFFIDefRegionKindPattern: i32 = 1;
/// Definition region: simple.
pub const kTVMFFIDefRegionKindSimple: i32 = 2;

/// Frontends may use the setter.
pub const kTVMFFIFieldFlagBitMaskWritable: i64 = 1 << 0;
/// `default_value_or_factory` is valid.
pub const kTVMFFIFieldFlagBitMaskHasDefault: i64 = 1 << 1;
/// The method has no receiver.
pub const kTVMFFIFieldFlagBitMaskIsStaticMethod: i64 = 1 << 2;
/// Left out of structural equality and hash.
pub const kTVMFFIFieldFlagBitMaskSEqHashIgnore: i64 = 1 << 3;
/// Enters a pattern definition region.
pub const kTVMFFIFieldFlagBitMaskSEqHashDefPattern: i64 = 1 << 4;
/// The default is a function that makes the value.
pub const kTVMFFIFieldFlagBitMaskDefaultFromFactory: i64 = 1 << 5;
/// Left out of the repr.
pub const kTVMFFIFieldFlagBitMaskReprOff: i64 = 1 << 6;
/// Left out of comparison.
pub const kTVMFFIFieldFlagBitMaskCompareOff: i64 = 1 << 7;
/// Left out of hashing.
pub const kTVMFFIFieldFlagBitMaskHashOff: i64 = 1 << 8;
/// No parameter of the constructor.
pub const kTVMFFIFieldFlagBitMaskInitOff: i64 = 1 << 9;
/// Keyword-only parameter of the constructor.
pub const kTVMFFIFieldFlagBitMaskKwOnly: i64 = 1 << 10;
/// `setter` is a Function handle called with (address, value).
pub const kTVMFFIFieldFlagBitSetterIsFunctionObj: i64 = 1 << 11;
/// Enters a simple definition region.
pub const kTVMFFIFieldFlagBitMaskSEqHashDefSimple: i64 = 1 << 12;
