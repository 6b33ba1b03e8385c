# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The programs of examples/03_python_guide run and print what they promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numpy")
GUIDE = Path(__file__).parents[3] / "examples" / "03_python_guide"
LIBRARY = Path(os.environ.get("TVM_FFI_BUILD_DIR", "")) / "examples" / "my_ffi_extension.so"

EXPECTED = {
    "load_module.py": "numpy: [2.0, 3.0, 4.0, 5.0, 6.0]",
    "tensors.py": "int32[2, 3]@cpu:0 (2, 3) (3, 1) int32 cpu:0",
    "functions.py": "registered: a, b | a-b",
    "containers.py": "copied: ([1, 2], [1, 2]) original: ([1], [1])",
    "errors.py": "the same exception: from the callback | cause: the cause",
    "objects.py": "five and one is 6",
    "inline_module.py": "inline: [1.0, 2.0, 3.0, 4.0]",
}


def test_every_program_of_the_guide_is_run() -> None:
    assert {path.name for path in GUIDE.glob("*.py")} == set(EXPECTED)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=[pytest.mark.slow] if n == "inline_module.py" else [])
        for n in EXPECTED
    ],
)
def test_the_program_prints_what_the_guide_says(name: str) -> None:
    arguments = [str(LIBRARY)] if name == "load_module.py" else []
    if arguments and not LIBRARY.is_file():
        pytest.skip("the example library is not built")
    done = subprocess.run(
        [sys.executable, str(GUIDE / name), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert EXPECTED[name] in done.stdout, done.stdout
