# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Two libraries, two packages: tests/rust/farm.cc derives its classes from those of zoo.cc.

The second package maps the first one's types by configuration, as its users would.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", "build/test")).resolve()
LIBRARIES = BUILD / "tests" / "rust"
CONFIG = """
[tool.tvm-ffi-stubgen]
prefix = ["farm."]
[tool.tvm-ffi-stubgen.extern]
"zoo" = "zoo"
[tool.tvm-ffi-stubgen.crates]
"zoo" = "../zoo"
"""
PROGRAM = """
#![forbid(unsafe_code)]
use farm::{Calf, Cow};
use tvm_ffi::error::TYPE_ERROR;
use tvm_ffi::{Array, Cast, IsA, Object, Result};
use zoo::Animal;

/// Takes whatever derives from the base crate's class.
fn steps(animal: &impl IsA<Animal>) -> Result<i64> {
    animal.as_parent().walk(2)
}

fn main() -> Result<()> {
    let cow = Cow::new("Ada")?;
    assert_eq!((cow.name()?.as_str(), cow.legs(), cow.milk()), ("Ada", 4, 1.5));
    let odd = Cow::builder("Bea").legs(3).milk(2.0).build()?;
    assert_eq!((odd.walk(2)?, odd.give(0.5)?), (6, 1.0));
    odd.set_name("Bess")?;
    assert_eq!(zoo::name_of(&odd)?, "Bess");
    let calf = Calf::new(&odd)?;
    assert_eq!((calf.name()?.as_str(), calf.legs(), steps(&calf)?), ("calf of Bess", 3, 6));
    assert!(calf.mother()?.is_some_and(|mother| mother.same_as(&odd)));

    let sold: Animal = farm::sell(&calf)?;
    assert!(sold.is::<Calf>());
    let again: Cow = zoo::same(&sold)?.downcast().expect("a cow");
    assert_eq!(again.downcast_ref::<Calf>().map(|calf| calf.legs()), Some(3));
    let plain = Animal::new("Zed")?;
    let plain = plain.downcast::<Cow>().expect_err("an animal is no cow");
    let mixed: Vec<Animal> = vec![cow.clone().upcast(), calf.clone().upcast(), plain.clone()];
    assert_eq!(farm::legs(Array::new(mixed))?, 11);

    let object: Object = plain.into();
    let refused = tvm_ffi::Any::from(object).try_into_value::<Cow>().unwrap_err();
    assert_eq!(refused.kind(), TYPE_ERROR);
    assert!(refused.message().contains("farm.Cow"), "{refused}");
    println!("done");
    Ok(())
}
"""


def _generate(name: str, *options: str) -> None:
    """Write the package of one library, in the folder that holds its configuration."""
    command = [sys.executable, "-m", "tvm_ffi.stubgen", str(LIBRARIES / f"{name}.so"), *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def _configure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "settings").mkdir()
    (folder / "settings" / "pyproject.toml").write_text(CONFIG)
    monkeypatch.chdir(folder / "settings")


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("cargo") is None and os.environ.get("CI") != "true", reason="needs cargo"
)
def test_a_crate_derives_from_the_classes_of_another_crate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = (ROOT / "rust" / "tvm-ffi").as_posix()
    rust = ("--target", "rust", "--crate-path", runtime, "-o")
    _generate("zoo", *rust, str(tmp_path / "zoo"))
    _configure(tmp_path, monkeypatch)
    _generate("farm", *rust, str(tmp_path / "farm"))
    app = tmp_path / "app"
    (app / "src").mkdir(parents=True)
    (app / "src" / "main.rs").write_text(PROGRAM)
    (app / "Cargo.toml").write_text(
        '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
        f'farm = {{ path = "../farm" }}\nzoo = {{ path = "../zoo" }}\n'
        f'tvm-ffi = {{ path = "{runtime}" }}\n'
    )
    (tmp_path / "Cargo.toml").write_text(
        '[workspace]\nresolver = "2"\nmembers = ["zoo", "farm", "app"]\n'
    )
    env = {
        **os.environ,
        "CARGO_TARGET_DIR": str(ROOT / "build" / "cargo"),
        "TVM_FFI_EXTENSION_DIR": str(LIBRARIES),
        "TVM_FFI_LIB_DIR": str(BUILD / "lib"),
    }
    for command in (
        ["cargo", "clippy", "-q", "--workspace", "--", "-D", "warnings", "-W", "clippy::pedantic"],
        ["cargo", "run", "-q", "-p", "app"],
    ):
        ran = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout == "done\n"


def test_a_constructor_takes_the_fields_of_a_base_that_another_package_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _configure(tmp_path, monkeypatch)
    _generate("farm", "--target", "python", "-o", str(tmp_path / "made"))
    stub = (tmp_path / "made" / "farm" / "_ffi_api.pyi").read_text()
    wanted = "def __init__(self, name: str, legs: int = 4, milk: float = 1.5) -> None: ..."
    assert wanted in stub, stub
    _generate("farm", "--target", "cpp", "-o", str(tmp_path / "header"))
    header = (tmp_path / "header" / "farm.h").read_text()
    assert "New(tvm::ffi::String name, int64_t legs = 4, double milk = 1.5)" in header, header
