# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Runs the worker of one side, under callgrind or against the clock, and reads what it left."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from cases import CASES, EMPTY
from prepare import Side

_WORKER = Path(__file__).with_name("worker.py")


def _environment(side: Side) -> dict[str, str]:
    path = os.pathsep.join(str(part) for part in side.path)
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONHASHSEED": "0",
        # Compiled modules are kept, as an installed package has them.
        "PYTHONDONTWRITEBYTECODE": "",
        "TVM_FFI_DISABLE_TORCH_C_DLPACK": "1",
    }


def instructions(side: Side, folder: Path, wanted: list[str]) -> dict[str, float]:
    """Return instructions per operation of every case that the side has."""
    command = [
        "valgrind",
        "--tool=callgrind",
        "--instr-atstart=no",
        f"--callgrind-out-file={folder / 'dump'}",
        side.python,
        _WORKER,
        side.name,
        side.callee,
        "count",
        side.marks,
        *wanted,
    ]
    run = subprocess.run(
        command, env=_environment(side), capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        raise RuntimeError(f"the worker of {side.name} failed:\n{run.stderr[-3000:]}")
    totals = _totals(folder)
    empty = _difference(totals, EMPTY.name) / EMPTY.count
    found = {}
    for case in CASES:
        if (case.name, 2) in totals:
            cost = _difference(totals, case.name) / case.count
            found[case.name] = cost - empty if case.operations == 1 else cost / case.operations
    return found


def import_cost(side: Side) -> int:
    """Return the instructions of `import tvm_ffi` over those of the interpreter alone."""
    bare, full = (_whole(side, program) for program in ("pass", "import tvm_ffi"))
    return full - bare


def _whole(side: Side, program: str) -> int:
    python = [side.python, "-S", "-c", program]
    environment = _environment(side)
    # The first run writes the compiled modules.
    subprocess.run(python, env=environment, check=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"]
        subprocess.run([*tool, *python], env=environment, capture_output=True, check=True)
        total = re.search(r"^(?:totals|summary): (\d+)", out.read_text("utf-8"), re.MULTILINE)
    if total is None:
        raise RuntimeError("callgrind left no total")
    return int(total[1])


def _difference(totals: dict[tuple[str, int], int], name: str) -> int:
    return totals[name, 2] - totals[name, 1]


def _totals(folder: Path) -> dict[tuple[str, int], int]:
    found = {}
    for dump in folder.glob("dump.*"):
        text = dump.read_text(encoding="utf-8", errors="replace")
        name = re.search(r"Trigger: Client Request: (.*)\*([12])$", text, re.MULTILINE)
        total = re.search(r"^(?:totals|summary): (\d+)", text, re.MULTILINE)
        if name is not None and total is not None:
            found[name[1], int(name[2])] = int(total[1])
    return found


def nanoseconds(side: Side, wanted: list[str]) -> dict[str, float]:
    """Return the least nanoseconds per operation in one process, the empty loop taken off."""
    command = [side.python, _WORKER, side.name, side.callee, "time", *wanted]
    run = subprocess.run(
        command, env=_environment(side), capture_output=True, text=True, check=True
    )
    measured = json.loads(run.stdout)
    empty = measured.pop(EMPTY.name)
    return {
        case.name: (measured[case.name] - empty) / case.operations
        for case in CASES
        if case.name in measured
    }
