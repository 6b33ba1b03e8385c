# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Outputs -> text through Jinja2.

Undefined variables are errors, and no logic is offered beyond filters.

A folder of the user's is looked into first, so single templates can be replaced.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
)

from ..errors import Code, ErrorList, Words
from .filemap import FileMap
from .stamp import cache_folder
from .target import Output, Target


def folder_environment(*folders: Path, html: bool = False) -> Environment:
    """Return an environment over template folders; the first one that has a template wins."""
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(str(folder)) for folder in folders]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=html,
        bytecode_cache=_compiled(),
    )


def _compiled() -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept, which take a third of a small run to compile."""
    folder = cache_folder() / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def environment(target: Target, overrides: Path | None = None) -> Environment:
    """Return the Jinja environment of a target."""
    folders = [target.spec.folder]
    if overrides is not None:
        folders.insert(0, overrides / target.spec.name)
    return folder_environment(*folders, html=target.spec.capabilities.get("html", False))


def render(
    target: Target,
    outputs: Iterator[Output],
    files: FileMap,
    errors: ErrorList,
    overrides: Path | None = None,
) -> None:
    """Fill the file map."""
    made = environment(target, overrides)
    for output in outputs:
        try:
            files.add(output.path, made.get_template(output.template).render(output.context))
        except TemplateError as problem:
            words = f"{type(problem).__name__}: {problem}"
            errors.add(Code.SG022, output.path, file=output.template, problem=Words(words))
