# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Pytest plugin of ./dev test refcounts: each test runs again and again in one process.

After a few rounds the blocks of Python's allocator and the bytes malloc has given out may not grow
with every further one. A test that starts programs is not repeated, nor one that may run only once
(a name registered twice); both are counted at the end.
"""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys
from array import array
from collections import Counter
from typing import Any

import pytest

_WARM, _ROUNDS = 3, 4
_LONG_WARM, _LONG_ROUNDS = 60, 40
_LEAST_BYTES = 16
_counts: Counter[str] = Counter()
_leaks: list[str] = []
_programs = [0]
_start = subprocess.Popen.__init__


def _counted_start(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
    _programs[0] += 1
    _start(self, *args, **kwargs)


subprocess.Popen.__init__ = _counted_start  # type: ignore[method-assign]


class _Mallinfo(ctypes.Structure):
    # Ten counters; the fifth and the eighth are used.
    _fields_ = tuple((f"field{i}", ctypes.c_size_t) for i in range(10))


_mallinfo = getattr(ctypes.CDLL(None), "mallinfo2", None)
if _mallinfo is not None:
    _mallinfo.restype = _Mallinfo


def _given_out() -> int:
    if _mallinfo is None:
        return 0
    info = _mallinfo()
    return int(info.field7) + int(info.field4)


def _settled() -> tuple[int, int]:
    # The interpreter's cache of attributes keeps the names it was asked for.
    sys._clear_type_cache()
    for _ in range(3):
        gc.collect()
    return sys.getallocatedblocks(), _given_out()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """Call the test as pytest would, then again, counting."""
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    programs = _programs[0]
    pyfuncitem.obj(**arguments)
    if _programs[0] != programs:
        _counts["start programs"] += 1
        return True
    steps = _growth(pyfuncitem, arguments, _WARM, _ROUNDS)
    if steps and _grows(steps):
        # What a cache keeps comes to an end. Of classes thousands are kept.
        classes = _classes()
        steps = _growth(pyfuncitem, arguments, _LONG_WARM, _LONG_ROUNDS)
        if _classes() - classes >= _LONG_ROUNDS:
            _counts["keep the classes they make"] += 1
        elif steps and _grows([_total(steps[i : i + 10]) for i in range(0, _LONG_ROUNDS, 10)]):
            blocks, size = _total(steps)
            told = f"{blocks / len(steps):.1f} blocks and {size / len(steps):.0f} bytes per round"
            _leaks.append(f"{pyfuncitem.nodeid}: {told}")
    _counts["were repeated" if steps else "run once only"] += 1
    return True


def _classes() -> int:
    gc.collect()
    return sum(isinstance(thing, type) for thing in gc.get_objects())


def _growth(
    item: pytest.Function,
    arguments: dict[str, Any],
    warm: int,
    rounds: int,
) -> list[tuple[int, int]]:
    """Return what each round adds in blocks and bytes; nothing where a test cannot run again."""
    # An array: a list would hold numbers of its own, which count as blocks.
    seen = array("q", bytes(8 * 2 * (rounds + 1)))
    for round_ in range(warm + rounds + 1):
        try:
            item.obj(**arguments)
        except KeyboardInterrupt:
            raise
        except BaseException:
            return []
        if round_ >= warm:
            at = 2 * (round_ - warm)
            seen[at], seen[at + 1] = _settled()
    return [(seen[i] - seen[i - 2], seen[i + 1] - seen[i - 1]) for i in range(2, len(seen), 2)]


def _total(steps: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(blocks for blocks, _ in steps), sum(size for _, size in steps)


def _grows(steps: list[tuple[int, int]]) -> bool:
    return all(blocks > 0 for blocks, _ in steps) or all(size >= _LEAST_BYTES for _, size in steps)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was repeated and what grew."""
    terminalreporter.section("repeated in one process")
    for what, count in sorted(_counts.items()):
        terminalreporter.line(f"{count} tests {what}")
    for leak in _leaks:
        terminalreporter.line(f"GROWS {leak}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail when something grew, or when nothing was measured."""
    if _leaks or not _counts["were repeated"]:
        session.exitstatus = 1
