# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Uses the installed package: python run_example.py [add_one] [int_pair] [raise_error].

Without an argument all three run; the last one ends the program with the error it shows.
"""

from __future__ import annotations

import sys

import my_ffi_extension


def add_one() -> None:
    """Call the kernel with tensors of torch, or with arrays when torch is not installed."""
    try:
        import torch

        x = torch.tensor([1, 2, 3, 4, 5], dtype=torch.float32)
        y = torch.empty_like(x)
    except ImportError:
        import numpy as np

        x = np.array([1, 2, 3, 4, 5], dtype=np.float32)
        y = np.empty_like(x)
    my_ffi_extension.add_one(x, y)
    print(y)


def int_pair() -> None:
    """Make an object and call its methods."""
    pair = my_ffi_extension.IntPair(1, 2)
    print(pair.get_first())
    print(my_ffi_extension.IntPair.static_get_second(pair))


def raise_error() -> None:
    """Let an error of C++ end the program; the traceback names file, line and function."""
    my_ffi_extension.raise_error("error happens")


EXAMPLES = {"add_one": add_one, "int_pair": int_pair, "raise_error": raise_error}


def main() -> int:
    """Run the named examples, or all."""
    for name in sys.argv[1:] or EXAMPLES:
        if name not in EXAMPLES:
            known = ", ".join(EXAMPLES)
            print(f"run_example.py: no example '{name}'; there are: {known}", file=sys.stderr)
            return 2
        EXAMPLES[name]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
