# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`--watch`: generate again whenever what a run reads has changed and come to rest.

Polls, because a linker replaces its output and because every platform can. A run that fails is
reported like any other; watching goes on until the user interrupts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import sleep as _sleep

PERIOD = 0.3
State = tuple[tuple[str, int, int], ...]


def watch(
    run: Callable[[], object],
    paths: Callable[[], Iterable[Path]],
    sleep: Callable[[float], object] = _sleep,
) -> None:
    """Call `run` now and after each change of the paths; returns when interrupted."""
    done: State | None = None
    seen = state(paths())
    try:
        while True:
            now = state(paths())
            if now == seen and now != done:
                run()
                done = now
            seen = now
            sleep(PERIOD)
    except KeyboardInterrupt:
        return


def state(paths: Iterable[Path]) -> State:
    """Return name, time and size of what is there, folders with all that is in them."""
    found: list[tuple[str, int, int]] = []
    for path in paths:
        for item in (path, *sorted(path.rglob("*"))) if path.is_dir() else (path,):
            try:
                told = item.stat()
            except OSError:
                continue
            found.append((str(item), told.st_mtime_ns, told.st_size))
    return tuple(found)
