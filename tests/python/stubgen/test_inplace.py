# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Files with markers: every directive, what is kept, what is refused."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from builders import (
    INT,
    STR,
    callable_of,
    document,
    field,
    function,
    method,
    of,
    param,
    type_,
)
from tvm_ffi.stubgen.cli import main

DATA = document(
    [
        type_("demo.Base", init="auto", fields=[field("x"), field("y", STR, access="rw")]),
        type_(
            "demo.Child",
            "demo.Base",
            methods=[method("f", [param("a")]), method("f", [param("a", STR)])],
        ),
        type_("other.Far"),
    ],
    [
        function("demo.add", [param("a"), param("b", default={"value": 1})], INT),
        function("demo.sub.g"),
        function("demo.far", returns={"type": "other.Far"}),
    ],
)
GLOBAL = "# tvm-ffi-stubgen(begin): global/demo\n# tvm-ffi-stubgen(end)\n"
IMPORTS = "# tvm-ffi-stubgen(begin): import-section\n# tvm-ffi-stubgen(end)\n"


class Stage:
    """A folder with files, and the command run over it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "meta.json").write_text(json.dumps(DATA), encoding="utf-8")

    def run(self, *arguments: str) -> int:
        return int(
            main([str(self.folder), "--from-json", str(self.folder / "meta.json"), *arguments])
        )

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def check(self, text: str, *expected: str, name: str = "m.py") -> str:
        """Fill a file and look for lines, without their indentation and in order."""
        path = self.put(name, text)
        assert self.run() == 0, self._capsys.readouterr().err
        made = path.read_text(encoding="utf-8")
        ast.parse(made)
        lines = iter(line.strip() for line in made.splitlines())
        for wanted in expected:
            assert wanted in lines, (wanted, made)
        return made

    def said(self) -> str:
        return self._capsys.readouterr().err


@pytest.fixture
def stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Stage:
    return Stage(tmp_path, capsys)


def test_a_global_block_binds_and_declares(stage: Stage) -> None:
    stage.check(
        IMPORTS + GLOBAL,
        "from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC",
        '_FFI_INIT_FUNC("demo", __name__)',
        "if TYPE_CHECKING:",
        "def add(a: int, b: int = 1) -> int: ...",
    )


def test_a_global_block_may_name_the_module_of_the_init_function(stage: Stage) -> None:
    text = IMPORTS + "# tvm-ffi-stubgen(begin): global/demo@..registry\n# tvm-ffi-stubgen(end)\n"
    stage.check(text, "from ..registry import init_ffi_api as _FFI_INIT_FUNC")


def test_a_stub_file_gets_declarations_and_no_run_time_code(stage: Stage) -> None:
    made = stage.check(IMPORTS + GLOBAL, "def add(a: int, b: int = 1) -> int: ...", name="m.pyi")
    assert "init_ffi_api" not in made
    assert "TYPE_CHECKING" not in made


def test_an_emptied_global_block_is_emptied(stage: Stage) -> None:
    text = "# tvm-ffi-stubgen(begin): global/gone\nold()\n# tvm-ffi-stubgen(end)\n"
    assert "old()" not in stage.check(IMPORTS + text)


def test_types_of_the_runtime_keep_their_spelling_in_a_whole_registry(stage: Stage) -> None:
    """Loading a library exports `ffi.*` as well; these are no classes of the file's."""
    own = [type_(f"ffi.{name}") for name in ("Array", "Map", "String", "Function", "Enum")]
    words = of("ffi.Map", {"type": "ffi.String"}, of("ffi.Array", INT))
    given = [param("a", words), param("f", callable_of(INT)), param("e", {"type": "ffi.Enum"})]
    data = document(own, [function("demo.f", given, words)])
    (stage.folder / "meta.json").write_text(json.dumps(data), encoding="utf-8")
    made = stage.check(
        IMPORTS + GLOBAL,
        "from tvm_ffi import Array, Map",
        "from tvm_ffi.dataclasses import Enum",
        "a: Mapping[str, Sequence[int]],",
        "f: Callable[[], int],",
        "e: Enum,",
        ") -> Map[str, Array[int]]: ...",
    )
    assert "overload" not in made


def test_blocks_of_the_testing_library_are_filled_without_naming_it(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text(GLOBAL.replace("demo", "testing"), encoding="utf-8")
    assert main([str(path)]) == 0
    assert "def add_one(" in path.read_text(encoding="utf-8")


def test_a_prefix_of_two_blocks_is_exported_once(stage: Stage) -> None:
    names = "# tvm-ffi-stubgen(begin): __all__\n# tvm-ffi-stubgen(end)\n"
    made = stage.check(IMPORTS + GLOBAL + GLOBAL + f"__all__ = [\n{names}]\n")
    assert made.count('"add",') == 1


def test_an_object_block_holds_fields_init_and_methods(stage: Stage) -> None:
    block = "    # tvm-ffi-stubgen(begin): object/demo.Base\n    # tvm-ffi-stubgen(end)\n"
    stage.check(
        IMPORTS + "class Base:\n" + block,
        "y: str",
        "def __init__(self, x: int, y: str) -> None: ...",
        "@property",
        "def x(self) -> int: ...",
    )


def test_overloads_in_a_python_file_have_an_implementation(stage: Stage) -> None:
    block = "    # tvm-ffi-stubgen(begin): object/demo.Child\n    # tvm-ffi-stubgen(end)\n"
    stage.check(
        IMPORTS + "class Child:\n" + block,
        "@overload",
        "def f(self, a: int) -> None: ...",
        "@overload",
        "def f(self, a: str) -> None: ...",
        "def f(self, *args: Any, **kwargs: Any) -> Any: ...",
    )


def test_an_export_block_reexports_without_unbound_names(stage: Stage) -> None:
    text = "# tvm-ffi-stubgen(begin): export/_ffi_api\n# tvm-ffi-stubgen(end)\n"
    stage.check(
        text,
        "from ._ffi_api import *  # noqa: F403",
        "__all__: list[str] = []",
        "__all__ += _ffi_api.__all__",
    )


def test_an_all_block_lists_what_the_file_defines(stage: Stage) -> None:
    text = (
        "LIB = 1\n"
        + GLOBAL
        + "__all__ = [\n    # tvm-ffi-stubgen(begin): __all__\n    # tvm-ffi-stubgen(end)\n]\n"
    )
    stage.check(IMPORTS + text, '"LIB",', '"add",', '"far",')


def test_a_foreign_class_is_imported_for_checkers_only(stage: Stage) -> None:
    made = stage.check(IMPORTS + GLOBAL, "if TYPE_CHECKING:", "from other import Far")
    assert "-> Far: ..." in made


def test_a_ty_map_applies_to_every_file_of_the_run(stage: Stage) -> None:
    stage.put("a.py", "# tvm-ffi-stubgen(ty-map): other.Far -> elsewhere.Near\n")
    made = stage.check(IMPORTS + GLOBAL, "from elsewhere import Near")
    assert "-> Near: ..." in made


def test_import_object_adds_imports_of_both_kinds(stage: Stage) -> None:
    first = "# tvm-ffi-stubgen(import-object): a.b.C;True;D\n"
    lines = first + "# tvm-ffi-stubgen(import-object): x.y.z;False;\n"
    stage.check(IMPORTS + lines, "from x.y import z", "if TYPE_CHECKING:", "from a.b import C as D")


def test_prefix_adds_missing_classes_before_all_and_removes_vanished_ones(stage: Stage) -> None:
    text = (
        IMPORTS
        + "import tvm_ffi\n# tvm-ffi-stubgen(prefix): demo\n"
        + "# tvm-ffi-stubgen(begin): object/demo.Vanished\n# tvm-ffi-stubgen(end)\n__all__ = []\n"
    )
    path = stage.put("m.py", text)
    assert stage.run() == 0, stage.said()
    made = path.read_text(encoding="utf-8")
    assert "Vanished" not in made
    assert made.index("class Base") < made.index("class Child(Base)") < made.index("__all__")
    again = made
    assert stage.run() == 0
    assert path.read_text(encoding="utf-8") == again


def test_skip_leaves_a_class_out_of_the_prefix(stage: Stage) -> None:
    text = (
        IMPORTS
        + "import tvm_ffi\n# tvm-ffi-stubgen(prefix): demo\n# tvm-ffi-stubgen(skip): demo.Child\n"
    )
    assert "class Child" not in stage.check(text, "class Base(tvm_ffi.Object):")


def test_skip_file_leaves_a_file_alone(stage: Stage) -> None:
    block = "# tvm-ffi-stubgen(begin): global/demo\nold()\n# tvm-ffi-stubgen(end)\n"
    text = "# tvm-ffi-stubgen(skip-file)\n" + block
    assert stage.check(text) == text


def test_a_file_without_markers_is_not_touched(stage: Stage) -> None:
    path = stage.put("plain.py", "x=1   \n\n\n")
    assert stage.run() == 0
    assert path.read_text(encoding="utf-8") == "x=1   \n\n\n"


def test_text_around_blocks_is_kept(stage: Stage) -> None:
    made = stage.check("head = '  '   \n" + IMPORTS + GLOBAL + "tail = 1\n")
    assert made.startswith("head = '  '   \n") and made.endswith("tail = 1\n")


def test_a_second_run_changes_nothing_and_touches_no_file(stage: Stage) -> None:
    path = stage.put("m.py", IMPORTS + GLOBAL)
    stage.run()
    before = path.stat().st_mtime_ns
    assert stage.run() == 0
    assert path.stat().st_mtime_ns == before
    assert stage.run("--check") == 0


def test_check_finds_a_stale_file_and_writes_nothing(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    path = stage.put("m.py", IMPORTS + GLOBAL)
    assert stage.run("--check") == 1
    assert "[Stale]" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == IMPORTS + GLOBAL


def test_dry_run_writes_nothing_and_verbose_shows_the_difference(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    path = stage.put("m.py", IMPORTS + GLOBAL)
    assert stage.run("--dry-run", "--verbose") == 0
    assert "+    def add(" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == IMPORTS + GLOBAL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# tvm-ffi-stubgen(begin): global/demo\n", "the block has no end"),
        ("# tvm-ffi-stubgen(end)\n", "a block ends that never began"),
        (
            "# tvm-ffi-stubgen(begin): global/a\n# tvm-ffi-stubgen(begin): global/b\n",
            "begins inside",
        ),
        ("# tvm-ffi-stubgen(bgin): x\n", "directive 'bgin' is not known"),
        (
            "# tvm-ffi-stubgen(begin): objct/demo.Base\n# tvm-ffi-stubgen(end)\n",
            "did you mean 'object'",
        ),
        (
            "# tvm-ffi-stubgen(begin): object/demo.Nope\n# tvm-ffi-stubgen(end)\n",
            "type key 'demo.Nope'",
        ),
    ],
)
def test_a_wrong_marker_is_an_error_with_its_line_and_status(
    stage: Stage, text: str, words: str
) -> None:
    path = stage.put("m.py", text)
    assert stage.run() == 2
    assert words in stage.said()
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_is_no_text_is_an_error(stage: Stage) -> None:
    (stage.folder / "m.py").write_bytes(b"\xff\xfe\x00")
    assert stage.run() == 3
    assert "not UTF-8" in stage.said()


def test_a_missing_folder_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meta = tmp_path / "m.json"
    meta.write_text(json.dumps(DATA), encoding="utf-8")
    assert main([str(tmp_path / "gone.py"), "--from-json", str(meta)]) == 3
    assert "no such file or folder" in capsys.readouterr().err


def test_scaffold_makes_files_that_a_second_run_leaves_alone(stage: Stage) -> None:
    init = ("--init-pypkg", "demo-pkg", "--init-lib", "demo", "--init-prefix", "demo.")
    assert stage.run(*init) == 0, stage.said()
    api = (stage.folder / "demo/_ffi_api.py").read_text(encoding="utf-8")
    ast.parse(api)
    assert api.count("LIB = ") == 1
    assert 'load_lib_module("demo-pkg", "demo")' in api
    assert api.index("class Base") < api.index("__all__")
    nested = (stage.folder / "demo/sub/_ffi_api.py").read_text(encoding="utf-8")
    assert "LIB" not in nested
    assert stage.run(*init) == 0
    assert (stage.folder / "demo/_ffi_api.py").read_text(encoding="utf-8") == api


def test_init_options_go_together_and_exclude_check(stage: Stage) -> None:
    assert stage.run("--init-pypkg", "x") == 2
    assert (
        stage.run("--init-pypkg", "x", "--init-lib", "y", "--init-prefix", "demo.", "--check") == 2
    )


def test_coverage_reports_the_layout_of_every_type(stage: Stage) -> None:
    out = stage.folder / "coverage.json"
    assert stage.run("--coverage-out", str(out)) == 0
    report: Any = json.loads(out.read_text(encoding="utf-8"))
    assert sorted(report["types"]) == ["demo.Base", "demo.Child", "other.Far"]
    assert report["types"]["other.Far"] == {"verdict": "complete", "reason": None, "uncovered": []}
