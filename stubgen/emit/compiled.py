# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Templates that ``precompile.py`` made a Python module of, and what such a module calls.

What the engine of the templates does with a value is done here in the same way, an error for
everything that is not defined included.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

MODULE = "compiled.py"
Write = Callable[[str], None]
_NONE = object()


class TemplateProblem(Exception):
    """A template cannot be rendered; the text says why."""


class Text(str):
    """What is written as it is: the result of a macro, a text of the template itself."""

    __slots__ = ()


class Loop:
    """What `loop` is inside of a for."""

    __slots__ = ("first", "last", "previtem")
    previtem: object

    def __init__(self) -> None:
        self.first = True
        self.last = False


def looped(items: Iterable[object]) -> Iterator[tuple[Loop, object]]:
    """Yield each item with the loop's state, which is one object for all of them."""
    loop = Loop()
    rest = iter(items)
    following = next(rest, _NONE)
    while following is not _NONE:
        item, following = following, next(rest, _NONE)
        loop.last = following is _NONE
        yield loop, item
        loop.first = False
        loop.previtem = item


def named(context: Mapping[str, object], name: str) -> object:
    """Return a variable."""
    try:
        return context[name]
    except KeyError:
        raise TemplateProblem(f"'{name}' is undefined") from None


def member(owner: object, name: str) -> object:
    """Return an attribute, else an item of that name."""
    try:
        return getattr(owner, name)
    except AttributeError:
        pass
    try:
        return cast("Mapping[str, object]", owner)[name]
    except (TypeError, LookupError):
        raise TemplateProblem(f"'{type(owner).__name__}' has no attribute '{name}'") from None


def escape(value: object) -> Text:
    """Return a value as HTML shows it."""
    if isinstance(value, Text):
        return value
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Text(text.replace("'", "&#39;").replace('"', "&#34;"))


def concat(*parts: object) -> str:
    """Return the values after each other; one that is not to be escaped makes all of it such."""
    if any(isinstance(part, Text) for part in parts):
        return Text("".join(map(escape, parts)))
    return "".join(map(str, parts))


def filter_join(items: Iterable[object], between: object = "") -> str:
    """Return the items with a text between each two."""
    parts = list(items)
    if any(isinstance(part, Text) for part in (between, *parts)):
        return Text(escape(between).join(map(escape, parts)))
    return str(between).join(map(str, parts))


def filter_trim(value: object) -> str:
    """Return a text without the blanks around it."""
    text = str(value).strip()
    return Text(text) if isinstance(value, Text) else text


filter_length = len
filter_min = min
plain = {"shown": str, "safe": str}
escaping = {"shown": escape, "safe": Text}


class CompiledTemplate:
    """A template, ready to be filled."""

    def __init__(self, function: Callable[[Mapping[str, object], Write], None]) -> None:
        self._function = function

    def render(self, context: Mapping[str, object], /) -> str:
        """Return the text with the variables in it."""
        parts: list[str] = []
        self._function(context, parts.append)
        return "".join(parts)


class CompiledTemplates:
    """The templates of a folder."""

    def __init__(self, path: Path) -> None:
        spec = importlib.util.spec_from_file_location(f"_tvm_ffi_{path.parent.name}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self._templates = module.TEMPLATES

    def get_template(self, name: str, /) -> CompiledTemplate:
        """Return one of them."""
        return CompiledTemplate(self._templates[name])


def compiled(folder: Path) -> CompiledTemplates | None:
    """Return the compiled templates of a folder, which only a wheel has."""
    path = folder / MODULE
    return CompiledTemplates(path) if path.is_file() else None
