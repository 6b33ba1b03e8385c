# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""tvm_ffi.libinfo: in which order libraries of packages are sought, and what is said of none."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tvm_ffi import libinfo

# Those of before the tests change where programs are sought.
COMPILER = shutil.which("cc") or "cc"
ENVIRONMENT = dict(os.environ)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages: the distribution `lib-holder`, which lists one library."""
    folder = tmp_path / "the site"
    info = folder / "lib_holder-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lib-holder\nVersion: 1.0\n")
    (info / "RECORD").write_text("deep/down/libsought.so,,\n")
    (folder / "lib_holder").mkdir()
    (folder / "lib_holder" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    return folder


def put(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    # Of each place a library of its own: the loader would give back one that it has already.
    command = [COMPILER, "-shared", "-x", "c", "/dev/null", "-o", str(folder / "libsought.so")]
    subprocess.run(command, check=True, env=ENVIRONMENT)
    return folder / "libsought.so"


def found(*folders: Path) -> Path:
    library = libinfo.load_lib_ctypes(
        "lib-holder", "sought", "RTLD_LOCAL", list(folders) if folders else None
    )
    assert isinstance(library, ctypes.CDLL)
    return Path(library._name)


def test_places_come_in_the_order_of_the_contract(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path, on_library_path = tmp_path / "path", tmp_path / "library path"
    monkeypatch.setenv("PATH", str(on_path))
    monkeypatch.setenv("LD_LIBRARY_PATH", f"{tmp_path / 'nothing here'}:{on_library_path}")
    package = site / "lib_holder"
    # From the last place to the first: each one is preferred to those before.
    for folder in (on_path, on_library_path, package / "lib", package / "build" / "lib"):
        library = put(folder)
        assert found() == library
    extra = put(tmp_path / "extra")
    assert found(tmp_path / "empty", extra.parent) == extra
    recorded = put(site / "deep" / "down")
    assert found(extra.parent) == recorded


def test_a_library_that_is_nowhere_is_told_with_every_folder(site: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError) as caught:
        libinfo.load_lib_module("lib-holder", "absent", extra_lib_paths=[tmp_path / "more"])
    text = str(caught.value)
    assert "libabsent.so, absent.so" in text
    for folder in (tmp_path / "more", site / "lib_holder" / "lib", Path("/usr/bin")):
        assert f"\n  {folder}" in text


def test_a_folder_that_is_a_text_is_refused() -> None:
    with pytest.raises(TypeError, match=r"must hold pathlib\.Path, got str"):
        libinfo.load_lib_module("lib-holder", "sought", extra_lib_paths=["/tmp"])  # type: ignore[list-item]


def test_the_mode_is_one_of_ctypes(site: Path) -> None:
    put(site / "lib_holder" / "lib")
    with pytest.raises(AttributeError, match="RTLD_NONSENSE"):
        libinfo.load_lib_ctypes("lib-holder", "sought", "RTLD_NONSENSE")


def test_folders_of_headers_are_named_once_and_hold_them() -> None:
    folders = libinfo.include_paths()
    assert folders == sorted(set(folders))
    assert (Path(libinfo.find_python_helper_include_path()) / "tvm" / "ffi").is_dir()
    with pytest.raises(RuntimeError, match=r"tvm_ffi\.lib; looked at:\n  "):
        libinfo.find_windows_implib()
