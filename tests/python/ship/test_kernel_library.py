# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The kernel library of the guide, on the host."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tvm_ffi

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "05_kernel_library"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kernels() -> Any:
    spec = importlib.util.spec_from_file_location("kernel_example", EXAMPLE / "run_example.py")
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    return example.build(cuda=False)


def matrix() -> Any:
    return np.arange(6, dtype=np.float32).reshape(2, 3)


def test_scale_and_add_write_to_the_output_of_the_caller(kernels: Any) -> None:
    out = np.empty((2, 3), dtype=np.float32)
    kernels.scale(matrix(), 2.5, out)
    assert (out == matrix() * 2.5).all()
    kernels.add(matrix(), matrix(), None, out)
    assert (out == matrix() * 2).all()
    kernels.add(matrix(), matrix(), np.ones((2, 3), dtype=np.float32), out)
    assert (out == matrix() * 2 + 1).all()


def test_memory_of_the_library_outlives_its_tensor_object(kernels: Any) -> None:
    array = np.from_dlpack(kernels.zeros([2, 3]))
    assert array.shape == (2, 3)
    assert not array.any()
    assert np.from_dlpack(kernels.zeros(())).shape == ()
    assert np.from_dlpack(kernels.zeros((0, 4))).shape == (0, 4)


def test_both_versions_of_dlpack_lead_to_the_same_memory(kernels: Any) -> None:
    x = matrix()
    again = np.from_dlpack(kernels.around_dlpack(x))
    assert again.ctypes.data == x.ctypes.data


def test_shapes_and_strides_are_seen_as_they_are(kernels: Any) -> None:
    assert kernels.describe(matrix()) == "(2, 3) by (3, 1)"
    assert kernels.describe(matrix().T) == "(3, 2) by (1, 3)"


def test_the_stream_of_a_device_is_the_one_that_was_set(kernels: Any) -> None:
    x = tvm_ffi.from_dlpack(matrix())
    assert kernels.stream_of(x) == 0
    with tvm_ffi.use_raw_stream(tvm_ffi.device("cpu", 0), 4096):
        assert kernels.stream_of(x) == 4096
    assert kernels.stream_of(x) == 0


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((matrix().astype(np.float64), 1.0, matrix()), TypeError, "x must be float32"),
        ((matrix().T, 1.0, matrix().T), ValueError, "x must be contiguous"),
        ((matrix(), 1.0, matrix()[:1]), ValueError, "differs in dimension 0"),
        ((matrix(), 1.0, matrix()[0]), ValueError, "out must have the shape of the input"),
        ((matrix(), "one", matrix()), TypeError, "#1"),
    ],
)
def test_wrong_arguments_are_told_apart(
    kernels: Any, arguments: tuple[Any, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        kernels.scale(*arguments)


def test_the_program_of_the_example_runs() -> None:
    run = subprocess.run(
        [sys.executable, EXAMPLE / "run_example.py"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "numpy scale: [[0.0, 2.0, 4.0], [6.0, 8.0, 10.0]]\n" in run.stdout
    assert "describe: (2, 3) by (3, 1)\n" in run.stdout
