# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Command line `tvm-ffi-config`: print paths and flags for build systems."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Callable

from . import libinfo


def _find_libdir() -> str:
    return str(Path(libinfo.find_libtvm_ffi()).parent)


def _include_flags() -> str:
    return f"-I{libinfo.find_include_path()} -I{libinfo.find_dlpack_include_path()}"


def _on_windows() -> bool:
    return sys.platform.startswith("win32")


def _libfiles() -> str:
    return libinfo.find_windows_implib() if _on_windows() else libinfo.find_libtvm_ffi()


# Option, what it prints, what it is; printed in this order whatever the order of the arguments.
_OPTIONS: tuple[tuple[str, Callable[[], str | None], str], ...] = (
    ("--includedir", libinfo.find_include_path, "folder of the headers"),
    ("--dlpack-includedir", libinfo.find_dlpack_include_path, "folder of the DLPack header"),
    ("--cmakedir", libinfo.find_cmake_path, "folder of the CMake package"),
    ("--libdir", _find_libdir, "folder of the library"),
    ("--libfiles", _libfiles, "full name of the library file"),
    ("--sourcedir", libinfo.find_source_path, "folder of the sources"),
    ("--cython-lib-path", libinfo.find_cython_lib, "file of the native core"),
    ("--cxxflags", lambda: f"{_include_flags()} -std=c++17", "flags of the C++ compiler"),
    ("--cflags", _include_flags, "flags of the C compiler"),
    (
        "--libs",
        lambda: libinfo.find_windows_implib() if _on_windows() else "-ltvm_ffi",
        "libraries to link",
    ),
    ("--ldflags", lambda: None if _on_windows() else f"-L{_find_libdir()}", "flags of the linker"),
)


def __main__() -> None:
    """Print what the arguments ask for; without any, the help."""
    parser = argparse.ArgumentParser(
        prog="tvm-ffi-config", description="Print where tvm-ffi is and how to compile against it"
    )
    for option, _, description in _OPTIONS:
        parser.add_argument(option, action="store_true", help=description)
    arguments = vars(parser.parse_args())
    if not any(arguments.values()):
        parser.print_help()
        return
    for option, value, _ in _OPTIONS:
        if arguments[option[2:].replace("-", "_")]:
            text = value()
            if text is not None:
                print(text)


if __name__ == "__main__":
    __main__()
