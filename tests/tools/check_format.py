# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""clang-format over every tracked C and C++ file; --fix rewrites them."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Return clang-format's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true")
    options = parser.parse_args()
    listed = subprocess.run(
        ["git", "ls-files", "*.h", "*.cc", ":!tests/golden"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [name for name in listed.stdout.splitlines() if (_ROOT / name).is_file()]
    tool = Path(sys.executable).parent / "clang-format"
    mode = ["-i"] if options.fix else ["--dry-run", "-Werror"]
    return subprocess.run([tool, *mode, *files], cwd=_ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
