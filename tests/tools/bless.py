# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Rewrites goldens and generated tables; --check shows what would change and fails.

A family is a module in tests/tools/products with products(root) -> {path: text} and folders(): the
folders that hold nothing but its products, where a file of no product is stale.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import pkgutil
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).resolve().parent))

import products  # noqa: E402


def collect(root: Path) -> tuple[dict[str, str], set[str]]:
    """Return every generated file with its text, and the files that should not exist."""
    texts: dict[str, str] = {}
    stale: set[str] = set()
    for info in sorted(pkgutil.iter_modules(products.__path__), key=lambda item: item.name):
        family = importlib.import_module(f"products.{info.name}")
        for path, text in family.products(root).items():
            if path in texts:
                raise ValueError(f"two families produce '{path}'")
            texts[path] = text
        for folder in family.folders():
            for found in (root / folder).rglob("*"):
                if found.is_file():
                    stale.add(found.relative_to(root).as_posix())
    return texts, stale - set(texts)


def differences(root: Path, texts: dict[str, str], stale: set[str]) -> list[str]:
    """Return a unified diff per file that is not as it would be generated."""
    shown: list[str] = []
    for path, text in sorted(texts.items()):
        target = root / path
        old = target.read_text(encoding="utf-8") if target.exists() else ""
        if old != text:
            lines = difflib.unified_diff(
                old.splitlines(keepends=True), text.splitlines(keepends=True), path, "generated"
            )
            shown.append("".join(lines) or f"{path}: missing\n")
    shown.extend(f"{path}: nothing generates this file any more\n" for path in sorted(stale))
    return shown


def main() -> int:
    """Rewrite, or with --check only compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--root", type=Path, default=_ROOT)
    options = parser.parse_args()
    texts, stale = collect(options.root)
    shown = differences(options.root, texts, stale)
    if options.check:
        print("".join(shown) or f"goldens: {len(texts)} files fresh")
        if shown:
            print("run ./dev bless and look at the difference")
        return 1 if shown else 0
    for path, text in texts.items():
        target = options.root / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    for path in sorted(stale):
        (options.root / path).unlink()
        print(f"removed {path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
