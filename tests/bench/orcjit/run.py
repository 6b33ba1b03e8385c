# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Loading an object, looking a function up, calling it: our engines beside the reference.

The same object, compiled against our headers, goes to every side; rounds alternate, so that a busy
machine is unfair to none. TVM_FFI_ORCJIT_PEER names the Python that has the reference's wheels.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import tvm_ffi.libinfo
from tvm_ffi_orcjit import engines

ONCE = Path(__file__).parent / "once.py"
ROUNDS = 5
# The reference's fails after about a thousand loads of an object with thread-local variables.
LOADS = {"ld": 20, "reference": 400}
LIMIT = 0.7
FLAT_KB = 2048

SOURCE = """
#include <tvm/ffi/function.h>
static int64_t AddImpl(int64_t a, int64_t b) { return a + b; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(add, AddImpl);
"""


def _object(folder: Path) -> Path:
    source = folder / "small.cc"
    source.write_text(SOURCE, encoding="utf-8")
    includes = [f"-I{path}" for path in tvm_ffi.libinfo.include_paths()]
    command = ["g++", "-std=c++17", "-O2", "-fPIC", *includes, "-c", str(source)]
    subprocess.run([*command, "-o", str(source.with_suffix(".o"))], check=True)
    return source.with_suffix(".o")


def _measure(python: str, path: Path, loads: int, engine: str | None) -> dict[str, int]:
    env = dict(os.environ)
    command = [python, str(ONCE), str(path), str(loads)]
    if engine is None:
        env.pop("PYTHONPATH", None)
    else:
        command.append(engine)
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    result: dict[str, int] = json.loads(run.stdout)
    return result


def main() -> int:
    """Print the table; 1 when the default engine is beyond its limit."""
    sides: list[tuple[str, str, str | None]] = [(name, sys.executable, name) for name in engines()]
    peer = os.environ.get("TVM_FFI_ORCJIT_PEER")
    if peer:
        sides.append(("reference", peer, None))
    best: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = _object(Path(folder))
        for _ in range(ROUNDS):
            for name, python, engine in sides:
                now = _measure(python, path, LOADS.get(name, 1000), engine)
                best[name] = {
                    key: min(value, best.get(name, now)[key]) for key, value in now.items()
                }
    print(f"{'load, look up, call':22}{'least ms':>10}{'median ms':>11}{'growth, kB':>16}")
    for name, row in best.items():
        print(f"{name:22}{row['least'] / 1e6:10.3f}{row['median'] / 1e6:11.3f}{row['grown_kb']:16}")
    default = engines()[0]
    failed = best[default]["grown_kb"] > FLAT_KB
    if peer:
        ratio = best[default]["median"] / best["reference"]["median"]
        failed = failed or ratio > LIMIT
        print(f"'{default}' beside the reference: {ratio:.2f} (limit {LIMIT})")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
