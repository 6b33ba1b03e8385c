# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where the package keeps its libraries, headers and CMake files; libraries of other packages.

Places inside the installed package come first, those of a source checkout second. Nothing is
searched at import.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Callable, cast

if TYPE_CHECKING:
    import ctypes

    from .module import Module


def _rel_top_directory() -> Path:
    """Return the folder of the package."""
    return Path(__file__).parent


def _dev_top_directory() -> Path:
    """Return the root of the source checkout, when there is one."""
    return Path(__file__).resolve().parent.parent.parent


def _resolve_and_validate(paths: list[Path], cond: Callable[[Path], bool | Path]) -> str | None:
    """Return the first path that meets the condition (which may answer with a path inside it)."""
    for path in paths:
        try:
            found = cond(path)
        except OSError:
            continue
        if isinstance(found, Path):
            return str(found.resolve())
        if found:
            return str(path.resolve())
    return None


def _required(what: str, paths: list[Path], cond: Callable[[Path], bool | Path]) -> str:
    found = _resolve_and_validate(paths, cond)
    if found is None:
        places = "\n  ".join(str(path) for path in paths)
        raise RuntimeError(f"Cannot find {what}; looked at:\n  {places}")
    return found


def _library_names(target_name: str) -> list[str]:
    """File names of a library; the plain form is what older packages ship."""
    if sys.platform.startswith("win32"):
        return [f"{target_name}.dll"]
    if sys.platform.startswith("darwin"):
        stems = (f"lib{target_name}", target_name)
        return [f"{stem}{suffix}" for stem in stems for suffix in (".dylib", ".so")]
    return [f"lib{target_name}.so", f"{target_name}.so"]


def _split_env_var(env_var: str, split: str) -> list[Path]:
    """Return the folders that an environment variable lists."""
    return [Path(part.strip()) for part in os.environ.get(env_var, "").split(split) if part.strip()]


def _search_folders(package_root: Path, extra_lib_paths: list[Path] | None) -> list[Path]:
    folders = list(extra_lib_paths or [])
    for folder in cast("list[object]", folders):
        if not isinstance(folder, Path):
            raise TypeError(f"extra_lib_paths must hold pathlib.Path, got {type(folder).__name__}")
    development = _dev_top_directory()
    folders += [package_root / "build" / "lib", package_root / "lib", package_root]
    folders += [development / "build" / "lib", development / "lib"]
    if sys.platform.startswith("win32"):
        return folders + _split_env_var("PATH", ";")
    name = "DYLD_LIBRARY_PATH" if sys.platform.startswith("darwin") else "LD_LIBRARY_PATH"
    return folders + _split_env_var(name, ":") + _split_env_var("PATH", ":")


def _recorded_files(package: str, names: list[str]) -> list[Path]:
    """Files of the installed distribution with one of the names."""
    from importlib import metadata

    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return []
    return [Path(str(file.locate())) for file in files if file.name in names]


def _package_folder(name: str) -> Path:
    """Folder of an import package, which need not be imported yet; ours when there is none."""
    from importlib.util import find_spec

    file = getattr(sys.modules.get(name), "__file__", None)
    if file is None:
        try:
            spec = find_spec(name)
        except (ImportError, ValueError):
            spec = None
        file = spec.origin if spec is not None else None
    return Path(file).parent if file else _rel_top_directory()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _find_library_by_basename(
    package: str, target_name: str, extra_lib_paths: list[Path] | None = None
) -> Path:
    """Return the file of a library of a distribution; RuntimeError names every folder searched."""
    names = _library_names(target_name)
    if package == "apache-tvm-ffi":
        package_root = _rel_top_directory()
        for name in names:
            own = package_root / "lib" / name
            if not extra_lib_paths and _is_file(own):
                return own
    else:
        package_root = _package_folder(package.replace("-", "_"))
    folders = _search_folders(package_root, extra_lib_paths)
    for recorded in _recorded_files(package, names):
        if _is_file(recorded):
            return recorded
    for folder in folders:
        for name in names:
            if _is_file(folder / name):
                return folder / name
    listed = "\n  ".join(str(folder) for folder in folders)
    raise RuntimeError(
        f"Cannot find library {', '.join(names)}; "
        f"looked in the files of {package} and in:\n  {listed}"
    )


def find_libtvm_ffi() -> str:
    """Return the library file."""
    return str(_find_library_by_basename("apache-tvm-ffi", "tvm_ffi").resolve())


def find_windows_implib() -> str:
    """Return the import library (Windows)."""
    top = _rel_top_directory()
    return _required(
        "tvm_ffi.lib",
        [top / "lib" / "tvm_ffi.lib", top / "build" / "lib" / "tvm_ffi.lib"],
        _is_file,
    )


def find_source_path() -> str:
    """Return the folder with CMakeLists.txt and the sources."""
    return _required(
        "the source folder",
        [_rel_top_directory(), _dev_top_directory()],
        lambda path: (path / "CMakeLists.txt").is_file(),
    )


def find_cmake_path() -> str:
    """Return the folder with the CMake package files."""
    paths = [
        _rel_top_directory() / "share" / "cmake" / "tvm_ffi",
        _dev_top_directory() / "runtime" / "cmake",
    ]
    return _required(
        "the CMake package", paths, lambda path: (path / "tvm_ffi-config.cmake").is_file()
    )


def find_include_path() -> str:
    """Return the folder of the headers."""
    paths = [_rel_top_directory() / "include", _dev_top_directory() / "runtime" / "include"]
    return _required(
        "the headers", paths, lambda path: (path / "tvm" / "ffi" / "c_api.h").is_file()
    )


def find_dlpack_include_path() -> str:
    """Return the folder of the DLPack header."""
    paths = [_rel_top_directory() / "include", _dev_top_directory() / "runtime" / "include"]
    return _required(
        "the DLPack header", paths, lambda path: (path / "dlpack" / "dlpack.h").is_file()
    )


def find_crate_path() -> str:
    """Return the folder with the sources of the Rust crates."""
    paths = [_rel_top_directory() / "rust", _dev_top_directory() / "rust"]
    return _required(
        "the Rust crates", paths, lambda path: (path / "tvm-ffi" / "Cargo.toml").is_file()
    )


def find_cython_lib() -> str:
    """Return the file of the native core."""
    from importlib.machinery import EXTENSION_SUFFIXES

    paths = [_rel_top_directory() / f"core{suffix}" for suffix in EXTENSION_SUFFIXES]
    return _required("the native core", paths, _is_file)


def find_python_helper_include_path() -> str:
    """Return the folder of headers for extension authors."""
    return find_include_path()


def include_paths() -> list[str]:
    """Return every folder a compiler needs, sorted."""
    return sorted(
        {find_include_path(), find_dlpack_include_path(), find_python_helper_include_path()}
    )


def load_lib_ctypes(
    package: str, target_name: str, mode: str, extra_lib_paths: list[Path] | None = None
) -> ctypes.CDLL:
    """Load a library of a distribution with ctypes; mode is RTLD_LOCAL or RTLD_GLOBAL."""
    import ctypes

    path = _find_library_by_basename(package, target_name, extra_lib_paths)
    return ctypes.CDLL(str(path), getattr(ctypes, mode))


def load_lib_module(
    package: str,
    target_name: str,
    keep_module_alive: bool = True,
    extra_lib_paths: list[Path] | None = None,
) -> Module:
    """Load a library of a distribution as a Module."""
    from .module import load_module

    return load_module(
        _find_library_by_basename(package, target_name, extra_lib_paths), keep_module_alive
    )
