# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What is compared: ours and the reference wheel, each as include folders and a library."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OURS, REFERENCE = "ours", "reference"


@dataclass(frozen=True)
class Side:
    """One implementation: where its headers and its library are."""

    name: str
    includes: tuple[Path, ...]
    library: Path

    def include_flags(self) -> list[str]:
        """Return the compiler's flags for the headers."""
        return [f"-I{path}" for path in self.includes]

    def link_flags(self) -> list[str]:
        """Return the linker's flags for the library."""
        return [f"-L{self.library}", "-ltvm_ffi", f"-Wl,-rpath,{self.library}"]


def build_library() -> None:
    """Build our library in release mode where ./dev bench has not done so."""
    if (ROOT / "build" / "bench" / "lib" / "libtvm_ffi.so").exists():
        return
    program = (
        "from devtool.build import compile_targets, configure\n"
        "from devtool.steps import Steps\n"
        "steps = Steps(2)\n"
        "configure(steps, 'bench')\n"
        "compile_targets(steps, 'bench', 'tvm_ffi_shared')\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT / "tests" / "tools", check=True)


def sides() -> list[Side]:
    """Return ours and, when installed, the peer."""
    runtime, upper = ROOT / "runtime" / "include", ROOT / "reflection" / "include"
    found = [Side(OURS, (runtime, upper), ROOT / "build" / "bench" / "lib")]
    peer = ROOT / "build" / "peer" / "tvm_ffi"
    if peer.exists():
        found.append(Side(REFERENCE, (peer / "include",), peer / "lib"))
    return found
