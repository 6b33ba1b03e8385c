# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors made by a callee belong to the calling framework, which the test makes up."""

from __future__ import annotations

import ctypes
import itertools
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
import tvm_ffi
import tvm_ffi.cpp
from capsules import capsule_of

pytestmark = pytest.mark.slow

# The exchange interface of the framework: two of its functions are Python's, the allocator counts.
SOURCE = """
#include <tvm/ffi/reflection/registry.h>

#include <cstdlib>
#include <deque>
namespace ffi = tvm::ffi;
struct Host {
  void AllocData(DLTensor* x) { x->data = std::calloc(ffi::GetDataSize(*x) + 1, 1); }
  void FreeData(DLTensor* x) { std::free(x->data); }
};
int64_t count = 0;
int Allocate(DLTensor* like, DLManagedTensorVersioned** out, void* context,
             void (*fail)(void*, const char*, const char*)) {
  ++count;
  if (like->shape[0] == 13) {
    fail(context, "MemoryError", "thirteen is too many");
    return -1;
  }
  ffi::ShapeView shape(like->shape, static_cast<size_t>(like->ndim));
  *out = ffi::Tensor::FromNDAlloc(Host(), shape, like->dtype, like->device).ToDLPackVersioned();
  return 0;
}
DLPackExchangeAPI table;
std::deque<DLManagedTensorVersioned*> lent;  // shapes live with what numpy exported
void GiveBackOne() {
  lent.front()->deleter(lent.front());
  lent.pop_front();
}
int Lend(void* object, DLTensor* out) {
  DLManagedTensorVersioned* managed = nullptr;
  if (table.managed_tensor_from_py_object_no_sync(object, &managed) != 0) return -1;
  lent.push_back(managed);
  if (lent.size() > 32) GiveBackOne();  // more than any call here takes
  *out = managed->dl_tensor;
  return 0;
}
int64_t exchange(int64_t from, int64_t to) {
  table.header.version.major = DLPACK_MAJOR_VERSION;
  table.header.version.minor = DLPACK_MINOR_VERSION;
  table.managed_tensor_allocator = &Allocate;
  table.managed_tensor_from_py_object_no_sync =
      reinterpret_cast<DLPackManagedTensorFromPyObjectNoSync>(from);
  table.managed_tensor_to_py_object_no_sync =
      reinterpret_cast<DLPackManagedTensorToPyObjectNoSync>(to);
  table.dltensor_from_py_object_no_sync = &Lend;
  return reinterpret_cast<int64_t>(&table);
}
int64_t allocated() { return count; }
bool is_ours() { return TVMFFIEnvGetDLPackManagedTensorAllocator() == &Allocate; }
bool is_ours_with(ffi::AnyView) { return is_ours(); }
ffi::Tensor zeros(ffi::TensorView x, int64_t n) {
  return ffi::Tensor::FromEnvAlloc(TVMFFIEnvTensorAlloc, {n}, x.dtype(), x.device());
}
bool after(ffi::TensorView, ffi::Function f) {
  f();
  return is_ours();
}
using V = ffi::TensorView;
float first(V x) { return *static_cast<const float*>(x.data_ptr()); }
ffi::Array<double> firsts3(V a, V b, V c) { return {first(a), first(b), first(c)}; }
ffi::Array<double> firsts12(V a, V b, V c, V d, V e, V f, V g, V h, V i, V j, V k, V l) {
  return {first(a), first(b), first(c), first(d), first(e), first(f),
          first(g), first(h), first(i), first(j), first(k), first(l)};
}
int64_t give_back() {
  const auto count = static_cast<int64_t>(lent.size());
  while (!lent.empty()) GiveBackOne();
  return count;
}
TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = ffi::reflection;
  auto named = [](V a, V b) { return is_ours() && first(a) < first(b); };
  refl::GlobalDef().def("tests.framework.named", named, refl::arg("a"), refl::arg("b"));
}
bool keep(V) {
  TVMFFIEnvSetDLPackManagedTensorAllocator(nullptr, 0, nullptr);
  return is_ours();
}
"""

_FROM = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.POINTER(ctypes.c_void_p))
_TO = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))


class Lent:
    """What numpy takes a managed tensor from."""

    def __init__(self, pointer: int) -> None:
        self.pointer = pointer

    def __dlpack_device__(self) -> tuple[int, int]:
        return (1, 0)

    def __dlpack__(self, **_: Any) -> Any:
        return capsule_of(self.pointer, b"dltensor_versioned")


class Framed:
    """A tensor of the made-up framework."""

    def __init__(self, array: Any) -> None:
        self.array = array


@_FROM
def from_python(value: Framed, out: Any) -> int:
    capsule = value.array.__dlpack__(max_version=(1, 0))
    get, rename = ctypes.pythonapi.PyCapsule_GetPointer, ctypes.pythonapi.PyCapsule_SetName
    get.restype = ctypes.c_void_p
    get.argtypes = rename.argtypes = (ctypes.py_object, ctypes.c_char_p)
    out[0] = get(capsule, b"dltensor_versioned")
    rename(capsule, b"used_dltensor_versioned")
    return 0


@_TO
def to_python(pointer: int, out: Any) -> int:
    value = Framed(np.from_dlpack(Lent(pointer)))
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))
    out[0] = id(value)
    return 0


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if tuple(int(part) for part in np.__version__.split(".")[:2]) < (2, 1):
        pytest.skip("this numpy has no versioned DLPack to make a framework of")
    names = ["exchange", "allocated", "is_ours", "is_ours_with", "zeros", "after"]
    names += ["firsts3", "firsts12", "give_back", "keep"]
    made: Any = tvm_ffi.cpp.load_inline(
        "framework",
        cpp_sources=SOURCE,
        functions=names,
        build_directory=Path(tmp_path_factory.mktemp("framework")),
    )
    address = made.exchange(
        ctypes.cast(from_python, ctypes.c_void_p).value,
        ctypes.cast(to_python, ctypes.c_void_p).value,
    )
    Framed.__dlpack_c_exchange_api__ = capsule_of(address, b"dlpack_exchange_api")  # type: ignore[attr-defined]
    return made


def test_a_tensor_made_by_the_callee_comes_from_the_framework_of_an_argument(module: Any) -> None:
    before = module.allocated()
    made = module.zeros(Framed(np.ones(2, dtype=np.float32)), 3)
    assert isinstance(made, Framed)
    assert made.array.tolist() == [0.0, 0.0, 0.0]
    assert made.array.dtype == np.float32
    assert module.allocated() == before + 1


def test_the_allocator_is_there_for_the_call_alone(module: Any) -> None:
    assert not module.is_ours()
    assert module.is_ours_with(Framed(np.ones(1, dtype=np.float32)))
    assert not module.is_ours()
    assert not module.is_ours_with(np.ones(1, dtype=np.float32))
    assert module.is_ours_with([Framed(np.ones(1, dtype=np.float32))])


def test_a_callback_without_a_framework_leaves_the_allocator_of_the_outer_call(module: Any) -> None:
    seen: list[bool] = []
    x = Framed(np.ones(1, dtype=np.float32))
    assert module.after(x, lambda: seen.append(module.is_ours_with(x)))
    assert module.after(x, lambda: seen.append(module.is_ours()))
    assert seen == [True, True]
    assert not module.is_ours()


def test_after_an_error_the_allocator_is_gone(module: Any) -> None:
    with pytest.raises(MemoryError, match="thirteen is too many"):
        module.zeros(Framed(np.ones(2, dtype=np.float32)), 13)
    assert not module.is_ours()


def test_without_a_framework_there_is_no_allocator_and_the_error_says_so(module: Any) -> None:
    with pytest.raises(RuntimeError, match="allocator is nullptr"):
        module.zeros(np.ones(2, dtype=np.float32), 3)


def framed(number: float) -> Framed:
    return Framed(np.full(2, number, dtype=np.float32))


def test_every_lent_tensor_is_its_own(module: Any) -> None:
    module.give_back()
    assert list(module.firsts3(framed(1), framed(2), framed(3))) == [1, 2, 3]
    assert module.give_back() == 3
    # More than fit into the room of a call.
    tensors = [framed(i) for i in range(12)]
    assert list(module.firsts12(*tensors)) == list(range(12))
    assert module.give_back() == 12


def test_tensors_of_several_kinds_may_stand_in_any_order(module: Any) -> None:
    kinds: dict[str, Callable[[float], Any]] = {
        "framed": framed,
        "numpy": lambda number: framed(number).array,
        "ours": lambda number: tvm_ffi.from_dlpack(framed(number).array),
    }
    for a, b, c in itertools.product(kinds.values(), repeat=3):
        assert list(module.firsts3(a(1), b(2), c(3))) == [1, 2, 3]
    module.give_back()


def test_what_the_callee_did_to_the_allocator_ends_with_the_call(module: Any) -> None:
    seen: list[bool] = []
    x = framed(1)
    assert not module.keep(x)
    assert not module.is_ours()
    # An inner call of the same framework finds its own there already, and leaves the rest alone.
    assert not module.after(x, lambda: seen.append(module.keep(x)))
    assert seen == [False]
    assert not module.is_ours() and module.is_ours_with(x)


def test_names_of_arguments_change_nothing_for_the_allocator(module: Any) -> None:
    named = tvm_ffi.get_global_func("tests.framework.named")
    assert named(framed(1), b=framed(2)) and named(b=framed(2), a=framed(1))
    assert not module.is_ours()
