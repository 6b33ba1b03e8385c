// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Type attributes: values that libraries attach to a type by name.

use crate::any::{Any, AnyView};
use crate::error::Result;
use tvm_ffi_sys::{load, TVMFFIByteArray};

/// The attribute `name` of the type `type_index`; `None` when it has none.
///
/// # Errors
/// When the library is missing.
pub fn get_type_attr(type_index: i32, name: &str) -> Result<Option<Any>> {
    let name = TVMFFIByteArray::new(name.as_bytes());
    let api = load()?;
    // SAFETY: the name is borrowed for the call; a column is null or has `size` live values from
    // `begin_index` on.
    let cell = unsafe {
        (api.TVMFFIGetTypeAttrColumn)(&raw const name).as_ref().and_then(|column| {
            let at = type_index.checked_sub(column.begin_index).filter(|&at| at < column.size)?;
            Some(column.data.add(usize::try_from(at).ok()?).read())
        })
    };
    match cell {
        // SAFETY: values of the table live as long as the process.
        Some(cell) if cell.type_index != 0 => unsafe { AnyView::from_raw(cell) }.to_any().map(Some),
        _ => Ok(None),
    }
}
