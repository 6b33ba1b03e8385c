# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Large exports: a run with nothing to do does nothing, and no run keeps the parsed text whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import INT, ROOT, STR, Json, document, field, method, of, param, type_
from tvm_ffi.stubgen import generate
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.emit import stamp
from tvm_ffi.stubgen.errors import ErrorList
from tvm_ffi.stubgen.load.reader import read_metadata

TYPES = [INT, STR, of("ffi.Array", INT), of("Optional", STR), {"type": "float"}]


def large(count: int) -> Json:
    """Return an export of types with five fields and five methods each."""
    return document(
        [
            type_(
                f"big.n{number // 100}.T{number}",
                init="auto",
                fields=[field(f"f{k}", TYPES[k], doc=f"Field {k}.") for k in range(5)],
                methods=[method(f"m{k}", [param("x", TYPES[k])], TYPES[k]) for k in range(5)],
            )
            for number in range(count)
        ]
    )


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An export that is large enough to be remembered."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "big.json"
    path.write_text(json.dumps(large(400)), encoding="utf-8")
    assert path.stat().st_size > stamp.FROM
    return path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time that something is generated."""
    found: list[str] = []
    real = generate.generate

    def counted(*given: object, **named: object) -> object:
        found.append("run")
        return real(*given, **named)

    monkeypatch.setattr(generate, "generate", counted)
    return found


def run(saved: Path, *more: str) -> int:
    return main(["--from-json", str(saved), "-o", str(saved.parent / "out"), *more])


def test_a_second_run_makes_nothing_again(
    saved: Path, runs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert (run(saved), len(runs)) == (0, 1)
    capsys.readouterr()
    assert (run(saved), run(saved, "--check"), len(runs)) == (0, 0, 1)
    assert ", 0 written, " in capsys.readouterr().out


def test_what_differs_makes_it_again(saved: Path, runs: list[str]) -> None:
    assert run(saved) == 0
    package = saved.parent / "out" / "big"
    stub = package / "n1" / "_ffi_api.pyi"
    text = stub.read_text(encoding="utf-8")
    stub.write_text(text + "x: int\n", encoding="utf-8")
    assert (run(saved, "--check"), len(runs)) == (1, 2)
    assert (run(saved), len(runs)) == (0, 3)
    assert stub.read_text(encoding="utf-8") == text
    stub.unlink()
    assert (run(saved), len(runs), stub.exists()) == (0, 4, True)
    (package / "_extra.py").write_text("", encoding="utf-8")
    assert (run(saved), len(runs)) == (0, 5)
    assert (run(saved, "--skip", "*.m0"), len(runs)) == (0, 6)
    saved.write_text(json.dumps(large(401)), encoding="utf-8")
    assert (run(saved), len(runs)) == (0, 7)
    assert (package / "n4").is_dir()
    stray = package / "gone" / "_ffi_api.py"
    stray.parent.mkdir()
    stray.write_text((package / "n1" / "_ffi_api.py").read_text("utf-8"), encoding="utf-8")
    assert (run(saved, "--check"), len(runs)) == (1, 8)
    assert (run(saved), len(runs), stray.exists()) == (0, 9, False)


def test_a_spoilt_stamp_is_no_stamp(saved: Path, runs: list[str]) -> None:
    assert run(saved) == 0
    (found,) = (saved.parent / "cache").rglob("*.json")
    for spoilt in ("", "[]", '{"inputs": 1}', "{"):
        found.write_text(spoilt, encoding="utf-8")
        assert run(saved) == 0
    assert len(runs) == 5


def test_small_runs_leave_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    small = tmp_path / "small.json"
    small.write_text(json.dumps(large(1)), encoding="utf-8")
    assert run(small) == 0
    assert [*(tmp_path / "cache").rglob("*.json")] == []


def test_reading_never_holds_the_whole_parsed_text() -> None:
    text = json.dumps(large(500))
    tracemalloc.start()
    whole = json.loads(text)
    parsed = tracemalloc.get_traced_memory()[0]
    del whole
    tracemalloc.reset_peak()
    start = tracemalloc.get_traced_memory()[0]
    found = read_metadata(text, ErrorList())
    peak = tracemalloc.get_traced_memory()[1] - start
    tracemalloc.stop()
    assert len(found.types) == 500
    assert peak < parsed


def test_both_ways_of_reading_say_the_same() -> None:
    text = json.dumps(large(3))
    spaced = json.dumps(large(3), indent=2)
    twice = text[:-1] + ', "types": []}'
    assert read_metadata(text, ErrorList()) == read_metadata(spaced, ErrorList())
    assert read_metadata(twice, ErrorList()).types == ()


def test_help_does_without_the_runtime_the_templates_and_the_model() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from products.stubgen_tree import map_stubgen;"
        "from pathlib import Path; map_stubgen(Path(sys.argv[2]));"
        "from tvm_ffi.stubgen.cli import parser; parser().format_help();"
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'jinja2', 'tomllib', 'numpy'}),"
        " [n for n in sys.modules if n.startswith('tvm_ffi.stubgen.')])"
    )
    tools = str(ROOT / "tests" / "tools")
    done = subprocess.run(
        [sys.executable, "-c", program, tools, str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    names = [f"tvm_ffi.stubgen.{name}" for name in ("packed", "errors", "cli")]
    assert done.stdout == f"[] {names}\n"


def cpu(command: Callable[[], int]) -> float:
    """Return the CPU seconds of a run."""
    start = time.process_time()
    assert command() == 0
    return time.process_time() - start


@pytest.mark.slow
def test_ten_times_the_types_take_ten_times_as_long_and_no_work_takes_next_to_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path, small = tmp_path / "big.json", tmp_path / "small.json"
    path.write_text(json.dumps(large(10_000)), encoding="utf-8")
    small.write_text(json.dumps(large(1000)), encoding="utf-8")
    tenth = min(
        cpu(lambda to=tmp_path / f"s{number}": main(["--from-json", str(small), "-o", str(to)]))
        for number in range(3)
    )
    whole, again = cpu(lambda: run(path)), cpu(lambda: run(path))
    assert whole < 30 * tenth  # a quadratic step would make it a hundred
    assert again < whole / 3  # an eighth on an idle machine
