# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A cargo workspace of the generated crates and of the programs under tests/rust that use them.

The crates are the goldens themselves: what lint compares to the byte is what cargo compiles.
Only files that changed are copied, so that cargo compiles again only what did.
"""

from __future__ import annotations

from pathlib import Path

from devtool.paths import BUILD, ROOT

WORKSPACE = BUILD / "crates"
_GOLDEN, _PROGRAMS = ROOT / "tests" / "golden" / "rust", ROOT / "tests" / "rust"
_LINK = b'path = ".tvm-ffi/tvm-ffi"'
_MANIFEST = """\
[workspace]
resolver = "2"
members = ["generated/*", "programs/*"]

[patch.crates-io]
tvm-ffi = {{ path = "{crate}" }}

[profile.dev]
debug = "line-tables-only"
"""


def prepare() -> Path:
    """Bring the workspace up to date and return its folder."""
    wanted: dict[Path, bytes] = {}
    crate = (ROOT / "rust" / "tvm-ffi").as_posix()
    for name, source in (("generated", _GOLDEN), ("programs", _PROGRAMS)):
        for path in sorted(source.rglob("*")):
            if path.is_file() and path.parent != source:
                wanted[Path(name) / path.relative_to(source)] = path.read_bytes().replace(
                    _LINK, f'path = "{crate}"'.encode()
                )
    wanted[Path("Cargo.toml")] = _MANIFEST.format(crate=crate).encode()
    wanted[Path("rustfmt.toml")] = b""
    for folder in ("generated", "programs"):
        for path in sorted((WORKSPACE / folder).rglob("*")):
            if path.is_file() and path.relative_to(WORKSPACE) not in wanted:
                path.unlink()
    for path, content in wanted.items():
        target = WORKSPACE / path
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return WORKSPACE
