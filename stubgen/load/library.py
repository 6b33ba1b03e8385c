# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Library or saved file -> metadata text.

A library is loaded in a child process that may crash or hang.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import Code, GenerationError, Words, fail
from ..packed import PACKAGE

_NAMES = {"darwin": "libtvm_ffi.dylib", "win32": "tvm_ffi.dll"}
_CHILD = Path(__file__).with_name("child.py")
_NO_RUNTIME, _REFUSED = 4, 5


def read_saved(path: Path) -> str:
    """Return the text of a saved export; `-` is standard input."""
    if path == Path("-"):
        return sys.stdin.read()
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise fail(
            Code.SG005, file=str(path), problem=Words(problem.strerror or str(problem))
        ) from None
    except UnicodeDecodeError:
        raise fail(Code.SG005, file=str(path), problem=Words("it is not UTF-8 text")) from None


@dataclass(frozen=True)
class First:
    """What is loaded before a library: other libraries, and modules that are imported."""

    libraries: tuple[Path, ...] = ()
    imports: tuple[str, ...] = ()


def read_library(
    path: Path, prefix: str = "", timeout: float = 60.0, first: First | None = None
) -> str:
    """Return the export of what a library registered."""
    before = first or First()
    for needed in (*before.libraries, path):
        check_file(needed)
    return _export(path, (*before.libraries, path), before.imports, path, prefix, timeout)


def read_registry(
    libraries: tuple[Path, ...], imports: tuple[str, ...], timeout: float = 60.0
) -> str:
    """Return the export of everything after some libraries were loaded and modules imported."""
    for path in libraries:
        check_file(path)
    culprit = libraries[-1] if libraries else Path("libtvm_ffi")
    return _export(culprit, libraries, imports, None, "", timeout)


def check_file(path: Path) -> None:
    """Raise unless the path is a file."""
    if not path.is_file():
        there = "it is a folder" if path.is_dir() else "it is no file with bytes to read"
        problem = there if path.exists() else "no such file"
        raise fail(Code.SG005, file=str(path), problem=Words(problem))


def _export(
    culprit: Path,
    libraries: tuple[Path, ...],
    imports: tuple[str, ...],
    only: Path | None,
    prefix: str,
    timeout: float,
) -> str:
    """Run the child; imports of the user's modules need their environment.

    Plain libraries need none.
    """
    with tempfile.TemporaryDirectory(prefix="tvm-ffi-stubgen-") as folder:
        out = Path(folder) / "metadata.json"
        request = {
            "core": find_runtime(),
            "libraries": [str(path.resolve()) for path in libraries],
            "imports": imports,
            "only": str(only.resolve()) if only is not None else "",
            "prefix": prefix,
            "out": str(out),
        }
        alone = () if imports else ("-I", "-S")
        command = [sys.executable, *alone, str(_CHILD), json.dumps(request)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            raise fail(Code.SG008, file=str(culprit), limit=Words(f"{timeout:g}")) from None
        if done.returncode == 0 and out.is_file():
            return read_saved(out)
        raise _failed(culprit, done)


def _failed(path: Path, done: subprocess.CompletedProcess[bytes]) -> GenerationError:
    words = " ".join(done.stderr.decode("utf-8", "replace").split())[-600:]
    if done.returncode == _NO_RUNTIME:
        return fail(Code.SG009, file=str(path))
    if done.returncode == 3 and words:
        return fail(Code.SG006, file=str(path), problem=words)
    if done.returncode == _REFUSED:
        return fail(Code.SG058, file=str(path), problem=words)
    if done.returncode < 0:
        try:
            ending = signal.Signals(-done.returncode).name
        except ValueError:
            ending = f"signal {-done.returncode}"
    else:
        ending = f"status {done.returncode}"
    text = f"{ending}: {words}" if words else ending
    return fail(Code.SG007, file=str(path), problem=text)


def find_testing_library() -> tuple[Path, ...]:
    """Return the testing library beside the runtime, if any: marker files name its types."""
    runtime = Path(find_runtime())
    found = runtime.parent / runtime.name.replace("tvm_ffi", "tvm_ffi_testing")
    return (found,) if runtime.is_file() and found.is_file() else ()


def find_runtime() -> str:
    """Return the path of libtvm_ffi: named, else beside this package.

    Nothing when it is in neither place; the environment names it by TVM_FFI_LIBRARY.
    """
    named = os.environ.get("TVM_FFI_LIBRARY")
    if named:
        return named
    for folder in _folders():
        found = folder / _NAMES.get(sys.platform, "libtvm_ffi.so")
        if found.is_file():
            return str(found)
    return ""


def _folders() -> Iterator[Path]:
    yield PACKAGE.parent / "lib"
    for entry in sys.path:
        yield Path(entry) / "tvm_ffi" / "lib"
