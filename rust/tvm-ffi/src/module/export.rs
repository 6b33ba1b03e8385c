// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`export_function!`](crate::export_function): functions of a shared library written in Rust.

use crate::any::AnyView;
use crate::function::{guarded, CallableFn};
use tvm_ffi_sys::TVMFFIAny;

/// Exports a Rust function from a shared library (`crate-type = ["cdylib"]`) as function `name`, which other
/// languages load as a module.
///
/// The parameters and the result are those of [`Function::from_fn`](crate::Function::from_fn); errors and
/// panics become errors of the caller.
///
/// ```
/// fn scale(x: f64, by: i64) -> tvm_ffi::Result<f64> {
///     Ok(x * by as f64)
/// }
/// tvm_ffi::export_function!("my_scale", scale);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! export_function {
    ($name:literal, $function:expr) => {
        $crate::export_function!(@ [$name] $function);
    };
    (@ [$($name:tt)+] $function:expr) => {
        const _: () = {
            #[export_name = concat!("__tvm_ffi_", $($name)+)]
            unsafe extern "C" fn exported(
                _handle: *mut ::core::ffi::c_void,
                args: *const $crate::sys::TVMFFIAny,
                count: i32,
                result: *mut $crate::sys::TVMFFIAny,
            ) -> i32 {
                // SAFETY: called by the runtime under the rules of safe calls.
                unsafe { $crate::codegen::enter_exported(&$function, args, count, result) }
            }
        };
    };
}

/// [`export_function!`](crate::export_function) as the published crate had it: the name is an identifier.
#[macro_export]
macro_rules! tvm_ffi_dll_export_typed_func {
    ($name:ident, $function:expr) => {
        $crate::export_function!(@ [stringify!($name)] $function);
    };
}

/// Runs an exported function.
///
/// # Safety
/// `args` are `count` views valid during the call, `result` is a result cell.
pub unsafe fn enter_exported<F: CallableFn<A>, A>(
    function: &F,
    args: *const TVMFFIAny,
    count: i32,
    result: *mut TVMFFIAny,
) -> i32 {
    // Without the library there would be no place to leave an error, nor a caller to take it.
    if tvm_ffi_sys::load().is_err() {
        return -1;
    }
    // SAFETY: by contract; views are cells.
    unsafe {
        let count = usize::try_from(count).unwrap_or(0);
        let views: &[AnyView<'_>] = if count == 0 || args.is_null() {
            &[]
        } else {
            std::slice::from_raw_parts(args.cast(), count)
        };
        guarded(result, || function.invoke(views))
    }
}
