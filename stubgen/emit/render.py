# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Outputs -> text through Jinja2.

Undefined variables are errors, and no logic is offered beyond filters.

A folder of the user's is looked into first, so single templates can be replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError

from ..errors import Code, ErrorList, Words
from .filemap import FileMap
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
    )


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
