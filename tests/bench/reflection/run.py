# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What reflection costs: registration and export of many types, calls by position and by name.

Counts are instructions under callgrind, of which the start of the program is taken off; a ratio
compares two counts of one run. Needs valgrind; the reference is compared when build/peer is there
(./dev bench installs it).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[2]
_TYPES = 500
_CALLS = 20_000
_MANY = 10_000
# Bounds of issue and gate: twice the types, a type here and in the reference, seconds for 10,000.
LINEAR, PER_TYPE, SECONDS, READ_SECONDS = 2.2, 1.2, 1.5, 0.3

sys.path.insert(0, str(_ROOT))

from stubgen.sections import read  # noqa: E402
from stubgen.sections.store import store  # noqa: E402


def build(name: str, folder: Path, library: Path) -> Path:
    """Compile one program of this folder."""
    program = folder / name
    includes = [f"-I{_ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
    link = [f"-L{library}", "-ltvm_ffi", "-ldl", "-rdynamic"]
    compiler = ["g++", "-std=c++17", "-O2", "-DNDEBUG"]
    source = str(_HERE / f"{name}.cc")
    subprocess.run([*compiler, *includes, source, "-o", str(program), *link], check=True)
    return program


def run(program: Path, library: Path, *arguments: str) -> dict[str, float]:
    """Run a program and return the numbers it prints."""
    environment = {**os.environ, "LD_LIBRARY_PATH": str(library)}
    command = [str(program), *arguments]
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    lines = (line.split() for line in found.stdout.splitlines())
    return {words[0]: float(words[1]) for words in lines}


def instructions(program: Path, library: Path, *arguments: str) -> int:
    """Return the instructions of a whole run."""
    with tempfile.NamedTemporaryFile() as out:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        found = subprocess.run(
            [*command, str(program), *arguments],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "LD_LIBRARY_PATH": str(library)},
        )
    total = re.search(r"Collected : (\d+)", found.stderr)
    if total is None:
        raise RuntimeError(f"callgrind counted nothing: {found.stderr[-500:]}")
    return int(total.group(1))


def growth(
    program: Path, library: Path, count: int, *more: str, before: tuple[str, ...] = ()
) -> tuple[int, int]:
    """Return the instructions for count and for twice count, start-up taken off."""
    start, one, two = (
        instructions(program, library, *before, str(number), *more)
        for number in (0, count, 2 * count)
    )
    return one - start, two - start


def reading(text: Path, library: Path, folder: Path) -> float:
    """Return the CPU seconds of reading an export that lies in a library's file."""
    carrier = folder / "carrier.so"
    shutil.copy(library / "libtvm_ffi.so", carrier)
    exported = text.read_text(encoding="utf-8")
    store(carrier, exported)
    start = time.process_time()
    found = read(carrier)
    taken = time.process_time() - start
    if found is None or not found.fresh or found.text != exported:
        raise RuntimeError("the export in the file is not what was stored")
    return taken


def calls(program: Path, library: Path, case: str) -> float:
    """Return the instructions of one call."""
    one, two = (instructions(program, library, case, str(n * _CALLS)) for n in (1, 2))
    return (two - one) / _CALLS


def report(what: str, value: float, bound: float | None, unit: str = "") -> bool:
    """Print one line; false when the bound is not kept."""
    kept = bound is None or value <= bound
    told = "" if bound is None else f"   (at most {bound:g}{'' if kept else ', NOT KEPT'})"
    print(f"{what:58s} {value:12.3f}{unit}{told}")
    return kept


def main() -> int:
    """Measure and compare; 1 when a bound is not kept."""
    library = Path(os.environ.get("TVM_FFI_LIB_DIR", _ROOT / "build" / "bench" / "lib"))
    peer = _ROOT / "build" / "peer" / "tvm_ffi" / "lib"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register = build("register", folder, library)
        call = build("calls", folder, library)
        one, two = growth(register, library, _TYPES)
        kept = [report("registration, twice the types", two / one, LINEAR)]
        if peer.exists():
            theirs, _ = growth(register, peer, _TYPES)
            kept.append(report("registration of a type, ours / reference", one / theirs, PER_TYPE))
        one, two = growth(register, library, _TYPES, "export")
        kept.append(report("registration and export, twice the types", two / one, LINEAR))
        one, two = growth(register, library, 20 * _TYPES, "export", before=("huge",))
        kept.append(report("one type of twice the methods, scanned", two / one, LINEAR))
        text = folder / "export.json"
        seconds = run(register, library, str(_MANY), "export", str(text))
        total = seconds["register"] + seconds["export"]
        kept.append(report(f"registration of {_MANY} types", seconds["register"], None, " s"))
        kept.append(report(f"registration and export of {_MANY} types", total, SECONDS, " s"))
        taken = reading(text, library, folder)
        kept.append(report("reading them from a file's section", taken, READ_SECONDS, " s"))
        plain = calls(call, library, "plain")
        for case in ("named", "defaulted"):
            kept.append(
                report(f"call by position, {case} / plain", calls(call, library, case) / plain, 1.0)
            )
        report("call by keyword, instructions", calls(call, library, "by_keyword"), None)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
