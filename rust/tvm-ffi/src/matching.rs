// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`match_any!`](crate::match_any): choosing by the type of a value.

/// Chooses the first arm whose type the value has, without conversions between kinds.
///
/// ```
/// use tvm_ffi::{match_any, Any, Str};
/// fn describe(value: &Any) -> String {
///     match_any!(value {
///         i64(n) if n < 0 => "negative".to_owned(),
///         i64(n) => format!("number {n}"),
///         Str(text) => format!("text {text}"),
///         _ => "something else".to_owned(),
///     })
/// }
/// assert_eq!(describe(&Any::from(-1_i64)), "negative");
/// assert_eq!(describe(&Any::from("x")), "text x");
/// assert_eq!(describe(&Any::NONE), "something else");
/// ```
#[macro_export]
macro_rules! match_any {
    ($value:ident { $($arms:tt)* }) => {
        $crate::match_any!(@arms $value; $($arms)*)
    };
    (($value:expr) { $($arms:tt)* }) => {{
        let value = &$value;
        $crate::match_any!(@arms value; $($arms)*)
    }};
    (@arms $value:ident; _ => $result:expr $(,)?) => { $result };
    (@arms $value:ident; $type:ident $(<$($parameter:ty),+>)? ($name:pat) if $guard:expr => $result:expr, $($rest:tt)*) => {
        match $value.try_as::<$type $(<$($parameter),+>)?>() {
            Some($name) if $guard => $result,
            _ => $crate::match_any!(@arms $value; $($rest)*),
        }
    };
    (@arms $value:ident; $type:ident $(<$($parameter:ty),+>)? ($name:pat) => $result:expr, $($rest:tt)*) => {
        match $value.try_as::<$type $(<$($parameter),+>)?>() {
            Some($name) => $result,
            None => $crate::match_any!(@arms $value; $($rest)*),
        }
    };
}
