# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The stages in their order, from JSON text to the file map; no disk, no clock, no printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from keyword import iskeyword
from pathlib import Path

from .emit.filemap import FileMap
from .emit.render import render
from .emit.target import Options, Output, Target
from .errors import Code, ErrorList, fail
from .load.reader import read_metadata
from .load.records import MetadataRecord
from .model.build import build
from .model.nodes import Package
from .passes.modules import modules
from .passes.names import names
from .passes.order import order
from .passes.overloads import overloads
from .passes.resolve import Known, resolve
from .passes.select import Selection, select, set_apart
from .progress import silent
from .resources import Toml


@dataclass(frozen=True)
class Settings:
    """What a run is told beside the metadata."""

    package: str | None = None
    selection: Selection = field(default_factory=Selection)
    renames: Mapping[str, str] = field(default_factory=dict[str, str])
    modules: Mapping[str, str] = field(default_factory=dict[str, str])
    types: Mapping[str, Toml] = field(default_factory=dict[str, Toml])
    extern: Mapping[str, str] = field(default_factory=dict[str, str])
    overrides: Path | None = None
    options: Options = field(default_factory=Options)


def records(text: str, errors: ErrorList) -> MetadataRecord:
    """Return the checked records of a metadata text."""
    found = read_metadata(text, errors)
    errors.check()
    return found


def package_name(metadata: MetadataRecord, settings: Settings) -> str:
    """Return the package's name: given, or found.

    Found is the first segment of all names when it is one, else the library's stem.
    """
    if settings.package is not None:
        if not settings.package.isidentifier() or iskeyword(settings.package):
            raise fail(Code.SG025, name=settings.package)
        return settings.package
    names = [*(item.key for item in metadata.types), *(item.name for item in metadata.functions)]
    tops = {name.partition(".")[0] for name in names if "." in name}
    stem = (metadata.library or "library").partition(".")[0].removeprefix("lib")
    name = tops.pop() if len(tops) == 1 else stem
    clean = "".join(c if ("a" + c).isidentifier() else "_" for c in name)
    if iskeyword(clean):
        return clean + "_"
    return clean if clean[:1].isidentifier() else "_" + clean


def model(
    metadata: MetadataRecord, target: Target, settings: Settings, errors: ErrorList
) -> Package:
    """Return the model after all passes."""
    package = build(
        metadata,
        package_name(metadata, settings),
        errors,
        target.spec.capabilities.get("digests", False),
    )
    package = select(set_apart(package, settings.extern), settings.selection, errors)
    errors.check()
    keys = frozenset((*target.spec.rows, *target.spec.classes))
    package = resolve(package, Known(keys, settings.extern), errors)
    errors.check()
    package = order(modules(package, target, errors, settings.modules))
    package = names(overloads(package), target, errors, settings.renames)
    errors.check()
    return package


def generate(
    metadata: MetadataRecord,
    target: Target,
    settings: Settings,
    errors: ErrorList,
    tell: Callable[[str], None] = silent,
) -> FileMap:
    """Return every file of a target; raises when anything was wrong."""
    tell(f"{target.spec.name}: naming {len(metadata.types)} types")
    package = model(metadata, target, settings, errors)
    files = FileMap(errors)
    options = replace(settings.options, extern=settings.extern)
    outputs = _told(target.outputs(package, options), target.spec.name, tell)
    render(target, outputs, files, errors, settings.overrides)
    errors.check()
    return files


def _told(outputs: Iterator[Output], name: str, tell: Callable[[str], None]) -> Iterator[Output]:
    for number, output in enumerate(outputs, 1):
        tell(f"{name}: file {number}, {output.path}")
        yield output
