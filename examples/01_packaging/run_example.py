# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Uses the generated package; arguments: add_one, int_pair, raise_error (none: all three)."""

from __future__ import annotations

import sys
import traceback

import my_ffi_extension
import numpy as np


def add_one() -> None:
    """Call a kernel on two arrays."""
    x = np.array([1, 2, 3, 4, 5], dtype=np.float32)
    y = np.empty_like(x)
    my_ffi_extension.add_one(x, y)
    print("add_one:", y.tolist())


def int_pair() -> None:
    """Make an object, read and write its fields, call its methods."""
    pair = my_ffi_extension.IntPair(1, 2)
    pair.a = 40
    print("int_pair:", pair.a, pair.b, pair.sum(), my_ffi_extension.IntPair.static_get_second(pair))


def raise_error() -> None:
    """Catch an error raised in C++; its traceback names the C++ file, line and function."""
    try:
        my_ffi_extension.raise_error("error happens")
    except RuntimeError:
        traceback.print_exc(file=sys.stdout)


EXAMPLES = {"add_one": add_one, "int_pair": int_pair, "raise_error": raise_error}


def main() -> int:
    """Run the named example, or all."""
    for name in sys.argv[1:] or EXAMPLES:
        if name not in EXAMPLES:
            known = ", ".join(EXAMPLES)
            print(f"unknown example '{name}'; expected one of {known}", file=sys.stderr)
            return 2
        EXAMPLES[name]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
