# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Times of the Rust crates, ours and the published reference crate's in one run, by criterion.

Each side runs on its own library, several times in turn, so that a busy machine disturbs both;
the best median of each case counts. Ours runs on the reference's library as well, which tells what
the crates alone differ in. What a call costs above the least that the ABI allows comes from a
program of its own, in which both take turns in short rounds; the fewest nanoseconds count, and
valgrind, where there is one, counts the instructions. Needs cargo, and the peer in build/peer
(./dev bench installs it).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[2]
_BUILD = _ROOT / "build"
_PEER = _BUILD / "peer" / "tvm_ffi" / "lib"
_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
_TIMES = ("--sample-size", "60", "--warm-up-time", "0.5", "--measurement-time", "1.0")
# Case, what it is compared with on our side, and by how many nanoseconds and instructions it may
# be above that.
_ABOVE = {"call_1_int": ("pointer_1_int", 2.0, 20), "field_get": ("plain_load", 1.0, 1)}
_RATIOS = {"call_1_int": 0.6}


def main() -> int:
    """Run all sides in turn and print one line per case; 1 when a target is missed."""
    sys.path.insert(0, str(_ROOT / "tests" / "tools"))
    from devtool import crates

    crates.prepare()
    # The reference crate's build script asks this program for the folder of its library.
    shims = _BUILD / "bench-rust"
    shims.mkdir(parents=True, exist_ok=True)
    (shims / "tvm-ffi-config").write_text(f"#!/bin/sh\necho '{_PEER}'\n")
    (shims / "tvm-ffi-config").chmod(0o755)
    ours = _BUILD / "bench" / "lib"
    sides = {
        "ours": ("ours", ours),
        "ours on reference library": ("ours", _PEER),
        "reference": ("reference", _PEER),
    }
    best: dict[str, dict[str, float]] = {name: {} for name in sides}
    for _ in range(_ROUNDS):
        for name, (package, library) in sides.items():
            for case, value in _medians(package, library, shims).items():
                best[name][case] = min(value, best[name].get(case, value))
    return _report(best, _paired(ours), _instructions(ours))


def _environment(package: str, library: Path) -> dict[str, str]:
    return {
        **os.environ,
        "CARGO_TARGET_DIR": str(_BUILD / "cargo-bench" / package),
        "TVM_FFI_LIBRARY": str(library / "libtvm_ffi.so"),
        "TVM_FFI_EXTENSION_DIR": str(library),
        "BENCH_LIB_DIR": str(library),
        "LD_LIBRARY_PATH": str(library),
    }


def _run(command: list[str], package: str, env: dict[str, str]) -> str:
    ran = subprocess.run(
        command, cwd=_HERE / package, env=env, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        raise SystemExit(ran.stdout + ran.stderr)
    return ran.stdout + ran.stderr


def _paired(library: Path) -> dict[str, float]:
    """Return the fewest nanoseconds of each case of the paired program."""
    env, found = _environment("ours", library), {}
    for _ in range(_ROUNDS):
        for line in _run(["cargo", "bench", "-q", "--bench", "paired"], "ours", env).splitlines():
            case, _, value = line.partition(" ")
            found[case] = min(float(value), found.get(case, float(value)))
    return found


def _instructions(library: Path) -> dict[str, float]:
    """Return the instructions of each case, without what starting the program takes."""
    if shutil.which("valgrind") is None:
        return {}
    env = _environment("ours", library)
    build = ["cargo", "bench", "-q", "--no-run", "--message-format=json", "--bench", "paired"]
    lines = [json.loads(line) for line in _run(build, "ours", env).splitlines() if line[:1] == "{"]
    program = next(str(line["executable"]) for line in reversed(lines) if line.get("executable"))
    tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "count"]

    def total(case: str, count: int) -> int:
        text = _run([*tool, case, str(count)], "ours", env)
        return int(re.findall(r"Collected : (\d+)", text)[0])

    cases = [name for case, (base, *_) in _ABOVE.items() for name in (base, case)]
    return {name: (total(name, 11_000) - total(name, 1_000)) / 10_000 for name in cases}


def _medians(package: str, library: Path, shims: Path) -> dict[str, float]:
    """Run one side once; return the median of each case in nanoseconds."""
    target = _BUILD / "cargo-bench" / package
    env = _environment(package, library)
    env["PATH"] = f"{shims}{os.pathsep}{env['PATH']}"
    _run(["cargo", "bench", "-q", "--bench", "calls", "--", "--noplot", *_TIMES], package, env)
    return {
        path.parents[1].name: json.loads(path.read_text())["median"]["point_estimate"]
        for path in sorted((target / "criterion").glob("*/new/estimates.json"))
    }


def _report(
    best: dict[str, dict[str, float]], paired: dict[str, float], counted: dict[str, float]
) -> int:
    """Print the table and what is above its target."""
    missed: list[str] = []
    print(f"{'case':<22}{'ours':>10}{'on ref lib':>12}{'reference':>11}{'ratio':>8}   nanoseconds")
    for case, own in sorted(best["ours"].items()):
        other = best["reference"].get(case)
        ratio = own / other if other else None
        same = best["ours on reference library"].get(case, 0.0)
        shown = f"{other:>11.2f}{ratio:>8.2f}" if other and ratio else " " * 19
        print(f"{case:<22}{own:>10.2f}{same:>12.2f}{shown}")
        if ratio is not None and ratio > _RATIOS.get(case, ratio):
            missed.append(f"{case}: {ratio:.2f} of the reference, at most {_RATIOS[case]}")
    for case, (base, most, instructions) in _ABOVE.items():
        above = paired[case] - paired[base]
        print(f"{case} {paired[case]:.2f} ns, {above:.2f} above {base}", end="")
        if above > most:
            missed.append(f"{case}: {above:.2f} ns above {base}, at most {most}")
        if counted:
            more = counted[case] - counted[base]
            print(f"; {counted[case]:.0f} instructions, {more:.0f} above", end="")
            if more > instructions:
                missed.append(
                    f"{case}: {more:.0f} instructions above {base}, at most {instructions}"
                )
        print()
    for line in missed:
        print(f"missed: {line}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
