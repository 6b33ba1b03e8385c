# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What mypy's stubtest says about a generated package, when mypy is installed.

Left out are, and docs/guide/stubgen.md tells users so: the library, which lies in the package and
is no module; the raw constructor, which no stub offers; names that are keywords, which have an
alias; the signature of overload sets, of which the run time can show only one; and what the runtime
puts into the classes of enumerations for its own use.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path

from ..errors import Code, ErrorList, Words

_OF_RUNTIME = ("__ffi_is_dataclass__", "__match_args__")
_SUFFIXES = (".so", ".dylib", ".dll", ".pyd")


def verify_stubs(folder: Path, package: str, timeout: float, errors: ErrorList) -> bool:
    """Record what stubtest finds; False when it is not installed."""
    if find_spec("mypy") is None:
        return False
    root = folder.resolve()
    environment = dict(os.environ)
    for name in ("MYPYPATH", "PYTHONPATH"):
        environment[name] = os.pathsep.join(filter(None, (str(root), os.environ.get(name))))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", "mypy.stubtest", "--concise", package]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=max(timeout, 300),
            check=False,
            env=environment,
            cwd=root,
        )
    except subprocess.TimeoutExpired:
        errors.add(Code.SG050, package, problem=Words("stubtest takes too long"))
        return True
    left_out = {*_libraries(root / package, package), *_overloaded(root, package)}
    for line in done.stdout.splitlines():
        name, _, problem = line.partition(" ")
        last = name.rpartition(".")[2]
        if last in _OF_RUNTIME and problem == "is not present in stub":
            continue
        if problem and name not in left_out and last != "__ffi_init__" and not iskeyword(last):
            errors.add(Code.SG050, name, problem=Words(problem))
    if done.returncode not in (0, 1):
        words = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        errors.add(Code.SG050, package, problem=Words(f"stubtest failed: {words}"))
    return True


def _libraries(folder: Path, package: str) -> Iterator[str]:
    for path in folder.iterdir():
        if path.suffix in _SUFFIXES:
            yield f"{package}.{path.stem}"


def _overloaded(root: Path, package: str) -> Iterator[str]:
    """Yield the full names of overload sets."""
    for stub in (root / package).rglob("_ffi_api.pyi"):
        module = ".".join(stub.relative_to(root).with_suffix("").parts)
        for owner in ast.parse(stub.read_text(encoding="utf-8")).body:
            for node in owner.body if isinstance(owner, ast.ClassDef) else ():
                marks = getattr(node, "decorator_list", [])
                if any(ast.unparse(mark).endswith("overload") for mark in marks):
                    yield f"{module}.{owner.name}.{node.name}"  # type: ignore[attr-defined]
