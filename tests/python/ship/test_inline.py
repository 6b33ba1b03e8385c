# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""tvm_ffi.cpp: what can be built, from what, and what is said when it cannot."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tvm_ffi
import tvm_ffi.cpp
from tvm_ffi.cpp import _source

pytestmark = pytest.mark.slow

PLUS = "int plus(int a, int b) { return a + b; }"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "the cache"
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(folder))
    return folder


def test_one_name_exports_one_function() -> None:
    module = tvm_ffi.cpp.load_inline(name="one", cpp_sources=PLUS, functions="plus")
    assert module.plus(1, 2) == 3


def test_several_texts_and_names() -> None:
    module = tvm_ffi.cpp.load_inline(
        name="two",
        cpp_sources=[PLUS, "int minus(int a, int b) { return plus(a, -b); }"],
        functions=["plus", "minus"],
    )
    assert (module.plus(1, 2), module.minus(1, 2)) == (3, -1)


def test_a_mapping_gives_documentation_as_it_stands() -> None:
    doc = 'Say "plus" \\ ??/ twice:\n\ta + b.'
    module = tvm_ffi.cpp.load_inline(name="doc", cpp_sources=PLUS, functions={"plus": doc})
    assert module.get_function_doc("plus") == doc
    assert module.get_function_metadata("plus") is not None


def test_tensors_errors_and_the_environment_are_included_before_the_text() -> None:
    module = tvm_ffi.cpp.load_inline(
        name="prelude",
        cpp_sources="""
        void twice(tvm::ffi::TensorView x) {
          TVM_FFI_CHECK(x.ndim() == 1, ValueError) << "one dimension, not " << x.ndim();
          for (int64_t i = 0; i < x.size(0); ++i) static_cast<float*>(x.data_ptr())[i] *= 2;
        }
        int64_t stream() { return reinterpret_cast<int64_t>(TVMFFIEnvGetStream(kDLCPU, 0)); }
        """,
        functions=["twice", "stream"],
    )
    x = np.array([1, 2], dtype=np.float32)
    module.twice(x)
    assert x.tolist() == [2, 4]
    assert module.stream() == 0
    with pytest.raises(ValueError, match="one dimension, not 2"):
        module.twice(x.reshape(1, 2))


def test_flags_and_include_folders_reach_the_compiler(tmp_path: Path) -> None:
    folder = tmp_path / "my headers"
    folder.mkdir()
    (folder / "mine.h").write_text("#define MINE 40\n", encoding="utf-8")
    module = tvm_ffi.cpp.load_inline(
        name="flags",
        cpp_sources='#include "mine.h"\nint sum() { return MINE + YOURS; }',
        functions="sum",
        extra_cflags=["-DYOURS=2"],
        extra_ldflags="-lm",
        extra_include_paths=[str(folder)],
    )
    assert module.sum() == 42


def test_flags_in_one_text_are_words_and_flags_in_a_list_arrive_as_they_stand() -> None:
    text = "tvm::ffi::String said() { return SAID; }"
    for flags in ("-O1 '-DSAID=\"a  b\"'", ["-O1", '-DSAID="a  b"']):
        module = tvm_ffi.cpp.load_inline(
            name="words",
            cpp_sources=text,
            functions="said",
            extra_cflags=flags,
            extra_ldflags="-Wl,-O1 -lm",
        )
        assert module.said() == "a  b"


def test_folders_with_letters_quotes_and_dollars_are_built_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / 'hö st\'s "q" $HOME #1'
    folder.mkdir()
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(folder / "cache"))
    request: dict[str, Any] = {
        "cpp_sources": '#include "my h.h"\nextern "C" const char __tvm_ffi__cubin_k[];\n'
        "int sum() { return MINE + __tvm_ffi__cubin_k[0]; }",
        "functions": "sum",
        "extra_include_paths": [str(folder)],
        "embed_cubin": {"k": b"\x02"},
    }
    for value in (40, 50):
        (folder / "my h.h").write_text(f"#define MINE {value}\n", encoding="utf-8")
        assert tvm_ffi.cpp.load_inline("mödul 1", **request).sum() == value + 2


def test_a_changed_header_is_seen(tmp_path: Path) -> None:
    header = tmp_path / "value.h"
    request = {
        "name": "header",
        "cpp_sources": '#include "value.h"\nint value() { return VALUE; }',
        "functions": "value",
        "extra_include_paths": str(tmp_path),
    }
    header.write_text("#define VALUE 1\n", encoding="utf-8")
    assert tvm_ffi.cpp.load_inline(**request).value() == 1
    header.write_text("#define VALUE 2\n", encoding="utf-8")
    assert tvm_ffi.cpp.load_inline(**request).value() == 2
    header.write_text("#define VALUE 1\n", encoding="utf-8")
    before = tvm_ffi.cpp.build_inline(**request)
    assert tvm_ffi.load_module(before).value() == 1


def test_the_folder_of_the_caller_holds_sources_and_library(tmp_path: Path) -> None:
    folder = tmp_path / "build here"
    path = tvm_ffi.cpp.build_inline(
        name="mine", cpp_sources=PLUS, functions="plus", build_directory=str(folder)
    )
    assert path == str(folder / "mine.so")
    assert (folder / "main.cpp").is_file()
    made = Path(path).stat().st_ino
    tvm_ffi.cpp.build_inline(
        name="mine", cpp_sources=PLUS, functions="plus", build_directory=folder
    )
    assert Path(path).stat().st_ino == made


def test_output_may_be_a_name_a_path_or_an_object(tmp_path: Path) -> None:
    request = {"name": "out", "cpp_sources": PLUS, "functions": "plus"}
    assert tvm_ffi.cpp.build_inline(**request, output="other.so").endswith("/other.so")
    wanted = tmp_path / "deep" / "down.so"
    assert tvm_ffi.cpp.build_inline(**request, output=str(wanted)) == str(wanted)
    assert tvm_ffi.load_module(wanted).plus(1, 1) == 2
    as_object = tvm_ffi.cpp.build_inline(**request, output="only.o")
    symbols = subprocess.run(["nm", as_object], capture_output=True, text=True, check=True).stdout
    assert "T __tvm_ffi_plus" in symbols
    linked = tvm_ffi.cpp.load("from_object", sources=[as_object])
    assert linked.plus(2, 2) == 4


def test_a_binary_lies_between_its_symbols() -> None:
    module = tvm_ffi.cpp.load_inline(
        name="embed",
        cpp_sources="""
        extern "C" const char __tvm_ffi__cubin_first[], __tvm_ffi__cubin_first_end[];
        extern "C" const char __tvm_ffi__cubin_second[], __tvm_ffi__cubin_second_end[];
        tvm::ffi::Bytes first() { return {__tvm_ffi__cubin_first, size_t(__tvm_ffi__cubin_first_end - __tvm_ffi__cubin_first)}; }
        tvm::ffi::Bytes second() { return {__tvm_ffi__cubin_second, size_t(__tvm_ffi__cubin_second_end - __tvm_ffi__cubin_second)}; }
        """,  # noqa: E501
        functions=["first", "second"],
        embed_cubin={"first": b"\x00one\xff", "second": bytearray(b"two")},
    )
    assert (module.first(), module.second()) == (b"\x00one\xff", b"two")


def test_files_of_c_and_cpp_are_built_together(tmp_path: Path) -> None:
    (tmp_path / "low.c").write_text("int low(void) { return 20; }\n", encoding="utf-8")
    (tmp_path / "high.cc").write_text(
        '#include <tvm/ffi/function.h>\nextern "C" int low(void);\n'
        "int high() { return low() + 1; }\nTVM_FFI_DLL_EXPORT_TYPED_FUNC(high, high);\n",
        encoding="utf-8",
    )
    sources = [str(tmp_path / "low.c")]
    module = tvm_ffi.cpp.load("files", sources=sources, cpp_files=str(tmp_path / "high.cc"))
    assert module.high() == 21
    (tmp_path / "low.c").write_text("int low(void) { return 40; }\n", encoding="utf-8")
    module = tvm_ffi.cpp.load("files", sources=sources, cpp_files=str(tmp_path / "high.cc"))
    assert module.high() == 41


def test_an_error_of_the_compiler_names_the_line_of_the_text() -> None:
    with pytest.raises(RuntimeError) as caught:
        tvm_ffi.cpp.build_inline(
            name="wrong", cpp_sources="int f() {\n  return nowhere;\n}", functions="f"
        )
    text = str(caught.value)
    assert text.startswith("building 'wrong' failed: ")
    assert "\nwrong.cpp:2:10: error: " in text
    assert "  return nowhere;" in text


def test_a_function_that_the_sources_lack_is_named() -> None:
    with pytest.raises(RuntimeError, match="hint: functions= names 'absent'"):
        tvm_ffi.cpp.build_inline(name="lack", cpp_sources=PLUS, functions=["plus", "absent"])


def test_an_error_trace_names_text_and_line() -> None:
    module = tvm_ffi.cpp.load_inline(
        name="trace",
        cpp_sources='\nvoid fail() {\n  TVM_FFI_THROW(ValueError) << "no";\n}\n',
        functions="fail",
    )
    with pytest.raises(ValueError, match="no") as caught:
        module.fail()
    frames = [(Path(entry.path).name, entry.lineno + 1) for entry in caught.traceback]
    assert ("trace.cpp", 3) in frames


@pytest.mark.parametrize(
    ("request_", "error", "message"),
    [
        ({"cpp_sources": None}, AssertionError, "sources must be provided."),
        ({"cpp_sources": PLUS, "backend": "metal"}, ValueError, "Invalid backend: 'metal'"),
        ({"cpp_sources": PLUS, "functions": "a::b"}, ValueError, "'a::b' cannot be exported"),
        ({"cpp_sources": PLUS, "embed_cubin": {"a b": b""}}, ValueError, "no C identifier"),
    ],
)
def test_a_wrong_request_is_refused(
    request_: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        tvm_ffi.cpp.build_inline(name="refused", **request_)  # type: ignore[arg-type]


def test_a_missing_compiler_or_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError, match=r"there is no file '/no/such\.cc'"):
        tvm_ffi.cpp.build("absent", sources="/no/such.cc")
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(RuntimeError, match=r"'no-such-compiler'.*set CXX"):
        tvm_ffi.cpp.build_inline(name="absent", cpp_sources=PLUS)
    monkeypatch.setenv("CXX", "'g++")
    with pytest.raises(RuntimeError, match=r"CXX is \"'g\+\+\": No closing quotation"):
        tvm_ffi.cpp.build_inline(name="absent", cpp_sources=PLUS)


def test_a_compiler_variable_may_hold_options() -> None:
    env = {**os.environ, "CXX": "g++ -DVALUE=7", "PATH": os.environ["PATH"]}
    program = (
        "import tvm_ffi.cpp as c;"
        "print(c.load_inline('opt', cpp_sources='int v() { return VALUE; }', functions='v').v())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout == "7\n"


def test_a_log_of_commands_is_shown_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TVM_FFI_CPP_EXTENSION_LOG_BUILD", "stderr")
    tvm_ffi.cpp.build_inline(name="log", cpp_sources=PLUS, functions="plus")
    assert "main.cpp" in capsys.readouterr().err


def test_a_long_build_tells_a_terminal_and_nobody_else(tmp_path: Path) -> None:
    slow = tmp_path / "slow c++"
    slow.write_text('#!/bin/sh\nsleep 2.3\nexec g++ "$@"\n', encoding="utf-8")
    slow.chmod(0o755)
    program = "import tvm_ffi.cpp as c; c.build_inline('long', cpp_sources='int f() { return 1; }')"
    env = {**os.environ, "CXX": f"'{slow}'"}
    command = [sys.executable, "-c", program]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, env=env, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0
    assert re.search(rb"building long: main\.cpp \(\d+ s\)", shown)
    env["TVM_FFI_CACHE_DIR"] = str(tmp_path / "another")
    quiet = subprocess.run(command, env=env, capture_output=True, check=True)
    assert quiet.stderr == b""


def test_a_module_is_usable_by_a_program_that_never_imports_the_package(tmp_path: Path) -> None:
    path = tvm_ffi.cpp.build_inline(name="bare", cpp_sources=PLUS, functions="plus")
    program = f"import ctypes; ctypes.CDLL({path!r}); print('loaded')"
    clean = {k: v for k, v in os.environ.items() if k not in ("LD_LIBRARY_PATH", "PYTHONPATH")}
    run = subprocess.run(
        [sys.executable, "-c", program], env=clean, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("loaded\n", "")


def test_names_become_file_names() -> None:
    assert _source.file_stem("my module/1") == "my_module_1"
    with pytest.raises(ValueError, match="has no letter or digit"):
        _source.file_stem("..")
