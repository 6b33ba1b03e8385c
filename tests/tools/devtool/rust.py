# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The Rust lane: the runtime crates, then the generated crates and the programs that use them.

Both are formatted, linted with warnings as errors, documented and tested; a lane in which cargo ran
fewer tests than there are fails.
"""

from __future__ import annotations

from pathlib import Path

from devtool import crates
from devtool.build import python_env
from devtool.paths import BUILD, ROOT, build_dir, venv_tool
from devtool.steps import Command, Steps

STEPS = 8
# Tests that cargo must run at least; raised when tests are added.
_RUNTIME_TESTS, _PROGRAM_TESTS = 81, 31
_FEATURES = ("--workspace", "--features", "tvm-ffi/derive,tvm-ffi/ndarray,tvm-ffi/half")
# Made from metadata alone: there is no library to open.
_WITHOUT_LIBRARY = ("--exclude", "demo")


def environment(preset: str) -> dict[str, str]:
    """Return the variables under which programs find the libraries of a build."""
    build = build_dir(preset)
    return {
        **python_env(preset),
        "CARGO_TARGET_DIR": str(BUILD / "cargo"),
        "TVM_FFI_EXTENSION_DIR": str(
            build / "tests" / "cpp" / "reflection" / "export" / "fixtures"
        ),
        "MY_FFI_EXTENSION_LIBRARY": str(build / "examples" / "my_ffi_extension.so"),
    }


def lane(steps: Steps, preset: str) -> None:
    """Run the eight steps."""
    env = environment(preset)
    _workspace(steps, ROOT / "rust", env, "crates", list(_FEATURES), [], _RUNTIME_TESTS)
    folder, programs = crates.prepare(), ["--workspace"]
    _workspace(
        steps, folder, env, "generated crates", programs, list(_WITHOUT_LIBRARY), _PROGRAM_TESTS
    )


def _workspace(
    steps: Steps,
    folder: Path,
    env: dict[str, str],
    name: str,
    features: list[str],
    tested: list[str],
    least: int,
) -> None:
    steps.run(f"{name}: cargo fmt", ["cargo", "fmt", "--all", "--check"], cwd=folder, env=env)
    pedantic = ["-D", "warnings", "-W", "clippy::pedantic"]
    clippy = ["cargo", "clippy", *features, "--all-targets", "-q", "--", *pedantic]
    steps.run(f"{name}: cargo clippy", clippy, cwd=folder, env=env)
    documented = {**env, "RUSTDOCFLAGS": "-D warnings"}
    doc = ["cargo", "doc", "--no-deps", "-q", *features]
    steps.run(f"{name}: cargo doc", doc, cwd=folder, env=documented)
    count: Command = [venv_tool("python"), ROOT / "tests" / "tools" / "cargo_tests.py", str(least)]
    test = [*count, "-q", "--no-fail-fast", *features, *tested]
    steps.run(f"{name}: cargo test", test, cwd=folder, env=env, show=True)
