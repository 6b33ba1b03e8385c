// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Every exported C function, as one table of function pointers.
//!
//! One macro call declares each function once; from it come the table, its look-up by name, and (feature
//! `link`) the `extern "C"` declarations. Ownership words are those of `tvm/ffi/c_api.h`.

use crate::dlpack::{
    DLDataType, DLManagedTensor, DLManagedTensorVersioned, DLPackManagedTensorAllocator, DLTensor,
};
use crate::structs::{
    TVMFFIAny, TVMFFIByteArray, TVMFFICodeName, TVMFFICustomAllocator, TVMFFIFieldInfo,
    TVMFFIMethodInfo, TVMFFIObjectHandle, TVMFFISafeCallType, TVMFFIStreamHandle,
    TVMFFITypeAttrColumn, TVMFFITypeInfo, TVMFFITypeMetadata, TVMFFIVersion,
};
use std::ffi::{c_char, c_void, CStr};

macro_rules! c_functions {
    (
        required { $( $(#[$doc:meta])* fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)?; )* }
        optional { $( $(#[$odoc:meta])* fn $oname:ident($($oarg:ident: $oty:ty),* $(,)?) $(-> $oret:ty)?; )* }
    ) => {
        /// Addresses of all C functions of the library. All calls follow the contracts of the C header.
        #[derive(Clone, Copy, Debug)]
        pub struct Api {
            $( $(#[$doc])* pub $name: unsafe extern "C" fn($($arg: $ty),*) $(-> $ret)?, )*
            $( $(#[$odoc])* pub $oname: Option<unsafe extern "C" fn($($oarg: $oty),*) $(-> $oret)?>, )*
        }

        impl Api {
            /// Fills the table from a look-up by symbol name; the error is the first name that is missing.
            ///
            /// # Safety
            /// `find` must return null or the address of the function of that name in one `libtvm_ffi` that
            /// stays loaded for the rest of the process.
            ///
            /// # Errors
            /// The name of a required function that `find` does not know.
            pub unsafe fn resolve(find: &dyn Fn(&CStr) -> *mut c_void) -> Result<Self, &'static str> {
                Ok(Self {
                    $( $name: {
                        let address = find(symbol(concat!(stringify!($name), "\0")));
                        if address.is_null() {
                            return Err(stringify!($name));
                        }
                        // SAFETY: the caller vouches that the address is this function's; thin pointers.
                        unsafe { std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($ty),*) $(-> $ret)?>(address) }
                    }, )*
                    $( $oname: {
                        let address = find(symbol(concat!(stringify!($oname), "\0")));
                        // SAFETY: as above; a null address becomes None.
                        unsafe { std::mem::transmute::<*mut c_void, Option<unsafe extern "C" fn($($oty),*) $(-> $oret)?>>(address) }
                    }, )*
                })
            }

            /// The table of the linked library; functions that older libraries lack come from `find`.
            ///
            /// # Safety
            /// As for [`Api::resolve`].
            #[cfg(feature = "link")]
            pub(crate) unsafe fn linked(find: &dyn Fn(&CStr) -> *mut c_void) -> Self {
                Self {
                    $( $name: linked::$name, )*
                    $( $oname: {
                        let address = find(symbol(concat!(stringify!($oname), "\0")));
                        // SAFETY: the caller vouches for the address; null becomes None.
                        unsafe { std::mem::transmute::<*mut c_void, Option<unsafe extern "C" fn($($oty),*) $(-> $oret)?>>(address) }
                    }, )*
                }
            }
        }

        #[cfg(feature = "link")]
        mod linked {
            #[allow(clippy::wildcard_imports)]
            use super::*;
            extern "C" {
                $( pub(super) fn $name($($arg: $ty),*) $(-> $ret)?; )*
            }
        }
    };
}

/// `name` ends with NUL, by construction of the macro.
fn symbol(name: &'static str) -> &'static CStr {
    CStr::from_bytes_with_nul(name.as_bytes()).unwrap_or(c"")
}

c_functions! {
    required {
        /// Version of the library.
        fn TVMFFIGetVersion(out_version: *mut TVMFFIVersion);
        /// Strong reference added.
        fn TVMFFIObjectIncRef(obj: TVMFFIObjectHandle) -> i32;
        /// Strong reference removed; null is tolerated.
        fn TVMFFIObjectDecRef(obj: TVMFFIObjectHandle) -> i32;
        /// New object around a foreign handle.
        fn TVMFFIObjectCreateOpaque(
            handle: *mut c_void, type_index: i32, deleter: Option<unsafe extern "C" fn(*mut c_void)>,
            out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// Never null.
        fn TVMFFIGetCustomAllocator() -> *mut TVMFFICustomAllocator;
        /// Borrows for the life of the process.
        fn TVMFFISetCustomAllocator(allocator: *mut TVMFFICustomAllocator) -> i32;
        /// New Function; `self_` is stolen.
        fn TVMFFIFunctionCreate(
            self_: *mut c_void, safe_call: TVMFFISafeCallType,
            deleter: Option<unsafe extern "C" fn(*mut c_void)>, out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// New, or null when there is none of that name.
        fn TVMFFIFunctionGetGlobal(name: *const TVMFFIByteArray, out: *mut TVMFFIObjectHandle) -> i32;
        /// Borrows `f`.
        fn TVMFFIFunctionSetGlobal(name: *const TVMFFIByteArray, f: TVMFFIObjectHandle, allow_override: i32) -> i32;
        /// Copies texts, takes a reference on the method.
        fn TVMFFIFunctionSetGlobalFromMethodInfo(method_info: *const TVMFFIMethodInfo, allow_override: i32) -> i32;
        /// Arguments borrowed, result owned.
        fn TVMFFIFunctionCall(func: TVMFFIObjectHandle, args: *mut TVMFFIAny, num_args: i32, result: *mut TVMFFIAny) -> i32;
        /// `out` must hold nothing owned.
        fn TVMFFIAnyViewToOwnedAny(any_view: *const TVMFFIAny, out: *mut TVMFFIAny) -> i32;
        /// New, null when none; empties this thread's slot.
        fn TVMFFIErrorMoveFromRaised(result: *mut TVMFFIObjectHandle);
        /// Borrows.
        fn TVMFFIErrorSetRaised(error: TVMFFIObjectHandle);
        /// Builds an error with the current backtrace.
        fn TVMFFIErrorSetRaisedFromCStr(kind: *const c_char, message: *const c_char);
        /// The message is the concatenation; null parts are skipped.
        fn TVMFFIErrorSetRaisedFromCStrParts(kind: *const c_char, parts: *mut *const c_char, num_parts: i32);
        /// New error.
        fn TVMFFIErrorCreate(
            kind: *const TVMFFIByteArray, message: *const TVMFFIByteArray, backtrace: *const TVMFFIByteArray,
            out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// New error; cause and context are borrowed and may be null.
        fn TVMFFIErrorCreateWithCauseAndExtraContext(
            kind: *const TVMFFIByteArray, message: *const TVMFFIByteArray, backtrace: *const TVMFFIByteArray,
            cause_chain: TVMFFIObjectHandle, extra_context: TVMFFIObjectHandle, out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// Thread-local text, overwritten by the next call.
        fn TVMFFIBacktrace(
            filename: *const c_char, lineno: i32, func: *const c_char, cross_ffi_boundary: i32,
        ) -> *const TVMFFIByteArray;
        /// Steals `from` on success.
        fn TVMFFITensorFromDLPack(
            from: *mut DLManagedTensor, require_alignment: i32, require_contiguous: i32, out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// Steals `from` on success.
        fn TVMFFITensorFromDLPackVersioned(
            from: *mut DLManagedTensorVersioned, require_alignment: i32, require_contiguous: i32,
            out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// The caller must call the result's deleter.
        fn TVMFFITensorToDLPack(from: TVMFFIObjectHandle, out: *mut *mut DLManagedTensor) -> i32;
        /// The caller must call the result's deleter.
        fn TVMFFITensorToDLPackVersioned(from: TVMFFIObjectHandle, out: *mut *mut DLManagedTensorVersioned) -> i32;
        /// New tensor over `source`'s memory.
        fn TVMFFITensorCreateUnsafeView(
            source: TVMFFIObjectHandle, prototype: *const DLTensor, out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// Copies; `out` is overwritten.
        fn TVMFFIStringFromByteArray(input: *const TVMFFIByteArray, out: *mut TVMFFIAny) -> i32;
        /// Copies; `out` is overwritten.
        fn TVMFFIBytesFromByteArray(input: *const TVMFFIByteArray, out: *mut TVMFFIAny) -> i32;
        /// Parses a dtype.
        fn TVMFFIDataTypeFromString(str: *const TVMFFIByteArray, out: *mut DLDataType) -> i32;
        /// Owned String in `out`.
        fn TVMFFIDataTypeToString(dtype: *const DLDataType, out: *mut TVMFFIAny) -> i32;
        /// Index of a registered key.
        fn TVMFFITypeKeyToIndex(type_key: *const TVMFFIByteArray, out_tindex: *mut i32) -> i32;
        /// Copies the record.
        fn TVMFFITypeRegisterField(type_index: i32, info: *const TVMFFIFieldInfo) -> i32;
        /// Copies the record.
        fn TVMFFITypeRegisterMethod(type_index: i32, info: *const TVMFFIMethodInfo) -> i32;
        /// Once per type.
        fn TVMFFITypeRegisterMetadata(type_index: i32, metadata: *const TVMFFITypeMetadata) -> i32;
        /// Type index 0 only creates the column.
        fn TVMFFITypeRegisterAttr(type_index: i32, attr_name: *const TVMFFIByteArray, attr_value: *const TVMFFIAny) -> i32;
        /// Null when no type ever had the attribute.
        fn TVMFFIGetTypeAttrColumn(attr_name: *const TVMFFIByteArray) -> *const TVMFFITypeAttrColumn;
        /// Parent -2: only ask (-2 when unknown).
        fn TVMFFITypeGetOrAllocIndex(
            type_key: *const TVMFFIByteArray, static_type_index: i32, type_depth: i32, num_child_slots: i32,
            child_slots_can_overflow: i32, parent_type_index: i32,
        ) -> i32;
        /// Stable pointer; the index must exist.
        fn TVMFFIGetTypeInfo(type_index: i32) -> *const TVMFFITypeInfo;
        /// One-time initialisation of a handle.
        fn TVMFFIHandleInitOnce(
            handle_addr: *mut *mut c_void, init_func: unsafe extern "C" fn(*mut *mut c_void) -> i32,
        ) -> i32;
        /// One-time end of a handle.
        fn TVMFFIHandleDeinitOnce(
            handle_addr: *mut *mut c_void, deinit_func: unsafe extern "C" fn(*mut c_void) -> i32,
        ) -> i32;
        /// Per thread and device.
        fn TVMFFIEnvSetStream(
            device_type: i32, device_id: i32, stream: TVMFFIStreamHandle, original: *mut TVMFFIStreamHandle,
        ) -> i32;
        /// Null when unset.
        fn TVMFFIEnvGetStream(device_type: i32, device_id: i32) -> TVMFFIStreamHandle;
        /// For this thread, and for the process when asked.
        fn TVMFFIEnvSetDLPackManagedTensorAllocator(
            allocator: Option<DLPackManagedTensorAllocator>, write_to_global_context: i32,
            original: *mut Option<DLPackManagedTensorAllocator>,
        ) -> i32;
        /// This thread's, else the process-wide one.
        fn TVMFFIEnvGetDLPackManagedTensorAllocator() -> Option<DLPackManagedTensorAllocator>;
        /// New tensor like the prototype.
        fn TVMFFIEnvTensorAlloc(prototype: *mut DLTensor, out: *mut TVMFFIObjectHandle) -> i32;
        /// -1 when the host language has a pending signal.
        fn TVMFFIEnvCheckSignals() -> i32;
        /// Host functions by name.
        fn TVMFFIEnvRegisterCAPI(name: *const c_char, symbol: *mut c_void) -> i32;
        /// Weak Function; `library_ctx` is a C++ `ModuleObj*`.
        fn TVMFFIEnvModLookupFromImports(
            library_ctx: TVMFFIObjectHandle, func_name: *const c_char, out: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// Fills a data symbol of libraries loaded later.
        fn TVMFFIEnvModRegisterContextSymbol(name: *const c_char, symbol: *mut c_void) -> i32;
        /// Symbol of the system library.
        fn TVMFFIEnvModRegisterSystemLibSymbol(name: *const c_char, symbol: *mut c_void) -> i32;
    }
    optional {
        /// Since 0.1.15: words to Int or `BigInt`.
        fn TVMFFIBigIntFromByteArray(input: *const TVMFFIByteArray, out: *mut TVMFFIAny) -> i32;
        /// Since 0.1.15: view of the words.
        fn TVMFFIBigIntGetContentByteArray(value: *const TVMFFIAny) -> TVMFFIByteArray;
        /// Since 0.1.16 of this implementation: the reflection metadata as JSON.
        fn TVMFFIReflectionExport(
            library: *const TVMFFIByteArray, prefix: *const TVMFFIByteArray, out_json: *mut TVMFFIAny,
        ) -> i32;
        /// Likewise, of the library that a module was loaded from.
        fn TVMFFIReflectionExportModule(module: TVMFFIObjectHandle, out_json: *mut TVMFFIAny) -> i32;
        /// Likewise: `num_args` values by position, then one for each of `names`.
        fn TVMFFIFunctionCallKeywords(
            func: TVMFFIObjectHandle, args: *mut TVMFFIAny, num_args: i32, names: *const TVMFFIByteArray,
            num_names: i32, result: *mut TVMFFIAny,
        ) -> i32;
        /// Likewise: the positional call that the one above would make; `frame` null asks for its room.
        fn TVMFFIFunctionBindKeywords(
            func: TVMFFIObjectHandle, args: *const TVMFFIAny, num_args: i32, names: *const TVMFFIByteArray,
            num_names: i32, frame: *mut TVMFFIAny, capacity: i32, out_num_args: *mut i32,
            out_func: *mut TVMFFIObjectHandle,
        ) -> i32;
        /// Likewise: what is registered of the function, as JSON; the empty text when nothing is.
        fn TVMFFIFunctionDescribe(func: TVMFFIObjectHandle, out_json: *mut TVMFFIAny) -> i32;
        /// Likewise: names code made at run time in backtraces; borrowed until it is taken back.
        fn TVMFFIBacktraceAddCode(names: *const TVMFFICodeName, num_names: usize) -> i32;
        /// Likewise: before the code is unmapped.
        fn TVMFFIBacktraceRemoveCode(names: *const TVMFFICodeName);
    }
}
