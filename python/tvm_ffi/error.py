# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Error kinds and the frames of native code in Python tracebacks."""

from __future__ import annotations

from . import core
from ._static import overload
from .core import Error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Callable, TypeVar

    _E = TypeVar("_E", bound=type[BaseException])


def _parse_backtrace(backtrace: str) -> list[tuple[str, int, str]]:
    """Return (file, line, function) of each line `File "f", line n, in g`."""
    found: list[tuple[str, int, str]] = []
    for line in backtrace.split("\n"):
        start, quote, rest = line.partition('File "')
        file, separator, tail = rest.partition('", line ')
        number, comma, function = tail.partition(", in ")
        if quote and separator and comma and number.isdecimal():
            found.append((file, int(number), function))
        del start
    return found


class TracebackManager:
    """Makes frames for places outside Python."""

    def append_traceback(
        self, tb: TracebackType | None, filename: str, lineno: int, func: str
    ) -> TracebackType | None:
        """Return a traceback with one more frame at its inner end's outside."""
        return core._append_frame(tb, f'  File "{filename}", line {lineno}, in {func}')


_TRACEBACK_MANAGER = TracebackManager()


def _with_append_backtrace(py_error: BaseException, backtrace: str) -> BaseException:
    """Return the exception with the frames of a backtrace in front of its own."""
    tb = py_error.__traceback__
    for filename, lineno, func in _parse_backtrace(backtrace):
        tb = _TRACEBACK_MANAGER.append_traceback(tb, filename, lineno, func)
    return py_error.with_traceback(tb)


def _traceback_to_backtrace_str(tb: TracebackType | None) -> str:
    """Return the frames of a traceback as backtrace lines, most recent first."""
    return core._backtrace_text(tb)


_WITH_APPEND_BACKTRACE = _with_append_backtrace
_TRACEBACK_TO_BACKTRACE_STR = _traceback_to_backtrace_str


@overload
def register_error(name_or_cls: _E, cls: None = None) -> _E: ...
@overload
def register_error(name_or_cls: str, cls: _E) -> _E: ...
@overload
def register_error(name_or_cls: str | None = None, cls: None = None) -> Callable[[_E], _E]: ...
def register_error(name_or_cls: Any = None, cls: Any = None) -> Any:
    """Map an error kind to an exception class, both ways; also a decorator."""
    if isinstance(name_or_cls, type):
        name_or_cls, cls = name_or_cls.__name__, name_or_cls
    if name_or_cls is not None and not isinstance(name_or_cls, str):
        raise TypeError(
            f"register_error needs a name or an exception class, got {type(name_or_cls).__name__}"
        )

    def register(exception: _E) -> _E:
        given: Any = exception
        if not isinstance(given, type) or not issubclass(given, BaseException):
            raise TypeError(f"register_error: {exception!r} is no exception class")
        name = exception.__name__ if name_or_cls is None else name_or_cls
        core.ERROR_NAME_TO_TYPE[name] = exception
        core.ERROR_TYPE_TO_NAME[exception] = name
        return exception

    return register if cls is None else register(cls)


__all__ = ["Error", "TracebackManager", "register_error"]
