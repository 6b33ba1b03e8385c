# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compile C++ from a string and call it; needs a C++ compiler."""

from __future__ import annotations

import numpy as np
import tvm_ffi.cpp

SOURCE = """
void add_one(tvm::ffi::TensorView x, tvm::ffi::TensorView y) {
  for (int64_t i = 0; i < x.size(0); ++i) {
    static_cast<float*>(y.data_ptr())[i] = static_cast<float*>(x.data_ptr())[i] + 1;
  }
}
"""


def main() -> None:
    """Build, load and call."""
    module = tvm_ffi.cpp.load_inline("guide_inline", cpp_sources=SOURCE, functions="add_one")
    x = np.arange(4, dtype=np.float32)
    y = np.empty_like(x)
    module.add_one(x, y)
    print("inline:", y.tolist())


if __name__ == "__main__":
    main()
