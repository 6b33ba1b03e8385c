# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What an editor shows for generated packages, asked of a real language server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from builders import ROOT
from language_server import Session

pytestmark = pytest.mark.types


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A server over the packages of two fixtures."""
    folder = tmp_path_factory.mktemp("editor")
    for fixture in ("packaging", "features"):
        shutil.copytree(ROOT / "tests/golden/python" / fixture, folder, dirs_exist_ok=True)
    session = Session(folder, ROOT / "python")
    yield session
    session.close()


def test_an_instance_completes_to_its_members(editor: Session) -> None:
    found = editor.completions("import my_ffi_extension as m\np = m.IntPair(1, 2)\np.|")
    assert {"a", "b", "sum", "static_get_second"} <= found


def test_a_subclass_completes_to_inherited_members(editor: Session) -> None:
    found = editor.completions("import demo\nd = demo.Derived('a', mode=1)\nd.|")
    assert {"name", "describe", "tags", "scale"} <= found


def test_the_library_completes_to_its_symbols(editor: Session) -> None:
    assert {"add_two", "opaque"} <= editor.completions("import demo\ndemo.LIB.|")


def test_a_module_completes_to_what_it_exports(editor: Session) -> None:
    assert {"IntPair", "add_one", "raise_error", "LIB"} <= editor.completions(
        "import my_ffi_extension as m\nm.|"
    )


def test_the_element_of_a_union_container_is_typed(editor: Session) -> None:
    assert "Array[str]" in editor.hover("import demo\nd = demo.Derived('a', mode=1)\nx = d.ta|gs")


def test_hover_shows_signature_and_doc(editor: Session) -> None:
    shown = editor.hover("import demo\ndemo.Base('a').desc|ribe()")
    assert "verbose: bool = False" in shown and "Describe the thing." in shown


def test_signature_help_shows_names_and_types(editor: Session) -> None:
    assert "a: int, b: int" in editor.signature("import my_ffi_extension as m\nm.IntPair(|)")


def test_definition_is_in_the_stub(editor: Session) -> None:
    place = editor.definition("import my_ffi_extension as m\nm.Int|Pair")
    assert place.endswith("my_ffi_extension/_ffi_api.pyi")


def test_an_element_of_a_container_completes_to_its_members(editor: Session) -> None:
    found = editor.completions("import demo\nd = demo.Derived('a', mode=1)\nd.tags[0].|")
    assert {"upper", "startswith"} <= found


def test_a_function_of_the_library_shows_its_signature(editor: Session) -> None:
    text = editor.signature("import demo\ndemo.LIB.add_two(|)")
    assert "int" in text


def test_hover_names_the_source_and_the_arguments(editor: Session) -> None:
    shown = editor.hover("import demo\ndemo.Ba|se('a')")
    assert "src/demo.cc:12" in shown
    shown = editor.hover("import demo\nd = demo.Derived('a', mode=1)\nd.ap|ply")
    assert "Called once per tag." in shown


def test_a_keyword_is_completed_in_a_call(editor: Session) -> None:
    assert "mode=" in editor.completions("import demo\ndemo.Derived('a', m|)")


def test_definition_of_a_member_is_its_line_in_the_stub(editor: Session) -> None:
    place = editor.definition("import my_ffi_extension as m\nm.IntPair(1, 2).su|m()")
    assert place.endswith("my_ffi_extension/_ffi_api.pyi")
