# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Builds what the sides need for one Python: an environment, our core, the callees, the peers.

Everything lies in build/bench/python-VERSION and is made again only when its source is newer.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_HERE = Path(__file__).parent
_NATIVE = _ROOT / "python" / "tvm_ffi" / "native"
_REFERENCE = "apache-tvm-ffi==0.1.15.post2"
_PACKAGES = ("nanobind", "pybind11", "numpy", "typing-extensions")


@dataclass(frozen=True)
class Side:
    """How one implementation is run."""

    name: str
    python: Path
    path: tuple[Path, ...]
    callee: Path  # library of FFI functions, or the folder of the peers' modules
    marks: Path


def prepare(version: str) -> list[Side]:
    """Return the sides for one Python, everything built."""
    folder = _ROOT / "build" / "bench" / f"python-{version}"
    python = _environment(version, folder)
    site = Path(_ask(python, "sysconfig.get_path('purelib')"))
    marks = _compile("gcc", [], [_HERE / "peers" / "marks.c"], folder / "libmarks.so")
    stable = tuple(map(int, version.split("."))) >= (3, 12)
    ours, library = _our_core(python, folder, stable=stable), _ROOT / "build" / "bench" / "lib"
    reference = folder / "reference"
    headers = [_ROOT / "runtime" / "include", _ROOT / "reflection" / "include"]
    callee = _callee("ours", headers, library, folder)
    theirs = _callee(
        "reference", [reference / "tvm_ffi" / "include"], reference / "tvm_ffi" / "lib", folder
    )
    peers = _peers(python, folder)
    return [
        Side("ours", python, (ours, site), callee, marks),
        Side("reference", python, (reference, site), theirs, marks),
        *(Side(name, python, (), peers, marks) for name in ("nanobind", "pybind11", "bare")),
    ]


def _environment(version: str, folder: Path) -> Path:
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        print(f"making an environment of Python {version}", flush=True)
        subprocess.run([_interpreter(version), "-m", "venv", folder / "venv"], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not (folder / "reference").exists():
        subprocess.run([*pip, *_PACKAGES], check=True)
        subprocess.run(
            [*pip, "--no-deps", "--target", folder / "reference", _REFERENCE], check=True
        )
    return python


def _interpreter(version: str) -> str:
    candidates = [shutil.which(f"python{version}") or ""]
    candidates += map(str, sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")))
    for candidate in filter(None, candidates):
        # A shim of a version manager may be there without its Python.
        run = subprocess.run([candidate, "-c", "import venv"], capture_output=True, check=False)
        if run.returncode == 0:
            return candidate
    raise FileNotFoundError(f"Python {version} is not installed; --python chooses others")


def _ask(python: Path, expression: str) -> str:
    code = f"import sysconfig; print({expression})"
    return subprocess.run(
        [python, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def _our_core(python: Path, folder: Path, *, stable: bool) -> Path:
    """Build the core as its wheel has it: for the stable ABI from 3.12 on."""
    tree = folder / ("core-abi3" if stable else "core")
    if not (tree / "build.ninja").exists():
        subprocess.run(
            [
                "cmake",
                "-G",
                "Ninja",
                "-S",
                _NATIVE,
                "-B",
                tree,
                f"-DPython_EXECUTABLE={python}",
                f"-DTVM_FFI_LIBRARY_DIR={_ROOT / 'build' / 'bench' / 'lib'}",
                f"-DTVM_FFI_STABLE_ABI={'ON' if stable else 'OFF'}",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    subprocess.run(["cmake", "--build", tree], check=True, stdout=subprocess.DEVNULL)
    return tree / "python"


def _compile(
    compiler: str, options: Sequence[str | Path], sources: Sequence[Path], out: Path
) -> Path:
    if not out.exists() or any(source.stat().st_mtime > out.stat().st_mtime for source in sources):
        flags = ["-O2", "-DNDEBUG", "-fno-strict-aliasing", "-fPIC", "-shared"]
        subprocess.run([compiler, *flags, *sources, "-o", out, *options], check=True)
    return out


def _callee(name: str, headers: list[Path], library: Path, folder: Path) -> Path:
    options = ["-std=c++17", *(f"-I{path}" for path in headers), f"-L{library}", "-ltvm_ffi"]
    options.append(f"-Wl,-rpath,{library}")
    out = folder / f"callee-{name}.so"
    newest = max(path.stat().st_mtime for include in headers for path in include.rglob("*.h"))
    if out.exists() and newest > out.stat().st_mtime:
        out.unlink()
    return _compile("g++", options, [_HERE / "peers" / "callee.cc"], out)


def _peers(python: Path, folder: Path) -> Path:
    out = folder / "peers"
    out.mkdir(exist_ok=True)
    suffix = _ask(python, "sysconfig.get_config_var('EXT_SUFFIX')")
    include = "-I" + _ask(python, "sysconfig.get_path('include')")
    site = Path(_ask(python, "sysconfig.get_path('purelib')"))
    nanobind = site / "nanobind"
    _compile("gcc", [include], [_HERE / "peers" / "bare.c"], out / f"bench_bare{suffix}")
    _compile(
        "g++",
        [
            "-std=c++17",
            "-fvisibility=hidden",
            include,
            f"-I{nanobind / 'include'}",
            f"-I{nanobind / 'ext' / 'robin_map' / 'include'}",
        ],
        [_HERE / "peers" / "bench_nanobind.cc", nanobind / "src" / "nb_combined.cpp"],
        out / f"bench_nanobind{suffix}",
    )
    _compile(
        "g++",
        ["-std=c++17", "-fvisibility=hidden", include, f"-I{site / 'pybind11' / 'include'}"],
        [_HERE / "peers" / "bench_pybind11.cc"],
        out / f"bench_pybind11{suffix}",
    )
    return out
