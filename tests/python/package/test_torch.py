# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors of a real torch, both ways; `./dev test torch` installs one."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import Any, Callable

import pytest
import tvm_ffi
from processes import run
from tvm_ffi import core

torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")

DTYPES = (
    *("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16"),
    *("float32", "float64", "complex64", "float8_e4m3fn", "float8_e5m2"),
)


@pytest.fixture
def matrix() -> Any:
    return torch.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize("name", ["echo", "schema_id_tensor", "schema_id_any"])
def test_a_tensor_comes_back_as_one_of_torch_over_the_same_memory(
    testing: Callable[[str], Any], matrix: Any, name: str
) -> None:
    back = testing(name)(matrix)
    assert type(back) is torch.Tensor
    assert back.data_ptr() == matrix.data_ptr()
    assert torch.equal(back, matrix)


@pytest.mark.parametrize("name", DTYPES)
def test_every_element_type_passes(testing: Callable[[str], Any], name: str) -> None:
    dtype = getattr(torch, name, None)
    if dtype is None:
        pytest.skip(f"this torch has no {name}")
    back = testing("echo")(torch.zeros(2).to(dtype))
    assert back.dtype is dtype
    if not name.startswith("complex"):
        assert testing("echo")(dtype) == name


@pytest.mark.parametrize(
    ("make", "read"),
    [
        ("make_array_with_tensor", lambda made: made[0]),
        ("make_array_with_tensor", lambda made: next(iter(made))),
        ("make_array_with_tensor", lambda made: made[:][0]),
        ("make_nested_array_with_tensor", lambda made: made[0][0]),
        ("make_map_with_tensor", lambda made: made["tensor"]),
        ("make_map_with_tensor", lambda made: made.get("tensor")),
        ("make_map_with_tensor", lambda made: next(iter(made.values()))),
        ("make_map_with_tensor", lambda made: dict(made.items())["tensor"]),
        ("make_dict_with_tensor", lambda made: made["tensor"]),
        ("make_dict_with_tensor", lambda made: made.pop("tensor")),
    ],
)
def test_tensors_in_returned_containers_are_of_torch(
    testing: Callable[[str], Any], matrix: Any, make: str, read: Callable[[Any], Any]
) -> None:
    found = read(testing(make)(matrix))
    assert type(found) is torch.Tensor and found.data_ptr() == matrix.data_ptr()


def test_one_torch_argument_decides_for_all_results(
    testing: Callable[[str], Any], matrix: Any
) -> None:
    made = testing("make_nested_map_with_tensor")(np.zeros(2), matrix)
    assert [type(item) for item in made["array"]] == [torch.Tensor, torch.Tensor]
    assert type(testing("echo")([matrix])[0]) is torch.Tensor
    assert isinstance(testing("echo")(np.zeros(2)), tvm_ffi.Tensor)


def test_layouts_survive(testing: Callable[[str], Any], matrix: Any) -> None:
    echo = testing("echo")
    assert echo(matrix.t()).stride() == (1, 3)
    assert echo(torch.zeros(0, 3)).shape == (0, 3)
    assert echo(torch.tensor(3.0)).item() == 3.0
    assert echo(torch.zeros(1).expand(4)).shape == (4,)
    assert torch.equal(echo(matrix[:, 1:]), matrix[:, 1:])
    with pytest.raises((ValueError, RuntimeError), match="not contiguous"):
        tvm_ffi.from_dlpack(matrix.t(), require_contiguous=True)


def test_a_tensor_goes_round_through_dlpack(matrix: Any) -> None:
    ours = tvm_ffi.from_dlpack(matrix)
    assert (ours.shape, ours.dtype, str(ours.device)) == ((2, 3), "float32", "cpu:0")
    assert torch.from_dlpack(ours).data_ptr() == matrix.data_ptr()
    assert torch.utils.dlpack.from_dlpack(ours.__dlpack__()).data_ptr() == matrix.data_ptr()
    assert np.from_dlpack(ours)[1, 2] == 5


def test_the_memory_lives_as_long_as_a_view_of_it(testing: Callable[[str], Any]) -> None:
    import gc

    kept = [testing("echo")(torch.full((1000,), float(i))) for i in range(50)]
    gc.collect()
    assert [float(item[999]) for item in kept] == [float(i) for i in range(50)]


def test_a_view_parameter_takes_torch(testing: Callable[[str], Any], matrix: Any) -> None:
    testing("schema_tensor_view_input")(matrix)
    assert testing("optional_tensor_view_has_value")(matrix) is True


def test_a_callback_gets_the_tensor_class_it_asks_for(
    testing: Callable[[str], Any], matrix: Any
) -> None:
    seen: list[Any] = []
    call = tvm_ffi.convert_func(seen.append, tensor_cls=torch.Tensor)
    call(tvm_ffi.from_dlpack(matrix))
    call(np.zeros(2))
    assert [type(item) for item in seen] == [torch.Tensor, torch.Tensor]
    assert testing("apply")(lambda x: type(x).__name__, matrix) == "Tensor"


def test_what_torch_refuses_to_share_is_an_error_of_torch(testing: Callable[[str], Any]) -> None:
    for bad in (torch.zeros(2).to_sparse(), torch.zeros(2, device="meta")):
        with pytest.raises((RuntimeError, ValueError, BufferError, NotImplementedError)):
            testing("echo")(bad)
    with pytest.raises(ValueError, match="Unsupported torch dtype"):
        testing("echo")(torch.qint8)


def test_a_schema_knows_the_tensors_of_torch(matrix: Any) -> None:
    schema = core.TypeSchema.from_annotation(torch.Tensor)
    assert repr(schema) == "Tensor"
    schema.check_value(matrix)


def test_streams_follow_torch_where_there_is_a_gpu(testing: Callable[[str], Any]) -> None:
    if not torch.cuda.is_available():
        pytest.skip("no GPU")
    device = tvm_ffi.device("cuda", 0)
    stream = torch.cuda.Stream()
    with tvm_ffi.use_torch_stream(torch.cuda.stream(stream)):
        assert tvm_ffi.get_raw_stream(device) == stream.cuda_stream
    seen: list[int] = []
    with torch.cuda.stream(stream):
        testing("apply")(
            lambda x: seen.append(tvm_ffi.get_raw_stream(device)), torch.zeros(2).cuda()
        )
    assert seen == [stream.cuda_stream]


def test_importing_the_package_does_not_import_torch() -> None:
    program = "import sys, tvm_ffi; raise SystemExit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("first", ["torch", "tvm_ffi"])
def test_either_may_be_imported_first_and_the_program_ends_well(first: str) -> None:
    second = {"torch": "tvm_ffi", "tvm_ffi": "torch"}[first]
    program = f"""
        import {first}, {second}
        echo = tvm_ffi.get_global_func("testing.echo")
        kept = [echo(torch.zeros(3)), echo([torch.zeros(3)]), tvm_ffi.from_dlpack(torch.zeros(2))]
        call = tvm_ffi.convert_func(lambda x: x, tensor_cls=torch.Tensor)
        tvm_ffi.register_global_func("keep.torch", lambda: kept)
        assert type(call(kept[0])) is torch.Tensor
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_without_the_exchange_interface_the_same_tensors_are_passed() -> None:
    program = """
        import torch, tvm_ffi, tvm_ffi.testing
        view = tvm_ffi.get_global_func("testing.schema_tensor_view_input")
        echo = tvm_ffi.get_global_func("testing.echo")
        class Special(torch.Tensor): pass
        plain = torch.zeros(2, 3)
        for x in (plain, torch.nn.Parameter(plain), plain.as_subclass(Special)):
            view(x)
            made = echo(x)
            print(type(made) is torch.Tensor, made.data_ptr() == x.data_ptr(), tuple(made.shape))
        x = torch.zeros(2, dtype=torch.complex64).conj()
        for call in (view, echo):
            try: call(x)
            except BufferError as error: print(error)
        """
    told = "a conjugate view cannot be shared: pass tensor.resolve_conj()"
    printed = run(textwrap.dedent(program), TVM_FFI_SKIP_DLPACK_C_EXCHANGE_API="1")
    assert printed.splitlines() == ["True True (2, 3)"] * 3 + [told] * 2
