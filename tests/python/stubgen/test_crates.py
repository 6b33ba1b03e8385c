# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Generated crates as a user gets them: built with no edit and no registry, in every feature.

A program beside the crate uses it by path; each way to find the libraries is run with an
environment in which no other way can work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", "build/test")).resolve()
LIBRARY, RUNTIME = BUILD / "examples" / "my_ffi_extension.so", BUILD / "lib" / "libtvm_ffi.so"
PROGRAM = """
fn main() {
    match my_ffi_extension::IntPair::new(40, 2).and_then(|pair| pair.sum()) {
        Ok(sum) => println!("sum {sum}"),
        Err(error) => println!("{}: {}", error.kind().as_str(), error.message()),
    }
}
"""
RUN_PATH = """
fn main() {
    if let Ok(folder) = std::env::var("DEP_MY_FFI_EXTENSION_TVM_FFI_LIBDIR") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("cargo") is None and os.environ.get("CI") != "true", reason="needs cargo"
    ),
]


def _generate(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tvm_ffi.stubgen", str(LIBRARY), "--target", "rust"]
    return subprocess.run(
        [*command, "-o", str(folder), *options], capture_output=True, text=True, check=False
    )


class User:
    """A folder with a crate and a program, and a home of cargo without a registry."""

    def __init__(self, folder: Path, target: Path) -> None:
        self.folder, self.crate = folder, folder / "crate"
        self.program = target / "debug" / "app"
        self.cargo = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup")),
            "CARGO_HOME": str(folder / "home"),
            "CARGO_TARGET_DIR": str(target),
        }

    def build(self, features: str = "", **variables: str) -> None:
        app = self.folder / "app"
        (app / "src").mkdir(parents=True, exist_ok=True)
        (app / "Cargo.toml").write_text(
            '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n'
            f'[dependencies.my_ffi_extension]\npath = "../crate"\n{features}\n'
        )
        (app / "src" / "main.rs").write_text(PROGRAM)
        (app / "build.rs").write_text(RUN_PATH)
        self.run(["cargo", "build", "-q", "--offline"], app, {**self.cargo, **variables})

    def run(self, command: list[str], folder: Path, env: dict[str, str]) -> str:
        ran = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout.strip()

    def says(self, **variables: str) -> str:
        env = {"TVM_FFI_PYTHON": "/no/python", **variables}
        return self.run([str(self.program)], self.folder, env)


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[User]:
    made = User(tmp_path_factory.mktemp("user"), tmp_path_factory.mktemp("target"))
    ran = _generate(made.crate)
    assert ran.returncode == 0, ran.stderr
    yield made


def test_no_text_of_a_crate_holds_a_path_of_this_machine(user: User) -> None:
    texts = [path for path in user.crate.rglob("*") if path.is_file() and not path.is_symlink()]
    own = [path for path in texts if ".tvm-ffi" not in path.parts]
    assert len(own) >= 7
    for path in own:
        assert str(BUILD.parent) not in path.read_text(), path


def test_a_crate_builds_without_an_edit_and_the_library_is_found_in_each_way(user: User) -> None:
    user.build()
    missing = user.says()
    assert missing.startswith("RuntimeError: libtvm_ffi was not found; set TVM_FFI_LIBRARY")
    assert user.says(TVM_FFI_LIBRARY=str(RUNTIME)).startswith(
        "OSError: library 'my_ffi_extension' cannot be opened; set MY_FFI_EXTENSION_LIBRARY"
    )
    named = {"TVM_FFI_LIBRARY": str(RUNTIME), "MY_FFI_EXTENSION_LIBRARY": str(LIBRARY)}
    assert user.says(**named) == "sum 42"
    package = user.folder / "site" / "my_ffi_extension"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    shutil.copy(LIBRARY, package)
    folders = os.pathsep.join((str(BUILD / "python"), str(package.parent)))
    assert user.says(TVM_FFI_PYTHON=sys.executable, PYTHONPATH=folders) == "sum 42"
    for file in (LIBRARY, RUNTIME):
        shutil.copy(file, user.program.parent)
    assert user.says() == "sum 42"
    for file in (LIBRARY, RUNTIME):
        (user.program.parent / file.name).unlink()


def test_a_linked_program_runs_without_a_search_path(user: User) -> None:
    features = 'default-features = false\nfeatures = ["link"]'
    user.build(features, TVM_FFI_LIB_DIR=str(RUNTIME.parent))
    assert user.says(MY_FFI_EXTENSION_LIBRARY=str(LIBRARY)) == "sum 42"


def test_a_bundled_program_needs_no_file_and_leaves_none(user: User) -> None:
    user.build(
        'features = ["bundled"]',
        TVM_FFI_LIB_DIR=str(RUNTIME.parent),
        MY_FFI_EXTENSION_LIBRARY=str(LIBRARY),
    )
    temporary = user.folder / "temporary"
    temporary.mkdir()
    assert user.says(TMPDIR=str(temporary)) == "sum 42"
    assert not list(temporary.iterdir())


def test_a_vendored_crate_stands_alone(user: User, tmp_path: Path) -> None:
    assert _generate(tmp_path / "crate", "--vendor").returncode == 0
    assert not (tmp_path / "crate" / ".tvm-ffi").exists()
    assert _generate(tmp_path / "crate", "--vendor", "--check").returncode == 0
    own = User(tmp_path, user.program.parent.parent)
    own.build()
    named = {"TVM_FFI_LIBRARY": str(RUNTIME), "MY_FFI_EXTENSION_LIBRARY": str(LIBRARY)}
    assert own.says(**named) == "sum 42"


def test_check_finds_an_edited_crate_and_a_registry_can_be_named(tmp_path: Path) -> None:
    crate = tmp_path / "crate"
    assert _generate(crate, "--crate-version", "0.1.16").returncode == 0
    assert 'version = "0.1.16"\ndefault' in (crate / "Cargo.toml").read_text()
    assert not (crate / ".tvm-ffi").is_symlink()
    assert _generate(crate, "--crate-version", "0.1.16", "--check").returncode == 0
    with (crate / "src" / "lib.rs").open("a") as stream:
        stream.write("// edited\n")
    stale = _generate(crate, "--crate-version", "0.1.16", "--check")
    assert stale.returncode == 1 and "src/lib.rs' is stale" in stale.stderr
