# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Stand-alone program: load a library with ctypes and write the metadata of what it registered.

Run by load/library.py in a process of its own as `child.py CORE LIBRARY PREFIX OUT`; uses nothing
but the C ABI (c_api.h) and never imports tvm_ffi. CORE may be empty: the library then brings
libtvm_ffi itself.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_CORE_NAMES = ("libtvm_ffi.so", "libtvm_ffi.dylib", "tvm_ffi.dll")
_SMALL_STR, _STR = 11, 65
_PAYLOAD_OF_STR = 24  # a string object holds {const char*, size_t} behind its header


class _ByteArray(ctypes.Structure):
    _fields_ = (("data", ctypes.c_char_p), ("size", ctypes.c_size_t))


class _TextCell(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("size", ctypes.c_size_t))


class _Any(ctypes.Structure):
    _fields_ = (
        ("type_index", ctypes.c_int32),
        ("small_len", ctypes.c_uint32),
        ("payload", ctypes.c_uint64),
    )


class _ErrorCell(ctypes.Structure):
    _fields_ = (("kind", _TextCell), ("message", _TextCell))


def main(core: str, library: str, prefix: str, out: str) -> int:
    """Write the export of a library to a file; the words of a failure go to stderr."""
    try:
        if core:
            ctypes.CDLL(core, mode=ctypes.RTLD_GLOBAL)
        ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
        runtime = _runtime(core)
    except OSError as problem:
        print(problem, file=sys.stderr)
        return 3
    if runtime is None:
        return 4
    result = _Any()
    name = str(Path(library).resolve()).encode()
    status = runtime.TVMFFIReflectionExport(
        ctypes.byref(_ByteArray(name, len(name))),
        ctypes.byref(_ByteArray(prefix.encode(), len(prefix.encode()))) if prefix else None,
        ctypes.byref(result),
    )
    if status != 0:
        print(_raised(runtime), file=sys.stderr)
        return 3
    Path(out).write_bytes(_text(result))
    return 0


def _runtime(core: str) -> ctypes.CDLL | None:
    """Return the loaded libtvm_ffi that can export, or None."""
    for name in (core, *_CORE_NAMES):
        if not name:
            continue
        try:
            found = ctypes.CDLL(name)
        except OSError:
            continue
        if hasattr(found, "TVMFFIReflectionExport"):
            return found
    return None


def _text(value: _Any) -> bytes:
    if value.type_index == _SMALL_STR:
        return int(value.payload).to_bytes(8, "little")[: int(value.small_len)]
    if value.type_index != _STR:
        return b""
    cell = _TextCell.from_address(value.payload + _PAYLOAD_OF_STR)
    return ctypes.string_at(cell.data, cell.size)


def _raised(runtime: ctypes.CDLL) -> str:
    handle = ctypes.c_void_p()
    runtime.TVMFFIErrorMoveFromRaised(ctypes.byref(handle))
    if not handle.value:
        return "the export failed without saying why"
    cell = _ErrorCell.from_address(handle.value + _PAYLOAD_OF_STR)
    return ctypes.string_at(cell.message.data, cell.message.size).decode("utf-8", "replace")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:5]))
