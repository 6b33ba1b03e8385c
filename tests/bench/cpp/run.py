# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Instruction counts of the C++ API, ours and the reference wheel's in one run, as ratios.

Each case runs under callgrind with two counts; the difference is the case without start-up.
Needs valgrind, and the peer in build/peer (./dev bench installs it).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_SOURCE = Path(__file__).with_name("cases.cc")
_HEAVY = {"throw_catch": 200, "throw_through_c": 200, "json_parse": 5, "json_stringify": 5}
_MEDIUM = {
    "structural_hash": 5,
    "structural_equal": 5,
    "register_global": 500,
    "register_type": 500,
}
# What the ratio to the reference should be at most.
_TARGETS = {
    "throw_catch": 0.2,
    "throw_through_c": 0.2,
    "json_stringify": 0.15,
    "json_parse": 0.6,
    "structural_hash": 0.8,
    "structural_equal": 0.8,
    "register_global": 0.5,
    "register_type": 0.5,
}


@dataclass(frozen=True)
class Side:
    """One implementation: where its headers and its library are."""

    name: str
    includes: tuple[Path, ...]
    library: Path


def sides() -> list[Side]:
    """Return ours and, when installed, the peer."""
    runtime, upper = _ROOT / "runtime" / "include", _ROOT / "reflection" / "include"
    found = [Side("ours", (runtime, upper), _ROOT / "build" / "bench" / "lib")]
    peer = _ROOT / "build" / "peer" / "tvm_ffi"
    if peer.exists():
        found.append(Side("reference", (peer / "include",), peer / "lib"))
    return found


def build(side: Side, folder: Path) -> Path:
    """Compile the cases against one side."""
    program = folder / f"cases-{side.name}"
    includes = [f"-I{path}" for path in side.includes]
    link = [f"-L{side.library}", "-ltvm_ffi", f"-Wl,-rpath,{side.library}"]
    command = [
        "g++",
        "-std=c++17",
        "-O2",
        "-DNDEBUG",
        *includes,
        str(_SOURCE),
        "-o",
        str(program),
        *link,
    ]
    subprocess.run(command, check=True)
    return program


def instructions(program: Path, case: str, count: int) -> int:
    """Return the instructions of a whole run."""
    with tempfile.NamedTemporaryFile() as out:
        run = subprocess.run(
            [
                "valgrind",
                "--tool=callgrind",
                f"--callgrind-out-file={out.name}",
                program,
                case,
                str(count),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    found = re.search(r"Collected : (\d+)", run.stderr)
    if found is None:
        raise RuntimeError(f"callgrind printed no count for {case}: {run.stderr[-500:]}")
    return int(found.group(1))


def per_operation(program: Path, case: str) -> float:
    """Return the instructions of one operation."""
    count = _HEAVY.get(case) or _MEDIUM.get(case) or 2000
    low, high = instructions(program, case, count), instructions(program, case, 2 * count)
    return (high - low) / count


def main() -> int:
    """Print the table and write it as JSON."""
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        programs = {side.name: build(side, Path(name)) for side in sides()}
        listed = subprocess.run([programs["ours"]], capture_output=True, text=True, check=True)
        results: dict[str, dict[str, float]] = {}
        print(f"{'case':18}{'ours':>12}{'reference':>12}{'ratio':>8}{'target':>8}")
        for case in wanted or listed.stdout.split():
            row = {side: per_operation(program, case) for side, program in programs.items()}
            results[case] = row
            ratio = row["ours"] / row["reference"] if row.get("reference") else float("nan")
            target = _TARGETS.get(case, 1.0)
            mark = "" if ratio <= target else "  over"
            reference = row.get("reference", float("nan"))
            print(
                f"{case:18}{row['ours']:12.0f}{reference:12.0f}{ratio:8.2f}{target:8.2f}{mark}",
                flush=True,
            )
    out = _ROOT / "build" / "bench" / "cpp.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
