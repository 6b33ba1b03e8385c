# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Link the package's sources and the built libraries into one importable tree.

Usage: link_tree.py PACKAGE REPOSITORY TREE LIBRARY...
Links, not copies: an edited source is seen at once. Links of files that are gone are removed.
"""

from __future__ import annotations

import sys
from pathlib import Path


def _place(source: Path, link: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink() and link.readlink() == source:
        return
    if link.is_symlink() or link.exists():
        link.unlink()
    link.symlink_to(source)


def _link_folder(
    source: Path, tree: Path, suffixes: tuple[str, ...], skip: tuple[str, ...]
) -> None:
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if path.is_file() and path.suffix in suffixes and inside.parts[0] not in skip:
            _place(path, tree / inside)


def main(arguments: list[str]) -> int:
    """Make the tree; 0 when done."""
    package, repository, tree = (Path(argument).resolve() for argument in arguments[:3])
    for link in tree.rglob("*"):
        if link.is_symlink() and not link.exists():
            link.unlink()
    _link_folder(package, tree, (".py", ".pyi", ".typed"), ("native",))
    for marker in package.glob("py.typed"):
        _place(marker, tree / marker.name)
    everything = (".py", ".j2", ".toml", ".md", ".json", ".pyi")
    _link_folder(repository / "stubgen", tree / "stubgen", everything, ())
    _link_folder(repository / "templates", tree / "stubgen" / "templates", everything, ())
    _link_folder(repository / "reflection" / "scan", tree / "scan", (".py",), ())
    headers = (".h", ".def")
    for layer in ("runtime", "reflection"):
        _link_folder(repository / layer / "include", tree / "include", headers, ())
    # find_package works from the build tree as it does from a wheel.
    package_files = tree / "share" / "cmake" / "tvm_ffi"
    _link_folder(repository / "runtime" / "cmake", package_files, (".cmake",), ())
    version_file = tree.parents[1] / "tvm_ffi-config-version.cmake"
    if version_file.exists():
        _place(version_file, package_files / version_file.name)
    for library in arguments[3:]:
        _place(Path(library).resolve(), tree / "lib" / Path(library).name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
