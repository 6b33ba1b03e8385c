# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Cost of calls from Python: ours, the reference's wheel, nanobind, pybind11 and a bare extension.

Instructions per operation under callgrind (two counts, the difference, less an empty loop) are what
is judged; the least nanoseconds of interleaved repetitions stand beside them. Options: --python
VERSION (again for more, default 3.12 and 3.11), --no-time, and names of cases.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cases import CASES, EMPTY, Case
from measure import import_cost, instructions, nanoseconds
from prepare import Side, prepare

_OUT = Path(__file__).resolve().parents[3] / "build" / "bench"
_ROUNDS = 3
_IMPORT_TARGET = 30_000_000


def _table(version: str, sides: list[Side], wanted: list[str], timed: bool) -> dict[str, object]:
    counts: dict[str, dict[str, float]] = {}
    for side in sides:
        with tempfile.TemporaryDirectory() as folder:
            counts[side.name] = instructions(side, Path(folder), wanted)
    times: dict[str, dict[str, float]] = {side.name: {} for side in sides}
    for _ in range(_ROUNDS if timed else 0):
        for side in sides:
            for case, value in nanoseconds(side, wanted).items():
                times[side.name][case] = min(value, times[side.name].get(case, value))
    names = [side.name for side in sides]
    print(f"\nCPython {version}, {_torch(sides[0])}: instructions per operation (ns)")
    print(f"{'case':34}" + "".join(f"{name:>17}" for name in names) + f"{'target':>9}")
    for case in CASES:
        if case.name in counts["ours"]:
            print(_line(case, names, counts, times), flush=True)
    costs = {side.name: import_cost(side) for side in sides[:2]}
    told = ", ".join(f"{name} {cost / 1e6:.1f}" for name, cost in costs.items())
    met = "met" if costs["ours"] <= _IMPORT_TARGET else "OVER"
    print(f"import, million instructions over a bare interpreter: {told}; target 30  {met}")
    over = [
        case.name
        for case in CASES
        if case.target is not None and counts["ours"].get(case.name, 0) > case.target
    ]
    missing = [c.name for c in CASES if c.name not in counts["ours"]]
    print(f"rows over their target: {', '.join(over) or 'none'}", flush=True)
    if missing and not wanted:
        print(f"not measured here: {', '.join(missing)} (pip install torch there)", flush=True)
    return {"instructions": counts, "nanoseconds": times, "import": costs}


def _torch(side: Side) -> str:
    """Say which torch the rows of its tensors are about: most of what they count is its own."""
    code = "from importlib.metadata import version; print('torch', version('torch'))"
    run = subprocess.run([side.python, "-c", code], capture_output=True, text=True, check=False)
    return run.stdout.strip() or "no torch"


def _line(
    case: Case,
    names: list[str],
    counts: dict[str, dict[str, float]],
    times: dict[str, dict[str, float]],
) -> str:
    line = f"{case.name:34}"
    for name in names:
        count = counts[name].get(case.name)
        time = times[name].get(case.name)
        text = "-" if count is None else f"{count:.0f}"
        line += f"{text if time is None else f'{text} ({time:.0f})':>17}"
    if case.target is None:
        return line
    met = counts["ours"][case.name] <= case.target
    return line + f"{case.target:9d}  {'met' if met else 'OVER'}"


def main() -> int:
    """Print a table per Python and write all of them as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", metavar="VERSION")
    parser.add_argument("--no-time", action="store_true")
    parser.add_argument("case", nargs="*", choices=[[], *(c.name for c in (EMPTY, *CASES))])
    options = parser.parse_args()
    results = {}
    for version in options.python or ["3.12", "3.11"]:
        sides = prepare(version)
        results[version] = _table(version, sides, options.case, not options.no_time)
    _OUT.mkdir(parents=True, exist_ok=True)
    (_OUT / "python.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
