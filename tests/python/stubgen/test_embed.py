# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Exports stored in finished libraries: what strip leaves, what tells builds apart, how fast."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from builders import ROOT
from section_files import elf, export_text, payload
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.load.library import read_library
from tvm_ffi.stubgen.sections import Damaged, read
from tvm_ffi.stubgen.sections.store import store

BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test"))
LIBRARY = BUILD / "tests/cpp/reflection/export/fixtures/my_ffi_extension.so"
STRIPS = ("strip", "strip -g", "strip --strip-unneeded", "llvm-strip --strip-all", "objcopy")
BUILDS = {"with a build id": "-Wl,--build-id", "without": "-Wl,--build-id=none"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed"),
]


def compiled(folder: Path, source: str, *flags: str, name: str = "library.so") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "source.c").write_text(source, encoding="utf-8")
    command = ["gcc", "-g", "-shared", "-fPIC", *flags, "source.c", "-o", name]
    subprocess.run(command, cwd=folder, check=True)
    return folder / name


def number(library: Path) -> int:
    """Return what the library's function says."""
    return int(ctypes.CDLL(str(library)).number())


@pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS)
def test_strip_leaves_it_and_the_library_as_it_was(build: str, tmp_path: Path) -> None:
    source = "static char zeros[70000]; int number(void) { return zeros[69999] + 7; }"
    library = compiled(tmp_path, source, build)
    assert read(library) is None
    assert store(library, export_text())
    assert not store(library, export_text())
    for index, command in enumerate(STRIPS):
        if shutil.which(command.split()[0]) is None:
            continue
        target = tmp_path / str(index) / "library.so"
        target.parent.mkdir()
        shutil.copy(library, target)
        for _ in range(2):
            done = subprocess.run(
                [*command.split(), str(target)], check=True, capture_output=True, text=True
            )
            assert done.stderr == ""
            found = read(target)
            assert found is not None and found.fresh, command
            assert found.text == export_text()
            store(target, export_text().replace("A pair", "Two"))
            store(target, export_text())
        assert number(target) == 7


@pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS)
def test_an_export_of_another_build_is_stale(
    build: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = compiled(tmp_path / "old", 'const char* text(void) { return "old"; }', build)
    store(library, export_text())
    section = tmp_path / "section"
    dump = f"--dump-section=.tvm_ffi_meta={section}"
    subprocess.run(["objcopy", dump, library, tmp_path / "copy"], check=True)
    newer = compiled(tmp_path / "new", 'const char* text(void) { return "new"; }', build)
    add = f"--add-section=.tvm_ffi_meta={section}"
    subprocess.run(["objcopy", add, newer], check=True)
    found = read(newer)
    assert found is not None and not found.fresh
    assert main([str(newer), "--no-load", "-o", str(tmp_path)]) == 3
    assert "it was made of another build" in capsys.readouterr().err


def test_many_zeros_at_the_end_are_refused(tmp_path: Path) -> None:
    library = compiled(tmp_path, "char zeros[1 << 25]; int number(void) { return zeros[5]; }")
    before = library.read_bytes()
    with pytest.raises(Damaged, match="zeros, the limit is 16777216"):
        store(library, export_text())
    assert library.read_bytes() == before


def test_three_doors_give_one_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "my_ffi_extension.so"
    shutil.copy(LIBRARY, library)
    mode = library.stat().st_mode
    saved = tmp_path / "saved.json"
    assert main(["--embed", str(library), "-o", str(saved)]) == 0
    assert library.stat().st_mode == mode
    assert capsys.readouterr().out == f"{library}: export stored\n"
    assert main(["--embed", str(library)]) == 0
    assert capsys.readouterr().out == f"{library}: export there already\n"
    found = read(library)
    assert found is not None
    assert found.text == saved.read_text(encoding="utf-8") == read_library(library)

    # What is carried is used without a child; --no-load says it must.
    monkeypatch.setattr(subprocess, "run", None)
    monkeypatch.setattr(subprocess, "Popen", None)
    for options in ([], ["--no-load"]):
        folder = tmp_path / "-".join(["out", *options])
        assert main([str(library), "-o", str(folder), *options]) == 0
        made = (folder / "my_ffi_extension" / "_ffi_api.pyi").read_text(encoding="utf-8")
        assert "class IntPair" in made


def test_a_file_of_another_machine_is_read(tmp_path: Path) -> None:
    library = tmp_path / "library.so"
    library.write_bytes(elf(payload(), bits=32, order=">"))
    assert main([str(library), "--no-load", "-o", str(tmp_path)]) == 0
    assert (tmp_path / "my_ffi_extension" / "_ffi_api.pyi").is_file()


def test_ten_thousand_types_are_read_in_no_time(tmp_path: Path) -> None:
    text = export_text()
    record = re.search(
        r'    \{\n      "key": "my_ffi_extension.IntPair".*?\n    \}', text, re.DOTALL
    )
    assert record is not None
    one = record[0].replace("my_ffi_extension.IntPair", "m.T%d")
    field = re.search(r'        \{"name":"a".*?\}(?=,?\n)', one)
    assert field is not None
    one = one.replace(field[0], ",\n".join([field[0]] * 4))
    many = ",\n".join(one.replace("%d", str(number)) for number in range(10_000))
    library = tmp_path / "library.so"
    library.write_bytes(elf(payload(text=text.replace(record[0], many))))
    times: list[float] = []
    for _ in range(3):
        started = time.process_time()
        found = read(library)
        times.append(time.process_time() - started)
        assert found is not None and found.fresh
        assert len(found.text) > 15_000_000
    assert min(times) < 0.3
    print(f"{len(text) + len(many)} bytes read in {min(times):.3f} s")
