# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Instructions of one operation of the C++ API, counted by callgrind.

Each case runs with two counts; the difference is the case without start-up, the same on a busy
machine and on an idle one.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rows import Row
from sides import Side, build_library

_SOURCE = Path(__file__).with_name("cases.cc")
_COUNTS = {
    "throw_catch": 200,
    "throw_through_c": 200,
    "json_parse": 5,
    "json_stringify": 5,
    "structural_hash": 5,
    "structural_equal": 5,
    "register_global": 500,
    "register_type": 500,
    "register_class": 100,
}
# What the ratio to the reference should be at most; 1 where nothing is said.
_TARGETS = {
    "throw_catch": 0.2,
    "throw_through_c": 0.2,
    "json_stringify": 0.15,
    "json_parse": 0.6,
    "structural_hash": 0.8,
    "structural_equal": 0.8,
    "register_global": 0.5,
    "register_type": 0.5,
    "register_class": 0.5,
}


def names() -> list[str]:
    """Return the names of the cases, in the order of the source."""
    found = re.findall(r'^ +\{"(\w+)", \w+\},$', _SOURCE.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise RuntimeError(f"{_SOURCE} lists no case")
    return found


def measure(sides: list[Side], folder: Path, wanted: list[str]) -> Iterator[Row]:
    """Give one row per case, as soon as it is counted."""
    chosen = [name for name in names() if not wanted or name in wanted]
    if not chosen:
        return
    build_library()
    programs = {side.name: _build(side, folder) for side in sides}
    for case in chosen:
        values = {name: _per_operation(program, case) for name, program in programs.items()}
        yield Row(case, "instr", values, _TARGETS.get(case, 1.0))


def _build(side: Side, folder: Path) -> Path:
    program = folder / f"cases-{side.name}"
    flags = ["-std=c++17", "-O2", "-DNDEBUG", *side.include_flags()]
    command = ["g++", *flags, str(_SOURCE), "-o", str(program), *side.link_flags()]
    subprocess.run(command, check=True)
    return program


def _per_operation(program: Path, case: str) -> float:
    count = _COUNTS.get(case, 2000)
    return (_instructions(program, case, 2 * count) - _instructions(program, case, count)) / count


def _instructions(program: Path, case: str, count: int) -> int:
    with tempfile.NamedTemporaryFile() as out:
        counter = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        run = subprocess.run(
            [*counter, str(program), case, str(count)], capture_output=True, text=True, check=True
        )
    found = re.search(r"Collected : (\d+)", run.stderr)
    if found is None:
        raise RuntimeError(f"callgrind printed no count for {case}: {run.stderr[-500:]}")
    return int(found.group(1))
