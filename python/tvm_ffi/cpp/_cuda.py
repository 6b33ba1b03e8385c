# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Finds the CUDA toolkit, as an installer or as Python packages lay it out, and the architectures.

Order: CUDA_HOME or CUDA_PATH, nvcc on PATH, the package `nvidia-cuda-nvcc` of this Python, the
toolkit that torch was told of, /usr/local/cuda. The runtime library is linked statically wherever
that is possible, so that a module needs nothing at run time but the driver.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Without a GPU to ask: machine code for two generations, and PTX for all later ones.
_USUAL_FLAGS = (
    "-gencode=arch=compute_80,code=sm_80",
    "-gencode=arch=compute_90,code=sm_90",
    "-gencode=arch=compute_90,code=compute_90",
)
_ARCHITECTURE = re.compile(r"(\d+)\.?(\d)([af]?)(\+PTX)?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Toolkit:
    """One installed toolkit."""

    nvcc: Path
    include_folders: tuple[Path, ...]
    library_folders: tuple[Path, ...]

    def link_flags(self) -> list[str]:
        """Return flags that bring in the CUDA runtime: static, else the file that is there."""
        if sys.platform == "win32":
            return [f"/LIBPATH:{folder}" for folder in self.library_folders] + ["cudart_static.lib"]
        for folder in self.library_folders:
            if (folder / "libcudart_static.a").is_file():
                return [f"-L{folder}", "-lcudart_static", "-lrt", "-lpthread", "-ldl"]
        for folder in self.library_folders:
            for file in sorted(folder.glob("libcudart.so*")):
                return [str(file), f"-Wl,-rpath,{folder}"]
        return ["-lcudart"]


def _from_home(home: Path) -> Toolkit | None:
    nvcc = home / "bin" / ("nvcc.exe" if sys.platform == "win32" else "nvcc")
    if not nvcc.is_file():
        return None
    inside = ("lib64", "lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib", "lib/x64")
    return Toolkit(
        nvcc,
        tuple(path for path in (home / "include",) if path.is_dir()),
        tuple(path for path in (home / part for part in inside) if path.is_dir()),
    )


def package_folders() -> list[Path]:
    """Folders of the namespace package `nvidia`, which NVIDIA's wheels share; not imported."""
    from importlib.util import find_spec

    try:
        spec = find_spec("nvidia")
    except (ImportError, ValueError):
        return []
    places = (spec.submodule_search_locations or ()) if spec is not None else ()
    return [Path(place) for place in places]


def _from_packages() -> Toolkit | None:
    """Return the toolkit of the wheels: one folder cu13 and later, one per part before."""
    for folder in package_folders():
        numbered = [path for path in folder.glob("cu[0-9]*") if path.name[2:].isdigit()]
        for home in sorted(numbered, key=lambda path: -int(path.name[2:])):
            found = _from_home(home)
            if found is not None:
                return found
        nvcc = folder / "cuda_nvcc" / "bin" / "nvcc"
        if nvcc.is_file():
            parts = [folder / part for part in ("cuda_nvcc", "cuda_runtime", "cuda_cccl")]
            return Toolkit(
                nvcc,
                tuple(path / "include" for path in parts if (path / "include").is_dir()),
                tuple(path / "lib" for path in parts if (path / "lib").is_dir()),
            )
    return None


def _from_torch() -> Toolkit | None:
    """Return the toolkit that torch found, when torch is in this process already."""
    extension = sys.modules.get("torch.utils.cpp_extension")
    home = getattr(extension, "CUDA_HOME", None)
    return _from_home(Path(home)) if isinstance(home, str) else None


def find_toolkit() -> Toolkit:
    """Return the toolkit; RuntimeError says where it was sought and how to get it."""
    for variable in ("CUDA_HOME", "CUDA_PATH"):
        if os.environ.get(variable):
            found = _from_home(Path(os.environ[variable]))
            if found is None:
                raise RuntimeError(
                    f"Could not find nvcc: {variable} is {os.environ[variable]!r}, which has no "
                    "bin/nvcc; correct or unset the variable"
                )
            return found
    on_path = shutil.which("nvcc")
    candidates = (
        _from_home(Path(on_path).resolve().parent.parent) if on_path else None,
        _from_packages(),
        _from_torch(),
        _from_home(Path("/usr/local/cuda")),
    )
    for candidate in candidates:
        if candidate is not None:
            return candidate
    raise RuntimeError(
        "Could not find nvcc; looked in CUDA_HOME, PATH, the Python packages of NVIDIA and "
        "/usr/local/cuda. Install the toolkit, or run: pip install nvidia-cuda-nvcc"
    )


def has_toolkit() -> bool:
    """Whether any toolkit is there, without asking it anything."""
    try:
        find_toolkit()
    except RuntimeError:
        return False
    return True


def _generated_for(name: str) -> list[str]:
    match = _ARCHITECTURE.match(name)
    if match is None:
        raise ValueError(
            f"TVM_FFI_CUDA_ARCH_LIST: {name!r} is no architecture; expected such as 8.0, 9.0a or "
            "10.0+PTX, with blanks between"
        )
    number = f"{match[1]}{match[2]}{match[3].lower()}"
    flags = [f"-gencode=arch=compute_{number},code=sm_{number}"]
    if match[4]:
        flags.append(f"-gencode=arch=compute_{number},code=compute_{number}")
    return flags


@cache
def gpus_seen() -> tuple[str, ...]:
    """Architectures of the GPUs of this machine; nothing when there is no driver to ask."""
    try:
        asked = subprocess.run(
            ["nvidia-smi", "--query-gpu=compute_cap", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(sorted({line for line in asked.stdout.split() if _ARCHITECTURE.match(line)}))


def architecture_flags() -> list[str]:
    """Return what to generate code for: the variable's list, this machine's GPUs, the usual."""
    listed = re.split(r"[\s;,]+", os.environ.get("TVM_FFI_CUDA_ARCH_LIST", "").strip())
    names = [name for name in listed if name] or list(gpus_seen())
    if not names:
        return list(_USUAL_FLAGS)
    return [flag for name in names for flag in _generated_for(name)]
