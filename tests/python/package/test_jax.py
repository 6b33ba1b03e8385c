# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Arrays of a real jax through __dlpack__; `./dev test torch` installs one."""

from __future__ import annotations

from typing import Any, Callable

import pytest
import tvm_ffi

jax = pytest.importorskip("jax")
jnp = pytest.importorskip("jax.numpy")


@pytest.fixture
def matrix() -> Any:
    return jnp.arange(6.0).reshape(2, 3)


def test_an_array_goes_in_and_comes_back_over_the_same_memory(
    testing: Callable[[str], Any], matrix: Any
) -> None:
    made = testing("echo")(matrix)
    assert isinstance(made, tvm_ffi.Tensor)
    assert made.data_ptr() == matrix.unsafe_buffer_pointer()
    assert (jnp.from_dlpack(made) == matrix).all()
    testing("schema_tensor_view_input")(matrix)


@pytest.mark.parametrize("name", ["bool_", "int8", "uint32", "float16", "bfloat16", "float32"])
def test_element_types_keep_their_name(testing: Callable[[str], Any], name: str) -> None:
    made = tvm_ffi.from_dlpack(jnp.zeros(3).astype(getattr(jnp, name)))
    assert made.dtype == name.rstrip("_")
    assert testing("echo")(jnp.dtype(getattr(jnp, name))) == name.rstrip("_")


def test_containers_of_arrays_become_containers_of_tensors(
    testing: Callable[[str], Any], matrix: Any
) -> None:
    made = testing("echo")([matrix, {"a": matrix}])
    assert isinstance(made[0], tvm_ffi.Tensor) and isinstance(made[1]["a"], tvm_ffi.Tensor)


def test_a_tracer_is_refused_with_the_error_of_jax(testing: Callable[[str], Any]) -> None:
    with pytest.raises(jax.errors.ConcretizationTypeError):
        jax.jit(lambda x: testing("schema_id_tensor")(x))(jnp.zeros(2))
