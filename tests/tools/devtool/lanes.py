# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""./dev test: the lanes of the gate, each of which must run at least one test.

Every lane runs even when an earlier one failed, so that one look shows everything that is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from devtool import machine, orcjit, python_full, rust, ship
from devtool.build import compile_targets, configure, python_env
from devtool.paths import ROOT, build_dir, venv_tool
from devtool.setup import SetupFailed, environment, peer, system_packages
from devtool.steps import StepFailed, Steps

PRESET = "test"
GATE = ("cpp", "python", "types", "rust", "ship", "orcjit", "lint")
# Outside the gate: they take long or need further toolchains.
FULL = (
    *("asan", "tsan", "asan-python", "torch", "pythons", "leaks", "refcounts", "released"),
    *("stubgen", "llvm", "orcjit-full", "cuda", "msrv", "miri", "rust-asan"),
)
# They need no build of the preset "test".
_APART = {"lint", "asan", "tsan", "asan-python"}
CHOICES = (*GATE, *FULL, "fast", "full")


def test(names: Sequence[str]) -> int:
    """Run the named lanes (none: the whole gate; fast: unit tests and linters; full: all)."""
    fast = "fast" in names
    chosen = ["cpp", "python", "lint"] if fast else list(names) or list(GATE)
    if "full" in names:
        chosen = [*GATE, *FULL]
    system_packages(chosen)
    environment(["dev", "ship"] if {"ship", "cuda", "orcjit-full"} & set(chosen) else ["dev"])
    apart = set(chosen) <= _APART
    steps = Steps(sum(_LANES[name][1] for name in chosen) + (0 if apart else 2))
    if not apart:
        configure(steps, PRESET)
        compile_targets(steps, PRESET)
    failed: list[str] = []
    skipped: list[str] = []
    for name in chosen:
        try:
            if not _LANES[name][0](steps, fast):
                skipped.append(name)
        except StepFailed:
            failed.append(name)
    passed = len(chosen) - len(failed) - len(skipped)
    if not names:
        print(f"left to ./dev test full: {', '.join(FULL)}", flush=True)
    print(
        f"lanes: {passed} passed, {len(failed)} failed, {len(skipped)} skipped"
        f"{' (' + ', '.join(failed) + ')' if failed else ''} in {steps.elapsed():.0f} s",
        flush=True,
    )
    return 1 if failed else 0


def bless(*, check: bool) -> int:
    """Rewrite, or compare, every generated file of the tree."""
    steps = Steps(1)
    command: list[str | Path] = [
        venv_tool("python"),
        ROOT / "tests" / "tools" / "bless.py",
        *(["--check"] if check else []),
    ]
    steps.run("bless", command, env=python_env(PRESET), show=True)
    return 0


def _cpp(steps: Steps, fast: bool) -> bool:
    command: list[str] = ["ctest", "--output-on-failure", "--no-tests=error", "-j2"]
    if fast:
        command += ["-L", "unit"]
    env = {"TVM_FFI_PEER_PREFIX": str(peer())}
    steps.run("ctest", command, cwd=build_dir(PRESET), env=env, show=True)
    return True


def _sanitized(steps: Steps, preset: str) -> bool:
    configure(steps, preset)
    compile_targets(steps, preset)
    suppressions = ROOT / "tests" / "tools" / "tsan.supp"
    env = {"TSAN_OPTIONS": f"suppressions={suppressions}", "CTEST_OUTPUT_ON_FAILURE": "1"}
    command = ["ctest", "--no-tests=error", "-j2"]
    steps.run(f"ctest {preset}", command, cwd=build_dir(preset), env=env, show=True)
    return True


def _python(steps: Steps, fast: bool) -> bool:
    marks = ["-m", "not types and not ship and not full" + (" and not slow" if fast else "")]
    env = {} if fast else {"TVM_FFI_PEER_PREFIX": str(peer())}
    _pytest(steps, "pytest", [*marks, "tests/python"], env)
    return True


def _types(steps: Steps, _fast: bool) -> bool:
    _pytest(steps, "pytest (type checkers)", ["-m", "types", "tests/python"])
    return True


def _ship(steps: Steps, _fast: bool) -> bool:
    env = {**ship.make(steps), **ship.make_second(steps)}
    tests = ["--dist", "loadfile", "-m", "ship and not full", "tests/python/ship"]
    _pytest(steps, "pytest (the wheel)", tests, env)
    return True


def _orcjit(steps: Steps, _fast: bool) -> bool:
    orcjit.lane(steps, PRESET)
    return True


def _cuda(steps: Steps, _fast: bool) -> bool:
    env = ship.make_toolkit(steps)
    orcjit.cuda(steps, PRESET, env)
    for version in ship.CMAKES:
        cmake = {**env, "TVM_FFI_CMAKE": str(ship.make_cmake(steps, version))}
        files = [f"tests/python/ship/test_{name}.py" for name in ("cuda", "cmake_functions")]
        _pytest(steps, f"pytest (CUDA, CMake {version})", files, cmake)
    return True


def _pytest(
    steps: Steps, title: str, arguments: list[str], env: dict[str, str] | None = None
) -> None:
    command: list[str | Path] = [venv_tool("python"), "-m", "pytest", "-q", "-n", "2", *arguments]
    steps.run(title, command, cwd=ROOT, env={**python_env(PRESET), **(env or {})}, show=True)


def _rust(steps: Steps, _fast: bool) -> bool:
    if machine.cargo() is None:
        if os.environ.get("CI") == "true":
            raise SetupFailed("cargo is missing; the Rust lane of the gate cannot run")
        print("skipped: cargo is missing; install a Rust toolchain with rustup", flush=True)
        return False
    rust.lane(steps, PRESET)
    return True


def _msrv(steps: Steps, _fast: bool) -> bool:
    return rust.msrv(steps, PRESET)


def _miri(steps: Steps, _fast: bool) -> bool:
    return rust.miri(steps)


def _lint(steps: Steps, _fast: bool) -> bool:
    python, tools = venv_tool("python"), ROOT / "tests" / "tools"
    folders = ["stubgen", "templates", "python", "tests", "reflection", "examples", "addons"]
    steps.run("ruff check", [venv_tool("ruff"), "check", *folders], cwd=ROOT)
    steps.run("ruff format", [venv_tool("ruff"), "format", "--check", *folders], cwd=ROOT)
    steps.run("clang-format", [python, tools / "check_format.py"], cwd=ROOT)
    steps.run("layers", [python, tools / "check_layers.py"], cwd=ROOT)
    steps.run("errors", [python, tools / "check_errors.py"], cwd=ROOT)
    steps.run("sizes", [python, tools / "check_sizes.py"], cwd=ROOT)
    steps.run("headers", [python, tools / "check_headers.py", "--all"], cwd=ROOT)
    steps.run("goldens", [python, tools / "bless.py", "--check"], cwd=ROOT, env=python_env(PRESET))
    return True


_Lane = Callable[[Steps, bool], bool]


def _full(lane: Callable[[Steps, str], bool]) -> _Lane:
    return lambda steps, _fast: lane(steps, PRESET)


_LANES: dict[str, tuple[_Lane, int]] = {
    "asan": (lambda steps, _fast: _sanitized(steps, "asan"), 3),
    "tsan": (lambda steps, _fast: _sanitized(steps, "tsan"), 3),
    "torch": (_full(python_full.torch), 4),
    "pythons": (_full(python_full.pythons), 5 * len(python_full.interpreters())),
    "leaks": (_full(python_full.leaks), 1),
    "refcounts": (_full(python_full.refcounts), 1),
    "asan-python": (_full(python_full.asan), 3),
    "released": (_full(python_full.released), 9),
    "stubgen": (_full(python_full.stubgen), 5),
    "cpp": (_cpp, 1),
    "python": (_python, 1),
    "types": (_types, 1),
    "rust": (_rust, rust.STEPS),
    "ship": (_ship, 7),
    "llvm": (_full(orcjit.llvm_versions), orcjit.LLVM_STEPS),
    "orcjit-full": (_full(orcjit.full), orcjit.FULL_STEPS),
    "cuda": (_cuda, 4 + 2 * len(ship.CMAKES)),
    "msrv": (_msrv, rust.MSRV_STEPS),
    "miri": (_miri, 1),
    "rust-asan": (_full(rust.asan), rust.ASAN_STEPS),
    "orcjit": (_orcjit, orcjit.STEPS),
    "lint": (_lint, 8),
}
