# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""One run over files with markers: read, fill, then write or compare.

Every block is filled from one registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from ..emit.filemap import FileMap
from ..emit.target import Target, TargetSpec
from ..emit.writer import Outcome, State, compare, write
from ..errors import Code, ErrorList, Words, fail
from ..load.records import MetadataRecord
from ..model.build import build
from ..model.nodes import Package
from ..passes.modules import modules
from ..passes.names import names
from ..passes.order import order
from ..passes.overloads import overloads
from .markers import Block, MarkedFile, begin_line, end_line, parse

_NO_PACKAGE = "_registry"


@dataclass(frozen=True)
class Job:
    """What a run is told."""

    paths: tuple[Path, ...]
    indent: int = 4
    check: bool = False
    dry_run: bool = False


@runtime_checkable
class BlockTarget(Protocol):
    """A target that can fill blocks."""

    def suffixes(self) -> tuple[str, ...]:
        """Return the file suffixes that folders are searched for."""
        ...

    def own_directives(self) -> tuple[str, ...]:
        """Return the names of directives of this target alone."""
        ...

    def fills(
        self,
        package: Package,
        files: Mapping[Path, MarkedFile],
        ty_map: Mapping[str, str],
        indent: int,
        errors: ErrorList,
    ) -> Mapping[Path, Callable[[Block], list[str] | None]]:
        """Return, by file, a function from a block to its new lines, None to leave it as it is."""
        ...


def registry(metadata: MetadataRecord, target: Target, errors: ErrorList) -> Package:
    """Return the model of everything that is registered, one module per namespace."""
    package = build(metadata, _NO_PACKAGE, errors)
    package = order(modules(package, target, errors))
    return names(overloads(package), target, errors)


def run(
    job: Job, target: Target, metadata: MetadataRecord, errors: ErrorList
) -> tuple[Outcome, ...]:
    """Fill the blocks of all files; nothing is written when anything is wrong."""
    if not isinstance(target, BlockTarget):
        raise fail(
            Code.SG020, name=target.spec.name, known=Words("python, rust (files with markers)")
        )
    package = registry(metadata, target, errors)
    found = dict(_marked(job, target, errors))
    errors.check()
    ty_map: dict[str, str] = {}
    for file, _ in found.values():
        for item in file.named("ty-map"):
            left, _, right = item.payload.partition("->")
            ty_map[left.strip()] = right.strip()
    files = FileMap(errors)
    rolled = {path: roll_out(file, package) for path, (file, _) in found.items()}
    fills = target.fills(package, rolled, ty_map, job.indent, errors)
    for path, file in rolled.items():
        text = _joined(file, target.spec.comment, fills[path])
        files.add(path.as_posix().lstrip("/"), text)
    errors.check()
    root = Path("/") if any(path.is_absolute() for path in found) else Path()
    writes = not (job.check or job.dry_run)
    outcomes = write(files, root, errors) if writes else compare(files, root)
    return tuple(replace(item, path=str(root / item.path)) for item in outcomes)


def _marked(
    job: Job, target: BlockTarget, errors: ErrorList
) -> Iterator[tuple[Path, tuple[MarkedFile, str]]]:
    spec = cast("TargetSpec", target.spec)  # type: ignore[attr-defined]
    for path in _walk(job, target, errors):
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as problem:
            errors.add(Code.SG005, file=str(path), problem=Words(problem.strerror or str(problem)))
            continue
        except UnicodeDecodeError:
            errors.add(Code.SG005, file=str(path), problem=Words("it is not UTF-8 text"))
            continue
        file = parse(text, spec.comment, str(path), errors, target.own_directives())
        if file is not None:
            yield path, (file, text)


def _walk(job: Job, target: BlockTarget, errors: ErrorList) -> Iterator[Path]:
    for path in job.paths:
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                if found.suffix.lower() in target.suffixes() and found.is_file():
                    yield found
        elif path.is_file():
            yield path
        else:
            errors.add(Code.SG005, file=str(path), problem=Words("no such file or folder"))


def roll_out(file: MarkedFile, package: Package) -> MarkedFile:
    """Return the file with blocks for exactly the types of its `prefix`."""
    wanted = [item.payload for item in file.named("prefix")]
    if not wanted:
        return file
    skipped = {item.payload for item in file.named("skip")}
    keys = [
        item.key
        for module in package.modules
        for item in module.classes
        if item.namespace == wanted[0] and item.key not in skipped
    ]
    present = {block.payload for block in file.blocks if block.kind == "object"}
    parts = [
        part
        for part in file.parts
        if not (
            isinstance(part, Block)
            and part.kind == "object"
            and part.payload.rpartition(".")[0] == wanted[0]
            and part.payload not in keys
        )
    ]
    at = next(
        (i for i, part in enumerate(parts) if isinstance(part, str) and part.startswith("__all__")),
        len(parts),
    )
    new: list[str | Block] = []
    for key in keys:
        if key not in present:
            new += [Block("class", key, "", 0, ())]
    return replace(file, parts=[*parts[:at], *new, *parts[at:]])


def _joined(file: MarkedFile, comment: str, fill: Callable[[Block], list[str] | None]) -> str:
    lines: list[str] = []
    for part in file.parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        made = fill(part)
        if part.kind == "class":
            lines += made or []
            continue
        lines.append(begin_line(comment, part))
        lines += part.lines if made is None else made
        lines.append(end_line(comment, part))
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join([*lines, ""])


def changed(outcomes: tuple[Outcome, ...]) -> list[Outcome]:
    """Return the files that differ from what would be written."""
    return [item for item in outcomes if item.state is not State.FRESH]
