# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""./dev demo: the main job from C++ registration to checked and running Python and Rust."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from devtool import machine
from devtool.build import compile_targets, configure, python_env
from devtool.paths import BUILD, ROOT, build_dir, venv_tool
from devtool.setup import SetupFailed, environment, system_packages
from devtool.steps import Steps

EXAMPLE = ROOT / "examples" / "01_packaging"
OUT = BUILD / "demo"
PACKAGE = "my_ffi_extension"
CRATE = "my_ffi_extension-rs"


def run() -> None:
    """Run every step and print what a user would want to see."""
    system_packages({"demo"})
    environment(["tools"])
    rust = machine.cargo()
    if rust is None and os.environ.get("CI") == "true":
        raise SetupFailed("cargo is missing; the Rust half of the demo cannot run")
    steps = Steps(10 if rust else 7)
    configure(steps, "dev")
    compile_targets(steps, "dev", "tvm_ffi_core", PACKAGE)
    python, env = venv_tool("python"), python_env("dev", OUT)
    library = build_dir("dev") / "examples" / f"{PACKAGE}.so"
    generate: list[str | Path] = [python, "-m", "tvm_ffi.stubgen", library, "-o"]
    OUT.mkdir(parents=True, exist_ok=True)
    steps.run("generate the Python package", [*generate, OUT / PACKAGE], env=env, show=True)
    for stub in sorted((OUT / PACKAGE).rglob("*.pyi")):
        print(
            f"--- {stub.relative_to(OUT)}\n{stub.read_text(encoding='utf-8').rstrip()}", flush=True
        )
    user = EXAMPLE / "run_example.py"
    steps.run(
        "mypy --strict", [python, "-m", "mypy", "--strict", OUT / PACKAGE, user], env=env, show=True
    )
    check: list[str | Path] = [
        venv_tool("basedpyright"),
        "-p",
        EXAMPLE / "pyrightconfig.json",
        OUT / PACKAGE,
        user,
    ]
    steps.run("pyright strict", check, env=env, show=True)
    steps.run("run the Python program", [python, user], env=env, show=True)
    if rust is None:
        steps.note("Rust crate", "skipped: cargo is missing, ./dev doctor tells how to get it")
    else:
        _rust(steps, [*generate, OUT / CRATE, "--target", "rust"], env)
    print(f"demo finished in {steps.elapsed():.0f} s; generated code is in {OUT.relative_to(ROOT)}")


def _rust(steps: Steps, generate: list[str | Path], env: dict[str, str]) -> None:
    crates = {"TVM_FFI_CRATE_DIR": str(ROOT / "rust")}
    steps.run("generate the Rust crate", generate, env={**env, **crates}, show=True)
    user = OUT / "user"
    shutil.copytree(EXAMPLE / "rust", user, dirs_exist_ok=True)
    target = {"CARGO_TARGET_DIR": str(BUILD / "cargo"), **env}
    libraries = {"MY_FFI_EXTENSION_LIBRARY": str(build_dir("dev") / "examples" / f"{PACKAGE}.so")}
    steps.run(
        "cargo test of the crate",
        ["cargo", "test", "-q"],
        cwd=OUT / CRATE,
        env={**target, **libraries},
        show=True,
    )
    steps.run(
        "run the Rust program",
        ["cargo", "run", "-q"],
        cwd=user,
        env={**target, **libraries},
        show=True,
    )
