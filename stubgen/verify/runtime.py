# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A generated Python package at run time against its stubs, in child processes that may fail.

A call that crashes or hangs is a finding; the next process goes on without it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ..errors import Code, ErrorList, Words

_HERE = Path(__file__).parent
_CRASHES = 20
_START = """
import importlib.util, sys
here = sys.argv[1]
spec = importlib.util.spec_from_file_location(
    "_tvm_ffi_verify", here + "/__init__.py", submodule_search_locations=[here])
sys.modules["_tvm_ffi_verify"] = importlib.util.module_from_spec(spec)
from _tvm_ffi_verify.probe import main
raise SystemExit(main(sys.argv[2]))
"""


def verify_package(
    folder: Path, package: str, timeout: float, skip: tuple[str, ...], errors: ErrorList
) -> None:
    """Record what the probe finds; a package that cannot be imported is a finding, too."""
    found: dict[tuple[str, str], None] = {}
    left_out = list(skip)
    for _ in range(_CRASHES):
        with tempfile.TemporaryDirectory(prefix="tvm-ffi-verify-") as scratch:
            out = Path(scratch) / "found"
            request: dict[str, object] = {
                "folder": str(folder.resolve()),
                "package": package,
                "skip": left_out,
                "scratch": scratch,
                "out": str(out),
            }
            ending = _run(request, timeout)
            place = _read(out, found)
        if ending is None:
            break
        if not place:
            found[(package, f"it cannot be imported: {ending}")] = None
            break
        found[(place, f"calling it {ending}")] = None
        left_out.append(place)
    for where, problem in found:
        errors.add(Code.SG050, where, problem=Words(problem))


def _run(request: dict[str, object], timeout: float) -> str | None:
    """Return how the process ended when it did not end well."""
    command = [sys.executable, "-c", _START, str(_HERE), json.dumps(request)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=timeout,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return f"takes longer than {timeout:g} s"
    if done.returncode == 0:
        return None
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if done.returncode > 0:
        return lines[-1] if lines else f"ends the process with status {done.returncode}"
    try:
        return f"ends the process with {signal.Signals(-done.returncode).name}"
    except ValueError:
        return f"ends the process with signal {-done.returncode}"


def _read(out: Path, found: dict[tuple[str, str], None]) -> str:
    """Collect findings; return what was called last."""
    place = ""
    for line in out.read_text(encoding="utf-8").splitlines() if out.is_file() else ():
        kind, *words = json.loads(line)
        if kind == "at":
            place = words[0]
        else:
            found[(words[0], words[1])] = None
    return place
