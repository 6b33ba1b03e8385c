# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Unpacks a version of LLVM of a Debian-like distribution into a folder, without installing it.

What a build against its archives needs: headers, archives, CMake files, and the programs and the
library that these files name.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path


def fetch(version: str, folder: Path) -> None:
    """Download the packages and unpack them; the folder appears when it is complete."""
    names = [f"llvm-{version}{part}" for part in ("-dev", "", "-linker-tools")]
    names += [f"libllvm{version}", "libzstd-dev", "libzstd1"]
    fresh = folder.with_suffix(".new")
    fresh.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["apt-get", "download", "-q", *names], cwd=scratch, check=True)
        for package in sorted(Path(scratch).glob("*.deb")):
            subprocess.run(["dpkg", "-x", str(package), str(fresh)], check=True)
    fresh.rename(folder)


def main() -> int:
    """Take a version and a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    fetch(options.version, options.folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
