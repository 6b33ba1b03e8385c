# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Command line `tvm-ffi-config`: print paths and flags for build systems.

Paths stand as they are, one to a line. Flags are quoted where a shell would split them, so that
`eval "c++ $(tvm-ffi-config --cxxflags) …"` works in folders with blanks. Build systems run this
many times: argparse is imported for help and mistakes only.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Callable, Union

from . import libinfo
from ._version import __version__

Value = Union[str, "list[str]", None]


def _on_windows() -> bool:
    return sys.platform.startswith("win32")


def _libdir() -> str:
    return str(Path(libinfo.find_libtvm_ffi()).parent)


def _libfiles() -> str:
    return libinfo.find_windows_implib() if _on_windows() else libinfo.find_libtvm_ffi()


def _cflags() -> list[str]:
    return [f"-I{libinfo.find_include_path()}", f"-I{libinfo.find_dlpack_include_path()}"]


def _cxxflags() -> list[str]:
    # Sources made for earlier releases name what those headers brought along.
    return [*_cflags(), "-DTVM_FFI_INCLUDE_STD=1", "-std=c++17"]


def _libs() -> list[str]:
    return [libinfo.find_windows_implib() if _on_windows() else "-ltvm_ffi"]


def _ldflags() -> list[str] | None:
    return None if _on_windows() else [f"-L{_libdir()}"]


def _rpath() -> list[str] | None:
    return None if _on_windows() else [f"-Wl,-rpath,{_libdir()}"]


def _cmake_args() -> list[str]:
    return [f"-Dtvm_ffi_ROOT={libinfo.find_cmake_path()}"]


# Option, what it prints, what it is; printed in this order whatever the order of the arguments.
_OPTIONS: tuple[tuple[str, Callable[[], Value], str], ...] = (
    ("--includedir", libinfo.find_include_path, "folder of the headers"),
    ("--dlpack-includedir", libinfo.find_dlpack_include_path, "folder of the DLPack header"),
    ("--cmakedir", libinfo.find_cmake_path, "folder of the CMake package"),
    ("--libdir", _libdir, "folder of the library"),
    ("--libfiles", _libfiles, "full name of the library file"),
    ("--sourcedir", libinfo.find_source_path, "folder of the sources, for add_subdirectory"),
    ("--cratedir", libinfo.find_crate_path, "folder of the Rust crates, for path dependencies"),
    ("--cython-lib-path", libinfo.find_cython_lib, "file of the native core"),
    ("--cxxflags", _cxxflags, "flags of the C++ compiler"),
    ("--cflags", _cflags, "flags of the C compiler"),
    ("--libs", _libs, "libraries to link"),
    ("--ldflags", _ldflags, "flags of the linker"),
    ("--rpath", _rpath, "linker flag with which a program finds the library where it is now"),
    ("--cmake-args", _cmake_args, "argument with which CMake's find_package finds the package"),
    ("--version", lambda: __version__, "version of the package"),
)


def _quoted(flag: str) -> str:
    """Return a flag as a shell reads it back as one word."""
    if _on_windows():
        return f'"{flag}"' if " " in flag else flag
    import shlex

    return shlex.quote(flag)


def _line(value: str | list[str]) -> str:
    return value if isinstance(value, str) else " ".join(_quoted(flag) for flag in value)


def _print_json() -> None:
    """Print every answer as one object; null where this installation or system has none."""
    import json

    answers: dict[str, Value] = {}
    for option, value, _ in _OPTIONS:
        try:
            answers[option[2:]] = value()
        except RuntimeError:
            answers[option[2:]] = None
    print(json.dumps(answers, indent=2, sort_keys=True))


def _explain(arguments: list[str]) -> int:
    """Leave help and complaints to argparse; also knows unambiguous beginnings of options."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="tvm-ffi-config", description="Print where tvm-ffi is and how to compile against it"
    )
    for option, _, description in _OPTIONS:
        parser.add_argument(option, action="store_true", help=description)
    parser.add_argument("--json", action="store_true", help="all of it as a JSON object")
    chosen = vars(parser.parse_args(arguments))
    options = [f"--{name.replace('_', '-')}" for name, given in chosen.items() if given]
    if not options:
        parser.print_help()
        return 0
    return _answer(options)


def _answer(options: list[str]) -> int:
    if "--json" in options:
        _print_json()
        return 0
    for option, value, _ in _OPTIONS:
        if option in options:
            found = value()
            if found is not None:
                print(_line(found))
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Print what the arguments ask for; without any, the help."""
    given = sys.argv[1:] if arguments is None else arguments
    known = {option for option, _, _ in _OPTIONS} | {"--json"}
    try:
        return _answer(given) if given and known.issuperset(given) else _explain(given)
    except RuntimeError as error:
        print(f"tvm-ffi-config: {error}", file=sys.stderr)
        return 1


def __main__() -> None:
    """Run the command."""
    sys.exit(main())


if __name__ == "__main__":
    __main__()
