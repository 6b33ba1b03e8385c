# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""From marked headers to the registration: its text, and what cannot be shown."""

from __future__ import annotations

import difflib
import subprocess
from pathlib import Path

import pytest
from tvm_ffi.scan import write_registration
from tvm_ffi.scan.annotations import Annotation, BadAnnotation, read
from tvm_ffi.scan.cli import main

ROOT = Path(__file__).resolve().parents[3]
FLAGS = [f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
FIXTURE = ROOT / "tests" / "fixtures" / "annotated"
# One line per mistake, and what is told of it.
MISTAKES = {
    "class TVM_FFI_REFLECT(sikp) A {};": "'sikp' is unknown; expected skip, ro, symbol, name",
    "class TVM_FFI_REFLECT() B final {};": "'B': is final, so no object class can be made",
    "class TVM_FFI_REFLECT() C : public tvm::ffi::Object {};": (
        "derives from ffi::Object but has no TVM_FFI_DECLARE_OBJECT_INFO"
    ),
    "struct TVM_FFI_REFLECT() D { int bits : 3; };": "'bits': is a bit-field",
    "struct TVM_FFI_REFLECT() E { int& r; };": "'r': has the type int &; mark it",
    "struct TVM_FFI_REFLECT() F { int r[3]; };": "'r': has the type int[3]; mark it",
    "struct TVM_FFI_REFLECT() G {};": "",
    "struct TVM_FFI_REFLECT() H { G g; };": "'g': holds the plain class m::G by value",
    "TVM_FFI_REFLECT() void i(Box<G> all);": "the type m::Box<m::G> holds a plain class",
    "TVM_FFI_REFLECT() G* j();": "'j': returns a pointer to a plain class",
    "TVM_FFI_REFLECT() void k(G&& g);": "'g': takes the plain class m::G by &&",
    "class TVM_FFI_REFLECT() L { TVM_FFI_REFLECT() int x; };": "'x': is marked but not public",
    "TVM_FFI_REFLECT() void m(int x);": "",
    "TVM_FFI_REFLECT() void m(double x);": "'m.m' is shown twice, first at a.h:",
    "TVM_FFI_REFLECT() extern int n;": "'n': only classes, functions and enumerations",
    "TVM_FFI_REFLECT(pos_only = 1, kw_only = 2) void o(int x, int y);": (
        "'o': TVM_FFI_REFLECT means 1 parameters by position and 2 by name only, but there are 2"
    ),
    "TVM_FFI_REFLECT(ro) void p();": "'p': TVM_FFI_REFLECT(ro) means nothing here; what does: skip",
    "struct TVM_FFI_REFLECT() Q { TVM_FFI_REFLECT(kw_only = 1) int x; };": (
        "'x': TVM_FFI_REFLECT(kw_only) means nothing here; what does: skip, name, ro"
    ),
    "struct TVM_FFI_REFLECT() R { TVM_FFI_REFLECT(kw_only = 2) explicit R(int x); };": (
        "'R': TVM_FFI_REFLECT means 0 parameters by position and 2 by name only, but there are 1"
    ),
    "enum class TVM_FFI_REFLECT(symbol) S { kT };": "'S': TVM_FFI_REFLECT(symbol) means nothing",
}
HEAD = """#include <tvm/ffi/reflect.h>
namespace tvm { namespace ffi { class Object {}; } }
namespace m {
template <typename T> class Box {};
"""


def reflect(header: Path, out: Path) -> int:
    flags = ["--", f"-I{header.parent}", *FLAGS]
    options = ["--root", str(header.parent), "--reflect", str(out / "registration.cc")]
    return main([str(header), *options, "-o", str(out / "fragment.json"), *flags])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Annotation()),
        ("skip", Annotation(skip=True)),
        (" ro , symbol ", Annotation(ro=True, symbol=True)),
        ('name = "a.b"', Annotation(name="a.b")),
        ('name="x\\"y", ro', Annotation(ro=True, name='x"y')),
        ("name=plain", Annotation(name="plain")),
        ("pos_only = 1, kw_only=12", Annotation(pos_only=1, kw_only=12)),
    ],
)
def test_options_are_read(text: str, expected: Annotation) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("readonly", "name", "ro = 1", 'name = ""', "skip skip", ",", 'name = "open'),
        *("kw_only", "kw_only = -1", "kw_only = x", "pos_only = 1.5", 'pos_only = "1"'),
        "pos_only = 99999999999999999999",
    ],
)
def test_unknown_options_are_refused(text: str) -> None:
    with pytest.raises(BadAnnotation, match=r"expected skip, ro, symbol, name|names nothing"):
        read(text)


@pytest.mark.slow
def test_the_registration_is_what_one_would_write_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("clang.cindex")
    assert reflect(FIXTURE / "annotated.h", tmp_path) == 0
    told = capsys.readouterr().err
    assert "warning: 'move_by': the default 1+1 of 'times' is no literal; left out" in told
    made = (tmp_path / "registration.cc").read_text(encoding="utf-8")
    golden = FIXTURE / "registration.golden"
    stored = golden.read_text(encoding="utf-8") if golden.exists() else ""
    difference = difflib.unified_diff(stored.splitlines(), made.splitlines(), "golden", "made")
    assert made == stored, "\n".join(difference)


@pytest.mark.slow
def test_what_cannot_be_shown_is_an_error_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("clang.cindex")
    header = tmp_path / "a.h"
    header.write_text(HEAD + "\n".join(MISTAKES) + "\n}\n", encoding="utf-8")
    assert reflect(header, tmp_path) == 3
    told = [line for line in capsys.readouterr().err.splitlines() if ": error: " in line]
    first = len(HEAD.splitlines()) + 1
    expected = [(first + n, text) for n, text in enumerate(MISTAKES.values()) if text]
    assert len(told) == len(expected)
    for line, text in expected:
        assert any(item.startswith(f"a.h:{line}: error: ") and text in item for item in told), text
    assert not (tmp_path / "registration.cc").exists()


@pytest.mark.slow
def test_a_header_that_does_not_compile_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("clang.cindex")
    text = "#include <tvm/ffi/reflect.h>\nTVM_FFI_REFLECT() void f(Unknown x);\n"
    (tmp_path / "a.h").write_text(text, encoding="utf-8")
    assert reflect(tmp_path / "a.h", tmp_path) == 3
    err = capsys.readouterr().err
    assert "the header does not compile by itself" in err
    assert "a.h:2: unknown type name 'Unknown'" in err


@pytest.mark.slow
def test_any_text_becomes_a_literal_of_the_same_bytes(tmp_path: Path) -> None:
    texts = [
        'quote" back\\slash',
        "line\nbreak\ttab",
        "*/ // /*",
        "??/ ??= ?",
        "\u202egnirts \u200b",
    ]
    texts += ["\x01\x7f9", "naïve 変数", "%s {} ${X}", 'R"(x)"', "a" * 3000]
    lines = "\n".join(f"std::puts({write_registration._quoted(text)});" for text in texts)
    source = f"#include <cstdio>\nint main() {{\n{lines}\n}}\n"
    (tmp_path / "a.cc").write_text(source, encoding="ascii")
    flags = ["-std=c++17", "-trigraphs", "-Wall", "-Werror", "-Wno-trigraphs"]
    command = ["g++", *flags, str(tmp_path / "a.cc"), "-o", str(tmp_path / "a")]
    subprocess.run(command, check=True)
    said = subprocess.run([tmp_path / "a"], check=True, capture_output=True).stdout
    assert said.decode("utf-8") == "".join(text + "\n" for text in texts)
