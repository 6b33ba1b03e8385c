# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Drops comments that fill whole lines from the headers of a folder: without_comments.py FOLDER.

A wheel carries a JSON library whose text is half comments. Lines about licence and copyright stay.
"""

from __future__ import annotations

import sys
from pathlib import Path

_KEPT = ("SPDX", "Copyright", "copyright", "License", "licen", "NOLINT")


def without_comments(text: str) -> str:
    """Return the text without comments that begin a line and end one."""
    lines: list[str] = []
    block: list[str] = []
    for line in text.splitlines():
        bare = line.strip()
        if block or (bare.startswith("/*") and "*/" not in bare):
            block.append(line)
            if "*/" not in bare:
                continue
            if not bare.endswith("*/") or any(word in part for part in block for word in _KEPT):
                lines += block
            block = []
            continue
        whole = bare.startswith("//") or (
            bare.startswith("/*") and bare.index("*/") == len(bare) - 2
        )
        if bare and (not whole or bare.endswith("\\") or any(word in bare for word in _KEPT)):
            lines.append(line)
    return "\n".join([*lines, *block]) + "\n"


def main() -> int:
    """Rewrite every header of the folder."""
    for header in sorted(Path(sys.argv[1]).rglob("*.hpp")):
        text = header.read_text(encoding="utf-8")
        header.write_text(without_comments(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
