# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the Rust target writes for the parts that the goldens do not show."""

from __future__ import annotations

from builders import document, field, files, function, method, of, param, type_
from tvm_ffi.stubgen.emit.target import Options
from tvm_ffi.stubgen.pipeline import Settings

OTHER = {"other": "other_crate"}


def _crate(data: object, **settings: object) -> dict[str, str]:
    return files(data, "rust", Settings(**settings))  # type: ignore[arg-type]


def test_a_class_derives_from_a_class_of_another_generated_crate() -> None:
    ancestors = ["ffi.Object", "other.Root", "other.sub.Base"]
    data = document([type_("demo.A", "other.sub.Base", ancestors=ancestors)])
    made = _crate(data, extern=OTHER, options=Options(crates={"other_crate": "../other-rs"}))
    assert "use other_crate::sub::Base;" in made["src/lib.rs"]
    assert "pub struct A(pub(crate) tvm_ffi::Handle<Self, Base>);" in made["src/lib.rs"]
    chain = "A: [other_crate::sub::Base, other_crate::Root, tvm_ffi::Object],"
    assert chain in made["src/raw.rs"]
    assert '[dependencies.other_crate]\npath = "../other-rs"\n' in made["Cargo.toml"]


def test_another_crate_may_come_from_a_registry() -> None:
    data = document(functions=[function("demo.f", returns=of("other.sub.Thing"))])
    made = _crate(data, extern=OTHER, options=Options(crates={"other_crate": "0.3"}))
    assert '[dependencies.other_crate]\nversion = "0.3"\n' in made["Cargo.toml"]
    dotted = _crate(data, extern={"other.sub.Thing": "x.Thing"})
    assert "use x::Thing;" in dotted["src/lib.rs"] and "[dependencies.x]" in dotted["Cargo.toml"]


def test_the_runtime_crate_is_linked_named_vendored_or_taken_from_a_registry() -> None:
    data = document(functions=[function("demo.f")])
    for options, expected in (
        (Options(version="0.1.16"), 'version = "0.1.16"\npath = ".tvm-ffi/tvm-ffi"\n'),
        (Options(version="1", crate="../x"), 'version = "1"\npath = "../x"\n'),
        (Options(version="1", vendor=True), 'version = "1"\npath = "vendor/tvm-ffi"\n'),
        (Options(version="1", crate_version="2"), 'version = "2"\ndefault-features'),
    ):
        assert f"[dependencies.tvm-ffi]\n{expected}" in _crate(data, options=options)["Cargo.toml"]


def test_a_default_that_rust_cannot_write_makes_its_parameter_required() -> None:
    scalar = param("a", default={"value": 1})
    odd = param("b", default={"repr": "make()"})
    made = _crate(document(functions=[function("demo.f", params=[scalar, odd])]))["src/lib.rs"]
    assert "pub fn f(b: i64) -> Result<()> {\n    f_with(b).call()\n}" in made
    assert "a: ToAny::into_any(1_i64)," in made and "pub fn a(mut self, a: i64) -> Self {" in made


def test_defaults_of_texts_and_flags_are_literals_that_end_where_they_should() -> None:
    text = param("a", of("ffi.String"), default={"value": 'x"\\\n'})
    flag = param("b", of("bool"), default={"value": False})
    made = _crate(document(functions=[function("demo.f", params=[text, flag])]))["src/lib.rs"]
    assert 'a: ToAny::into_any("x\\"\\\\\\u{a}"),' in made
    assert "b: ToAny::into_any(false)," in made


def test_a_builder_does_not_take_a_name_that_a_class_or_a_method_has() -> None:
    item = type_(
        "demo.Run",
        methods=[
            method("go", [param("x", default={"value": 1})]),
            method("go_with"),
            method("call", [param("call", default={"value": 1})]),
        ],
    )
    made = _crate(document([item, type_("demo.RunGoCall")]))["src/lib.rs"]
    assert "pub fn go_with_2(&self) -> RunGoCall2 {" in made
    assert "pub fn call_(mut self, call: i64) -> Self {" in made


def test_an_enum_with_members_of_its_own_stays_a_handle() -> None:
    entries = [{"name": "ON", "index": 0, "doc": "Lit."}]
    ancestors = ["ffi.Object", "ffi.Enum"]
    plain = type_("demo.Plain", "ffi.Enum", ancestors=ancestors, enum=entries)
    rich = type_(
        "demo.Rich", "ffi.Enum", ancestors=ancestors, enum=entries, fields=[field("weight")]
    )
    made = _crate(document([plain, rich]))
    assert "pub enum Plain {\n    /// Lit.\n    On = 0,\n}" in made["src/lib.rs"]
    assert "pub struct Rich(" in made["src/lib.rs"]
    assert "enum_check::<crate::Plain>()" in made["src/raw.rs"]


def test_every_overload_has_a_short_form_and_a_builder() -> None:
    item = type_(
        "demo.Pair",
        init="explicit",
        constructors=[
            function("__ffi_init__", [param("a"), param("b", default={"value": 7})]),
            function(
                "__ffi_init__", [param("t", of("ffi.String")), param("n", default={"value": 1})]
            ),
        ],
        methods=[
            method("scale", [param("by", default={"value": 2})]),
            method(
                "scale", [param("x", of("float")), param("y", default={"value": 3})], overload=1
            ),
        ],
    )
    made = _crate(document([item]))["src/lib.rs"]
    for text in (
        "pub fn new(a: i64) -> Result<Self> {",
        "pub fn builder(a: i64) -> PairBuilder {",
        "pub fn new_with_t_n(t: &str) -> Result<Self> {",
        "pub fn builder_with_t_n(t: &str) -> PairBuilderWithTN {",
        "pub fn scale(&self) -> Result<()> {",
        "pub fn scale_with_x_y(&self, x: f64) -> Result<()> {",
        "pub fn scale_with_x_y_with(&self, x: f64) -> PairScaleWithXYCall {",
    ):
        assert text in made, text


def test_the_short_form_of_a_deprecated_function_may_call_its_builder() -> None:
    old = function("demo.old", [param("x", default={"value": 1})], deprecated="use `new`")
    made = _crate(document(functions=[old]))["src/lib.rs"]
    short = '#[allow(deprecated)]\n#[deprecated(note = "use `new`")]\npub fn old() -> Result<()> {'
    assert short in made
    assert made.count('#[deprecated(note = "use `new`")]') == 2


def test_names_that_rust_does_not_take_are_spelled_so_that_it_does() -> None:
    first = param("x", default={"value": 1})
    functions = [function("MyLib.naïve.f"), function("MyLib.1st", [first])]
    data = document(
        [type_("MyLib.a.B"), type_("MyLib.a_b")], functions, library={"file": "\x1b.so"}
    )
    made = _crate(data)
    assert (
        'name = "my_lib"' in made["Cargo.toml"] and 'links = "\\U0000001b_tvm' in made["Cargo.toml"]
    )
    assert "pub mod nauefve;" in made["src/lib.rs"] and "src/nauefve.rs" in made
    assert "pub fn _1_st_with() -> _1StCall {" in made["src/lib.rs"]


def test_more_parameters_than_a_tuple_holds_are_anything_and_more_fields_have_a_builder() -> None:
    params = [param(f"p{position}") for position in range(32)]
    fields = [field(f"f{position}", offset=24 + 8 * position) for position in range(32)]
    item = type_("demo.A", fields=fields, init="auto", methods=[method("m", params)])
    made = _crate(document([item], [function("demo.f", params)]))["src/lib.rs"]
    assert "pub fn f(args: impl ArgTuple) -> Result<()> {" in made
    assert "pub fn m(&self, args: impl ArgTuple) -> Result<()> {" in made
    assert "SLOT.call_on(self, args)" in made and "pub struct ABuilder {" in made


def test_a_type_may_be_called_class() -> None:
    made = _crate(document(functions=[function("demo.f", returns=of("class"))]))["src/lib.rs"]
    assert "pub fn f() -> Result<Any> {" in made


def test_no_constructor_is_made_up_where_the_fields_of_a_base_are_not_known() -> None:
    ancestors = ["ffi.Object", "other.Base"]
    cow = type_("demo.Cow", "other.Base", ancestors=ancestors, fields=[field("milk")], init="auto")
    data = document([cow])
    made = _crate(data, extern={"other": "other_crate"})["src/lib.rs"]
    assert "pub fn new(" not in made and "pub fn builder(" not in made and "pub fn milk(" in made
    header = files(data, "cpp", Settings(extern={"other": "other"}))
    assert not any(" New(" in text for text in header.values())


def test_classes_with_names_of_the_runtime_stay_apart_from_it_in_camel_case() -> None:
    data = document(
        [type_("demo.Any", init="auto", fields=[field("x", access="rw")]), type_("demo.any")],
        [function("demo.tvm_ffi"), function("demo.f", [param("a", {"type": "demo.Any"})])],
    )
    text = files(data, "rust")["src/lib.rs"]
    for line in ("pub struct Any2(", "pub struct Any3(", "pub fn tvm_ffi_2() -> Result<()> {"):
        assert line in text
