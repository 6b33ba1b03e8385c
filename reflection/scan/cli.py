# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""python -m tvm_ffi.scan SOURCES... [--compile-commands DIR] [-o FILE] [-- FLAGS]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import embed, fragment
from .clang_index import ScanError, flags_from_database, parse
from .registrations import Registration, find


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tvm_ffi.scan", description=__doc__)
    parser.add_argument("sources", nargs="+", type=Path, help="C++ sources")
    parser.add_argument(
        "--compile-commands", type=Path, metavar="DIR", help="where the flags stand"
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="places are told relative to this folder"
    )
    parser.add_argument(
        "-o", "--output", type=Path, help="fragment to write (standard output without)"
    )
    parser.add_argument("--embed", type=Path, help="C++ source to write that holds the fragment")
    parser.add_argument("--depfile", type=Path, help="make-style list of what was read")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Scan; 0 done, 2 usage, 3 a source could not be read."""
    words = list(sys.argv[1:] if argv is None else argv)
    flags: list[str] = []
    if "--" in words:
        cut = words.index("--")
        words, flags = words[:cut], words[cut + 1 :]
    options = _parser().parse_args(words)
    found: list[Registration] = []
    dependencies: set[Path] = set()
    try:
        for source in options.sources:
            own = flags
            if options.compile_commands is not None:
                own = [*flags_from_database(options.compile_commands, source), *flags]
            unit = parse(source, own)
            for complaint in unit.complaints:
                print(f"scan: {complaint}", file=sys.stderr)
            found += find(unit, options.root.resolve())
            dependencies.update(unit.dependencies)
    except ScanError as error:
        print(f"scan: {error}", file=sys.stderr)
        return 3
    text = fragment.text(fragment.build(found))
    if options.output is None:
        sys.stdout.write(text)
    else:
        _write(options.output, text)
    if options.embed is not None:
        _write(options.embed, embed.source(text))
    if options.depfile is not None:
        listed = " ".join(str(path).replace(" ", "\\ ") for path in sorted(dependencies))
        made = options.embed or options.output
        options.depfile.write_text(f"{made}: {listed}\n", encoding="utf-8")
    return 0


def _write(path: Path, text: str) -> None:
    """Write a file unless it already says so, so that nothing is rebuilt for nothing."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
