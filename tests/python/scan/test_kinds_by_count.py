# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters that go by position or by name only: told by number, named by the scanner."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import tvm_ffi
from tvm_ffi.stubgen.cli import main

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test"))
LIBRARY = BUILD / "tests/cpp/reflection/export/fixtures/scanned/scanned.so"

if not LIBRARY.is_file():
    pytest.skip("the library is built only with libclang", allow_module_level=True)
MODULE = tvm_ffi.load_module(LIBRARY)
Pair: Any = tvm_ffi.register_object("scanned.Pair")(type("Pair", (tvm_ffi.Object,), {}))


def message_of(function: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(TypeError) as caught:
        function(*args, **kwargs)
    return str(caught.value)


def test_a_function_takes_the_last_one_by_name_and_the_first_by_position_only() -> None:
    options = tvm_ffi.get_global_func("scanned.options")
    signature = (
        '\nsignature: scanned.options(flag: bool, /, count: int = -3, *, text: str = "a\\"b\\\\c")'
        " -> str"
    )
    for _ in range(2):  # the first call of a function looks its metadata up
        assert options(True) == '1-3a"b\\c'
        assert options(True, 1) == '11a"b\\c'
        assert options(True, text="x") == "1-3x"
        assert options(True, count=2, text="x") == "12x"
        assert message_of(options, True, 1, "x") == (
            "scanned.options() takes from 1 to 2 positional arguments but 3 were given" + signature
        )
        assert message_of(options, flag=True).startswith(
            "scanned.options() got some positional-only arguments passed as keyword arguments: "
            "'flag'"
        )
        assert message_of(options).startswith(
            "scanned.options() missing 1 required positional argument: 'flag'"
        )


def test_a_method_takes_the_last_one_by_name_only() -> None:
    pair = Pair(1, 2)
    for _ in range(2):
        assert pair.scale() == 5.0
        assert pair.scale(3.0) == 8.0
        assert pair.scale(3.0, shift=1) == 10.0
        assert "takes from 1 to 2 positional arguments but 3 were given" in message_of(
            pair.scale, 3.0, 1
        )
        assert "takes from 1 to 2 positional arguments but 3 were given" in message_of(
            Pair.scale, pair, 3.0, 1
        )


def test_one_constructor_of_two_takes_its_parameter_by_position_only() -> None:
    assert Pair("four").a == 4
    assert Pair(a=1, b=2).b == 2
    assert "positional-only" in message_of(Pair, text="four")


def test_stubs_have_the_marks(tmp_path: Path) -> None:
    saved = ROOT / "tests" / "fixtures" / "scanned" / "export.json"
    assert main(["--from-json", str(saved), "--package", "scanned", "-o", str(tmp_path)]) == 0
    stub = (tmp_path / "scanned" / "_ffi_api.pyi").read_text(encoding="utf-8")
    assert "def options(flag: bool, /, count: int = -3, *, text: str = " in stub
    assert "def scale(self, factor: float = 2.0, *, shift: int = -1) -> float:" in stub
    assert "def __init__(self, text: str, /) -> None:" in stub
