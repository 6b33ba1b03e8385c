// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The digest of a type: FNV-1a (64 bits) over a canonical text, which the generator computes from the
//! exported metadata and this module from the loaded table. The text is described in `rust/README.md`.

use super::{MethodInfo, TypeInfo};
use std::fmt::Write as _;

/// Digest of `info`.
pub(super) fn digest(info: &TypeInfo) -> u64 {
    fnv1a(canonical(info).as_bytes())
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn canonical(info: &TypeInfo) -> String {
    let mut text = format!("type {}\n", info.type_key());
    if let Some(parent) = info.ancestors().last() {
        line(&mut text, format_args!("parent {}", parent.type_key()));
    }
    for field in info.fields() {
        let access = if field.is_writable() { "rw" } else { "ro" };
        let schema = type_schema(field.metadata());
        line(
            &mut text,
            format_args!(
                "field {} {} {} {} {access} {schema}",
                field.name(),
                field.0.offset,
                field.0.size,
                field.0.field_static_type_index
            ),
        );
    }
    let (constructors, methods): (Vec<_>, Vec<_>) =
        info.methods().into_iter().partition(|method| method.name() == "__ffi_init__");
    for method in constructors.iter().chain(&methods) {
        let kind = if method.is_static() { "static" } else { "instance" };
        line(&mut text, format_args!("method {} {kind} {}", method.name(), signature(method)));
    }
    text
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{arguments}");
}

/// `(params)->return` in compact JSON without the receiver, or `packed`.
fn signature(method: &MethodInfo) -> String {
    let schema = type_schema(method.metadata());
    named_parts(&schema).map_or_else(
        || "packed".to_owned(),
        |(returns, mut params)| {
            if !method.is_static() && !params.is_empty() {
                params.remove(0);
            }
            format!("({})->{returns}", params.join(","))
        },
    )
}

/// Return and parameter schemas of a function schema.
fn named_parts(schema: &str) -> Option<(String, Vec<String>)> {
    let rest = schema.strip_prefix(r#"{"type":"ffi.Function","named_args":{"return":["#)?;
    let (returns, rest) = take_value(rest)?;
    let mut rest = rest.strip_prefix(r#"],"params":["#)?;
    let mut params = Vec::new();
    while !rest.starts_with(']') {
        let (param, after) = take_value(rest)?;
        params.push(param.to_owned());
        rest = after.strip_prefix(',').unwrap_or(after);
    }
    Some((returns.to_owned(), params))
}

/// Splits one JSON object off the front.
fn take_value(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(text.split_at(at + 1));
                }
            }
            _ => {}
        }
    }
    None
}

/// The schema text inside a metadata text, unescaped, without blanks outside strings.
fn type_schema(metadata: &str) -> String {
    let Some(quoted) = metadata.split_once(r#""type_schema":""#).map(|parts| parts.1) else {
        return String::new();
    };
    let mut schema = String::with_capacity(quoted.len());
    let (mut in_name, mut characters) = (false, quoted.chars());
    while let Some(character) = characters.next() {
        let character = match character {
            '"' => break,
            '\\' => match characters.next() {
                Some(escaped) => escaped,
                None => break,
            },
            other => other,
        };
        if character == '"' {
            in_name = !in_name;
        }
        if in_name || character != ' ' {
            schema.push(character);
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::{fnv1a, named_parts, type_schema};

    #[test]
    fn fnv_matches_its_published_values() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }

    #[test]
    fn a_schema_is_unescaped_and_loses_blanks_outside_names() {
        let metadata = r#"{"type_schema":"{\"type\":\"std::tuple\",\"args\":[{\"type\":\"const char*\"}, {\"type\":\"int\"}]}","x":1}"#;
        assert_eq!(
            type_schema(metadata),
            r#"{"type":"std::tuple","args":[{"type":"const char*"},{"type":"int"}]}"#
        );
    }

    #[test]
    fn a_signature_splits_into_return_and_parameters() {
        let schema = r#"{"type":"ffi.Function","named_args":{"return":[{"type":"int"}],"params":[{"type":"my.T"},{"type":"ffi.Array","args":[{"type":"int"}]}]}}"#;
        let (returns, params) = named_parts(schema).unwrap();
        assert_eq!(returns, r#"{"type":"int"}"#);
        assert_eq!(
            params,
            [r#"{"type":"my.T"}"#, r#"{"type":"ffi.Array","args":[{"type":"int"}]}"#]
        );
        assert!(named_parts(r#"{"type":"ffi.Function"}"#).is_none());
    }
}
