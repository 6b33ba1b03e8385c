# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The Rust lane: the runtime crates, then the generated crates and the programs that use them.

Both are formatted, linted with warnings as errors, documented and tested; a lane in which cargo ran
fewer tests than there are fails.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from devtool import crates
from devtool.build import python_env
from devtool.paths import BUILD, ROOT, build_dir, venv_tool
from devtool.steps import Command, Steps

STEPS, MSRV_STEPS, ASAN_STEPS = 8, 2, 2
_GENERATED = ("my_ffi_extension", "all_features", "testing", "demo")
# Tests that cargo must run at least; raised when tests are added.
_RUNTIME_TESTS, _PROGRAM_TESTS = 99, 37
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


def msrv(steps: Steps, preset: str) -> bool:
    """Build the crates and the generated ones with the oldest toolchain that they promise."""
    manifest = (ROOT / "rust" / "tvm-ffi" / "Cargo.toml").read_text(encoding="utf-8")
    version = manifest.split('rust-version = "')[1].split('"')[0]
    toolchain = _toolchain(version)
    if not toolchain:
        return False
    env = {**environment(preset), "CARGO_TARGET_DIR": str(BUILD / "cargo-msrv")}
    check: Command = ["cargo", f"+{toolchain}", "check", "-q"]
    own = [*check, "--workspace", "--features", "tvm-ffi/derive"]
    steps.run(f"crates with Rust {version}", own, cwd=ROOT / "rust", env=env)
    made = [*check, *(part for name in _GENERATED for part in ("-p", name))]
    steps.run(f"generated crates with Rust {version}", made, cwd=crates.prepare(), env=env)
    return True


def miri(steps: Steps) -> bool:
    """Run what needs no library under miri."""
    if not _toolchain("nightly"):
        return False
    test = ["cargo", "+nightly", "miri", "test", "-q", "-p", "tvm-ffi", "--test", "without_library"]
    env = {"CARGO_TARGET_DIR": str(BUILD / "cargo-miri")}
    steps.run("miri", test, cwd=ROOT / "rust", env=env, show=True)
    return True


def asan(steps: Steps, preset: str) -> bool:
    """Run the tests under AddressSanitizer, which watches the heap of both sides, and for leaks.

    All but those that build programs; the libraries of the preset are not instrumented.
    """
    if not _toolchain("nightly"):
        return False
    env = {
        **environment(preset),
        "CARGO_TARGET_DIR": str(BUILD / "cargo-asan"),
        "RUSTUP_TOOLCHAIN": "nightly",
        "RUSTFLAGS": "-Zsanitizer=address -Cforce-frame-pointers=yes",
        "ASAN_OPTIONS": "detect_leaks=1",
    }
    host = subprocess.run(
        ["rustc", "+nightly", "-vV"], capture_output=True, text=True, check=True
    ).stdout.split("host: ")[1]
    count: Command = [venv_tool("python"), ROOT / "tests" / "tools" / "cargo_tests.py"]
    test = ["-q", "--no-fail-fast", "--target", host.split()[0]]
    files = sorted(path.stem for path in (ROOT / "rust" / "tvm-ffi" / "tests").glob("*.rs"))
    building = ("compile_fail", "exported")
    chosen = [part for name in files if name not in building for part in ("--test", name)]
    own = [*count, str(_RUNTIME_TESTS - 20), *test, *_FEATURES, "--lib", *chosen]
    steps.run("crates under ASan", own, cwd=ROOT / "rust", env=env, show=True)
    made = [*count, str(_PROGRAM_TESTS), *test, "--workspace", *_WITHOUT_LIBRARY]
    steps.run("generated crates under ASan", made, cwd=crates.prepare(), env=env, show=True)
    return True


def _toolchain(name: str) -> str:
    """Return the name under which rustup has a toolchain; else nothing, and tell how to get it."""
    try:
        listed = subprocess.run(
            ["rustup", "toolchain", "list"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        listed = ""
    found = [line.split()[0] for line in listed.splitlines() if line.startswith(name)]
    if not found:
        print(f"skipped: rustup toolchain install {name}", flush=True)
    return found[0] if found else ""


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
