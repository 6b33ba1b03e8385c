# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The first form of the command: files with markers, filled from a whole registry."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from ..emit.target import load_target
from ..errors import Code, ErrorList, Exit, Words, fail
from ..load.library import find_testing_library, read_registry, read_saved
from ..load.reader import read_metadata
from ..load.records import MetadataRecord
from .coverage import coverage
from .run import Job, changed, run
from .scaffold import Scaffold, scaffold


def command(arguments: argparse.Namespace, errors: ErrorList) -> int:
    """Run and return the exit status: stale files are 1, everything else is a complaint."""
    init = Scaffold(arguments.init_pypkg, arguments.init_lib, arguments.init_prefix)
    if init.is_partial:
        raise fail(
            Code.SG026, problem=Words("--init-pypkg, --init-lib and --init-prefix go together")
        )
    if init.is_wanted and arguments.check:
        raise fail(Code.SG026, problem=Words("--check writes nothing, so it excludes --init-*"))
    metadata = _registry(arguments, errors)
    errors.check()
    target = load_target((arguments.target or ["python"])[0], arguments.templates)
    if init.is_wanted:
        for path in arguments.inputs:
            scaffold(init, path, target, metadata, errors)
    job = Job(tuple(arguments.inputs), arguments.indent, arguments.check, arguments.dry_run)
    outcomes = run(job, target, metadata, errors)
    different = changed(outcomes)
    if arguments.inputs and not outcomes:
        print("no markers in", *arguments.inputs)
    if arguments.verbose or arguments.diff:
        for item in different:
            sys.stdout.write(item.difference)
    if arguments.coverage_out is not None:
        text = json.dumps(coverage(metadata), indent=2) + "\n"
        Path(arguments.coverage_out).write_text(text, encoding="utf-8")
    verb = "[Stale]" if arguments.check else "[Would update]" if arguments.dry_run else "[Updated]"
    for item in different:
        print(verb, item.path)
    return Exit.STALE if arguments.check and different else Exit.OK


def _registry(arguments: argparse.Namespace, errors: ErrorList) -> MetadataRecord:
    if arguments.from_json:
        return read_metadata(read_saved(arguments.from_json[0]), errors)
    libraries = tuple(Path(part) for text in arguments.dlls for part in text.split(";") if part)
    imports = tuple(part for text in arguments.imports for part in text.split(";") if part)
    libraries = (*find_testing_library(), *libraries)
    return read_metadata(read_registry(libraries, imports, arguments.load_timeout), errors)
