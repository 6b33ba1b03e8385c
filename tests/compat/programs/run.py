# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compile the programs with the reference's headers and run them on its library.

    run.py PREFIX [--bless]

PREFIX is the folder of its installed package (it holds include/ and lib/). What they print must be
what expected/ says, which ctest holds ours to; --bless writes expected/ anew.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = re.findall(r"^PROGRAM\((\w+)Program\)", (HERE / "programs.def").read_text("utf-8"), re.M)


def build(prefix: Path, folder: Path) -> Path:
    """Return the program, made of all sources."""
    flags = ["-std=c++17", "-O0", "-w", f"-I{prefix / 'include'}"]

    def one(source: Path) -> Path:
        made = folder / f"{source.stem}.o"
        command = ["g++", *flags, "-c", str(source), "-o", str(made)]
        if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode != 0:
            raise SystemExit(f"{source.name} does not compile with the reference's headers")
        return made

    with ThreadPoolExecutor(2) as pool:
        objects = [str(made) for made in pool.map(one, sorted(HERE.glob("*.cc")))]
    program = folder / "programs"
    library = prefix / "lib"
    link = [f"-L{library}", "-ltvm_ffi", f"-Wl,-rpath,{library}"]
    subprocess.run(["g++", *objects, "-o", str(program), *link], check=True)
    return program


def main() -> int:
    """Return how many programs print something else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prefix", type=Path)
    parser.add_argument("--bless", action="store_true")
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        program = build(options.prefix, Path(folder))
        for name in NAMES:
            run = subprocess.run(
                [str(program), f"{name}Program"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            file = HERE / "expected" / f"{name}.txt"
            if options.bless:
                file.write_bytes(run.stdout)
            elif run.returncode != 0 or not file.is_file() or file.read_bytes() != run.stdout:
                print(f"{name}: expected/{name}.txt is not what the reference prints")
                wrong += 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
