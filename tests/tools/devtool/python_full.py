# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""./dev test torch | pythons | leaks | refcounts | asan-python | released.

The Python package where the gate does not go: they download, build for every interpreter of the
machine, or take long.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devtool.build import compile_targets, configure, python_env
from devtool.paths import BUILD, ROOT, library_dir, venv_tool
from devtool.setup import SetupFailed, peer
from devtool.steps import Steps

PACKAGE = ROOT / "python" / "tvm_ffi"
TESTS = ROOT / "tests" / "python" / "package"
RELEASED = ROOT / "tests" / "compat" / "released"
VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
FRAMEWORK_TESTS = ("test_kernel_library.py", "test_frameworks.py")
HOSTILE_ROUNDS = "10000"
# Variable TVM_FFI_LEAK_ITERATIONS asks for another number: 1000000 every night.
LEAK_ITERATIONS = "100000"
ASAN_TARGETS = (
    *("tvm_ffi_python_tree", "fixture_all_features", "fixture_packaging", "fixture_operators"),
    *("my_ffi_extension", "call_scanned"),
)
TEST_TOOLS = (
    *("pytest", "numpy", "typing-extensions", "jinja2", "jsonschema"),
    "tomli; python_version<'3.11'",
)
# What the released packages need beyond what --no-deps brings.
RELEASED_PACKAGES = ("xgrammar", "tilelang", "apache-tvm", "quack-kernels", "flashinfer-python")
RELEASED_NEEDS = (
    *("torch", "numpy", "pydantic", "transformers", "cloudpickle", "psutil", "tqdm", "einops"),
    *("packaging", "requests", "click", "tabulate", "nvidia-cutlass-dsl", "nvidia-ml-py", "ninja"),
    *("z3-solver<4.15.5", "ml_dtypes"),
)


def torch(steps: Steps, preset: str) -> bool:
    """Run the package's tests beside a real torch and a real jax."""
    python = _environment(steps, sys.executable, "torch", (*TEST_TOOLS, "torch", "jax"))
    names = [str(TESTS / name) for name in ("test_torch.py", "test_jax.py", "test_tensor.py")]
    _pytest(steps, "pytest (torch, jax)", python, names, python_env(preset))
    kernels = [str(ROOT / "tests/python/ship" / name) for name in FRAMEWORK_TESTS]
    _pytest(steps, "pytest (kernels with torch and jax)", python, kernels, python_env(preset), "")
    return True


def stubgen(steps: Steps, preset: str) -> bool:
    """Check generated packages by plain pyright, and make 10,000 hostile registries."""
    python = _environment(steps, sys.executable, "pyright", ("pyright",))
    pyright = python.parent / "pyright"
    steps.run("pyright installs itself", [pyright, "--version"])
    folder = ROOT / "tests" / "python" / "stubgen"
    checkers, hostile = (["test_checkers.py"], ["test_hostile.py", "test_cpp_shapes.py"])
    runs: tuple[tuple[str, str, list[str], dict[str, str]], ...] = (
        ("plain pyright", "plain_pyright", checkers, {"TVM_FFI_PYRIGHT": str(pyright)}),
        ("hostile", "random or hostile", hostile, {"TVM_FFI_HOSTILE_ROUNDS": HOSTILE_ROUNDS}),
    )
    for title, words, names, more in runs:
        arguments = ["-n", "2", "-k", words, *(str(folder / name) for name in names)]
        env = {**python_env(preset), **more}
        _pytest(steps, f"pytest ({title})", venv_tool("python"), arguments, env, "not full")
    return True


def leaks(steps: Steps, preset: str) -> bool:
    """Repeat every operation often."""
    count = os.environ.get("TVM_FFI_LEAK_ITERATIONS", LEAK_ITERATIONS)
    env = {**python_env(preset), "TVM_FFI_LEAK_ITERATIONS": count}
    _pytest(steps, "leak loops", venv_tool("python"), [str(TESTS / "test_leaks.py")], env)
    return True


def refcounts(steps: Steps, preset: str) -> bool:
    """Repeat every test of the package in one process; blocks and bytes must stay flat."""
    env = python_env(preset)
    env["PYTHONPATH"] += os.pathsep + str(ROOT / "tests" / "tools")
    _pytest(steps, "pytest (repeated)", venv_tool("python"), ["-p", "repeats", str(TESTS)], env)
    return True


def asan(steps: Steps, _preset: str) -> bool:
    """Run the package's tests on a build whose libraries and core are instrumented."""
    configure(steps, "asan")
    compile_targets(steps, "asan", *ASAN_TARGETS)
    compiler = os.environ.get("CXX", "g++")
    preload = [
        subprocess.run(
            [compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=True
        ).stdout.strip()
        for name in ("libasan.so", "libstdc++.so")
    ]
    env = {
        **python_env("asan"),
        # C++ must be there before the sanitizer looks for what throws.
        "LD_PRELOAD": ":".join(preload),
        # Python keeps memory at exit; an allocation too large is an error here as everywhere.
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
        "PYTHONMALLOC": "malloc",
    }
    # Under the sanitizer they count what is its own, or run what is not instrumented.
    left_out = (
        *("little_memory", "leak", "grow", "torch", "jax", "core_binary"),
        *("registration_scale", "rust_library"),
    )
    tests = ["-k", " and ".join(f"not {part}" for part in left_out), str(TESTS)]
    _pytest(steps, "pytest (address sanitizer)", venv_tool("python"), tests, env)
    return True


def pythons(steps: Steps, preset: str) -> bool:
    """Build the core as the wheels have it and run the package's tests on every CPython.

    The versions from 3.12 on share one core for the stable ABI, built with the oldest of them.
    """
    found = interpreters()
    if not found:
        raise SetupFailed("no CPython found besides this one: pyenv install 3.9 3.10 3.12 3.13")
    shared: Path | None = None
    for version, interpreter in found.items():
        python = _environment(steps, interpreter, f"python{version}", TEST_TOOLS)
        if shared is None or not _is_stable(version):
            tree = _build_core(steps, python, version, preset)
        if _is_stable(version):
            shared = tree
        env = {**python_env(preset), "PYTHONPATH": str(tree)}
        _pytest(steps, f"pytest on CPython {version}", python, [str(TESTS)], env)
    return True


def released(steps: Steps, preset: str) -> bool:
    """Run released packages that were built for the reference, unchanged, on this runtime."""
    python = _environment(steps, sys.executable, "released", RELEASED_NEEDS)
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        *RELEASED_PACKAGES,
    ]
    steps.run("install released packages", pip)
    for program in sorted(RELEASED.glob("*.py")):
        title = f"released: {program.stem}"
        steps.run(title, [python, "-X", "faulthandler", program], env=python_env(preset))
    programs = RELEASED.parent / "programs" / "run.py"
    steps.run("programs with the reference's headers", [sys.executable, programs, peer()])
    return True


def interpreters() -> dict[str, str]:
    """Return the CPython interpreters of the machine by version."""
    found: dict[str, str] = {}
    for version in VERSIONS:
        candidates = [shutil.which(f"python{version}") or ""]
        candidates += sorted(
            str(path) for path in Path.home().glob(f".pyenv/versions/{version}.*/bin/python")
        )
        for candidate in filter(None, candidates):
            check = "import sys, ssl; print('%d.%d' % sys.version_info[:2])"
            run = subprocess.run([candidate, "-c", check], capture_output=True, text=True)
            if run.returncode == 0 and run.stdout.strip() == version:
                found[version] = candidate
                break
    return found


def _environment(steps: Steps, interpreter: str, name: str, needs: tuple[str, ...]) -> Path:
    """Create build/venv/NAME with the packages in it; return its Python."""
    folder = BUILD / "venv" / name
    python = folder / "bin" / "python"
    if not python.exists():
        steps.run(f"create {name}", [interpreter, "-m", "venv", "--clear", folder])
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *needs,
    ]
    steps.run(f"packages for {name}", pip)
    return python


def _is_stable(version: str) -> bool:
    return tuple(map(int, version.split("."))) >= (3, 12)


def _build_core(steps: Steps, python: Path, version: str, preset: str) -> Path:
    """Compile tvm_ffi.core for an interpreter; return the importable tree."""
    tree = BUILD / "pythons" / version
    objects = tree / "objects"
    objects.mkdir(parents=True, exist_ok=True)
    asked = "import sysconfig as s; print(s.get_paths()['include'], s.get_config_var('EXT_SUFFIX'))"
    told = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    include, suffix = told.stdout.split()
    suffix = ".abi3.so" if _is_stable(version) else suffix
    compiler = [os.environ.get("CXX", "g++")]
    if shutil.which("ccache"):
        compiler.insert(0, "ccache")
    flags = [
        *(
            "-std=c++20",
            "-O1",
            "-g1",
            "-fPIC",
            "-fvisibility=hidden",
            "-fvisibility-inlines-hidden",
        ),
        *("-fno-strict-aliasing", "-Wall", "-Wextra", "-Werror", f"-I{include}"),
        *(["-DPy_LIMITED_API=0x030C0000"] if _is_stable(version) else []),
        *(f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")),
    ]
    sources = sorted((PACKAGE / "native").glob("*.cc"))

    def compile_one(source: Path) -> subprocess.CompletedProcess[str]:
        out = objects / f"{source.stem}.o"
        command = [*compiler, *flags, "-c", str(source), "-o", str(out)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as pool:
        for source, done in zip(sources, pool.map(compile_one, sources)):
            if done.returncode != 0:
                raise SetupFailed(f"{source.name} does not compile for {version}:\n{done.stderr}")
    libraries = [library_dir(preset) / f"lib{name}.so" for name in ("tvm_ffi", "tvm_ffi_testing")]
    package = tree / "tvm_ffi"
    link = [
        *(PACKAGE / "native" / "link_tree.py", PACKAGE, ROOT, package),
        *libraries,
    ]
    steps.run(f"tree for CPython {version}", [python, *link])
    shared: list[str | Path] = [
        *compiler,
        *("-shared", "-o"),
        package / f"core{suffix}",
        *(objects / f"{source.stem}.o" for source in sources),
        *(f"-L{library_dir(preset)}", "-ltvm_ffi", "-Wl,-rpath,$ORIGIN/lib"),
        f"-Wl,--version-script={PACKAGE / 'native' / 'core.map'}",
    ]
    steps.run(f"core for CPython {version}", shared)
    return tree


def _pytest(
    steps: Steps,
    title: str,
    python: Path,
    tests: list[str],
    env: dict[str, str],
    marks: str = "not types and not full",
) -> None:
    command: list[str | Path] = [python, "-m", "pytest", "-q", "-m", marks, *tests]
    steps.run(title, command, cwd=ROOT, env=env, show=True)
