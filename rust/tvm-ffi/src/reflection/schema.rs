// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! From type names as messages show them (`Map<str, Array<int>>`) to the schema JSON of registrations.

/// The schema of a type name.
pub(crate) fn schema_of(name: &str) -> String {
    let mut rest = name;
    parse(&mut rest)
}

/// The metadata of something with this schema.
pub(crate) fn metadata_of(schema: &str) -> String {
    let escaped = schema.replace('\\', "\\\\").replace('"', "\\\"").replace('/', "\\/");
    format!("{{\"type_schema\":\"{escaped}\"}}")
}

/// The schema of a function.
pub(crate) fn function_schema(returns: &str, params: &[String]) -> String {
    let params: Vec<String> = params.iter().map(|name| schema_of(name)).collect();
    format!(
        "{{\"type\":\"ffi.Function\",\"named_args\":{{\"return\":[{}],\"params\":[{}]}}}}",
        schema_of(returns),
        params.join(",")
    )
}

/// One type off the front of `rest`.
fn parse(rest: &mut &str) -> String {
    let end = rest.find(['<', '>', ',']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    let name = match name.trim() {
        "str" => "ffi.String",
        "bytes" => "ffi.Bytes",
        "Array" => "ffi.Array",
        "List" => "ffi.List",
        "Map" => "ffi.Map",
        "Dict" => "ffi.Dict",
        other => other,
    };
    let Some(inner) = rest.strip_prefix('<') else { return format!("{{\"type\":\"{name}\"}}") };
    *rest = inner;
    let mut args = Vec::new();
    loop {
        args.push(parse(rest));
        match rest.strip_prefix(',') {
            Some(more) => *rest = more,
            None => break,
        }
    }
    *rest = rest.strip_prefix('>').unwrap_or(rest);
    format!("{{\"type\":\"{name}\",\"args\":[{}]}}", args.join(","))
}

#[cfg(test)]
mod tests {
    use super::{function_schema, metadata_of, schema_of};

    #[test]
    fn nested_names_become_nested_schemas() {
        assert_eq!(
            schema_of("Map<str, Array<Optional<int>>>"),
            r#"{"type":"ffi.Map","args":[{"type":"ffi.String"},{"type":"ffi.Array","args":[{"type":"Optional","args":[{"type":"int"}]}]}]}"#
        );
    }

    #[test]
    fn a_function_names_its_return_first_and_metadata_escapes_it() {
        let schema = function_schema("None", &["my.T".to_owned(), "float".to_owned()]);
        assert_eq!(
            schema,
            r#"{"type":"ffi.Function","named_args":{"return":[{"type":"None"}],"params":[{"type":"my.T"},{"type":"float"}]}}"#
        );
        assert_eq!(metadata_of("{\"a\":1}"), r#"{"type_schema":"{\"a\":1}"}"#);
    }
}
