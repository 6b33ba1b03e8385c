# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The cache of inline builds: crowds, kills, damage, and how soon a finished build is back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tvm_ffi.cpp
from tvm_ffi.cpp import _cache

pytestmark = pytest.mark.slow

TEXT = "int f() { return 42; }"
PROGRAM = (
    "import tvm_ffi.cpp as c;"
    f"print(c.load_inline('crowd', cpp_sources={TEXT!r}, functions='f').f())"
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def build() -> Path:
    return Path(tvm_ffi.cpp.build_inline("crowd", cpp_sources=TEXT, functions="f"))


def entries(cache: Path) -> list[Path]:
    return [path for path in cache.glob("*/*") if not path.name.startswith(".src")]


def test_sixteen_processes_at_once_publish_one_build(cache: Path) -> None:
    crowd = [
        subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
        for _ in range(16)
    ]
    assert [process.communicate()[0] for process in crowd] == ["42\n"] * 16
    assert [process.returncode for process in crowd] == [0] * 16
    assert len(entries(cache)) == 1


def test_a_killed_build_leaves_nothing_that_the_next_one_trips_over(
    cache: Path, tmp_path: Path
) -> None:
    slow = tmp_path / "slow"
    slow.write_text('#!/bin/sh\nsleep 30 & wait\nexec g++ "$@"\n', encoding="utf-8")
    slow.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "CXX": str(slow)},
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(cache.glob("*/.building-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    left = list(cache.glob("*/.building-*"))
    assert left
    assert build().is_file()
    # What was left is cleared away when nobody can be using it any more.
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(left[0], (long_ago, long_ago))
    _cache.working_folder(left[0].parent).rmdir()
    assert not left[0].exists()


@pytest.mark.skipif(os.name == "nt", reason="folders have no owner of this kind")
def test_users_who_share_a_folder_do_not_load_what_others_built(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cache / "some"
    assert _cache.own_folder(folder) == folder
    # Another user, whom neither this folder belongs to nor the one that somebody made beside it.
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(PermissionError, match="TVM_FFI_CACHE_DIR"):
        _cache.own_folder(folder)


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder to another user"
)
def test_what_another_user_built_is_built_again_beside_it() -> None:
    theirs = build()
    os.chown(theirs.parents[1], 65534, -1)
    mine = build()
    assert mine.parents[1] == theirs.parents[1].with_name(f"{theirs.parents[1].name}-0")
    assert mine.read_bytes()[:4] == b"\x7fELF"


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="only root can build what root built"
)
def test_a_cache_that_root_filled_serves_users_who_cannot_write_to_it(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build()
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    assert build() == made
    # Not when others may write to the folder: anybody could have put the library there.
    made.parents[1].chmod(0o777)
    with pytest.raises(PermissionError, match="TVM_FFI_CACHE_DIR"):
        build()


def test_a_folder_that_cannot_be_made_is_named_with_the_variable_that_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_bytes(b"")
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(tmp_path / "a file"))
    with pytest.raises(NotADirectoryError, match=r"TVM_FFI_CACHE_DIR: '.*a file/crowd_"):
        build()


def test_a_full_disk_is_told_and_leaves_nothing_half_made(cache: Path, tmp_path: Path) -> None:
    full = tmp_path / "full c++"
    full.write_text(
        '#!/bin/sh\nfor last; do :; done\ncase "$*" in *-shared*)\n'
        'echo half > "$last"; echo "ld: final link failed: No space left on device"; exit 1;;\n'
        'esac\nexec g++ "$@"\n',
        encoding="utf-8",
    )
    full.chmod(0o755)
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("CXX", f"'{full}'")
        with pytest.raises(RuntimeError, match="No space left on device"):
            build()
    assert entries(cache) == []
    assert build().read_bytes()[:4] == b"\x7fELF"


@pytest.mark.parametrize("damage", ["truncated", "altered", "no manifest", "foreign manifest"])
def test_a_damaged_entry_is_built_again(damage: str) -> None:
    path = build()
    good = path.read_bytes()
    if damage == "truncated":
        path.write_bytes(good[:100])
    elif damage == "altered":
        path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    elif damage == "no manifest":
        (path.parent / "manifest.json").unlink()
    else:
        (path.parent / "manifest.json").write_text("[1, 2", encoding="utf-8")
    again = build()
    assert again.read_bytes()[:4] == b"\x7fELF"
    assert len(again.read_bytes()) == len(good)


def test_a_header_with_a_new_date_and_the_old_content_is_no_reason_to_build(
    tmp_path: Path,
) -> None:
    header = tmp_path / "h.h"
    header.write_text("#define V 1\n", encoding="utf-8")
    request = {
        "cpp_sources": '#include "h.h"\nint f() { return V; }',
        "functions": "f",
        "extra_include_paths": str(tmp_path),
    }
    first = Path(tvm_ffi.cpp.build_inline("dates", **request))
    made = first.stat().st_mtime_ns
    os.utime(header, (1, 1))
    assert tvm_ffi.cpp.build_inline("dates", **request) == str(first)
    assert first.stat().st_mtime_ns == made


def test_what_decides_about_the_result_decides_about_the_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = {build()}
    paths.add(Path(tvm_ffi.cpp.build_inline("crowd", cpp_sources=TEXT, functions={"f": "doc"})))
    paths.add(
        Path(tvm_ffi.cpp.build_inline("crowd", cpp_sources=TEXT, functions="f", extra_cflags="-O1"))
    )
    monkeypatch.setenv("CPATH", "/usr/include")
    paths.add(build())
    assert len(paths) == 4


def test_the_manifest_lists_every_header_that_was_read() -> None:
    manifest = json.loads((build().parent / "manifest.json").read_text(encoding="utf-8"))
    names = {Path(header[0]).name for header in manifest["headers"]}
    assert {"tensor.h", "c_api.h", "dlpack.h", "stdint.h"} <= names


def test_a_finished_build_is_back_within_five_milliseconds() -> None:
    def load() -> float:
        begin = time.process_time()
        module = tvm_ffi.cpp.load_inline("crowd", cpp_sources=TEXT, functions="f")
        taken = time.process_time() - begin
        assert module.f() == 42
        return taken

    load()
    assert min(load() for _ in range(50)) < 0.005
