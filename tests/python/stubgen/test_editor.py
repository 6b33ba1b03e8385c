# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What an editor shows for generated packages, asked of a real language server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from builders import ROOT, STR, document, field, files, function, method, of, param, type_
from language_server import Session

pytestmark = pytest.mark.types


SOURCE = {"file": "src/book.cc", "line": 7}
READ = method(
    "read",
    [
        param("page", doc="Where to begin."),
        param("aloud", {"type": "bool"}, default={"value": False}),
    ],
    STR,
    doc="Read a page.",
    source=SOURCE,
)
BOOK = type_(
    "shelf.Book",
    doc="A book.",
    init="auto",
    source=SOURCE,
    fields=[field("title", STR, access="rw", doc="Its title.")],
    methods=[READ],
)
SHELF = document(
    [BOOK, type_("shelf.Novel", "shelf.Book", init="auto", fields=[field("genre", STR)])],
    [
        function("shelf.all", returns=of("ffi.Array", {"type": "shelf.Book"})),
        function("shelf.by_name", returns=of("ffi.Map", STR, {"type": "shelf.Novel"})),
    ],
    [function("read", READ["params"], STR, doc="Read a page.", source=SOURCE)],
    library={"file": "shelf.so"},
)
# What the four questions are asked about, and the file that declares the answer.
PLACES = {
    "an instance": ("book = shelf.Book('x')", "book", "_ffi_api.pyi"),
    "a subclass": ("novel = shelf.Novel('x', 'y')", "novel", "_ffi_api.pyi"),
    "the module object": ("", "shelf.LIB", "_library.pyi"),
    "a loaded module": ("other = shelf.load_module('x.so')", "other", "_library.pyi"),
    "an element by index": ("books = shelf.all()", "books[0]", "_ffi_api.pyi"),
    "an element by key": ("", "shelf.by_name()['a']", "_ffi_api.pyi"),
    "an element of a loop": ("book = next(iter(shelf.all()))", "book", "_ffi_api.pyi"),
}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A server over the packages of two fixtures."""
    folder = tmp_path_factory.mktemp("editor")
    for fixture in ("packaging", "features"):
        shutil.copytree(ROOT / "tests/golden/python" / fixture, folder, dirs_exist_ok=True)
    for path, text in files(SHELF).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
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


@pytest.mark.parametrize("place", PLACES)
def test_an_editor_completes_helps_shows_and_finds(editor: Session, place: str) -> None:
    before, value, file = PLACES[place]
    start = f"import shelf\n{before}\n{value}"
    assert "read" in editor.completions(f"{start}.|")
    assert editor.signature(f"{start}.read(|)") == "(page: int, aloud: bool = False) -> str"
    assert "aloud=" in editor.completions(f"{start}.read(1, al|)")
    shown = editor.hover(f"{start}.re|ad")
    for words in ("page: int", "Read a page.", "page: Where to begin.", "src/book.cc:7"):
        assert words in shown
    assert editor.definition(f"{start}.re|ad").endswith(f"shelf/{file}")


def test_a_field_of_an_element_is_completed_shown_and_found(editor: Session) -> None:
    start = "import shelf\nshelf.all()[0]"
    assert "title" in editor.completions(f"{start}.|")
    assert "Its title." in editor.hover(f"{start}.ti|tle")
    assert editor.definition(f"{start}.ti|tle").endswith("shelf/_ffi_api.pyi")
