# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the generator of the reference gets wrong (stub generator's notes.

Rows 1 to 26): here the opposite.

Each test carries the number of its row. Where a type checker is the judge, test_checkers.py has the
lines.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from builders import (
    ANY,
    INT,
    ROOT,
    STR,
    Json,
    complaints,
    document,
    field,
    files,
    function,
    method,
    of,
    param,
    type_,
)
from tvm_ffi.stubgen.cli import main

FLOAT: Json = {"type": "float"}


def stub(data: Json) -> str:
    return files(data)["demo/_ffi_api.pyi"]


def declared(data: Json, name: str) -> list[str]:
    """Return the heads of the functions of a name, wherever they stand."""
    return [
        ast.unparse(node).split(":\n")[0]
        for node in ast.walk(ast.parse(stub(data)))
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]


def test_01_an_explicit_constructor_is_declared_as_registered() -> None:
    constructor = function("__ffi_init__", [param(None)])
    cls = type_(
        "demo.P", init="explicit", constructors=[constructor], fields=[field("x"), field("y")]
    )
    assert declared(document([cls]), "__init__") == ["def __init__(self, arg0: int, /) -> None"]


def test_02_a_name_that_the_run_time_does_not_know_is_positional_only() -> None:
    constructor = function("__ffi_init__", [param("a", kind="positional_only")])
    cls = type_("demo.P", init="explicit", constructors=[constructor])
    assert declared(document([cls]), "__init__") == ["def __init__(self, a: int, /) -> None"]


def test_03_known_names_are_names_and_may_be_keywords() -> None:
    data = document(functions=[function("demo.scale", [param("x"), param("factor", FLOAT)], FLOAT)])
    assert declared(data, "scale") == ["def scale(x: int, factor: float) -> float"]


def test_04_docs_reach_the_stub() -> None:
    data = document(
        [
            type_(
                "demo.T",
                doc="Class doc.",
                fields=[field("x", doc="Field doc.")],
                methods=[method("m", doc="M doc.")],
            )
        ],
        [function("demo.f", [param("a", doc="A doc.")], doc="F doc.", returns_doc="R doc.")],
    )
    text = stub(data)
    for doc in ("Class doc.", "Field doc.", "M doc.", "F doc.", "a: A doc.", "R doc."):
        assert doc in text


def test_05_defaults_are_literals() -> None:
    params = [
        param("a", default={"value": 5}),
        param("b", {"type": "bool"}, default={"value": True}),
    ]
    params += [
        param("c", STR, default={"value": "hello"}),
        param("d", of("Optional", INT), default={"value": None}),
    ]
    expected = "def f(a: int=5, b: bool=True, c: str='hello', d: int | None=None) -> None"
    assert declared(document(functions=[function("demo.f", params)]), "f") == [expected]


def test_06_a_read_only_field_is_a_property_without_setter() -> None:
    text = stub(document([type_("demo.T", fields=[field("x"), field("y", access="rw")])]))
    assert "@property\n    def x(self) -> int: ..." in text
    assert "x.setter" not in text
    assert "\n    y: int\n" in text


def test_07_keywords_get_an_alias_that_works_at_run_time() -> None:
    cls = type_(
        "demo.T", fields=[field("class", access="rw")], methods=[method("lambda", [param("def")])]
    )
    made = files(document([cls], [function("demo.import")]))
    for path, text in made.items():
        if path.endswith((".py", ".pyi")):
            ast.parse(text)
    run = made["demo/_ffi_api.py"]
    assert 'setattr(T, "class_", getattr(T, "class"))' in run
    assert 'setattr(T, "lambda_", getattr(T, "lambda"))' in run
    assert 'import_ = _tvm_ffi.get_global_func("demo.import")' in run


def test_08_types_of_one_name_are_told_apart() -> None:
    result = of("Variant", {"type": "demo.xx.Point"}, {"type": "demo.yy.Point"})
    data = document(
        [type_("demo.xx.Point"), type_("demo.yy.Point")], [function("demo.f", returns=result)]
    )
    text = stub(data)
    names = [
        alias.asname
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    aliases = [name for name in names if name and name.endswith("_Point")]
    assert len(set(aliases)) == 2
    assert "def f() -> " + " | ".join(aliases) in text


def test_08_a_class_that_hides_an_import_gets_its_way() -> None:
    data = document(
        [type_("demo.Sequence")], [function("demo.f", [param("a", of("ffi.Array", INT))])]
    )
    assert "import Sequence as _tvm_ffi_Sequence" in stub(data)


def test_09_no_init_helper_that_subclasses_would_break() -> None:
    assert "__ffi_init__" not in stub(
        document([type_("demo.A", init="auto"), type_("demo.B", "demo.A", init="auto")])
    )


def test_10_all_is_a_literal_list() -> None:
    made = files(document([type_("demo.T")], [function("demo.f")]))
    for name in ("demo/__init__.py", "demo/__init__.pyi"):
        values = [node.value for node in ast.parse(made[name]).body if isinstance(node, ast.Assign)]
        assert [ast.literal_eval(value) for value in values] == [["LIB", "T", "f"]]


def test_11_functions_exported_by_symbol_are_methods_of_the_library() -> None:
    made = files(
        document(functions=[function("demo.f")], symbols=[function("add_two", [param("x")], INT)])
    )
    assert "def add_two(self, x: int) -> int: ..." in made["demo/_library.pyi"]
    assert "LIB: _Library" in made["demo/_library.pyi"]


def test_12_only_a_packed_function_is_untyped() -> None:
    data = document(
        functions=[
            function("demo.p", packed=True, returns=ANY),
            function("demo.f", [param("a")], INT),
        ]
    )
    assert declared(data, "p") == ["def p(*args: Any) -> Any"]
    assert declared(data, "f") == ["def f(a: int) -> int"]


def test_13_containers_are_the_classes_of_the_run_time() -> None:
    text = stub(
        document([type_("demo.T", fields=[field("shape", of("ffi.Array", INT), access="rw")])])
    )
    assert "def shape(self) -> Array[int]: ..." in text
    assert "def shape(self, value: Sequence[int]) -> None: ..." in text


def test_14_stubs_stand_alone_and_the_package_is_marked_as_typed() -> None:
    made = files(document(functions=[function("demo.f")]))
    assert "demo/py.typed" in made
    assert "init_ffi_api" not in made["demo/_ffi_api.pyi"]
    assert "TYPE_CHECKING" not in made["demo/_ffi_api.pyi"]


def test_15_a_library_as_argument_is_what_one_gives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "missing.so")]) == 3
    assert main([str(tmp_path / "missing_folder" / "x.py")]) == 3
    (tmp_path / "text.so").write_text("a text of some length, and nothing of a library in it" * 2)
    assert main([str(tmp_path / "text.so")]) == 3
    (tmp_path / "open.py").write_text("# tvm-ffi-stubgen(begin): global/demo\n", encoding="utf-8")
    (tmp_path / "m.json").write_text(json.dumps(document([], [function("demo.f")])), "utf-8")
    assert main([str(tmp_path / "open.py"), "--from-json", str(tmp_path / "m.json")]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert [line.split()[0] for line in said.splitlines()] == ["SG005", "SG005", "SG005", "SG040"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """A folder with saved metadata, and the arguments that generate from it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.json").write_text(
        json.dumps(document([type_("demo.T")], [function("demo.f")])), encoding="utf-8"
    )
    return tmp_path, ["--from-json", "m.json"]


def test_16_check_sees_new_changed_and_vanished_things(
    run: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, arguments = run
    assert main(arguments) == 0
    assert main([*arguments, "--check"]) == 0
    changed = [
        document([type_("demo.T"), type_("demo.New")], [function("demo.f")]),
        document([type_("demo.T")], [function("demo.f", [param("x")])]),
        document([type_("demo.T")]),
        document([type_("demo.T")], [function("demo.f"), function("demo.sub.g")]),
    ]
    for data in changed:
        (folder / "m.json").write_text(json.dumps(data), encoding="utf-8")
        assert main([*arguments, "--check"]) == 1
    assert "SG033" in capsys.readouterr().err


def test_16_check_without_the_library_names_the_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "gone.so"), "--check"]) == 3
    assert f"SG005 '{tmp_path / 'gone.so'}' could not be read" in capsys.readouterr().err


def test_17_a_second_run_changes_no_byte_and_no_time(run: tuple[Path, list[str]]) -> None:
    folder, arguments = run
    main(arguments)
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in (folder / "demo").rglob("*")
        if path.is_file()
    }
    assert main(arguments) == 0
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before}


def test_18_the_package_is_named_as_told(run: tuple[Path, list[str]]) -> None:
    folder, arguments = run
    assert main([*arguments, "--package", "other"]) == 0
    assert (folder / "other" / "demo" / "_ffi_api.pyi").is_file()


def test_19_saved_metadata_needs_no_library(
    run: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"PATH": ""})
    assert main(run[1]) == 0


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_19_a_crash_while_a_library_loads_is_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = ROOT / "tests" / "errors" / "SG007_crash_at_load" / "library.c"
    library = tmp_path / "crash.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    assert main([str(library)]) == 3
    assert f"SG007 '{library}'".replace("SG007 ", "SG007 loading ") in capsys.readouterr().err


def test_20_overloaded_constructors_are_overloads() -> None:
    constructors = [
        function("__ffi_init__", [param("a")]),
        function("__ffi_init__", [param("t", STR)]),
    ]
    text = stub(document([type_("demo.P", init="explicit", constructors=constructors)]))
    assert text.count("@overload\n    def __init__(") == 2


def test_20_overloaded_methods_are_overloads_and_one_run_time_function_takes_them_all() -> None:
    methods = [method("f", [param("a")]), method("f", [param("a", STR)], overload=1)]
    made = files(document([type_("demo.P", methods=methods)]))
    assert made["demo/_ffi_api.pyi"].count("@overload\n    def f(") == 2
    assert "def f" not in made["demo/_ffi_api.py"]  # the registered class binds the set


RUST = document(
    [
        type_(
            "demo.P",
            init="explicit",
            doc="A point.",
            constructors=[function("__ffi_init__", [param("x")])],
            fields=[
                field("x", access="rw", doc="The x."),
                field("d", of("ffi.Dict", STR, INT)),
                field("t", of("Tuple", INT, STR)),
            ],
            methods=[method("norm", returns=FLOAT), method("make", returns=INT, kind="static")],
        )
    ],
    [function("demo.find", [param("v", of("Variant", INT, STR))], INT)],
)


def test_21_rust_has_methods_functions_docs_and_real_types() -> None:
    text = files(RUST, "rust")["src/lib.rs"]
    for line in (
        "pub fn norm(&self) -> Result<f64> {",
        "pub fn make() -> Result<i64> {",
        "pub fn find(v: impl Into<IntOrStr>) -> Result<i64> {",
        "pub fn d(&self) -> Result<Dict<Str, i64>> {",
        "pub fn t(&self) -> Result<(i64, Str)> {",
        "/// A point.",
        "/// The x.",
    ):
        assert line in text


def test_22_rust_constructs_by_the_registered_constructor() -> None:
    text = files(RUST, "rust")["src/lib.rs"]
    assert "static SLOT: InitSlot<P> = InitSlot::new();" in text
    assert "pub fn new(x: i64) -> Result<Self> {" in text


def test_23_rust_gets_a_whole_crate() -> None:
    made = files(RUST, "rust")
    assert {"Cargo.toml", "README.md", "src/lib.rs", "src/raw.rs", "tests/layout.rs"} <= set(made)


def test_24_type_checkers_judge_the_output_for_every_fixture() -> None:
    judged = {
        path.parent.name for path in (Path(__file__).parent / "programs").glob("*/misuses.py")
    }
    assert judged == {
        path.parent.name for path in (ROOT / "tests/fixtures").glob("*/metadata.json")
    }


def test_25_libraries_are_arguments_and_need_no_shell_quoting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "a b;c.so"), str(tmp_path / "d.so")]) == 3
    assert "a b;c.so" in capsys.readouterr().err


def test_26_the_library_is_found_beside_the_package() -> None:
    text = files(document(functions=[function("demo.f")]))["demo/_library.py"]
    assert 'Path(__file__).resolve().parent / "demo.so"' in text


def test_the_library_travels_with_the_package(tmp_path: Path) -> None:
    from tvm_ffi.stubgen.emit.filemap import FileMap
    from tvm_ffi.stubgen.emit.writer import write
    from tvm_ffi.stubgen.errors import ErrorList

    library = tmp_path / "lib.so"
    library.write_bytes(b"\x7fELF")
    errors = ErrorList()
    made = FileMap(errors)
    made.add("demo/lib.so", library)
    write(made, tmp_path / "out", errors)
    assert (tmp_path / "out/demo/lib.so").read_bytes() == b"\x7fELF"
    assert errors.items == []


def test_nothing_is_written_when_one_thing_is_wrong(run: tuple[Path, list[str]]) -> None:
    folder, arguments = run
    broken = document([type_("demo.A", "demo.Missing")], [function("demo.f")])
    (folder / "m.json").write_text(json.dumps(broken), encoding="utf-8")
    assert main(arguments) == 3
    assert not (folder / "demo").exists()


def test_a_link_does_not_lead_out_of_the_output_folder(run: tuple[Path, list[str]]) -> None:
    folder, arguments = run
    outside = folder / "outside"
    outside.mkdir()
    (folder / "out").mkdir()
    (folder / "out" / "demo").symlink_to(outside)
    assert main([*arguments, "-o", str(folder / "out")]) == 4
    assert list(outside.iterdir()) == []


def test_a_target_is_one_folder(run: tuple[Path, list[str]]) -> None:
    folder, arguments = run
    shutil.copytree(ROOT / "templates" / "markdown", folder / "targets" / "plain")
    toml = (
        (folder / "targets/plain/target.toml")
        .read_text(encoding="utf-8")
        .replace('"markdown"', '"plain"')
    )
    (folder / "targets/plain/target.toml").write_text(toml, encoding="utf-8")
    assert main([*arguments, "--templates", "targets", "--target", "plain", "-o", "out"]) == 0
    assert (folder / "out" / "demo.md").read_text(encoding="utf-8").count("# demo")


def test_settings_of_pyproject_are_used_and_the_command_line_goes_first(
    run: tuple[Path, list[str]],
) -> None:
    folder, arguments = run
    (folder / "pyproject.toml").write_text(
        '[tool.tvm-ffi-stubgen]\npackage = "told"\nskip = ["demo.T"]\n', encoding="utf-8"
    )
    assert main(arguments) == 0
    assert "class T" not in (folder / "told/demo/_ffi_api.pyi").read_text(encoding="utf-8")
    assert main([*arguments, "--package", "mine"]) == 0
    assert (folder / "mine").is_dir()


def test_complaints_about_many_things_come_at_once() -> None:
    data = document([type_("demo.A", "demo.X"), type_("demo.B", "demo.Y")])
    assert len(complaints(data)) == 2
