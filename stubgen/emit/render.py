# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Outputs -> text through templates.

A wheel has them compiled; a checkout, and a folder in which a user replaces single templates, as
text for Jinja2, which is needed only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from ..errors import Code, ErrorList, Words
from .compiled import TemplateProblem, compiled
from .filemap import FileMap
from .target import Output, Target, TargetSpec


class Template(Protocol):
    """A template, ready to be filled."""

    def render(self, context: Mapping[str, object], /) -> str:
        """Return the text with the variables in it."""
        ...


class Templates(Protocol):
    """The templates of a target."""

    def get_template(self, name: str, /) -> Template:
        """Return one of them."""
        ...


def templates_of(spec: TargetSpec, overrides: Path | None = None) -> Templates:
    """Return the templates of a target; one in a folder of the user's wins."""
    ready = compiled(spec.folder) if overrides is None else None
    if ready is not None:
        return ready
    try:
        from .jinja import folder_environment
    except ModuleNotFoundError as problem:
        what = f"templates that are text need {problem.name}"
        raise TemplateProblem(f"{what}; install it: pip install jinja2") from None
    folders = [spec.folder]
    if overrides is not None:
        folders.insert(0, overrides / spec.name)
    return folder_environment(*folders, html=spec.capabilities.get("html", False))


def render(
    target: Target,
    outputs: Iterator[Output],
    files: FileMap,
    errors: ErrorList,
    overrides: Path | None = None,
) -> None:
    """Fill the file map."""
    made: Templates | None = None
    for output in outputs:
        try:
            made = made or templates_of(target.spec, overrides)
            text = made.get_template(output.template).render(output.context)
        except Exception as problem:
            if not _of_template(problem):
                raise
            words = f"{type(problem).__name__}: {problem}"
            errors.add(Code.SG022, output.path, file=output.template, problem=Words(words))
        else:
            files.add(output.path, text)


def _of_template(problem: Exception) -> bool:
    """Tell whether a template is at fault; the engine is asked only when it is there already."""
    if isinstance(problem, TemplateProblem):
        return True
    return any(kind.__module__.startswith("jinja2.") for kind in type(problem).__mro__)
