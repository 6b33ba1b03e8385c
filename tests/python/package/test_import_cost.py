# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What `import tvm_ffi` may load: counted, since time says nothing on a shared machine."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

MOST_MODULES = 60
# Each of these costs as much as the package itself, or more.
FORBIDDEN = {
    *("numpy", "torch", "typing", "collections", "functools", "re", "enum", "dataclasses"),
    *("inspect", "ctypes", "pathlib", "json", "importlib.metadata", "email", "hashlib"),
    *("contextlib", "subprocess", "logging", "warnings", "tempfile", "typing_extensions"),
    *("tvm_ffi.testing", "tvm_ffi.dataclasses", "tvm_ffi.cpp", "tvm_ffi._type_info"),
}
MOST_MEGABYTES = 6


def run(program: str) -> object:
    # Without site: what a .pth file of the environment imports is not ours.
    result = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True
    )
    return json.loads(result.stdout)


def test_importing_loads_few_modules_and_none_of_the_large_ones() -> None:
    program = (
        "import sys; before = set(sys.modules); import tvm_ffi; after = list(sys.modules)\n"
        "import json; print(json.dumps([list(before), after]))"
    )
    before, after = run(program)  # type: ignore[misc]
    loaded = set(after) - set(before)
    assert "tvm_ffi.core" in loaded
    assert sorted(FORBIDDEN & loaded) == []
    assert len(after) <= MOST_MODULES


def test_calling_a_function_loads_nothing_more() -> None:
    program = (
        "import sys, tvm_ffi; before = set(sys.modules)\n"
        "f = tvm_ffi.get_global_func('ffi.Array')\n"
        "made = f(1, 'text', 2.5, None, True, [1], {'k': 2})\n"
        "made[0]; list(made); len(made); made[-1]['k']; f(lambda x: x)\n"
        "after = set(sys.modules)\n"
        "import json; print(json.dumps(sorted(after - before)))"
    )
    assert run(program) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_importing_takes_little_memory() -> None:
    program = (
        "def kilobytes():\n"
        "    with open('/proc/self/status') as lines:\n"
        "        return next(int(l.split()[1]) for l in lines if l.startswith('RssAnon'))\n"
        "before = kilobytes(); import tvm_ffi; after = kilobytes()\n"
        "import json; print(json.dumps(after - before))"
    )
    taken = run(program)
    assert isinstance(taken, int)
    assert taken <= MOST_MEGABYTES * 1024
