# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fails on files beyond the house's limits, unless they are listed here with a reason."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_LIMITS = {".h": 600, ".cc": 600, ".py": 600, ".rs": 600, ".pyi": 600, ".cmake": 300, ".j2": 80}
# path -> why it may be longer
_REASONS = {
    "runtime/include/tvm/ffi/c_api.h": "the whole C ABI in one place is what its readers want",
}
_EXEMPT = ("tests/golden/", "tests/fixtures/")


def check(root: Path, paths: list[str]) -> list[str]:
    """Return one line per file that is too long, and per reason that is no longer needed."""
    found: list[str] = []
    for name in paths:
        limit = 120 if name == "CMakeLists.txt" else _LIMITS.get(Path(name).suffix)
        if limit is None or name.startswith(_EXEMPT) or not (root / name).is_file():
            continue
        lines = len((root / name).read_text(encoding="utf-8").splitlines())
        if lines > limit and name not in _REASONS:
            found.append(
                f"{name}: {lines} lines, limit {limit}: split it, or give a reason in {__file__}"
            )
    found.extend(
        f"{name}: listed with a reason, but gone" for name in _REASONS if name not in paths
    )
    return sorted(found)


def tracked(root: Path) -> list[str]:
    """Return the files git knows."""
    run = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def main() -> int:
    """Print what is too long; 1 when there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=_ROOT)
    root = parser.parse_args().root
    found = check(root, tracked(root))
    print("\n".join(found) or "sizes: ok")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
