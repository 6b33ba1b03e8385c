# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`tvm-ffi-stubgen`: from arguments to an exit status.

Complaints go to stderr; nothing else in the package prints or exits.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .errors import Code, ErrorList, Exit, GenerationError, Words, fail

if TYPE_CHECKING:
    from .config import FileConfig
    from .generate import Request, Result

_INTERRUPTED = 130  # what shells say of a program that SIGINT ended
_DUMPS = ("records", "model", "target")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(
        prog="tvm-ffi-stubgen",
        description="Turn a library of tvm-ffi into typed packages, crates or docs.",
        epilog="also: tvm-ffi-stubgen where NAME, tvm-ffi-stubgen diff OLD NEW (each with --help). "
        "status: 0 done, 1 stale, 2 usage, 3 input not read, 4 output not written",
    )
    made.add_argument(
        "inputs",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="library, saved export (.json) or generated package; or file or folder with markers",
    )
    made.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="where the package folder or the crate goes",
    )
    made.add_argument(
        "--target",
        action="append",
        default=[],
        metavar="NAME",
        help="python, rust, ... (repeatable)",
    )
    made.add_argument(
        "--from-json",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="saved metadata; - is stdin",
    )
    made.add_argument("--package", metavar="NAME", help="name of the package or crate")
    made.add_argument(
        "--prefix", action="append", default=[], metavar="P", help="keep only names that start so"
    )
    made.add_argument(
        "--skip", action="append", default=[], metavar="GLOB", help="leave out matching names"
    )
    made.add_argument(
        "--check", action="store_true", help="write nothing, status 1 when a file is stale"
    )
    made.add_argument(
        "--verify", action="store_true", help="compare files with the registry and the run time"
    )
    made.add_argument("--watch", action="store_true", help="run again whenever an input changes")
    made.add_argument("--diff", action="store_true", help="show what changes as a unified diff")
    made.add_argument("--dump", choices=_DUMPS, help="print a stage instead of writing")
    made.add_argument(
        "--config", type=Path, metavar="FILE", help="pyproject.toml with [tool.tvm-ffi-stubgen]"
    )
    made.add_argument(
        "--templates", type=Path, metavar="DIR", help="folder with templates that replace ours"
    )
    made.add_argument(
        "--crate-path", metavar="PATH", help="path of the tvm-ffi crate that a generated crate uses"
    )
    made.add_argument(
        "--library",
        metavar="HOW",
        help="how the package finds it: copy (default), path=P, env=VAR or dist=NAME",
    )
    made.add_argument(
        "--crate-version",
        metavar="V",
        help="version of the tvm-ffi crate that a generated crate takes from a registry",
    )
    made.add_argument(
        "--vendor", action="store_true", help="copy the runtime crates into a generated crate"
    )
    made.add_argument(
        "--no-copy", action="store_true", help="do not copy the library into the package"
    )
    made.add_argument(
        "--depfile",
        type=Path,
        metavar="F.d",
        help="write what file F depends on, for make or ninja",
    )
    made.add_argument(
        "--embed",
        action="store_true",
        help="store the export in the library (with --from-json a saved one; -o FILE: a copy)",
    )
    made.add_argument(
        "--no-load", action="store_true", help="never run a library: only what its file carries"
    )
    made.add_argument(
        "--load-timeout", type=float, default=60.0, metavar="S", help="seconds to load a library"
    )
    blocks = made.add_argument_group("files with markers")
    blocks.add_argument(
        "--dlls", action="append", default=[], metavar="A;B", help="libraries to load first"
    )
    blocks.add_argument(
        "--imports", action="append", default=[], metavar="a;b.c", help="modules to import first"
    )
    blocks.add_argument(
        "--init-pypkg", default="", metavar="NAME", help="package whose library is loaded"
    )
    blocks.add_argument(
        "--init-lib", default="", metavar="NAME", help="name of the library in that package"
    )
    blocks.add_argument("--init-prefix", default="", metavar="P", help="prefix to make files for")
    blocks.add_argument("--indent", type=int, default=4, metavar="N", help="blanks inside classes")
    blocks.add_argument("--verbose", action="store_true", help="show what changes, as --diff does")
    blocks.add_argument("--dry-run", action="store_true", help="write nothing")
    blocks.add_argument(
        "--coverage-out", type=Path, metavar="FILE", help="report on native layouts as JSON"
    )
    made.add_argument("--version", action="version", version=__version__)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = sys.argv[1:] if argv is None else list(argv)
    command = given[0] if given[:1] in (["where"], ["diff"]) else None
    arguments = parser().parse_args([] if command else given)
    errors = ErrorList()
    collecting = gc.isenabled()
    gc.disable()  # a run makes millions of small immutable objects and drops none before its end
    try:
        status = _ask(command, given[1:], errors) if command else _run(arguments, given, errors)
        sys.stdout.flush()
        return status
    except GenerationError as stopped:
        errors.items.extend(stopped.diagnostics)
        return _report(errors)
    except KeyboardInterrupt:
        print("interrupted; each file is either as it was or whole", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    finally:
        if collecting:
            gc.enable()


def _run(arguments: argparse.Namespace, given: list[str], errors: ErrorList) -> int:
    if not arguments.inputs and not arguments.from_json and not arguments.coverage_out:
        parser().print_usage(sys.stderr)
        return Exit.USAGE
    if arguments.embed:
        from .embed import embed

        paths: list[Path] = arguments.inputs
        for line in embed(
            paths, arguments.from_json, arguments.output, arguments.load_timeout, errors
        ):
            print(line)
        return _report(errors)
    if _wants_blocks(arguments):
        from .inplace.command import command

        return max(command(arguments, errors), _report(errors))
    from .dump import dump
    from .generate import run, stale
    from .progress import Progress

    progress = Progress(sys.stderr)
    request = _request(arguments, progress)
    if arguments.watch:
        return _watch(arguments, given, request)
    if arguments.dump:
        print(dump(request, arguments.dump, errors))
        return _report(errors)
    try:
        results = run(request, errors)
    finally:
        progress.end()
    if arguments.diff:
        for result in results:
            for outcome in result.outcomes:
                sys.stdout.write(outcome.difference)
    if arguments.verify:
        if not any(item.code is Code.SG050 for item in errors.items):
            print("verified: files, registry and run time agree")
    elif arguments.check:
        stale(results, errors)
        if any(item.code is Code.SG033 for item in errors.items):
            _tell(results, given)
        else:
            print(f"{sum(len(result.outcomes) for result in results)} files up to date")
    else:
        _say(results)
    status = _report(errors)
    if arguments.depfile is not None and status == Exit.OK:
        _depend(arguments.depfile, request, results)
    return status


def _watch(arguments: argparse.Namespace, given: list[str], request: Request) -> int:
    from .watch import watch

    if arguments.check or arguments.verify or arguments.dump:
        words = "--watch writes, so it excludes --check, --verify and --dump"
        raise fail(Code.SG026, problem=Words(words))
    inputs = (*request.libraries, *request.saved, *filter(None, (request.config,)))
    overrides = request.settings.overrides
    paths = (*inputs, *((overrides,) if overrides else ()))
    again = [word for word in given if word != "--watch"]
    watch(lambda: (main(again), sys.stdout.flush()), lambda: paths)
    return Exit.OK


def _depend(path: Path, request: Request, results: list[Result]) -> None:
    from .emit.depfile import target_of, write_depfile

    made = (result.folder / item.path for result in results for item in result.outcomes)
    overrides = request.settings.overrides
    templates = overrides.rglob("*.*") if overrides else ()
    read = (*request.libraries, *request.saved, *templates)
    write_depfile(path, target_of(path), (*read, *made, *filter(None, (request.config,))))


def _ask(command: str, argv: list[str], errors: ErrorList) -> int:
    from .api.command import answer

    lines, status = answer(command, argv, errors)
    for line in lines:
        print(line)
    return max(status, _report(errors))


def _wants_blocks(arguments: argparse.Namespace) -> bool:
    """Whether the paths are files with markers, and not libraries."""
    paths: list[Path] = arguments.inputs
    if any(path.suffix in (".py", ".pyi", ".rs") for path in paths):
        return True
    if any(path.is_dir() and _packaged(path) is None for path in paths):
        return True
    told = (arguments.init_pypkg, arguments.init_lib, arguments.init_prefix, arguments.coverage_out)
    return any(told)


def _request(arguments: argparse.Namespace, tell: Callable[[str], None]) -> Request:
    from .config import FileConfig, find_config, read_config
    from .emit.target import Options
    from .generate import Request
    from .load.library import First
    from .passes.select import Selection
    from .pipeline import Settings

    path = arguments.config or find_config(Path.cwd())
    config = read_config(path) if path is not None else FileConfig()
    inputs: list[Path] = arguments.inputs
    given = bool(arguments.prefix or arguments.skip)
    locate = arguments.library or config.library or "copy"
    how, _, value = locate.partition("=")
    if how not in (("path", "env", "dist") if value else ("copy",)) or locate == "copy=":
        words = f"--library is {locate}, expected copy, path=P, env=VAR or dist=NAME"
        raise fail(Code.SG026, problem=Words(words))
    overrides = arguments.templates or config.templates
    if overrides is not None and not overrides.is_dir():
        raise fail(Code.SG005, file=str(overrides), problem=Words("no such folder of templates"))
    settings = Settings(
        package=arguments.package or config.package,
        selection=Selection(
            tuple(arguments.prefix) or config.prefixes,
            tuple(arguments.skip) or config.skips,
            "the command line" if given or path is None else str(path),
            tuple(config.rename),
            tuple(config.extern),
            tuple(config.modules),
            str(path),
        ),
        renames=config.rename,
        modules=config.modules,
        types=config.types,
        extern=config.extern,
        overrides=overrides,
        options=Options(
            crate=arguments.crate_path or config.crate,
            crate_version=arguments.crate_version,
            vendor=arguments.vendor,
            crates=config.crates,
            imports=config.imports,
            locate=locate,
            version=__version__,
        ),
    )
    return Request(
        libraries=tuple(_library(path) for path in inputs if not _is_saved(path)),
        saved=(*filter(_is_saved, inputs), *arguments.from_json),
        targets=tuple(arguments.target) or config.targets or ("python",),
        output=arguments.output,
        settings=settings,
        check=arguments.check,
        verify=arguments.verify,
        copy_library=locate == "copy" and not arguments.no_copy,
        load=not arguments.no_load,
        load_timeout=arguments.load_timeout,
        config=path,
        no_call=config.no_call,
        tell=tell,
        first=First(
            (*_foreign(config), *(Path(part) for part in _parts(arguments.dlls))),
            tuple(_parts(arguments.imports)),
        ),
    )


def _is_saved(given: Path) -> bool:
    return given.suffix == ".json" or given == Path("-")


def _library(given: Path) -> Path:
    """Return the library that an argument means: a file, or the one in a generated package."""
    return _packaged(given) or given


def _packaged(given: Path) -> Path | None:
    """Return the library of a generated package that is named, here or on the path."""
    if len(given.parts) != 1 or not given.name.isidentifier() or given.is_file():
        return None
    from .api.where import find_library

    return find_library(given.name)


def _foreign(config: FileConfig) -> list[Path]:
    """Return the libraries of the generated packages that types are taken from, if they are there.

    What builds on them can only be loaded behind them.
    """
    from .api.where import find_library

    packages = dict.fromkeys(name.partition(".")[0] for name in config.extern.values())
    return [found for name in packages if (found := find_library(name)) is not None]


def _parts(texts: list[str]) -> list[str]:
    """Return the items of options that may be repeated, and may hold several after semicolons."""
    return [part for text in texts for part in text.split(";") if part]


def _tell(results: list[Result], given: list[str]) -> None:
    """Say what stale files mean to callers, and how to write them anew."""
    from shlex import join

    found = [change for result in results for change in result.api]
    for change in found:
        print(f"{change.kind:<8} {change.text}")
    if any(result.api or result.name == "python" for result in results):
        breaking = sum(change.breaks for change in found)
        print(f"API diff: {breaking} breaking, {len(found) - breaking} compatible")
    told = (word for word in given if word not in ("--check", "--diff"))
    print("to update:", join(("tvm-ffi-stubgen", *told)))


def _say(results: list[Result]) -> None:
    for result in results:
        states = [outcome.state.value for outcome in result.outcomes]
        fresh, gone = states.count("fresh"), states.count("no longer registered")
        count = len(states) - gone
        words = f"{result.name}: {count} files in {result.folder}, {count - fresh} written"
        print(f"{words}, {fresh} fresh" + (f", {gone} removed" if gone else ""))


def _report(errors: ErrorList) -> int:
    """Print what was collected; the status is that of the gravest complaint."""
    found = errors.sorted()
    for item in found:
        print(item.text, file=sys.stderr)
    return max((item.code.entry.status for item in found), default=Exit.OK)
