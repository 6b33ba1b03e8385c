# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Stand-alone program: load a library with ctypes and write the metadata of what it registered.

Run by load/library.py in a process of its own, with a request as JSON; uses nothing but the C ABI
(c_api.h) and never imports tvm_ffi, unless a module that the user names does. Without a `core` the
libraries bring libtvm_ffi themselves.
"""

from __future__ import annotations

import ctypes
import importlib
import json
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


def main(request: str) -> int:
    """Write the export that a request asks for to its file; the words of a failure go to stderr."""
    told = json.loads(request)
    core: str = told["core"]
    try:
        for name in told["imports"]:
            importlib.import_module(name)
        for path in filter(None, (core, *told["libraries"])):
            ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)
        runtime = _runtime(core)
    except (OSError, ImportError) as problem:
        print(problem, file=sys.stderr)
        return 3
    if runtime is None:
        return 4
    refused = _raised(runtime)
    if refused:
        print(refused, file=sys.stderr)
        return 5
    result = _Any()
    only = told["only"] and str(Path(told["only"]).resolve())
    status = runtime.TVMFFIReflectionExport(
        _bytes(only), _bytes(told["prefix"]), ctypes.byref(result)
    )
    if status != 0:
        print(_raised(runtime) or "the export failed without saying why", file=sys.stderr)
        return 3
    Path(told["out"]).write_bytes(_text(result))
    return 0


def _bytes(text: str) -> object:
    data = text.encode()
    return ctypes.byref(_ByteArray(data, len(data))) if text else None


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
    """Return the error in this thread's slot, where static initialisers leave theirs."""
    handle = ctypes.c_void_p()
    runtime.TVMFFIErrorMoveFromRaised(ctypes.byref(handle))
    if not handle.value:
        return ""
    cell = _ErrorCell.from_address(handle.value + _PAYLOAD_OF_STR)
    told = (ctypes.string_at(text.data, text.size) for text in (cell.kind, cell.message))
    return ": ".join(text.decode("utf-8", "replace") for text in told)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
