# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The generator of a wheel: one archive, unpacked once for a user, and used from there."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from newcomer import Newcomer

pytestmark = [pytest.mark.ship, pytest.mark.slow]

TOOL = "tvm-ffi-stubgen"


def folders(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / TOOL).iterdir() if path.is_dir())


def archive(newcomer: Newcomer) -> Path:
    (found,) = (newcomer.package / "stubgen").glob("sources-*.zip")
    return found


def test_the_wheel_holds_the_generator_as_one_file(newcomer: Newcomer) -> None:
    names = {path.name for path in (newcomer.package / "stubgen").iterdir()}
    assert names - {"__pycache__"} == {"__init__.py", "packed.py", archive(newcomer).name}
    with zipfile.ZipFile(archive(newcomer)) as packed:
        inside = packed.namelist()
    assert {"cli.py", "templates/rust/target.toml", "templates/rust/compiled.py"} <= set(inside)
    assert inside == sorted(inside), "the same sources make the same bytes"
    assert "emit/precompile.py" not in inside


def test_many_that_come_at_once_unpack_it_for_all_that_follow(newcomer: Newcomer) -> None:
    cache = newcomer.home / "a cache"
    env = newcomer.environment(XDG_CACHE_HOME=str(cache))
    running = [
        subprocess.Popen([TOOL, "--version"], env=env, cwd=newcomer.home, stdout=subprocess.PIPE)
        for _ in range(8)
    ]
    assert {process.communicate()[0] for process in running} == {b"0.1.16\n"}
    assert {process.returncode for process in running} == {0}
    assert folders(cache) == [archive(newcomer).stem]
    told = newcomer.type("python -m tvm_ffi.stub.cli --version", newcomer.home, **env)
    assert told.stdout == "0.1.16\n"


def test_what_is_missing_from_the_cache_is_unpacked_again(newcomer: Newcomer) -> None:
    cache = newcomer.home / "tidied cache"
    command = f"{TOOL} --version"
    newcomer.type(command, newcomer.home, XDG_CACHE_HOME=str(cache))
    unpacked = cache / TOOL / archive(newcomer).stem
    (unpacked / "cli.py").unlink()
    told = newcomer.type(command, newcomer.home, XDG_CACHE_HOME=str(cache))
    assert told.stdout == "0.1.16\n"
    assert (unpacked / "cli.py").is_file()
    assert folders(cache) == [archive(newcomer).stem]


def test_stubs_are_made_without_a_home_and_nothing_stays_behind(newcomer: Newcomer) -> None:
    library = newcomer.package / "lib" / "libtvm_ffi_testing.so"
    temporary = newcomer.home / "temporary"
    temporary.mkdir()
    nowhere = {"XDG_CACHE_HOME": "/proc/nowhere", "TMPDIR": str(temporary)}
    made = newcomer.type(f"{TOOL} '{library}' -o 'homeless'", newcomer.home, **nowhere)
    assert "0 fresh" in made.stdout
    assert list(temporary.iterdir()) == []


def test_a_folder_that_others_may_write_to_is_not_used(newcomer: Newcomer) -> None:
    cache = newcomer.home / "shared cache"
    planted = cache / TOOL / archive(newcomer).stem
    planted.mkdir(parents=True)
    (planted / "cli.py").write_text("raise SystemExit('planted')\n", encoding="utf-8")
    planted.chmod(0o777)
    told = newcomer.type(f"{TOOL} --version", newcomer.home, XDG_CACHE_HOME=str(cache))
    assert told.stdout == "0.1.16\n"


def test_a_build_depends_on_the_archive_and_not_on_the_cache(newcomer: Newcomer) -> None:
    cache = newcomer.home / "emptied cache"
    library = newcomer.package / "lib" / "libtvm_ffi_testing.so"
    command = f"{TOOL} '{library}' -o followed --depfile rule.d"
    newcomer.type(command, newcomer.home, XDG_CACHE_HOME=str(cache))
    rule = (newcomer.home / "rule.d").read_text(encoding="utf-8")
    assert archive(newcomer).name in rule
    assert "emptied" not in rule


def test_a_traceback_shows_the_generators_lines(newcomer: Newcomer) -> None:
    script = "from tvm_ffi.stubgen.sections import read; read(None)"
    told = newcomer.type(f'python -c "{script}"', newcomer.home, fails=True).stderr
    assert 'with path.open("rb") as file:' in told
