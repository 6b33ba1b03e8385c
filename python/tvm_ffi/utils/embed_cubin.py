# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Link a CUDA binary into an object file, where the library's macros find it."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

_MISSING_FILE, _TOOL_FAILED, _OTHER = 1, 2, 3


def _run(command: list[str], verbose: bool) -> None:
    if verbose:
        sys.stderr.write(" ".join(command) + "\n")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(
            f"{command[0]} exited with status {done.returncode}:\n{done.stdout}{done.stderr}"
        )


def embed_cubin(
    cubin_path: Path, input_obj_path: Path, output_obj_path: Path, name: str, verbose: bool = False
) -> None:
    """Write the input object with the binary inside, between two symbols of its name."""
    for path in (cubin_path, input_obj_path):
        if not path.is_file():
            raise FileNotFoundError(f"File not found: {path}")
    with tempfile.TemporaryDirectory() as folder:
        blob, renamed = Path(folder) / "blob.o", Path(folder) / "renamed.o"
        local = Path(folder) / "cubin"
        local.write_bytes(cubin_path.read_bytes())
        done = subprocess.run(
            ["ld", "-r", "-b", "binary", "-o", str(blob), "cubin"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(
                f"ld exited with status {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        symbol = f"__tvm_ffi__cubin_{name}"
        _run(
            [
                "objcopy",
                "--rename-section",
                ".data=.rodata,alloc,load,readonly,data,contents",
                "--redefine-sym",
                f"_binary_cubin_start={symbol}",
                "--redefine-sym",
                f"_binary_cubin_end={symbol}_end",
                "--strip-symbol",
                "_binary_cubin_size",
                str(blob),
                str(renamed),
            ],
            verbose,
        )
        _run(["ld", "-r", "-o", str(output_obj_path), str(input_obj_path), str(renamed)], verbose)
        _run(
            [
                "objcopy",
                "--localize-symbol",
                symbol,
                "--localize-symbol",
                f"{symbol}_end",
                str(output_obj_path),
            ],
            verbose,
        )


def main() -> int:
    """Run the command line; 0 done, 1 missing file, 2 a tool failed, 3 anything else."""
    parser = argparse.ArgumentParser(description="Link a CUDA binary into an object file")
    parser.add_argument("--output-obj", required=True, type=Path)
    parser.add_argument("--input-obj", required=True, type=Path)
    parser.add_argument("--cubin", required=True, type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    try:
        embed_cubin(
            arguments.cubin,
            arguments.input_obj,
            arguments.output_obj,
            arguments.name,
            arguments.verbose,
        )
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return _MISSING_FILE
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return _TOOL_FAILED
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return _OTHER
    return 0


if __name__ == "__main__":
    sys.exit(main())
