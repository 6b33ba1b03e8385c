# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Time of the generator: 10,000 types, a run with nothing to do, one small library, `--help`.

CPU seconds of the command's own process and its children, least of several runs. The last column
is a ratio that hardly depends on the machine: the large runs against `json.loads` of their input,
the small ones against starting Python.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests" / "tools"), str(ROOT / "tests" / "python" / "stubgen")]
LIMITS = {"10,000 types": 3.0, "nothing to do": 0.5, "packaging": 0.25, "help": 0.15}


def metadata(count: int) -> str:
    """Return an export of types with five fields and five methods each."""
    from products.stubgen_tree import map_stubgen

    map_stubgen(ROOT)
    from test_speed import large

    return json.dumps(large(count))


def cost(command: Sequence[str], folder: Path, runs: int) -> tuple[float, float]:
    """Return the least CPU seconds of a command and the most MiB of its processes."""
    least, most = float("inf"), 0.0
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        least, most = min(least, spent), max(most, after.ru_maxrss / 1024)
    return least, most


def main() -> int:
    """Print a table; the status is 1 when a limit is passed and --strict was given."""
    library = Path(os.environ["TVM_FFI_BUILD_DIR"]) / "examples" / "my_ffi_extension.so"
    stubgen = [sys.executable, "-m", "tvm_ffi.stubgen"]
    found: dict[str, tuple[float, float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        big = folder / "big.json"
        big.write_text(metadata(10_000), encoding="utf-8")
        load = f"import json; json.loads(open({str(big)!r}).read())"
        start, _ = cost([sys.executable, "-c", "pass"], folder, 5)
        parse, _ = cost([sys.executable, "-c", load], folder, 3)
        small = [*stubgen, str(library), "-o", str(folder / "small")]
        found["help"] = (*cost([*stubgen, "--help"], folder, 5), start)
        found["packaging"] = (*cost(small, folder, 5), start)
        first = float("inf"), 0.0
        for number in range(3):
            command = [*stubgen, "--from-json", str(big), "-o", str(folder / f"big{number}")]
            first = min(first, cost(command, folder, 1))
        found["10,000 types"] = (*first, parse)
        found["nothing to do"] = (*cost(command, folder, 3), parse)
    print(f"{'case':<16} {'CPU s':>8} {'limit':>6} {'MiB':>6} {'ratio':>7}")
    for case, (seconds, mib, unit) in found.items():
        print(f"{case:<16} {seconds:8.3f} {LIMITS[case]:6.2f} {mib:6.0f} {seconds / unit:7.1f}")
    passed = all(seconds <= LIMITS[case] for case, (seconds, _, _) in found.items())
    return 0 if passed or "--strict" not in sys.argv else 1


if __name__ == "__main__":
    raise SystemExit(main())
