# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Microsoft's compiler: where it is, what its environment is, how its commands are spelled.

In a developer prompt `cl` is on PATH with all it needs. Elsewhere vswhere names the newest Visual
Studio, whose VsDevCmd.bat is asked, once per process, for the variables that it would set.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from ._run import Command

CXX_FLAGS = (
    "/nologo",
    "/std:c++17",
    "/O2",
    "/MD",
    "/EHsc",
    "/bigobj",
    "/utf-8",
    "/DTVM_FFI_INCLUDE_STD=1",
)
C_FLAGS = ("/nologo", "/O2", "/MD", "/utf-8")
CUDA_FLAGS = (
    "-std=c++17",
    "-O2",
    "-DTVM_FFI_INCLUDE_STD=1",
    "-Xcompiler",
    "/MD,/EHsc,/std:c++17,/bigobj",
)
_TOOLS = "Microsoft.VisualStudio.Component.VC.Tools.x86.x64"
_HELP = (
    "install the C++ workload of the Visual Studio Build Tools, or start from a developer prompt"
)


def _asked(command: Sequence[str] | str) -> str:
    """Return what a command prints; nothing when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return done.stdout if done.returncode == 0 else ""


def _installation() -> Path:
    """Return the folder of the newest Visual Studio that has compilers."""
    folders = (os.environ.get("PROGRAMFILES(X86)"), os.environ.get("PROGRAMFILES"))
    for folder in filter(None, folders):
        vswhere = Path(folder, "Microsoft Visual Studio", "Installer", "vswhere.exe")
        if vswhere.is_file():
            words = ["-latest", "-products", "*", "-requires", _TOOLS]
            words += ["-property", "installationPath", "-utf8"]
            lines = _asked([str(vswhere), *words]).splitlines()
            if lines:
                return Path(lines[0].strip())
    raise RuntimeError(f"Could not find Visual Studio with vswhere; {_HELP}")


@cache
def environment() -> Mapping[str, str]:
    """Return the variables with which cl and link run."""
    if shutil.which("cl") and os.environ.get("INCLUDE"):
        return dict(os.environ)
    script = _installation() / "Common7" / "Tools" / "VsDevCmd.bat"
    # One string: cmd takes quotes as they stand, which a list of words would not keep.
    told = _asked(f'cmd /s /c ""{script}" -arch=x64 -host_arch=x64 -no_logo && set"')
    found = dict(line.split("=", 1) for line in told.splitlines() if "=" in line[1:])
    if not any(name.upper() == "INCLUDE" for name in found):
        raise RuntimeError(f"{script} set no compiler up; {_HELP}")
    return found


def program(name: str) -> str:
    """Return the file of cl or link."""
    variables = {key.upper(): value for key, value in environment().items()}
    found = shutil.which(name, path=variables.get("PATH"))
    if found is None:
        raise RuntimeError(f"Could not find the program {name!r} of Visual Studio; {_HELP}")
    return found


def compile_command(
    compiler: Sequence[str],
    includes: Sequence[str],
    flags: Sequence[str],
    source: Path,
    target: Path,
) -> Command:
    """Return the command that makes an object and lists, as JSON, what was read."""
    listed = target.with_suffix(".json")
    arguments = [*compiler, *(f"/I{folder}" for folder in includes), *flags]
    arguments += ["/sourceDependencies", str(listed), "/c", str(source), f"/Fo{target}"]
    return Command(source.name, arguments, listed, environment())


def link_command(
    objects: Sequence[str], import_library: str, flags: Sequence[str], target: Path
) -> Command:
    """Return the command that makes a library; its import library goes where the build goes."""
    arguments = [program("link"), "/nologo", "/DLL", *objects, import_library, *flags]
    arguments += [f"/IMPLIB:{target.with_suffix('.lib')}", f"/OUT:{target}"]
    return Command(f"linking {target.name}", arguments, None, environment())


def headers_of(listed: Path) -> list[str]:
    """Return the files that cl noted with /sourceDependencies."""
    data = json.loads(listed.read_text(encoding="utf-8-sig"))
    return [str(name) for name in data["Data"]["Includes"]]
