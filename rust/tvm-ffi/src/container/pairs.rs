// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The bodies of maps and dicts, whose layout is part of the ABI: read in insertion order.

// Blocks and buffers are aligned for their elements by construction.
#![allow(clippy::cast_ptr_alignment)]

use crate::any::{Any, AnyView};
use crate::error::Result;
use crate::object::Object;
use tvm_ffi_sys::TVMFFIAny;

/// Body of both kinds; the last two fields exist in the dense layout only.
#[repr(C)]
struct Body {
    data: *const u8,
    size: u64,
    slots: u64,
    data_deleter: *const u8,
    fib_shift: u32,
    head: u64,
    tail: u64,
}

const SMALL: u64 = 1 << 63;
const BLOCK_SLOTS: usize = 16;
const ITEM_BYTES: usize = 48;
const BLOCK_BYTES: usize = BLOCK_SLOTS * (1 + ITEM_BYTES);

/// An item of the dense layout.
#[repr(C)]
struct Item {
    key: TVMFFIAny,
    value: TVMFFIAny,
    previous: u64,
    next: u64,
}

const _: () = assert!(size_of::<Item>() == ITEM_BYTES);

/// Number of pairs.
pub(super) fn len(object: &Object) -> usize {
    // SAFETY: callers pass maps and dicts, whose body begins like this in both layouts.
    let size = unsafe { (*object.body::<Body>()).size };
    usize::try_from(size).unwrap_or(0)
}

/// All pairs of this moment, owned.
pub(super) fn snapshot(object: &Object) -> Result<Vec<(Any, Any)>> {
    let body = object.body::<Body>();
    let count = len(object);
    let mut pairs = Vec::with_capacity(count);
    // SAFETY: a map or dict: small objects have `size` pairs in a row; dense ones a chain of `size` items
    // in blocks of sixteen, linked by slot number. Fields behind `data_deleter` are read when dense only.
    unsafe {
        let (data, slots) = ((*body).data, (*body).slots);
        if slots & SMALL != 0 {
            let cells = data.cast::<TVMFFIAny>();
            for index in 0..count {
                pairs.push(owned(*cells.add(2 * index), *cells.add(2 * index + 1))?);
            }
            return Ok(pairs);
        }
        if count == 0 {
            return Ok(pairs);
        }
        let mut slot = (*body).head;
        while pairs.len() < count {
            let Ok(at) = usize::try_from(slot) else { break };
            if slot >= slots {
                break;
            }
            let block = data.add(at / BLOCK_SLOTS * BLOCK_BYTES);
            let item = block.add(BLOCK_SLOTS + at % BLOCK_SLOTS * ITEM_BYTES).cast::<Item>();
            pairs.push(owned((*item).key, (*item).value)?);
            slot = (*item).next;
        }
    }
    Ok(pairs)
}

/// # Safety
/// Both are live values of a container.
unsafe fn owned(key: TVMFFIAny, value: TVMFFIAny) -> Result<(Any, Any)> {
    // SAFETY: by contract.
    unsafe { Ok((AnyView::from_raw(key).to_any()?, AnyView::from_raw(value).to_any()?)) }
}
