# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Build and load extensions from source text or files, cached by content."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ._build import Request
from ._build import build as _build
from ._source import Functions, Text, exported_functions, file_stem, flags, inline_files, listed
from ._toolchain import Toolchain, gpu_backend, gpu_suffix

if TYPE_CHECKING:
    from ..module import Module


def _check_backend(backend: str | None) -> None:
    if backend not in (None, "cuda", "hip"):
        raise ValueError(f"Invalid backend: {backend!r}; expected 'cuda' or 'hip'")


def build_inline(
    name: str,
    *,
    cpp_sources: Text = None,
    cuda_sources: Text = None,
    functions: Functions = None,
    extra_cflags: Text = None,
    extra_cuda_cflags: Text = None,
    extra_ldflags: Text = None,
    extra_include_paths: Text = None,
    build_directory: str | os.PathLike[str] | None = None,
    embed_cubin: Mapping[str, bytes] | None = None,
    backend: str | None = None,
    output: str | None = None,
) -> str:
    """Compile source text; return the file of the library.

    Parameters
    ----------
    name
        Name of the module and of its file.
    cpp_sources, cuda_sources
        One text or several. tvm-ffi's headers for tensors, types, errors, the environment and
        functions are included before them.
    functions
        Functions of the sources, outside any namespace, to export under their names: one name,
        several, or a mapping from names to documentation.
    extra_cflags, extra_cuda_cflags, extra_ldflags, extra_include_paths
        Arguments for the compilers and the linker, after ours: lists, or flags as a shell takes
        them ("-O3 -march=native").
    build_directory
        Folder for sources and library. Without it the build is cached by content below
        `TVM_FFI_CACHE_DIR` or `~/.cache/tvm-ffi`.
    embed_cubin
        Device binaries to put into the library, for `TVM_FFI_EMBED_CUBIN(name)`.
    backend
        "cuda" or "hip"; found out when there are device sources.
    output
        Name or path of the result instead of `<name>.so`; with the suffix .o an object is made.

    Raises
    ------
    RuntimeError
        With what the compiler printed, when it fails.

    """
    _check_backend(backend)
    cpp, cuda = listed(cpp_sources), listed(cuda_sources)
    if not cpp and not cuda:
        raise AssertionError("sources must be provided.")
    if embed_cubin and sys.platform.startswith("win32"):
        raise NotImplementedError("embedding cubins is offered on Linux only")
    exported = exported_functions(functions)
    stem = file_stem(name)
    suffix = gpu_suffix(backend) if cuda else ".cu"
    texts = inline_files(stem, cpp, cuda, suffix, exported)
    request = Request(
        name=name,
        stem=stem,
        files=(),
        texts=texts,
        mains=[main for main in ("main.cpp", f"cuda{suffix}") if main in texts],
        functions=exported,
        binaries=embed_cubin or {},
        build_directory=None if build_directory is None else os.fspath(build_directory),
        output=output,
    )
    toolchain = Toolchain(
        flags(extra_cflags),
        flags(extra_cuda_cflags),
        flags(extra_ldflags),
        listed(extra_include_paths),
        backend,
        request.languages(),
        device=bool(embed_cubin),
    )
    return str(_build(request, toolchain))


def load_inline(
    name: str,
    *,
    cpp_sources: Text = None,
    cuda_sources: Text = None,
    functions: Functions = None,
    extra_cflags: Text = None,
    extra_cuda_cflags: Text = None,
    extra_ldflags: Text = None,
    extra_include_paths: Text = None,
    build_directory: str | os.PathLike[str] | None = None,
    embed_cubin: Mapping[str, bytes] | None = None,
    keep_module_alive: bool = True,
    backend: str | None = None,
) -> Module:
    """Compile source text and load the library; the arguments are those of build_inline."""
    from ..module import load_module

    path = build_inline(
        name,
        cpp_sources=cpp_sources,
        cuda_sources=cuda_sources,
        functions=functions,
        extra_cflags=extra_cflags,
        extra_cuda_cflags=extra_cuda_cflags,
        extra_ldflags=extra_ldflags,
        extra_include_paths=extra_include_paths,
        build_directory=build_directory,
        embed_cubin=embed_cubin,
        backend=backend,
    )
    return load_module(path, keep_module_alive)


def build(
    name: str,
    *,
    sources: Text = None,
    cpp_files: Text = None,
    cuda_files: Text = None,
    extra_cflags: Text = None,
    extra_cuda_cflags: Text = None,
    extra_ldflags: Text = None,
    extra_include_paths: Text = None,
    build_directory: str | os.PathLike[str] | None = None,
    backend: str | None = None,
    output: str | None = None,
) -> str:
    """Compile source files (.c .cc .cpp .cu .hip .o); return the file of the library.

    Nothing is exported but what the sources export; the other arguments are those of build_inline.
    """
    _check_backend(backend)
    files = [
        Path(file).resolve() for file in [*listed(sources), *listed(cpp_files), *listed(cuda_files)]
    ]
    if not files:
        raise AssertionError("sources must be provided.")
    for file in files:
        if not file.is_file():
            raise FileNotFoundError(f"sources: there is no file '{file}'")
    request = Request(
        name=name,
        stem=file_stem(name),
        files=files,
        texts={},
        mains=(),
        functions={},
        binaries={},
        build_directory=None if build_directory is None else os.fspath(build_directory),
        output=output,
    )
    toolchain = Toolchain(
        flags(extra_cflags),
        flags(extra_cuda_cflags),
        flags(extra_ldflags),
        listed(extra_include_paths),
        backend,
        request.languages(),
    )
    return str(_build(request, toolchain))


def load(
    name: str,
    *,
    sources: Text = None,
    cpp_files: Text = None,
    cuda_files: Text = None,
    extra_cflags: Text = None,
    extra_cuda_cflags: Text = None,
    extra_ldflags: Text = None,
    extra_include_paths: Text = None,
    build_directory: str | os.PathLike[str] | None = None,
    keep_module_alive: bool = True,
    backend: str | None = None,
) -> Module:
    """Compile source files and load the library; the arguments are those of build."""
    from ..module import load_module

    path = build(
        name,
        sources=sources,
        cpp_files=cpp_files,
        cuda_files=cuda_files,
        extra_cflags=extra_cflags,
        extra_cuda_cflags=extra_cuda_cflags,
        extra_ldflags=extra_ldflags,
        extra_include_paths=extra_include_paths,
        build_directory=build_directory,
        backend=backend,
    )
    return load_module(path, keep_module_alive)


__all__ = ["build", "build_inline", "gpu_backend", "load", "load_inline"]
