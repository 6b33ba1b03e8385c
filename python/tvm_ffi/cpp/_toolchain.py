# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compilers, flags and the text of the build file."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .. import libinfo

_CXX_FLAGS = ["-std=c++17", "-fPIC", "-O2"]
_CUDA_FLAGS = ["-Xcompiler", "-fPIC", "-std=c++17", "-O2"]
_HIP_FLAGS = ["-std=c++17", "-fPIC", "-O2", "-D__HIP_PLATFORM_AMD__=1"]


def gpu_backend() -> str | None:
    """Return "cuda" or "hip" when a backend is chosen or found, None otherwise."""
    chosen = os.environ.get("TVM_FFI_GPU_BACKEND")
    if chosen:
        return chosen
    if shutil.which("nvcc") or os.environ.get("CUDA_HOME") or os.environ.get("CUDA_PATH"):
        return "cuda"
    return "hip" if shutil.which("hipcc") or os.environ.get("ROCM_HOME") else None


def _home(names: tuple[str, ...], tool: str, usual: str) -> Path:
    for name in names:
        if os.environ.get(name):
            return Path(os.environ[name])
    found = shutil.which(tool)
    if found:
        return Path(found).resolve().parent.parent
    if Path(usual).exists():
        return Path(usual)
    raise RuntimeError(f"Could not find {tool}; set {names[0]} to where it is installed")


def _cuda_arch_flags() -> list[str]:
    listed = os.environ.get("TVM_FFI_CUDA_ARCH_LIST", "").split()
    if not listed:
        try:
            asked = subprocess.run(
                ["nvidia-smi", "--query-gpu=compute_cap", "--format=csv,noheader"],
                capture_output=True,
                text=True,
                check=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise RuntimeError(
                "Could not ask for the GPU's architecture; set TVM_FFI_CUDA_ARCH_LIST"
            ) from error
        listed = sorted(set(asked.stdout.split()))
    flags: list[str] = []
    for version in listed:
        number = version.replace(".", "")
        flags.append(f"-gencode=arch=compute_{number},code=sm_{number}")
    return flags


def gpu_toolchain(backend: str) -> tuple[str, list[str], list[str]]:
    """Return (compiler, compile flags, link flags) of a backend that is installed."""
    if backend == "cuda":
        home = _home(("CUDA_HOME", "CUDA_PATH"), "nvcc", "/usr/local/cuda")
        return (
            str(home / "bin" / "nvcc"),
            [*_CUDA_FLAGS, *_cuda_arch_flags()],
            [f"-L{home / 'lib64'}", "-lcudart"],
        )
    home = _home(("ROCM_HOME", "ROCM_PATH"), "hipcc", "/opt/rocm")
    arch = [
        f"--offload-arch={name}" for name in os.environ.get("TVM_FFI_ROCM_ARCH_LIST", "").split()
    ]
    return str(home / "bin" / "hipcc"), [*_HIP_FLAGS, *arch], [f"-L{home / 'lib'}", "-lamdhip64"]


def _escape(path: object) -> str:
    return str(path).replace("$", "$$").replace(" ", "$ ").replace(":", "$:")


def ninja_text(
    *,
    sources: list[Path],
    output: Path,
    backend: str | None,
    cflags: list[str],
    gpu_cflags: list[str],
    ldflags: list[str],
    include_paths: list[str],
) -> str:
    """Return the build file for a set of sources; a source that is an object is only linked."""
    includes = [f"-I{path}" for path in [*libinfo.include_paths(), *include_paths]]
    library = Path(libinfo.find_libtvm_ffi()).parent
    link = ["-shared", f"-L{library}", "-ltvm_ffi", *ldflags]
    lines = [
        "ninja_required_version = 1.3",
        f"cxx = {os.environ.get('CXX', 'c++')}",
        f"cflags = {' '.join([*_CXX_FLAGS, *includes, *cflags])}",
    ]
    gpu_sources = [source for source in sources if source.suffix in (".cu", ".hip")]
    if gpu_sources:
        compiler, flags, gpu_link = gpu_toolchain(backend or gpu_backend() or "cuda")
        link += gpu_link
        lines += [f"gpucc = {compiler}", f"gpuflags = {' '.join([*flags, *includes, *gpu_cflags])}"]
    lines += [
        f"ldflags = {' '.join(link)}",
        "",
        "rule compile",
        "  command = $cxx -MMD -MF $out.d $cflags -c $in -o $out",
        "  depfile = $out.d",
        "  deps = gcc",
    ]
    if gpu_sources:
        lines += ["", "rule compile_gpu", "  command = $gpucc $gpuflags -c $in -o $out"]
    lines += ["", "rule link", "  command = $cxx $in $ldflags -o $out"]
    lines += ["", "rule merge", "  command = ld -r -o $out $in", ""]
    objects: list[str] = []
    for position, source in enumerate(sources):
        if source.suffix in (".o", ".obj"):
            objects.append(_escape(source))
            continue
        target = f"{source.stem}_{position}.o"
        rule = "compile_gpu" if source in gpu_sources else "compile"
        lines.append(f"build {target}: {rule} {_escape(source)}")
        objects.append(target)
    final = "merge" if output.suffix in (".o", ".obj") else "link"
    lines += [
        f"build {_escape(output)}: {final} {' '.join(objects)}",
        "",
        f"default {_escape(output)}",
        "",
    ]
    return "\n".join(lines)
