# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A shared library written in Rust, used by Python: functions, errors, objects defined in Rust.

Run in a process of its own, in which the crate finds the library that Python has loaded.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
import tvm_ffi

library = tvm_ffi.load_module(sys.argv[1])
assert library["greet"]("you", 2) == "hello you hello you"
for arguments, kind in ((("you", -1), ValueError), ((1, 2), TypeError), ((), TypeError)):
    try:
        library["greet"](*arguments)
    except kind:
        continue
    raise AssertionError(arguments)
try:
    library["fail"]()
except RuntimeError as error:
    assert "panicked: on purpose" in str(error)
else:
    raise AssertionError("no error")

tally = library["tally"]("birds")


@tvm_ffi.register_object("rust.example.Tally")
class Tally(tvm_ffi.Object):
    pass


tally = library["tally"]("birds")
assert isinstance(tally, Tally), type(tally)
assert (tally.name, tally.count) == ("birds", 0)
assert (tally.add(2), tally.add(by) if (by := 3) else 0) == (2, 5)
tally.count = 40
assert tally.count == 40
try:
    tally.name = "fish"
except AttributeError:
    pass
else:
    raise AssertionError("a plain text is read-only")
made = Tally("cats")
assert (made.name, made.add(1)) == ("cats", 1)
kept = tvm_ffi.convert([tally, made])
del library, tally, made
assert [item.name for item in kept] == ["birds", "cats"]
assert Tally.add.__doc__ and "returns the sum" in Tally.add.__doc__
print("done")
"""


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("cargo") is None and os.environ.get("CI") != "true", reason="needs cargo"
)
def test_python_uses_functions_and_objects_of_a_rust_library() -> None:
    target = ROOT / "build" / "cargo"
    build = ["cargo", "build", "-q", "-p", "tvm-ffi", "--example", "exported_library"]
    subprocess.run(
        [*build, "--features", "derive"],
        cwd=ROOT / "rust",
        env={**os.environ, "CARGO_TARGET_DIR": str(target)},
        check=True,
    )
    library = target / "debug" / "examples" / "libexported_library.so"
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(library)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0 and ran.stdout == "done\n", ran.stdout + ran.stderr
