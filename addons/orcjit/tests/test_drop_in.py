# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What programs written for the reference's add-on find here: its two APIs, and its functions.

With TVM_FFI_ORCJIT_PEER (a Python that has the reference's wheels) the same program runs there.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tvm_ffi
import tvm_ffi_orcjit
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession, ObjectLoader, default_session

PEER = os.environ.get("TVM_FFI_ORCJIT_PEER", "")

# Cases by name; an error counts by its type. Objects in C: they bind to no header of either side.
CASES = """
import gc, json, sys
from pathlib import Path
import tvm_ffi, tvm_ffi_orcjit

basic, globals_, parts = sys.argv[1], sys.argv[2], sys.argv[3:5]
session = tvm_ffi_orcjit.ExecutionSession()
raw = {name: tvm_ffi.get_global_func("tvm_ffi_orcjit." + name) for name in (
    "ExecutionSession", "GlobalDefaultSession", "SessionLoadModule", "SessionClearFreeSlabs")}
tvm_ffi.register_global_func("testing.orcjit.host", lambda x: x + 100, override=True)
module = session.load_module(basic)
loaded = []
default = tvm_ffi_orcjit.default_session
mixed = (parts[0], Path(parts[1]).read_bytes())

def twice_loaded():
    loaded.append(session.load_module(globals_))
    return tvm_ffi.get_global_func("testing.orcjit.twice")(21)

CASES = {
    "path": lambda: session.load_module(basic).add(1, 2),
    "Path": lambda: session.load_module(Path(basic)).add(1, 2),
    "bytes": lambda: session.load_module(Path(basic).read_bytes()).add(1, 2),
    "bytearray": lambda: session.load_module(bytearray(Path(basic).read_bytes())).add(1, 2),
    "a list": lambda: session.load_module(parts).use_helper(5),
    "a mixed tuple": lambda: session.load_module(mixed).use_helper(5),
    "kind": lambda: module.kind,
    "no objects": lambda: session.load_module([]).kind,
    "a name twice": lambda: [session.load_module(basic, name="same").count() for _ in range(2)],
    "kept": lambda: session.load_module(basic, "kept", True).add(1, 2),
    "a compiler": lambda: session.load_module(basic, cxx="g++").add(1, 2),
    "by item": lambda: module["add"](3, 4),
    "get_function": lambda: module.get_function("add")(3, 4),
    "implements": lambda: [module.implements_function(n) for n in ("add", "nothing")],
    "no attribute": lambda: module.nothing,
    "no item": lambda: module["nothing"],
    "no function": lambda: module.get_function("nothing"),
    "constructors": lambda: module.prepared(),
    "the context": lambda: module.has_context(),
    "call back": lambda: module.call_back(tvm_ffi.convert(lambda x: x * 3), 5),
    "call a global": lambda: module.call_global(5),
    "a registered function": twice_loaded,
    "an error": lambda: module.fail(),
    "a wrong element": lambda: session.load_module([3]),
    "a wrong object": lambda: session.load_module(3),
    "a wrong runtime": lambda: tvm_ffi_orcjit.ExecutionSession(3),
    "slabs off": lambda: tvm_ffi_orcjit.ExecutionSession(slab_size=-1).load_module(basic).add(1, 2),
    "slabs cleared": lambda: session.clear_free_slabs() >= 0,
    "one default": lambda: default().same_as(default()),
    "raw load": lambda: raw["SessionLoadModule"](session, [basic], "raw", None, None).add(1, 2),
    "raw default": lambda: type(raw["GlobalDefaultSession"]()).__name__,
    "raw clear": lambda: raw["SessionClearFreeSlabs"](session) >= 0,
    "too many arguments": lambda: raw["ExecutionSession"](None, 0, None, None),
}
results = {}
for name, case in CASES.items():
    try:
        results[name] = case()
    except Exception as error:
        results[name] = type(error).__name__
print(json.dumps(results, sort_keys=True))
"""


def _run(python: str, tmp_path: Path) -> dict[str, object]:
    program = tmp_path / "cases.py"
    program.write_text(CASES, encoding="utf-8")
    env = dict(os.environ)
    if python != sys.executable:
        for name in ("PYTHONPATH", "TVM_FFI_LIB_DIR"):
            env.pop(name, None)
    objects = [compile_object(name) for name in ("basic.c", "globals.c")]
    objects += [compile_object("symbols.c", f"-DPART={part}") for part in (3, 4)]
    command = [python, str(program), *map(str, objects)]
    run = subprocess.run(command, env=env, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr[-3000:]
    results: dict[str, object] = json.loads(run.stdout)
    return results


def test_programs_for_the_reference_get_their_results(tmp_path: Path) -> None:
    results = _run(sys.executable, tmp_path)
    assert results["path"] == 3
    assert results["a mixed tuple"] == 1005
    assert results["a compiler"] == 3
    assert results["raw load"] == 3
    errors = {"no attribute", "no item", "no function", "an error", "a wrong element"}
    errors |= {"a wrong object", "a wrong runtime", "too many arguments"}
    kinds = {results[name] for name in errors}
    assert kinds == {"AttributeError", "TypeError", "ValueError"}
    assert not [name for name in set(results) - errors if str(results[name]).endswith("Error")]


@pytest.mark.full
@pytest.mark.skipif(not PEER, reason="TVM_FFI_ORCJIT_PEER names no Python")
def test_the_reference_gives_the_same_results(tmp_path: Path) -> None:
    assert _run(PEER, tmp_path) == _run(sys.executable, tmp_path)


def test_signatures_take_what_the_reference_takes() -> None:
    load = inspect.signature(ExecutionSession.load_module)
    assert list(load.parameters)[1:] == ["objects", "name", "keep_module_alive", "cxx"]
    make = inspect.signature(ExecutionSession.__init__)
    assert list(make.parameters)[1:3] == ["orc_rt", "slab_size"]
    assert list(inspect.signature(default_session).parameters) == []
    assert tvm_ffi_orcjit.__version__ == "0.1.4"


def test_the_code_of_the_guide_runs_with_the_default_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loader, incremental loading, and load_module of tvm_ffi, by the names the guide gives."""
    source = Path(__file__).resolve().parents[1] / "example.py"
    names: dict[str, object] = {"__name__": "example"}
    exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), names)
    compile_source = names["compile_object"]
    assert callable(compile_source)
    for name, text in (("math_ops", "MATH"), ("string_ops", "TEXT"), ("example", "MATH")):
        compile_source(tmp_path, name, names[text])
    monkeypatch.chdir(tmp_path)

    loader = ObjectLoader()
    loader.load("example.o")
    assert loader.get_function("simple_add")(1, 2) == 3

    loader = ObjectLoader()
    loader.load("math_ops.o")
    add = loader.get_function("simple_add")
    loader.load("string_ops.o")
    concat = loader.get_function("string_concat")
    assert add(10, 20) == 30
    assert concat("Hello", "World") == "HelloWorld"

    module = tvm_ffi.load_module("example.o", keep_module_alive=False)
    assert module.get_function("simple_add")(2, 3) == 5


def test_a_library_that_cannot_be_opened_is_told() -> None:
    load = tvm_ffi.get_global_func("tvm_ffi_orcjit.SessionLoadModule")
    with pytest.raises(RuntimeError, match=r"cannot open the C\+\+ library 'nowhere\.so'"):
        load(default_session(), [], "n", "nowhere.so", None)
    with pytest.raises(TypeError, match="takes session, objects, name"):
        load(default_session())
    with pytest.raises(TypeError, match="name of a compiler"):
        default_session().load_module([], cxx=3)  # type: ignore[arg-type]
