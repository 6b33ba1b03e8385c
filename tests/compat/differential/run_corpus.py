# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Run a corpus of small operations on the tvm_ffi of this interpreter and print what each gives.

A corpus file is Python: what comes before the first line `---` is run for every snippet, and each
snippet until the next `---` runs in a process of its own. Every statement is one operation: the
value of an expression is recorded by type and repr, an exception by type and text. Output is JSON:
snippet title -> list of [operation, result]. Needs nothing but the package under test.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator

# Addresses and temporary folders are different each time.
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
_FOLDER = re.compile(r"/tmp/tmp\w+")


def _stable(text: str) -> str:
    return _FOLDER.sub("/tmp/x", _ADDRESS.sub("0x", text))


def show(value: object) -> str:
    """Return type and repr without addresses."""
    return f"{type(value).__name__} {_stable(repr(value))}"


def show_error(error: BaseException) -> str:
    """Return type and text without addresses."""
    return f"! {type(error).__name__}: {_stable(str(error))}"


def run_snippet(setup: str, snippet: str, name: str) -> Iterator[list[str]]:
    """Run a snippet after its setup; yield an entry for each operation with a result."""
    space: dict[str, object] = {"__name__": "corpus"}
    module = type(sys)("corpus")
    module.__dict__.update(space)
    sys.modules["corpus"] = module
    space = module.__dict__
    try:
        exec(compile(setup, f"{name} setup", "exec", dont_inherit=True), space)
    except BaseException as error:
        yield ["setup", show_error(error)]
        return
    for statement in ast.parse(snippet).body:
        text = ast.unparse(statement)
        if len(text) > 200:
            text = text[:200] + "..."
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                if isinstance(statement, ast.Expr):
                    code = compile(ast.Expression(statement.value), name, "eval", dont_inherit=True)
                    value = eval(code, space)
                    yield [text, show(value)]
                else:
                    body = ast.Module([statement], [])
                    exec(compile(body, name, "exec", dont_inherit=True), space)
            except BaseException as error:
                yield [text, show_error(error)]
        for warning in caught:
            if issubclass(warning.category, UserWarning):
                yield [text, f"warns {warning.category.__name__}: {warning.message}"]


def run_isolated(setup: str, snippet: str, name: str) -> list[list[str]]:
    """Run a snippet in a child, so that a crash is a result too."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            for entry in run_snippet(setup, snippet, name):
                os.write(writer, json.dumps(entry).encode() + b"\n")
        except BaseException as error:
            os.write(writer, json.dumps(["corpus", show_error(error)]).encode() + b"\n")
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        found: list[list[str]] = [json.loads(line) for line in stream]
    _, status = os.waitpid(child, 0)
    if status != 0:
        found.append(["process", f"! died with status {status}"])
    return found


def main(paths: list[str]) -> None:
    """Print the results of all files."""
    sys.dont_write_bytecode = True
    import tvm_ffi

    assert tvm_ffi.Object is not None
    results: dict[str, list[list[str]]] = {}
    for path in paths:
        with open(path, encoding="utf-8") as stream:
            setup, *snippets = stream.read().split("\n---")
        name = os.path.splitext(os.path.basename(path))[0]
        for number, part in enumerate(snippets, start=1):
            title, _, snippet = part.partition("\n")
            key = f"{name}/{title.strip() or number}"
            results[key] = run_isolated(setup, snippet, key)
    json.dump(results, sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])
