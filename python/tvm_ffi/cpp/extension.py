# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Build and load extensions from source text or files, cached by content."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Union

from ..utils import FileLock
from ._toolchain import gpu_backend, ninja_text

if TYPE_CHECKING:
    from ..module import Module

Text = Union[str, "Sequence[str]", None]
Functions = Union[str, "Sequence[str]", "Mapping[str, str]", None]

# With metadata, the exported functions know their signature and documentation.
_PRELUDE = (
    "#ifndef TVM_FFI_DLL_EXPORT_INCLUDE_METADATA\n"
    "#define TVM_FFI_DLL_EXPORT_INCLUDE_METADATA 1\n"
    "#endif\n"
    "#include <tvm/ffi/container/tensor.h>\n"
    "#include <tvm/ffi/dtype.h>\n"
    "#include <tvm/ffi/error.h>\n"
    "#include <tvm/ffi/extra/c_env_api.h>\n"
    "#include <tvm/ffi/function.h>\n"
)


def _listed(value: Text) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _functions(value: Functions) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, str):
        return {value: ""}
    if isinstance(value, Mapping):
        return dict(value)
    return dict.fromkeys(value, "")


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _exports(functions: Mapping[str, str]) -> str:
    lines: list[str] = []
    for name, doc in functions.items():
        lines.append(f"TVM_FFI_DLL_EXPORT_TYPED_FUNC({name}, {name});")
        if doc:
            lines.append(f"TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC({name}, {_literal(doc)});")
    return "\n".join(lines) + "\n"


def _check_backend(backend: str | None) -> None:
    if backend not in (None, "cuda", "hip"):
        raise ValueError(f"Invalid backend: {backend!r}; expected 'cuda' or 'hip'")


def _cache_folder(name: str, parts: Sequence[object], build_directory: str | None) -> Path:
    if build_directory is not None:
        folder = Path(build_directory).resolve()
    else:
        digest = hashlib.sha256()
        for part in parts:
            text = repr(part).encode()
            digest.update(str(len(text)).encode() + b":" + text)
        cache = Path(os.environ.get("TVM_FFI_CACHE_DIR", "~/.cache/tvm-ffi")).expanduser()
        folder = cache / f"{name}_{digest.hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(path: Path, text: str) -> None:
    """Write a file only when its text changes, so that an unchanged build does nothing."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _run_ninja(folder: Path) -> None:
    ninja = shutil.which("ninja") or shutil.which("ninja", path=str(Path(sys.executable).parent))
    if ninja is None:
        raise RuntimeError("ninja is not installed; install the extra 'cpp'")
    command = [ninja, "-v"]
    jobs = os.environ.get("MAX_JOBS")
    if jobs and jobs.isdigit():
        command += ["-j", jobs]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    log = os.environ.get("TVM_FFI_CPP_EXTENSION_LOG_BUILD", "0")
    if log in ("1", "stdout"):
        sys.stdout.write(done.stdout)
    elif log == "stderr":
        sys.stderr.write(done.stdout)
    if done.returncode != 0:
        raise RuntimeError(
            f"ninja exited with status {done.returncode}\n"
            f"stdout:\n{done.stdout}\nstderr:\n{done.stderr}"
        )


def _output(folder: Path, name: str, output: str | None) -> Path:
    if output is None:
        return folder / f"{name}.so"
    path = Path(output)
    return path if path.is_absolute() else folder / path


def _build(
    folder: Path,
    target: Path,
    files: list[Path],
    texts: Mapping[str, str],
    backend: str | None,
    cflags: Text,
    gpu_cflags: Text,
    ldflags: Text,
    include_paths: Text,
) -> str:
    with FileLock(folder / "lock"):
        for file, text in texts.items():
            _write(folder / file, text)
        build_file = ninja_text(
            sources=[*files, *(folder / file for file in texts)],
            output=target,
            backend=backend,
            cflags=_listed(cflags),
            gpu_cflags=_listed(gpu_cflags),
            ldflags=_listed(ldflags),
            include_paths=_listed(include_paths),
        )
        _write(folder / "build.ninja", build_file)
        _run_ninja(folder)
    return str(target)


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
    build_directory: str | None = None,
    embed_cubin: Mapping[str, bytes] | None = None,
    backend: str | None = None,
    output: str | None = None,
) -> str:
    """Compile source text; return the file of the library.

    Every function in `functions` (names, or names with documentation) is exported under its name.
    """
    _check_backend(backend)
    cpp, cuda = _listed(cpp_sources), _listed(cuda_sources)
    if not cpp and not cuda:
        raise AssertionError("sources must be provided.")
    exported = _functions(functions)
    if embed_cubin and sys.platform.startswith("win32"):
        raise NotImplementedError("embedding cubins is offered on Linux only")
    texts: dict[str, str] = {}
    exports = _exports(exported)
    if cpp:
        texts["main.cpp"] = _PRELUDE + "\n".join(cpp) + "\n" + exports
    if cuda:
        texts["cuda.cu"] = _PRELUDE + "\n".join(cuda) + "\n" + ("" if cpp else exports)
    flags = [
        _listed(v) for v in (extra_cflags, extra_cuda_cflags, extra_ldflags, extra_include_paths)
    ]
    cubins = dict(embed_cubin or {})
    folder = _cache_folder(name, [texts, exported, flags, backend, cubins], build_directory)
    if cubins:
        return _build_with_cubins(
            folder, _output(folder, name, output), texts, cubins, backend, flags
        )
    return _build(folder, _output(folder, name, output), [], texts, backend, *flags)


def _build_with_cubins(
    folder: Path,
    target: Path,
    texts: Mapping[str, str],
    cubins: Mapping[str, bytes],
    backend: str | None,
    flags: list[list[str]],
) -> str:
    """Compile to one object, put the binaries in, then link."""
    from ..utils.embed_cubin import embed_cubin

    plain = folder / "plain.o"
    _build(folder, plain, [], texts, backend, *flags)
    current = plain
    for position, (cubin_name, content) in enumerate(cubins.items()):
        file = folder / f"{cubin_name}.cubin"
        file.write_bytes(content)
        merged = folder / f"embedded_{position}.o"
        embed_cubin(file, current, merged, cubin_name)
        current = merged
    link_folder = folder / "link"
    link_folder.mkdir(exist_ok=True)
    return _build(link_folder, target, [current], {}, backend, *flags)


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
    build_directory: str | None = None,
    embed_cubin: Mapping[str, bytes] | None = None,
    keep_module_alive: bool = True,
    backend: str | None = None,
) -> Module:
    """Compile source text and load the library."""
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
    build_directory: str | None = None,
    backend: str | None = None,
    output: str | None = None,
) -> str:
    """Compile source files (.c .cc .cpp .cu .o); return the file of the library."""
    _check_backend(backend)
    files = [
        Path(file).resolve()
        for file in [*_listed(sources), *_listed(cpp_files), *_listed(cuda_files)]
    ]
    if not files:
        raise AssertionError("sources must be provided.")
    contents = [(str(file), file.read_bytes()) for file in files]
    flags = [
        _listed(v) for v in (extra_cflags, extra_cuda_cflags, extra_ldflags, extra_include_paths)
    ]
    folder = _cache_folder(name, [contents, flags, backend], build_directory)
    return _build(folder, _output(folder, name, output), files, {}, backend, *flags)


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
    build_directory: str | None = None,
    keep_module_alive: bool = True,
    backend: str | None = None,
) -> Module:
    """Compile source files and load the library."""
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
