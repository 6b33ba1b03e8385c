# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Many types are registered and exported in linear time; names cost nothing by position."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Path(os.environ.get("TVM_FFI_LIB_DIR", ROOT / "build" / "test" / "lib"))

pytestmark = pytest.mark.slow
needs_valgrind = pytest.mark.skipif(shutil.which("valgrind") is None, reason="needs valgrind")


def bench() -> Any:
    path = ROOT / "tests" / "bench" / "reflection" / "run.py"
    spec = importlib.util.spec_from_file_location("bench_reflection", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_valgrind
@pytest.mark.parametrize("what", [(), ("export",)], ids=["registration", "and_export"])
def test_twice_the_types_cost_at_most_2_2_of_the_instructions(
    what: tuple[str, ...], tmp_path: Path
) -> None:
    measure = bench()
    program = measure.build("register", tmp_path, LIBRARY)
    one, two = measure.growth(program, LIBRARY, 200, *what)
    assert two / one <= measure.LINEAR


def test_ten_thousand_types_are_registered_and_exported(tmp_path: Path) -> None:
    measure = bench()
    program = measure.build("register", tmp_path, LIBRARY)
    seconds = measure.run(program, LIBRARY, "10000", "export")
    assert seconds["bytes"] > 10_000 * 1_000
    # CPU time of a build for tests on a machine with other work; the benchmark has the real bound.
    assert seconds["register"] + seconds["export"] <= 3 * measure.SECONDS


@needs_valgrind
def test_names_and_defaults_cost_calls_by_position_no_instruction(tmp_path: Path) -> None:
    measure = bench()
    program = measure.build("calls", tmp_path, LIBRARY)
    plain = measure.calls(program, LIBRARY, "plain")
    assert measure.calls(program, LIBRARY, "named") == plain
    assert measure.calls(program, LIBRARY, "defaulted") <= plain
