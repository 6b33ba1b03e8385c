# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Names that the Python target keeps apart; programs/operators uses them at run time."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from builders import INT, document, field, files, function, method, param, type_
from tvm_ffi.stubgen.emit.target import load_target

tvm_ffi = pytest.importorskip("tvm_ffi", reason="needs the built package")


def heads(data: Any, name: str) -> list[str]:
    """Return the heads of the functions of a name."""
    tree = ast.parse(files(data)["demo/_ffi_api.pyi"])
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [ast.unparse(node).split(":\n")[0] for node in found if node.name == name]


def test_every_attribute_of_a_module_is_reserved_for_it() -> None:
    if not hasattr(tvm_ffi, "Module"):
        pytest.skip("needs the built package")
    own = {name for name in dir(tvm_ffi.Module) if not name.startswith("__")} - {"_abc_impl"}
    assert own <= set(load_target("python").spec.reserved["function"])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a", "b"], "a: int, b: int"),
        (["class"], "class_: int"),
        (["a", "x-y", "b"], "a: int, arg1: int, /, b: int"),
        (["class", "class_"], "arg0: int, /, class_: int"),
        (["arg1", "x-y"], "arg1: int, arg1_: int, /"),
        ([None, "arg0"], "arg0: int, arg1: int, /"),
        (["self"], "self: int"),
    ],
)
def test_an_argument_is_given_by_its_registered_name_or_not_by_name(
    names: list[str | None], expected: str
) -> None:
    data = document(functions=[function("demo.f", [param(name) for name in names])])
    assert heads(data, "f") == [f"def f({expected}) -> None"]


def test_an_unsayable_keyword_is_any_keyword() -> None:
    given = [param("a"), param("x-y", kind="keyword_only"), param("z", kind="keyword_only")]
    data = document(functions=[function("demo.f", given)])
    assert heads(data, "f") == ["def f(a: int, *, z: int, **_tvm_ffi_named: Any) -> None"]


@pytest.mark.parametrize("kind", ["positional_or_keyword", "positional_only"])
def test_a_receiver_gives_way_to_an_argument_of_its_name(kind: str) -> None:
    taken = [param("self", kind=kind)]
    cls = type_("demo.T", methods=[method("m", taken), method("s", taken, kind="static")])
    slash = ", /" if kind == "positional_only" else ""
    behind = "/, self: int" if kind != "positional_only" else "self: int, /"
    assert heads(document([cls]), "m") == [f"def m(_tvm_ffi_self, {behind}) -> None"]
    assert heads(document([cls]), "s") == [f"@staticmethod\ndef s(self: int{slash}) -> None"]
    assert (
        "# pyright: reportSelfClsParameterName=false" in files(document([cls]))["demo/_ffi_api.pyi"]
    )


def test_a_renamed_field_keeps_its_name_in_the_constructor() -> None:
    from tvm_ffi.stubgen.pipeline import Settings

    cls = type_("demo.T", init="auto", fields=[field("sum", access="rw")])
    data = document([cls], [function("demo.f")])
    text = files(data, settings=Settings(renames={"demo.T.sum": "total"}))["demo/_ffi_api.pyi"]
    assert "def __init__(self, sum: int) -> None: ..." in text
    assert "    total: int" in text


def test_what_every_python_class_has_is_not_declared() -> None:
    names = ("__class__", "__doc__", "__init__", "__new__", "__slots__", "__module__", "m")
    methods = [method(name, returns=INT) for name in names]
    cls = type_("demo.T", init="auto", methods=methods, fields=[field("__dict__")])
    text = files(document([cls]))["demo/_ffi_api.pyi"]
    (made,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    found = [node.name for node in made.body if isinstance(node, ast.FunctionDef)]
    assert found == ["__init__", "m"]


@pytest.mark.parametrize("name", ["__all__", "__name__", "__path__", "_tvm_ffi", "LIB"])
def test_no_function_takes_a_name_that_its_module_needs(name: str) -> None:
    text = files(document(functions=[function(f"demo.{name}"), function("demo.f")]))
    assert f'{name}_2 = _tvm_ffi.get_global_func("demo.{name}")' in text["demo/_ffi_api.py"]


@pytest.mark.parametrize("name", ["__init__", "__main__", "_library", "_ffi_api", "_extra"])
def test_no_namespace_takes_the_place_of_a_file(name: str) -> None:
    made = files(document(functions=[function(f"demo.{name}.f"), function("demo.f")]))
    assert f"demo/{name}_/_ffi_api.py" in made


def test_entries_with_other_names_are_bound_behind_the_class() -> None:
    entries = [{"name": name, "index": 0, "doc": None} for name in ("A", "None", "value", "x-y")]
    cls = type_("demo.E", "ffi.Enum", ancestors=["ffi.Object", "ffi.Enum"], enum=entries)
    made = files(document([cls]))
    run = made["demo/_ffi_api.py"]
    assert [line for line in run.split("\n") if "ClassVar[E]" in line] == ["    A: ClassVar[E]"]
    for alias, name in (("None_", "None"), ("value_", "value"), ("x_y", "x-y")):
        assert f'setattr(E, "{alias}", E.get("{name}"))' in run
        assert f"    {alias}: ClassVar[E]" in made["demo/_ffi_api.pyi"]


@pytest.mark.parametrize("names", [["+", "A", "*"], ["+"]])
def test_an_entry_that_no_identifier_resembles_is_found_by_its_name_alone(names: list[str]) -> None:
    entries = [{"name": name, "index": i, "doc": None} for i, name in enumerate(names)]
    cls = type_("demo.E", "ffi.Enum", ancestors=["ffi.Object", "ffi.Enum"], enum=entries)
    data = document([cls], [function("demo.f", [param("e", {"type": "demo.E"})])])
    made = files(data)
    assert "setattr" not in made["demo/_ffi_api.py"]
    stub = ast.parse(made["demo/_ffi_api.pyi"])
    (found,) = (node for node in stub.body if isinstance(node, ast.ClassDef))
    told = [ast.unparse(node) for node in found.body if not isinstance(node, ast.Expr)]
    assert told == ["A: ClassVar[E]"] * ("A" in names)
    assert "- `+`" in files(data, "markdown")["demo.md"]
    assert "pub struct E(" in files(data, "rust")["src/lib.rs"]
