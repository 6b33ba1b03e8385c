# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What a long run is at, on one line of a terminal; files and pipes never see it.

The line appears after a second, changes ten times in a second at most and is gone at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TextIO

_PATIENCE, _PERIOD, _WIDTH = 1.0, 0.1, 78


class Progress:
    """Shows the last thing it was told; call it with a text, and `end` it."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._next = clock() + _PATIENCE if stream.isatty() else float("inf")
        self._shown = 0

    def __call__(self, text: str) -> None:
        """Show a text when it is time."""
        now = self._clock()
        if now >= self._next:
            self._next = now + _PERIOD
            self._put("".join(c if c.isprintable() else "?" for c in text)[:_WIDTH])

    def end(self) -> None:
        """Remove the line."""
        if self._shown:
            self._put("")

    def _put(self, text: str) -> None:
        blanks = " " * (self._shown - len(text))
        self._stream.write("\r" + text + blanks + ("" if text else "\r"))
        self._stream.flush()
        self._shown = len(text)


def silent(_: str) -> None:
    """Show nothing."""
