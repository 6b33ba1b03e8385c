# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The operations of test_leaks.py, and the loop that measures them: `leak_operations.py COUNT`."""

from __future__ import annotations

import copy
import ctypes
import gc
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Callable

import numpy
import tvm_ffi
import tvm_ffi.testing as lib
from tvm_ffi import Array, Dict, List, Map, core, dataclasses, serialization
from tvm_ffi.core import TypeSchema

echo = tvm_ffi.get_global_func("testing.echo")
apply = tvm_ffi.get_global_func("testing.apply")
fail = tvm_ffi.get_global_func("testing.test_raise_error")
add_one = tvm_ffi.get_global_func("testing.add_one")
view_input = tvm_ffi.get_global_func("testing.schema_tensor_view_input")
id_arr_int = tvm_ffi.get_global_func("testing.schema_id_arr_int")
with_tensor = tvm_ffi.get_global_func("testing.make_nested_map_with_tensor")
# A buffer that grows once is in one round, a leak in every one.
ROUNDS = 3
numbers = numpy.arange(12.0).reshape(3, 4)
tensor = tvm_ffi.from_dlpack(numbers)
array = Array([1, "a longer text", [2, 3]])
table = Map({"a": 1, "longer key here": [1, 2]})
base = lib.TestObjectBase(v_i64=3)
pair = lib.TestIntPair(1, 2)
derived = lib._TestCxxClassDerived(1, 2, 3.0)
graph = serialization.to_json_graph_str(base)
schema = TypeSchema.from_annotation(Array)
text_list = ["more"]
LONG = "a text too long to be kept inside the value"


class Value:
    def __tvm_ffi_value__(self) -> Any:
        return [1, LONG]


class Holder:
    def __tvm_ffi_object__(self) -> Any:
        return array


def raising(error: Exception) -> Callable[[], Any]:
    def throw() -> Any:
        raise error

    return throw


def raises(call: Callable[[], Any]) -> None:
    with suppress(Exception):
        call()


def cycle_of_function() -> None:
    function = tvm_ffi.convert_func(lambda: function)


def cycle_of_exception() -> None:
    def throw() -> None:
        raise ValueError(LONG)

    try:
        apply(throw)
    except ValueError as error:
        kept = error
        del kept


def list_of_everything() -> None:
    items: Any = List([1])
    items.append(LONG)
    items.extend([2.5, b"bytes of some length"])
    items[0:2] = [3]
    items.insert(0, array)
    items.pop()
    items.reverse()
    del items[0]
    items.clear()


def dict_of_everything() -> None:
    items: Any = Dict({"a": LONG})
    items["b"] = [1]
    items.update({"c": 2})
    items.pop("a")
    del items["b"]
    items.setdefault("d", LONG)
    items.clear()


def fields() -> None:
    base.v_i64 = 4
    base.v_str = LONG
    assert base.v_str == LONG
    assert base.v_f64 == 10.0


def moved() -> None:
    made = lib.TestObjectBase()
    echo(made._move())


def capsule() -> None:
    made = tensor.__dlpack__(max_version=(1, 0))
    tvm_ffi.from_dlpack(tvm_ffi.from_dlpack(made))


def dropped_capsule() -> None:
    tensor.__dlpack__()
    tensor.__dlpack__(max_version=(1, 0))


def registered() -> None:
    tvm_ffi.register_global_func("leak.function", lambda: LONG, override=True)
    tvm_ffi.get_global_func("leak.function")()
    tvm_ffi.remove_global_func("leak.function")


OPERATIONS: dict[str, Callable[[], Any]] = {
    "int": lambda: add_one(1),
    "big int": lambda: echo(1 << 200),
    "float": lambda: echo(1.5),
    "none": lambda: echo(None),
    "short str": lambda: echo("short"),
    "long str": lambda: echo(LONG),
    "unicode str": lambda: echo("täxt über sieben Zeichen"),
    "bytes": lambda: echo(b"bytes of some length"),
    "bytearray": lambda: echo(bytearray(20)),
    "list": lambda: echo([1, LONG, [2]]),
    "tuple": lambda: echo((1, LONG)),
    "dict": lambda: echo({"a": LONG, LONG: [1]}),
    "many arguments": lambda: echo(*([LONG] * 40)),
    "dtype": lambda: echo(tvm_ffi.dtype("float32x4")),
    "numpy dtype": lambda: echo(numpy.dtype("int32")),
    "device": lambda: echo(tvm_ffi.device("cuda", 1)),
    "shape": lambda: echo(tvm_ffi.Shape((1, 2, 3))),
    "pointer": lambda: echo(ctypes.c_void_p(16)),
    "opaque": lambda: echo({1, 2}),
    "object": lambda: echo(pair),
    "protocol object": lambda: echo(Holder()),
    "protocol value": lambda: echo(Value()),
    "new object": lambda: lib.TestIntPair(1, 2),
    "object by keywords": lambda: lib.TestObjectBase(v_i64=1, v_str=LONG),
    "failing constructor": lambda: raises(lambda: lib.TestIntPair("a", 2)),  # type: ignore[call-arg]
    "method": lambda: base.add_i64(3),
    "static method": lambda: lib._SchemaAllTypes.make_with(1, 2.0, LONG),
    "fields": fields,
    "failing field": lambda: raises(lambda: setattr(base, "v_i64", LONG)),
    "moved out": moved,
    "callback": lambda: apply(lambda x: [x, LONG], 3),
    "callback with many arguments": lambda: apply(lambda *x: x, *([LONG] * 20)),
    "failing callback": lambda: raises(lambda: apply(raising(KeyError(LONG)))),
    "failing native call": lambda: raises(lambda: fail("ValueError", LONG)),
    "failing conversion": lambda: raises(lambda: id_arr_int([1, LONG])),
    "failing argument": lambda: raises(lambda: echo([LONG, "\ud800"])),
    "exception as value": lambda: echo(ValueError(LONG)),
    "cycle through a function": cycle_of_function,
    "exception held by its frame": cycle_of_exception,
    "get function": lambda: tvm_ffi.get_global_func("testing.echo"),
    "register function": registered,
    "missing function": lambda: raises(lambda: tvm_ffi.get_global_func("no.such")),
    "numpy array": lambda: echo(numbers),
    "numpy array to a view": lambda: view_input(numbers),
    "strided numpy array": lambda: echo(numbers[:, ::2]),
    "tensors in containers": lambda: with_tensor(numbers, numbers)["array"][1],
    "dlpack out": lambda: numpy.from_dlpack(tensor),
    "dlpack capsule": capsule,
    "dropped capsule": dropped_capsule,
    "tensor attributes": lambda: (tensor.shape, tensor.strides, tensor.dtype, tensor.device),
    "read array": lambda: (array[1], array[0:2], list(array), LONG in array),
    "read map": lambda: (table["a"], dict(table.items()), list(table.values()), "b" in table),
    "failing read": lambda: raises(lambda: table["nothing"]),
    "mutable list": list_of_everything,
    "mutable dict": dict_of_everything,
    "array from iterator": lambda: Array(str(i) * 9 for i in range(3)),
    "compare and hash": lambda: (array == [1, LONG], hash(array), array + text_list),
    "repr": lambda: (repr(array), repr(base), str(table)),
    "deepcopy": lambda: copy.deepcopy(array),
    "copy": lambda: copy.copy(derived),
    "pickle": lambda: pickle.loads(pickle.dumps(base)),
    "json graph": lambda: serialization.from_json_graph_str(graph),
    "replace": lambda: dataclasses.replace(base, v_i64=5),
    "asdict": lambda: dataclasses.asdict(base),
    "schema": lambda: schema.convert([1, LONG]),
    "any": lambda: core.CAny([LONG]),
    "structural": lambda: tvm_ffi.structural_equal([1, LONG], [1, LONG]),
    "structural map": lambda: tvm_ffi.structural_map([1, 2], (int, lambda x: x + 1)),
    "error object": lambda: core.Error("ValueError", LONG, LONG).py_error(),
    "stream": lambda: tvm_ffi.use_raw_stream(tvm_ffi.device("cuda", 0), 5).__enter__(),
    "convert": lambda: tvm_ffi.convert({"a": [LONG]}),
    "repr of a class made on the fly": lambda: repr(lib.make_unregistered_object()),
}


class Mallinfo(ctypes.Structure):
    # Ten counters; the fifth and the eighth are used.
    _fields_ = tuple((f"field{i}", ctypes.c_size_t) for i in range(10))


def given_out() -> int:
    """Bytes malloc has given out, 0 where the C library does not tell."""
    function = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if function is None:
        return 0
    function.restype = Mallinfo
    info = function()
    return int(info.field7) + int(info.field4)


def resident() -> int:
    """Pages of the process."""
    return int(Path("/proc/self/statm").read_text().split()[1])


def measure(operation: Callable[[], Any], count: int) -> tuple[int, int]:
    """How many blocks and bytes more there are after `count` repetitions."""
    for _ in range(50):
        operation()
    gc.collect()
    blocks, memory = sys.getallocatedblocks(), given_out()
    for _ in range(count):
        operation()
    gc.collect()
    return sys.getallocatedblocks() - blocks, given_out() - memory


def growth(operation: Callable[[], Any], count: int) -> str | None:
    """What piles up in one round of `count` repetitions, or None."""
    pages = resident()
    blocks, memory = measure(operation, count)
    grown = (resident() - pages) * 4096 if count >= 20000 else 0
    if blocks <= count // 4 and memory <= count * 4 and grown <= 3 << 20:
        return None
    return f"{blocks} blocks, {memory} bytes, {grown} resident"


def main(count: int) -> int:
    """Measure everything; 1 when something grows."""
    leaking = []
    for name, operation in OPERATIONS.items():
        measure(operation, 3000)
        growths = [grown for grown in (growth(operation, count) for _ in range(ROUNDS)) if grown]
        if len(growths) == ROUNDS:
            leaking.append(f"{name}: {'; '.join(growths)}")
    print(len(OPERATIONS), "operations")
    print("\n".join(leaking))
    return 1 if leaking else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
