# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Arrays of numpy and torch as tensors and back; nothing is copied."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import tvm_ffi


def numpy_round_trip() -> None:
    """Share memory with numpy both ways."""
    array = np.arange(6, dtype=np.int32).reshape(2, 3)
    tensor = tvm_ffi.from_dlpack(array)
    print(tensor, tensor.shape, tensor.strides, tensor.dtype, tensor.device)
    back = np.from_dlpack(tensor)
    array[0, 0] = 100
    assert back[0, 0] == 100, "the memory is shared"
    assert tensor.data_ptr() == array.ctypes.data


def layouts() -> None:
    """Keep strides, empty and scalar shapes; refuse what was asked to be contiguous."""
    columns = np.arange(12.0).reshape(3, 4)[:, ::2]
    print("strides in elements:", tvm_ffi.from_dlpack(columns).strides)
    print("empty:", tvm_ffi.from_dlpack(np.empty((0, 3))).shape)
    print("scalar:", tvm_ffi.from_dlpack(np.array(3.0)).ndim, "dimensions")
    try:
        tvm_ffi.from_dlpack(columns, require_contiguous=True)
    except (RuntimeError, ValueError) as error:
        print("refused:", error)
    frozen = np.arange(3)
    frozen.flags.writeable = False
    try:
        tvm_ffi.from_dlpack(frozen)
    except BufferError as error:
        print("read-only:", error)


def torch_stays_torch() -> None:
    """What goes in as torch's comes out as torch's, in containers too."""
    import torch

    echo = tvm_ffi.get_global_func("testing.echo")
    tensor = torch.arange(3.0)
    assert type(echo(tensor)) is torch.Tensor
    assert echo([tensor])[0].data_ptr() == tensor.data_ptr()
    assert torch.from_dlpack(tvm_ffi.from_dlpack(tensor)).data_ptr() == tensor.data_ptr()
    print("torch:", echo(tensor))


if __name__ == "__main__":
    numpy_round_trip()
    layouts()
    if find_spec("torch") is not None:
        torch_stays_torch()
