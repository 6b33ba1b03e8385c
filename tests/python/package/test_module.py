# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest
import tvm_ffi
from tvm_ffi import Module, libinfo


@pytest.fixture(scope="module")
def library() -> Module:
    return tvm_ffi.load_module(Path(tvm_ffi.__file__).parent / "lib" / "libtvm_ffi_testing.so")


def test_functions_are_attributes_and_items(library: Module) -> None:
    assert library.testing_dll_schema_id_int(3) == 3
    assert library["testing_dll_schema_id_int"](4) == 4
    assert library.implements_function("testing_dll_schema_id_int")
    assert not library.implements_function("no_such")


def test_functions_bring_metadata_and_docs(library: Module) -> None:
    assert "type_schema" in (library.get_function_metadata("testing_dll_schema_id_int") or {})
    doc = library.get_function_doc("testing_dll_test_add_with_docstring")
    assert doc is not None and doc == library.testing_dll_test_add_with_docstring.__doc__


def test_missing_functions_are_attribute_errors(library: Module) -> None:
    with pytest.raises(AttributeError, match="Module has no function 'nothing'"):
        assert library.nothing
    with pytest.raises(ValueError):
        library[3]  # type: ignore[index]


def test_modules_describe_themselves(library: Module) -> None:
    assert (library.kind, len(library.imports)) == ("library", 0)
    assert library.get_property_mask() == 3
    assert library.is_runnable() and library.is_binary_serializable()
    assert not library.is_compilation_exportable()
    assert library.inspect_source() == "" and list(library.get_write_formats()) == []
    with pytest.raises(RuntimeError, match="does not support WriteToFile"):
        library.write_to_file("x")


def test_modules_come_out_of_loaders_only() -> None:
    with pytest.raises(TypeError):
        Module()
    with pytest.raises(RuntimeError, match="Loader for"):
        tvm_ffi.load_module("x.foo")
    with pytest.raises(RuntimeError, match="Failed to load dynamic shared library"):
        tvm_ffi.load_module("/no/such/library.so")


def test_a_bare_file_name_is_told_how_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuntimeError, match="Failed to load dynamic shared library") as absent:
        tvm_ffi.load_module("tvm_ffi_bare_name.so")
    assert "current folder" not in str(absent.value)
    (tmp_path / "tvm_ffi_bare_name.so").write_bytes(b"")
    with pytest.raises(RuntimeError, match=r'current folder is "\./tvm_ffi_bare_name\.so"'):
        tvm_ffi.load_module("tvm_ffi_bare_name.so")


def test_system_library_functions() -> None:
    assert tvm_ffi.system_lib("testing.")["add_one"](1) == 2


def test_libinfo_finds_what_is_there() -> None:
    assert Path(libinfo.find_libtvm_ffi()).is_file()
    assert Path(libinfo.find_cython_lib()).is_file()
    with pytest.raises(TypeError):
        libinfo.load_lib_ctypes("apache-tvm-ffi", "x", "RTLD_LOCAL", ["not a path"])  # type: ignore[list-item]
    with pytest.raises(RuntimeError, match="Cannot find library"):
        libinfo.load_lib_module("apache-tvm-ffi", "no_such_library")
