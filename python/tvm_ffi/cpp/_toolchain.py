# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Which compilers there are, and the commands that turn files into a library."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import libinfo
from .._version import __version__
from . import _cuda, _msvc
from ._run import Command

# Few inline sources say #include <sstream>: what earlier headers brought along comes, too.
_INCLUDE_STD = "-DTVM_FFI_INCLUDE_STD=1"
_CXX_FLAGS = ("-std=c++17", "-fPIC", "-O2", _INCLUDE_STD)
_C_FLAGS = ("-fPIC", "-O2")
_CUDA_FLAGS = ("-Xcompiler", "-fPIC", "-std=c++17", "-O2", _INCLUDE_STD)
_HIP_FLAGS = ("-std=c++17", "-fPIC", "-O2", "-D__HIP_PLATFORM_AMD__=1", _INCLUDE_STD)
_WINDOWS = sys.platform == "win32"
_OBJECTS = (".o", ".obj")
_GPU_SUFFIXES = {".cu": "cuda", ".hip": "hip"}
# What compilers and linkers read besides their arguments.
_VARIABLES = (
    *("CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH", "NVCC_APPEND_FLAGS"),
    *("INCLUDE", "LIB", "CL", "_CL_", "LINK", "_LINK_"),
)


def is_object(file: str | Path) -> bool:
    """Whether a file is an object by its name."""
    return Path(file).suffix in _OBJECTS


def library_suffix() -> str:
    """Return the suffix of what is built."""
    return ".dll" if _WINDOWS else ".so"


def gpu_backend() -> str | None:
    """Return "cuda" or "hip" when a backend is chosen or found, None otherwise."""
    chosen = os.environ.get("TVM_FFI_GPU_BACKEND")
    if chosen:
        return chosen
    torch = sys.modules.get("torch")
    if getattr(getattr(torch, "version", None), "hip", None):
        return "hip"
    if _cuda.has_toolkit():
        return "cuda"
    return "hip" if shutil.which("hipcc") or os.environ.get("ROCM_HOME") else None


def gpu_suffix(backend: str | None) -> str:
    """Return the suffix of device sources for a backend."""
    return ".hip" if (backend or gpu_backend()) == "hip" else ".cu"


def _words(variable: str, usual: str) -> list[str]:
    """Return a compiler as its words: a variable may hold options or `ccache` as well."""
    try:
        words = shlex.split(os.environ.get(variable, "")) or [usual]
    except ValueError as error:
        raise RuntimeError(f"{variable} is {os.environ[variable]!r}: {error}") from None
    found = shutil.which(words[0])
    if found is None:
        raise RuntimeError(
            f"Could not find the compiler {words[0]!r}; install one (on Debian: apt-get install "
            f"g++), or set {variable}"
        )
    return [found, *words[1:]]


def _rocm() -> tuple[list[str], list[str]]:
    home = os.environ.get("ROCM_HOME") or os.environ.get("ROCM_PATH")
    hipcc = Path(home) / "bin" / "hipcc" if home else Path(shutil.which("hipcc") or "")
    if not hipcc.is_file():
        hipcc = Path("/opt/rocm/bin/hipcc")
    if not hipcc.is_file():
        raise RuntimeError("Could not find hipcc; set ROCM_HOME to where ROCm is installed")
    names = os.environ.get("TVM_FFI_ROCM_ARCH_LIST", "").split()
    compile_ = [str(hipcc), *_HIP_FLAGS, *(f"--offload-arch={name}" for name in names)]
    return compile_, [f"-L{hipcc.parent.parent / 'lib'}", "-lamdhip64"]


@dataclass
class Toolchain:
    """Compilers and flags of one build; made anew for each, so that variables are honoured."""

    cflags: Sequence[str]
    gpu_cflags: Sequence[str]
    ldflags: Sequence[str]
    include_paths: Sequence[str]
    backend: str | None
    languages: frozenset[str]
    # Device code is embedded: its headers and run-time library are wanted if there are any.
    device: bool = False
    compilers: dict[str, list[str]] = field(default_factory=dict)
    gpu_link: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find what the languages of the sources need."""
        if _WINDOWS:
            self._linker = [_msvc.program("cl")]
            self.compilers["cpp"] = [*self._linker, *_msvc.CXX_FLAGS]
            if "c" in self.languages:
                self.compilers["c"] = [*self._linker, *_msvc.C_FLAGS]
        else:
            self.compilers["cpp"] = [*_words("CXX", "c++"), *_CXX_FLAGS]
            self._linker = self.compilers["cpp"][: -len(_CXX_FLAGS)]
            if "c" in self.languages:
                self.compilers["c"] = [*_words("CC", "cc"), *_C_FLAGS]
        folders: list[object] = [*libinfo.include_paths(), *self.include_paths]
        if "gpu" in self.languages:
            if (self.backend or gpu_backend() or "cuda") == "hip":
                self.compilers["gpu"], self.gpu_link = _rocm()
            else:
                toolkit = _cuda.find_toolkit()
                self.compilers["gpu"] = [
                    str(toolkit.nvcc),
                    *(["-ccbin", self._linker[0]] if _WINDOWS or os.environ.get("CXX") else []),
                    *(_msvc.CUDA_FLAGS if _WINDOWS else _CUDA_FLAGS),
                    *_cuda.architecture_flags(),
                ]
                folders += toolkit.include_folders
                self.gpu_link = toolkit.link_flags()
        elif self.device and _cuda.has_toolkit():
            toolkit = _cuda.find_toolkit()
            folders += toolkit.include_folders
            self.gpu_link = toolkit.link_flags()
        self._folders = [str(path) for path in folders]
        self._includes = [f"-I{path}" for path in self._folders]
        self._library = str(Path(libinfo.find_libtvm_ffi()).parent)

    @staticmethod
    def language(source: Path) -> str:
        """Return the compiler that a source needs."""
        if source.suffix in _GPU_SUFFIXES:
            return "gpu"
        return "c" if source.suffix == ".c" else "cpp"

    def identity(self) -> list[object]:
        """Return all that decides about the result besides sources and headers."""
        told: list[object] = [__version__, self._library, self._includes]
        told += [list(self.cflags), list(self.gpu_cflags), list(self.ldflags), self.gpu_link]
        told += [os.environ.get(name) for name in _VARIABLES]
        for language, words in sorted(self.compilers.items()):
            program = os.path.realpath(words[0])
            status = os.stat(program)  # noqa: PTH116
            told += [language, words, program, status.st_size, status.st_mtime_ns]
        return told

    def compile_command(self, source: Path, target: Path) -> Command:
        """Return the command that makes an object of a source and notes what it read."""
        language = self.language(source)
        flags = self.gpu_cflags if language == "gpu" else self.cflags
        if _WINDOWS and language != "gpu":
            compiler = self.compilers[language]
            return _msvc.compile_command(compiler, self._folders, flags, source, target)
        depfile = target.with_suffix(".d")
        arguments = [*self.compilers[language], *self._includes, *flags]
        arguments += ["-MD", "-MF", str(depfile), "-c", str(source), "-o", str(target)]
        return Command(source.name, arguments, depfile, _msvc.environment() if _WINDOWS else None)

    def link_command(self, objects: Sequence[Path], target: Path) -> Command:
        """Return the command that makes a library of objects, or one object of several."""
        files = [str(path) for path in objects]
        if is_object(target):
            if _WINDOWS:
                raise RuntimeError(
                    f"'{target.name}' cannot be made of several sources: link.exe makes no objects"
                )
            return Command(
                target.name, [*self._linker, "-r", "-nostdlib", "-o", str(target), *files]
            )
        if _WINDOWS:
            flags = [*self.gpu_link, *self.ldflags]
            return _msvc.link_command(files, libinfo.find_windows_implib(), flags, target)
        runtime = [f"-L{self._library}", "-ltvm_ffi", f"-Wl,-rpath,{self._library}"]
        link = [*self._linker, "-shared", *files, *runtime, *self.gpu_link, *self.ldflags]
        return Command(f"linking {target.name}", [*link, "-o", str(target)])
