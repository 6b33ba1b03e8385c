# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Reads C++ sources and writes what their registrations leave unsaid.

python -m tvm_ffi.scan SOURCES... [--compile-commands DIR] [-o FILE] [-- FLAGS]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import embed, fragment
from .clang_index import ScanError, Setup, cindex, flags_from_database, parse, standard
from .disagreements import in_sources, with_export
from .reflect_headers import registration
from .registrations import Registration, find

_DONE, _USAGE, _UNREADABLE = 0, 2, 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tvm_ffi.scan",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sources", nargs="*", type=Path, help="C++ sources")
    parser.add_argument(
        "--compile-commands", type=Path, metavar="DIR", help="where the flags stand"
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="places are told relative to this folder"
    )
    parser.add_argument(
        "-o", "--output", type=Path, help="fragment to write (standard output without)"
    )
    parser.add_argument(
        "--merge", action="store_true", help="the sources are fragments of earlier runs"
    )
    parser.add_argument(
        "--reflect", type=Path, help="C++ source to write that registers what headers show"
    )
    parser.add_argument("--embed", type=Path, help="C++ source to write that holds the fragment")
    parser.add_argument("--depfile", type=Path, help="make-style list of what was read")
    parser.add_argument("--depfile-target", type=Path, help="what the list is of (the output)")
    parser.add_argument("--compiler", help="whose standard headers to read (CXX, g++ without)")
    parser.add_argument(
        "--features", default="", help="CMake's COMPILE_FEATURES, for the language standard"
    )
    parser.add_argument(
        "--compare", type=Path, metavar="EXPORT", help="tell what a built library does not bear out"
    )
    parser.add_argument("--probe", action="store_true", help="only say whether libclang works")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Scan; 0 done, 2 usage, 3 a source could not be read or libclang is missing."""
    words = list(sys.argv[1:] if argv is None else argv)
    flags: list[str] = []
    if "--" in words:
        cut = words.index("--")
        words, flags = words[:cut], words[cut + 1 :]
    options = _parser().parse_args(words)
    try:
        if options.probe:
            cindex().Index.create()
            return _DONE
        if not options.sources and not options.merge:
            print("scan: no sources; expected C++ files", file=sys.stderr)
            return _USAGE
        document = fragment.merge(options.sources) if options.merge else _scan(options, flags)
        if options.compare is not None:
            for line in with_export(document, fragment.load(options.compare)):
                print(line, file=sys.stderr)
            return _DONE
    except ScanError as error:
        print(f"scan: {error}", file=sys.stderr)
        return _UNREADABLE
    _write_all(options, fragment.text(document))
    return _DONE


def _scan(options: argparse.Namespace, flags: list[str]) -> dict[str, Any]:
    """Return the fragment of all sources; complaints and disagreements go to standard error."""
    found: list[Registration] = []
    dependencies: set[Path] = set()
    setup = Setup(options.compiler)
    sources: list[Path] = options.sources
    if options.reflect is not None:
        text, found, dependencies = registration(
            sources, [*standard(options.features), *flags], options.root.resolve(), setup
        )
        options.reflect.write_text(text, encoding="utf-8")
        sources = []
    for source in sources:
        own = [*standard(options.features), *flags]
        if options.compile_commands is not None:
            own = [*flags_from_database(options.compile_commands, source), *own]
        unit = parse(source, own, setup)
        for complaint in unit.complaints:
            print(f"scan: {complaint}", file=sys.stderr)
        found += find(unit, options.root.resolve())
        dependencies.update(unit.dependencies)
    for line in in_sources(found):
        print(line, file=sys.stderr)
    if options.depfile is not None:
        listed = " ".join(_escaped(path) for path in sorted(dependencies))
        made = options.depfile_target or options.reflect or options.output or options.embed
        options.depfile.write_text(f"{_escaped(made)}: {listed}\n", encoding="utf-8")
    return fragment.build(found)


def _write_all(options: argparse.Namespace, text: str) -> None:
    if options.output is None and options.embed is None and options.reflect is None:
        sys.stdout.write(text)
    if options.output is not None:
        options.output.write_text(text, encoding="utf-8")
    if options.embed is not None:
        options.embed.write_text(embed.source(text), encoding="utf-8")


def _escaped(path: Path) -> str:
    """Return a path as make reads it."""
    return str(path).replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
