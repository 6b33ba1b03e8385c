// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Whole graphs of objects: equality, hash, copy, text form, walks.

use crate::any::{Any, AnyView};
use crate::codegen::GlobalSlot;
use crate::convert::ToAny;
use crate::error::Result;
use crate::function::Function;
use crate::object::{builtin_handle, Object};
use crate::{Array, Str};
use std::fmt;
use tvm_ffi_sys::type_index::{kTVMFFIAny, kTVMFFIVisitInterrupt};
use tvm_ffi_sys::TVMFFIAny;

/// Whether two values have the same structure; variables are equal when they are bound alike, and free ones
/// only with `map_free_vars`.
///
/// # Errors
/// When a type does not support it, or there is no library.
pub fn equal(left: &impl ToAny, right: &impl ToAny, map_free_vars: bool) -> Result<bool> {
    static EQUAL: GlobalSlot = GlobalSlot::new("ffi.StructuralEqual");
    EQUAL.call((left, right, map_free_vars, false))
}

/// A hash that agrees with [`equal`].
///
/// # Errors
/// When a type does not support it, or there is no library.
pub fn hash(value: &impl ToAny, map_free_vars: bool) -> Result<i64> {
    static HASH: GlobalSlot = GlobalSlot::new("ffi.StructuralHash");
    HASH.call((value, map_free_vars, false))
}

/// A copy of everything reachable.
///
/// # Errors
/// When a type cannot be copied, or there is no library.
pub fn deep_copy(value: &impl ToAny) -> Result<Any> {
    static COPY: GlobalSlot = GlobalSlot::new("ffi.DeepCopy");
    COPY.call((value,))
}

/// The graph as JSON.
///
/// # Errors
/// When a type cannot be written, or there is no library.
pub fn to_json(value: &impl ToAny) -> Result<Str> {
    static TO_JSON: GlobalSlot = GlobalSlot::new("ffi.ToJSONGraphString");
    TO_JSON.call((value, ()))
}

/// The graph that [`to_json`] wrote.
///
/// # Errors
/// When the text is no such graph, a type is not registered, or there is no library.
pub fn from_json(text: &str) -> Result<Any> {
    static FROM_JSON: GlobalSlot = GlobalSlot::new("ffi.FromJSONGraphString");
    FROM_JSON.call((text,))
}

/// When a walk looks at a value: before or after what it contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkOrder {
    /// Before.
    Pre,
    /// After.
    Post,
}

/// What a walk does next.
#[derive(Clone, Debug)]
pub enum WalkResult {
    /// Goes on.
    Advance,
    /// Goes on without what the value contains.
    Skip,
    /// Ends, with a value for the caller.
    Interrupt(Any),
}

/// The value with which a walk ended early.
#[derive(Clone)]
#[repr(transparent)]
struct VisitInterrupt(Object);

builtin_handle!(VisitInterrupt, kTVMFFIVisitInterrupt, "ffi.VisitInterrupt");

impl VisitInterrupt {
    fn new(value: &Any) -> Result<Self> {
        static NEW: GlobalSlot = GlobalSlot::new("ffi.VisitInterrupt");
        NEW.call((value,))
    }

    fn value(&self) -> Result<Any> {
        // SAFETY: the body is one owned value, which lives with the object.
        unsafe { AnyView::from_raw(self.0.body::<TVMFFIAny>().read()) }.to_any()
    }
}

impl fmt::Debug for VisitInterrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Shows every value of a graph to `visit`, which may borrow and change what it likes. Gives the value of an
/// interrupt, if there was one.
///
/// ```no_run
/// use tvm_ffi::structural::{walk, WalkOrder, WalkResult};
/// # fn main() -> tvm_ffi::Result<()> {
/// let graph: tvm_ffi::Array<i64> = (0..4).collect();
/// let mut sum = 0;
/// walk(&graph, WalkOrder::Pre, |value| {
///     sum += value.try_as::<i64>().unwrap_or(0);
///     Ok(WalkResult::Advance)
/// })?;
/// assert_eq!(sum, 6);
/// # Ok(()) }
/// ```
///
/// # Errors
/// What `visit` or a type's own hook gives, or that there is no library.
pub fn walk(
    root: &impl ToAny,
    order: WalkOrder,
    mut visit: impl FnMut(AnyView<'_>) -> Result<WalkResult>,
) -> Result<Option<Any>> {
    static WALK: GlobalSlot = GlobalSlot::new("ffi.StructuralWalk");
    let mut enter = |args: &[AnyView<'_>]| -> Result<Any> {
        let value = args.first().copied().unwrap_or(AnyView::NONE);
        Ok(match visit(value)? {
            WalkResult::Advance => 0_i64.into(),
            WalkResult::Skip => 1_i64.into(),
            WalkResult::Interrupt(value) => VisitInterrupt::new(&value)?.into(),
        })
    };
    let order = i64::from(order == WalkOrder::Post);
    let interrupt: Option<VisitInterrupt> = Function::scoped(&mut enter, |function| {
        let handlers: Array<(i64, Function)> =
            [(i64::from(kTVMFFIAny), function.clone())].into_iter().collect();
        WALK.call((root, handlers, Array::<Any>::new(Vec::new()), order))
    })?;
    interrupt.map(|interrupt| interrupt.value()).transpose()
}
