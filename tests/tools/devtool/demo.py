# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""./dev demo: the main job from C++ registration to checked and running Python and Rust."""

from __future__ import annotations

import os
from pathlib import Path

from devtool import machine
from devtool.build import compile_targets, configure, python_env
from devtool.paths import BUILD, ROOT, build_dir, venv_tool
from devtool.setup import SetupFailed, environment, system_packages
from devtool.steps import Steps

EXAMPLE = ROOT / "examples" / "01_packaging"
NAME = "my_ffi_extension"
OUT = BUILD / "demo"
PACKAGES, CRATE = OUT / "python", OUT / "rust"


def run() -> None:
    """Run every step and print what a user would want to see."""
    system_packages({"demo"})
    environment(["tools"])
    rust = machine.cargo()
    if rust is None and os.environ.get("CI") == "true":
        raise SetupFailed("cargo is missing; the Rust half of the demo cannot run")
    steps = Steps(9 if rust else 7)
    configure(steps, "dev")
    compile_targets(steps, "dev", "tvm_ffi_python_tree", NAME)
    python, env = venv_tool("python"), python_env("dev", PACKAGES)
    library = build_dir("dev") / "examples" / f"{NAME}.so"
    generate: list[str | Path] = [python, "-m", "tvm_ffi.stubgen", library, "-o"]
    OUT.mkdir(parents=True, exist_ok=True)
    steps.run("generate the Python package", [*generate, PACKAGES], env=env, show=True)
    for stub in sorted(PACKAGES.rglob("*.pyi")):
        text = stub.read_text(encoding="utf-8").rstrip()
        print(f"--- {stub.relative_to(OUT)}\n{text}", flush=True)
    user, package = EXAMPLE / "run_example.py", PACKAGES / NAME
    mypy: list[str | Path] = [python, "-m", "mypy", "--strict", package, user]
    steps.run("mypy --strict", mypy, cwd=OUT, env=env, show=True)
    settings = EXAMPLE / "pyrightconfig.json"
    pyright: list[str | Path] = [venv_tool("basedpyright"), "--pythonpath", python, "-p", settings]
    steps.run("pyright strict", [*pyright, package, user], env=env, show=True)
    steps.run("run the Python program", [python, user], env=env, show=True)
    if rust is None:
        steps.note("Rust crate", "skipped: cargo is missing, ./dev doctor tells how to get it")
    else:
        _rust(steps, generate, env, library)
    where = OUT.relative_to(ROOT)
    print(f"demo finished in {steps.elapsed():.0f} s; generated code is in {where}")


def _rust(steps: Steps, generate: list[str | Path], env: dict[str, str], library: Path) -> None:
    crate = ["--target", "rust", "--crate-path", str(ROOT / "rust" / "tvm-ffi")]
    steps.run("generate the Rust crate", [*generate, CRATE, *crate], env=env, show=True)
    cargo = {
        **env,
        "CARGO_TARGET_DIR": str(BUILD / "cargo"),
        "MY_FFI_EXTENSION_LIBRARY": str(library),
    }
    steps.run("cargo test", ["cargo", "test", "-q"], cwd=CRATE, env=cargo, show=True)
    user = EXAMPLE / "rust"
    steps.run("run the Rust program", ["cargo", "run", "-q"], cwd=user, env=cargo, show=True)
