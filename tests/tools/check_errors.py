# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fails on an error code that the generator uses but its catalogue or its tests do not know."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_CODE = re.compile(r"^SG\d{3}$")


def check(root: Path) -> list[str]:
    """Return one line per unknown code, code without a case and printed message, sorted."""
    catalogue = set(_catalogue(root / "stubgen" / "errors.py"))
    found = [
        f"{path.relative_to(root).as_posix()}:{line}: code '{code}' is not in stubgen/errors.py"
        for path in sorted((root / "stubgen").rglob("*.py"))
        for line, code in _used(path)
        if code not in catalogue
    ]
    cases = {path.name.split("_")[0] for path in (root / "tests" / "errors").glob("SG*")}
    found.extend(
        f"stubgen/errors.py: '{code}' has no case in tests/errors" for code in catalogue - cases
    )
    found.extend(
        f"tests/errors: '{code}' is not in stubgen/errors.py" for code in cases - catalogue
    )
    return sorted(found)


def _catalogue(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield from filter(_CODE.match, [node.targets[0].id])


def _used(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        word = ""
        if isinstance(node, ast.Attribute):
            word = node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = node.value.split(" ")[0].rstrip(":")
        if _CODE.match(word):
            yield getattr(node, "lineno", 0), word


def main() -> int:
    """Print what is wrong; 1 when there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=_ROOT)
    found = check(parser.parse_args().root)
    print("\n".join(found) or "errors: ok")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
