# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Who may use whom: fails on an include or an import against the layers of ARCHITECTURE.md."""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
_PRIVATE_LIBRARIES = ("nlohmann/", "clang-c/", "Python.h")
# What a Python folder may import beside the standard library and itself.
_ALLOWED = {
    "stubgen": {"jinja2", "tomli", "typing_extensions", "clang"},
    "templates": {"tvm_ffi.stubgen"},
    "reflection/scan": {"clang", "tomli", "typing_extensions"},
    "python/tvm_ffi": {
        "typing_extensions",
        "numpy",
        "torch",
        "jax",
        "tvm_ffi",
        "ml_dtypes",
        "torch_c_dlpack_ext",
        "pytest",
        "tvm_ffi_orcjit",
    },
    "addons/orcjit/python": {"tvm_ffi", "tvm_ffi_orcjit"},
}


def check(root: Path) -> list[str]:
    """Return one line per breach, sorted."""
    return sorted([*_cpp(root), *_python(root)])


def _cpp(root: Path) -> Iterator[str]:
    upper = root / "reflection" / "include"
    for path in _files(root, ("runtime", "reflection"), (".h", ".cc")):
        relative = path.relative_to(root).as_posix()
        for number, target in _includes(path):
            in_runtime = relative.startswith(("runtime/include/", "runtime/src/"))
            if in_runtime and (upper / target).exists():
                yield f"{relative}:{number}: layer 1 includes '{target}' of layer 2"
            if "/include/" in relative and target.startswith(_PRIVATE_LIBRARIES):
                yield f"{relative}:{number}: public header includes '{target}', a private library"
    # An add-on stands on public headers alone, and only its own folder knows a third party.
    addon = root / "addons" / "orcjit"
    for path in _files(addon, ("include", "src"), (".h", ".c", ".cc")):
        relative = path.relative_to(root).as_posix()
        for number, target in _includes(path):
            if (root / "runtime" / "src" / target).is_file():
                yield f"{relative}:{number}: the add-on includes '{target}', private to the runtime"
            if target.startswith("llvm/") and "/src/orc/" not in relative:
                yield f"{relative}:{number}: '{target}' of LLVM outside src/orc"


def _includes(path: Path) -> Iterator[tuple[int, str]]:
    """Give what a file includes, with the lines."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = _INCLUDE.match(line)
        if found is not None:
            yield number, found.group(1)


def _python(root: Path) -> Iterator[str]:
    for folder, allowed in _ALLOWED.items():
        for path in _files(root, (folder,), (".py",)):
            relative = path.relative_to(root).as_posix()
            for number, name in _imports(path):
                top = name.split(".")[0]
                permitted = top in sys.stdlib_module_names or any(
                    name == item or name.startswith(item + ".") for item in allowed
                )
                if folder == "python/tvm_ffi" and name.startswith("tvm_ffi.stubgen"):
                    permitted = "/stub/" in relative
                if not permitted:
                    yield f"{relative}:{number}: '{folder}' may not import '{name}'"


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module


def _files(root: Path, folders: tuple[str, ...], suffixes: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in suffixes and path.is_file():
                yield path


def main() -> int:
    """Print the breaches; 1 when there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=_ROOT)
    breaches = check(parser.parse_args().root)
    print("\n".join(breaches) or "layers: ok")
    return 1 if breaches else 0


if __name__ == "__main__":
    raise SystemExit(main())
