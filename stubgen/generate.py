# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""One run of the generator: metadata in, packages and crates out.

Instead of writing, a run may compare with what is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .emit import runtime_crates, stamp
from .emit.filemap import FileMap
from .emit.orphans import orphans, remove, strays
from .emit.target import Target, load_target
from .emit.writer import Outcome, State, compare, write
from .errors import Code, ErrorList, Words
from .load.carried import read_export
from .load.library import First, read_registry, read_saved
from .load.records import MetadataRecord
from .pipeline import Settings, generate, package_name, records
from .progress import silent

if TYPE_CHECKING:
    from .api.changes import Change


@dataclass(frozen=True)
class Request:
    """What to read, what to make and where."""

    libraries: tuple[Path, ...]
    saved: tuple[Path, ...]
    targets: tuple[str, ...]
    output: Path | None
    settings: Settings
    check: bool = False
    verify: bool = False
    copy_library: bool = True
    load: bool = True
    load_timeout: float = 60.0
    config: Path | None = None
    no_call: tuple[str, ...] = ()
    first: First = field(default_factory=First)
    tell: Callable[[str], None] = silent  # is told what a long run is at


@dataclass(frozen=True)
class Result:
    """What one target of one library became."""

    name: str
    folder: Path
    outcomes: tuple[Outcome, ...]
    top: str = ""
    api: tuple[Change, ...] = ()  # of a check: what the callers of stale stubs will meet


def metadata_texts(request: Request, errors: ErrorList) -> list[tuple[str, Path | None]]:
    """Return the metadata of each input, with the library file it came from."""
    found: list[tuple[str, Path | None]] = [(read_saved(path), None) for path in request.saved]
    found.extend(
        (
            read_export(
                path,
                errors,
                load=request.load,
                timeout=request.load_timeout,
                first=request.first,
            ),
            path,
        )
        for path in request.libraries
    )
    return found


def _with_ancestors(
    metadata: MetadataRecord, library: Path | None, request: Request, errors: ErrorList
) -> MetadataRecord:
    """Add the bases in other libraries whose fields automatic constructors take.

    The export of a library has them not, but the process that loads it has.
    """
    own = {item.key for item in metadata.types if item.described}
    bases = {key for item in metadata.types if item.init == "auto" for key in item.ancestors} - own
    wanted = {key for key in bases if not key.startswith("ffi.")}
    if not wanted or library is None or not request.load:
        return metadata
    libraries = (*request.first.libraries, library)
    text = read_registry(libraries, request.first.imports, request.load_timeout)
    known = records(text, errors).types
    found = tuple(item for item in known if item.key in wanted and item.described)
    return replace(metadata, ancestors=found)


def run(request: Request, errors: ErrorList) -> list[Result]:
    """Generate everything, and only then write; complaints go to `errors`.

    Fatal ones are raised.
    """
    request.tell("reading what is registered")
    texts = metadata_texts(request, errors)
    if request.verify or sum(len(text) for text, _ in texts) < stamp.FROM:
        return _made(request, texts, errors)
    place = repr((str((request.output or Path()).resolve()), request.targets))
    inputs = _inputs(request, texts)
    known = stamp.fresh(inputs, place)
    if known is not None and not any(
        strays(item.files.keys(), Path(item.folder), item.top) for item in known
    ):
        return [_fresh(item) for item in known]
    results = _made(request, texts, errors)
    if not request.check and not errors.items:
        outputs = ((r.name, r.folder, r.top, _kept(r.outcomes)) for r in results)
        stamp.remember(inputs, place, outputs)
    return results


def _inputs(request: Request, texts: list[tuple[str, Path | None]]) -> str:
    settings = (request.settings, stamp.folder_state(request.settings.overrides))
    names = [str(path and path.resolve()) for _, path in texts]
    libraries = [path for _, path in texts if path is not None]
    told = (*settings, names, request.first, request.copy_library, str(request.output))
    return stamp.inputs_digest((text for text, _ in texts), libraries, told)


def _fresh(item: stamp.Made) -> Result:
    outcomes = tuple(Outcome(path, State.FRESH) for path in item.files)
    return Result(item.target, Path(item.folder), outcomes, item.top)


def _made(
    request: Request, texts: list[tuple[str, Path | None]], errors: ErrorList
) -> list[Result]:
    made: list[tuple[str, Path, FileMap, str]] = []
    linked: list[Path] = []
    for text, library in texts:
        request.tell("checking the export")
        metadata = _with_ancestors(records(text, errors), library, request, errors)
        name = package_name(metadata, request.settings)
        for target_name in request.targets:
            target = load_target(target_name, request.settings.overrides, request.settings.types)
            folder, top = _folder(request, target, name), target.top_of(name)
            extras = frozenset(stamp.extras(folder / top))
            options = replace(request.settings.options, export=text, extras=extras)
            settings = replace(request.settings, options=options)
            files = generate(metadata, target, settings, errors, request.tell)
            if (
                library is not None
                and request.copy_library
                and target.spec.capabilities.get("carries_library")
            ):
                files.add(top + library.name, library)
            crates = target.spec.capabilities.get("runtime_crates") and runtime_crates.wanted(
                options
            )
            if crates and options.vendor:
                runtime_crates.vendor(files, top, errors)
            elif crates:
                linked.append(folder / top)
            made.append((target_name, folder, files, top))
    errors.check()
    if request.verify:
        request.tell("calling what the package documents")
        for name, folder, files, _ in made:
            _verify(request, name, folder, files, errors)
        return []
    if request.check:
        return [_compared(name, folder, files, top) for name, folder, files, top in made]
    request.tell("writing")
    results = [_written(name, folder, files, top, errors) for name, folder, files, top in made]
    for folder in linked:
        runtime_crates.link(folder, errors)
    errors.check()
    return results


def _compared(name: str, folder: Path, files: FileMap, top: str) -> Result:
    """Compare with what is there; when it is stale, also tell what that means to callers."""
    gone = orphans(files, folder, top)
    outcomes = (*compare(files, folder), *(Outcome(path, State.GONE) for path in gone))
    api: tuple[Change, ...] = ()
    if name == "python" and any(item.state is not State.FRESH for item in outcomes):
        from .api.stubs import api_changes

        new = files.texts()
        paths = [path for path in (*new, *gone) if (folder / path).is_file()]
        old = {path: (folder / path).read_text("utf-8", "replace") for path in paths}
        api = tuple(api_changes(old, new)) if old else ()
    return Result(name, folder, outcomes, top, api)


def _written(name: str, folder: Path, files: FileMap, top: str, errors: ErrorList) -> Result:
    gone = orphans(files, folder, top)
    outcomes = write(files, folder, errors)
    try:
        remove(folder, gone)
    except OSError as problem:
        errors.add(Code.SG032, file=top, problem=Words(problem.strerror or str(problem)))
    return Result(name, folder, (*outcomes, *(Outcome(path, State.GONE) for path in gone)), top)


def _kept(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [item.path for item in outcomes if item.state is not State.GONE]


def _verify(request: Request, target: str, folder: Path, files: FileMap, errors: ErrorList) -> None:
    from .verify.runtime import verify_package
    from .verify.stubtest import verify_stubs
    from .verify.texts import verify_texts

    verify_texts(files, folder, errors)
    if target == "python" and request.libraries and folder.is_dir():
        package = files.items()[0][0].partition("/")[0]
        verify_package(folder, package, request.load_timeout, request.no_call, errors)
        verify_stubs(folder, package, request.load_timeout, errors)


def _folder(request: Request, target: Target, package: str) -> Path:
    """Return the output folder: as given, one below it per target when there are several."""
    base = request.output or Path()
    if len(request.targets) > 1 and request.output is not None:
        base = base / target.spec.name
    if request.output is None and target.spec.whole_folder:
        base = base / target.folder_of(package)
    return base


def stale(results: list[Result], errors: ErrorList) -> None:
    """Record every file that differs from what would be written."""
    for result in results:
        for outcome in result.outcomes:
            if outcome.state.value != "fresh":
                errors.add(
                    Code.SG033,
                    file=str(result.folder / outcome.path),
                    state=Words(outcome.state.value),
                )
