# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where the target folders are: beside this module when installed.

In a checkout they are at the top of the tree.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .packed import PACKAGE

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Toml = dict[str, object]


def template_root() -> Path:
    """Return the folder that holds one folder per target."""
    installed = Path(__file__).parent / "templates"
    if installed.is_dir():
        return installed
    return Path(__file__).resolve().parent.parent / "templates"


def crate_root() -> Path | None:
    """Return the folder of the runtime crates of Rust, or None when they are not installed."""
    for folder in (PACKAGE, Path(__file__).resolve().parent):
        if (folder.parent / "rust" / "tvm-ffi" / "Cargo.toml").is_file():
            return (folder.parent / "rust").resolve()
    return None


def read_toml(path: Path) -> Toml:
    """Return a parsed TOML file; problems are OSError or ValueError."""
    with path.open("rb") as stream:
        found: Toml = tomllib.load(stream)
    return found
