# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""./dev bench: runs the drivers under tests/bench, ours and the peers in one run."""

from __future__ import annotations

import os

from devtool import orcjit, ship
from devtool.build import compile_targets, configure, python_env
from devtool.paths import BUILD, ROOT, venv_tool
from devtool.setup import environment, peer, system_packages
from devtool.steps import Steps

CHOICES = ("cpp", "orcjit", "python", "reflection", "rust", "ship", "stubgen")
_TARGETS = {
    "rust": ("tvm_ffi_shared", "tvm_ffi_testing"),
    "stubgen": ("tvm_ffi_python_tree", "my_ffi_extension"),
}


def run(what: str) -> None:
    """Build in release mode and run one family of benchmarks."""
    system_packages({"cpp"})
    environment(["dev", "bench"])
    if what == "ship":
        _ship()
        return
    if what == "orcjit":
        _orcjit()
        return
    peer()
    steps = Steps(3)
    configure(steps, "bench")
    compile_targets(steps, "bench", *_TARGETS.get(what, ("tvm_ffi_shared",)))
    steps.run(
        f"bench {what}",
        [venv_tool("python"), ROOT / "tests" / "bench" / what / "run.py"],
        env=python_env("bench"),
        show=True,
    )


def _ship() -> None:
    """Build the wheel and measure what using it costs."""
    environment(["dev", "ship"])
    steps = Steps(4)
    ship.make(steps)
    ship.make_reference(steps)
    driver = ROOT / "tests" / "bench" / "ship" / "run.py"
    path = f"{venv_tool('python').parent}{os.pathsep}{os.environ.get('PATH', '')}"
    steps.run("bench ship", [venv_tool("python"), driver], env={"PATH": path}, show=True)


def _orcjit() -> None:
    """Build the add-on in release mode and measure it beside the reference's."""
    steps = Steps(7)
    configure(steps, "bench")
    compile_targets(steps, "bench", "tvm_ffi_shared", "tvm_ffi_python_tree")
    folder = orcjit.make(steps, "bench", BUILD / "orcjit-bench")
    env = orcjit.environment("bench", folder)
    env["TVM_FFI_ORCJIT_PEER"] = str(orcjit.peer(steps))
    driver = ROOT / "tests" / "bench" / "orcjit" / "run.py"
    steps.run("bench orcjit", [venv_tool("python"), driver], env=env, show=True)
