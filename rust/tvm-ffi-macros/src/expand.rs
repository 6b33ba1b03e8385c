// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The implementation that the derive writes.

use crate::parse::Item;
use proc_macro::{Literal, TokenStream};
use std::fmt::Write as _;

pub(crate) fn expand(item: &Item) -> TokenStream {
    let (name, key, krate) = (&item.name, &item.type_key, &item.krate);
    let doc = Literal::string(&item.doc);
    let mut members = String::new();
    for field in &item.fields {
        let (field_name, ty) = (&field.name, &field.ty);
        let text = field_name.to_string();
        let shown = Literal::string(text.strip_prefix("r#").unwrap_or(&text));
        let doc = Literal::string(&field.doc);
        // Writing to a String cannot fail.
        let _ = write!(
            members,
            "members.field::<{ty}>({shown}, {doc}, ::core::mem::offset_of!({name}, {field_name}));"
        );
    }
    let methods = if item.methods {
        format!("<{name} as {krate}::define::RustMethods>::methods(members);")
    } else {
        String::new()
    };
    let text = format!(
        "#[automatically_derived]
        // SAFETY: every field is registered with its own type and offset; the slot is this type's own.
        unsafe impl {krate}::define::RustObject for {name} {{
            const TYPE_KEY: &'static str = {key};
            const DOC: &'static str = {doc};

            fn slot() -> &'static {krate}::codegen::TypeSlot<Self> {{
                static SLOT: {krate}::codegen::TypeSlot<{name}> = {krate}::codegen::TypeSlot::new();
                &SLOT
            }}

            fn members(members: &mut {krate}::define::Members<Self>) {{
                // SAFETY: the fields have these types at these offsets.
                unsafe {{ {members} }}
                {methods}
            }}
        }}"
    );
    // The text consists of tokens that were parsed before, so it parses again.
    text.parse().unwrap_or_default()
}
