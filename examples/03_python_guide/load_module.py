# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Load a library and call what it exports: load_module.py LIBRARY."""

from __future__ import annotations

import inspect
import sys
from importlib.util import find_spec

import numpy as np
import tvm_ffi


def main(library: str) -> None:
    """Add one to the elements of numpy's and torch's arrays."""
    module = tvm_ffi.load_module(library)
    x = np.array([1, 2, 3, 4, 5], dtype=np.float32)
    y = np.empty_like(x)
    module.add_one(x, y)
    print("numpy:", y.tolist())

    print("documentation:", (inspect.getdoc(module.add_one) or "").splitlines()[0])
    print("signature:", inspect.signature(module.add_one))
    try:
        module.add_one(x)
    except TypeError as error:
        print("too few arguments:", str(error).splitlines()[0])
    try:
        _ = module.no_such_function
    except AttributeError as error:
        print("no such function:", error)

    if find_spec("torch") is not None:
        import torch

        source = torch.arange(5, dtype=torch.float32)
        target = torch.empty_like(source)
        module.add_one(source, target)
        print("torch:", target.tolist())


if __name__ == "__main__":
    main(sys.argv[1])
