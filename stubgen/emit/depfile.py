# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What a run read and made, as a rule that make and ninja read.

With the made files among them, a build also notices that one was changed or removed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..packed import archive
from ..resources import template_root

_SUFFIX = ".d"


def write_depfile(path: Path, target: str, files: Iterable[Path]) -> None:
    """Write a rule by which the target depends on every file, and on the generator."""
    known = sorted({str(file.resolve()) for file in (*files, *_generator())})
    lines = [_escaped(target) + ":", *map(_escaped, known)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(" \\\n  ".join(lines) + "\n", encoding="utf-8")


def target_of(path: Path) -> str:
    """Return the file whose rule a depfile holds: its own name without `.d`."""
    return str(path).removesuffix(_SUFFIX) if path.suffix == _SUFFIX else str(path)


def _generator() -> Iterator[Path]:
    packed = archive()
    if packed is not None:  # what is unpacked never changes, and goes with the user's cache
        yield packed
        return
    for root in (Path(__file__).parent.parent, template_root()):
        for suffix in ("*.py", "*.j2", "*.toml"):
            yield from root.rglob(suffix)


def _escaped(text: str) -> str:
    """Return a path as make reads it; blanks, `#` and `$` would end or change it."""
    return text.replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
