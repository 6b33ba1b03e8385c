# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`--check` tells exactly what is stale and what it means to callers; `--watch` keeps it fresh."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import INT, STR, Json, document, field, function, method, of, param, type_
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.watch import watch


def base() -> Json:
    pair = type_(
        "demo.Pair",
        init="auto",
        fields=[field("a", access="rw"), field("b", of("ffi.Array", STR), access="rw")],
        methods=[method("sum", [param("x", of("Optional", INT), default={"value": None})], INT)],
    )
    return document(
        [pair, type_("demo.sub.Far", "demo.Pair")],
        [function("demo.add", [param("a")], INT), function("demo.sub.g")],
        [function("exported", [param("x")], INT)],
    )


class Stage:
    """A generated package, and the metadata that it came from."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.saved = folder / "demo.json"
        self.put(base())
        assert self.run() == 0

    def put(self, data: Json) -> None:
        self.saved.write_text(json.dumps(data), encoding="utf-8")

    def run(self, *more: str) -> int:
        self._capsys.readouterr()
        told = ["--from-json", str(self.saved), "-o", str(self.folder / "out"), *more]
        return int(main(told))

    def said(self) -> tuple[list[str], str]:
        out, err = self._capsys.readouterr()
        return out.splitlines(), err


@pytest.fixture
def stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Stage:
    return Stage(tmp_path, capsys)


def types(data: Json) -> list[Json]:
    found: list[Json] = data["types"]
    return found


CASES: list[tuple[str, Callable[[Json], object], list[str]]] = [
    (
        "a function goes",
        lambda d: d["functions"].pop(0),
        ["removed  demo.add", "API diff: 1 breaking, 0 compatible"],
    ),
    (
        "a function comes",
        lambda d: d["functions"].append(function("demo.new")),
        ["added    demo.new", "API diff: 0 breaking, 1 compatible"],
    ),
    (
        "a class comes",
        lambda d: types(d).append(type_("demo.New")),
        ["added    demo.New", "API diff: 0 breaking, 1 compatible"],
    ),
    (
        "an argument takes less",
        lambda d: types(d)[0]["methods"][0]["params"][0].update(type=INT, default={"value": 1}),
        [
            "narrowed demo.Pair.sum: argument x takes int, took Variant[int, None]",
            "API diff: 1 breaking, 0 compatible",
        ],
    ),
    (
        "a symbol goes",
        lambda d: d["symbols"].clear(),
        ["removed  LIB.exported", "API diff: 1 breaking, 0 compatible"],
    ),
    (
        "a doc comes",
        lambda d: types(d)[0].update(doc="New."),
        ["API diff: 0 breaking, 0 compatible"],
    ),
    (
        "a namespace goes",
        lambda d: (types(d).pop(), d["functions"].pop()),
        ["removed  demo.sub.Far", "removed  demo.sub.g", "API diff: 2 breaking, 0 compatible"],
    ),
]


@pytest.mark.parametrize(("change", "lines"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_check_tells_what_stale_stubs_mean_to_callers(
    stage: Stage, change: Callable[[Json], object], lines: list[str]
) -> None:
    data = copy.deepcopy(base())
    change(data)
    stage.put(data)
    assert stage.run("--check") == 1
    said, _ = stage.said()
    assert said[:-1] == lines
    assert said[-1].startswith("to update: tvm-ffi-stubgen --from-json ")
    assert "--check" not in said[-1]
    assert stage.run() == 0
    assert stage.run("--check") == 0


def test_modules_of_a_vanished_namespace_are_stale_and_then_removed(stage: Stage) -> None:
    data = base()
    data["types"].pop()
    data["functions"].pop()
    stage.put(data)
    own = stage.folder / "out" / "demo" / "sub" / "mine.py"
    own.write_text("x = 1\n", encoding="utf-8")
    assert stage.run("--check") == 1
    assert "no longer registered" in stage.said()[1]
    assert stage.run() == 0
    assert "4 removed" in stage.said()[0][0]
    assert [path.name for path in own.parent.iterdir()] == ["mine.py"]
    own.unlink()


def test_a_folder_that_only_held_generated_files_goes_with_them(stage: Stage) -> None:
    data = base()
    data["types"].pop()
    data["functions"].pop()
    stage.put(data)
    assert stage.run() == 0
    assert not (stage.folder / "out" / "demo" / "sub").exists()


CRATE = ("--target", "rust", "--crate-version", "0.1")


def test_modules_of_a_crate_that_vanish_are_stale_and_then_removed(stage: Stage) -> None:
    assert stage.run(*CRATE) == 0
    sources = stage.folder / "out" / "src"
    own = sources / "own.rs"
    own.write_text("// my own\n", encoding="utf-8")
    assert (sources / "sub.rs").is_file()
    data = base()
    data["types"].pop()
    data["functions"].pop()
    stage.put(data)
    assert stage.run(*CRATE, "--check") == 1
    said = stage.said()[1]
    assert "src/sub.rs' is no longer registered" in said and "src/lib.rs' is stale" in said
    assert stage.run(*CRATE) == 0
    assert own.is_file() and not (sources / "sub.rs").exists()
    assert stage.run(*CRATE, "--check") == 0


def test_modules_of_a_crate_that_appear_are_missing(stage: Stage) -> None:
    assert stage.run(*CRATE) == 0
    data = base()
    data["functions"].append(function("demo.more.h"))
    stage.put(data)
    assert stage.run(*CRATE, "--check") == 1
    assert "src/more.rs' is missing" in stage.said()[1]


def test_a_library_that_got_another_name_takes_the_old_one_along(stage: Stage) -> None:
    package = stage.folder / "out" / "demo"
    (package / "demo.so").write_bytes(b"\x7fELF old")
    (package / "other.so").write_bytes(b"\x7fELF not ours")
    assert stage.run("--check") == 0
    stage.put({**base(), "library": {"file": "renamed.so"}})
    assert stage.run("--check") == 1
    assert "demo/demo.so' is no longer registered" in stage.said()[1]
    assert stage.run() == 0
    assert sorted(path.name for path in package.glob("*.so")) == ["other.so"]


def test_watch_runs_again_after_a_change_came_to_rest(tmp_path: Path) -> None:
    path = tmp_path / "lib.so"
    ran: list[str] = []
    steps = iter(["", "", "a", "ab", "", "", "abc"])

    def sleep(_: float) -> None:
        try:
            text = next(steps)
        except StopIteration:
            raise KeyboardInterrupt from None
        if text:
            path.write_text(text, encoding="utf-8")

    watch(lambda: ran.append(path.read_text() if path.exists() else ""), lambda: [path], sleep)
    assert ran == ["", "ab"]


def test_watch_refuses_to_compare(stage: Stage) -> None:
    assert stage.run("--watch", "--check") == 2
    assert "--watch writes" in stage.said()[1]
