# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Classes made, changed and mixed as nobody should: their objects raise, the process lives.

Every program runs on its own, since the failure that is looked for takes its process along.
"""

# The programs are dense on purpose.
# ruff: noqa: E501

from __future__ import annotations

import textwrap

import pytest
from processes import run

PREAMBLE = """
import gc, types
import tvm_ffi, tvm_ffi.testing as lib
from tvm_ffi import Array, Dict, Function, List, Map, Object, Tensor, core, serialization
echo = tvm_ffi.get_global_func("testing.echo")
Pair, Base = lib.TestIntPair, lib.TestObjectBase
def raises(kinds, call, *args):
    try:
        got = call(*args)
    except kinds:
        gc.collect()
        return
    raise SystemExit(f"{call} {args} gave {type(got)}")
def filled(cls, held):
    made = cls.__new__(cls)
    made.__move_handle_from__(held)
    return made
"""

PROGRAMS = {
    "an object whose class is exchanged": """
        def turned(made, cls):
            made.__class__ = cls
            return made
        READ = {Array: (len, list, lambda o: o[0], lambda o: o[:], lambda o: o[-1], lambda o: 1 in o),
                List: (len, list, lambda o: o[0], lambda o: o.append(1), lambda o: o.pop()),
                Map: (len, list, lambda o: o[0], lambda o: list(o.items()), lambda o: 1 in o, lambda o: o.get(1)),
                Dict: (len, list, lambda o: o[0], lambda o: list(o.values()), lambda o: o.pop(1)),
                core.Error: (lambda o: o.kind, lambda o: o.py_error(), lambda o: o.update_backtrace("x"), lambda o: o.__reduce__()),
                core.OpaquePyObject: (lambda o: o.pyobject(),),
                Pair: (lambda o: o.a, lambda o: o.sum(), lambda o: setattr(o, "a", 1)),
                Base: (lambda o: o.v_i64, lambda o: setattr(o, "v_i64", 1), lambda o: o.add_i64(2))}
        MADE = (lambda: Array([1, "a"]), lambda: List([1, "a"]), lambda: Map({1: "a"}), lambda: Dict({1: "a"}),
                lambda: core.Error("a", "b", "c"), lambda: tvm_ffi.convert({1}), lambda: Pair(1, 2), Base)
        turns = 0
        for make in MADE:
            for cls, readers in READ.items():
                for read in readers:
                    made = make()
                    if isinstance(made, cls): continue
                    try: made.__class__ = cls
                    except TypeError: continue
                    turns += 1
                    try: read(made)
                    except (TypeError, AttributeError, KeyError, IndexError, ValueError): pass
                    gc.collect()
                    repr(made), echo(made)
        assert turns > 20, turns
        for made in (Array([1]), List([1])): raises(TypeError, list, turned(made, Map))
        for made in (Map({1: 2}), Dict({1: 2})): raises(TypeError, len, turned(made, Array))
    """,
    "a wrapper that reads the body of another object": """
        class Sequence(core._SequenceBase, Object): pass
        class Mapping(core._MappingBase, Object): pass
        class Both(Array, Map): pass
        class Mixed(Pair, Array): pass
        class Opaque(core.OpaquePyObject, Pair): pass
        pair, table = (lambda: Pair(1, 2)), (lambda: Map({1: 2}))
        for cls, make in ((Sequence, pair), (Sequence, table), (Sequence, lambda: Dict({1: 2})), (Mixed, pair),
                          (Mapping, pair), (Mapping, lambda: Array([1])), (Mapping, lambda: List([1]))):
            for read in (len, list):
                raises(TypeError, lambda: read(filled(cls, make())))
        raises(TypeError, lambda: filled(Sequence, Pair(1, 2))[0])
        raises(TypeError, lambda: len(Mixed(1, 2)))
        made = Sequence.__new__(Sequence)
        made.__setstate__({"handle": serialization.to_json_graph_str(Pair(1, 2))})
        raises(TypeError, len, made)
        made.__init_handle_by_constructor__(tvm_ffi.get_global_func("ffi.Map"), 1, 2)
        raises(TypeError, len, made)
        assert len(filled(Sequence, Array([1, 2]))) == 2 and len(filled(Mapping, Map({1: 2}))) == 1
        for cls in (type("T", (Tensor, Pair), {}), Tensor):
            for read in ("shape", "strides", "dtype", "device", "ndim"):
                raises(TypeError, lambda: getattr(filled(cls, Pair(1, 2)), read))
            raises(TypeError, lambda: filled(cls, Pair(1, 2)).__dlpack__())
    """,
    "a Function that holds no function": """
        class Called(Function): pass
        class Lying(Function): __tvm_ffi_type_info__ = types.SimpleNamespace(type_index=64)
        class Constructed(Called, Pair): pass
        for cls in (Function, Called, Lying, Constructed):
            raises(TypeError, lambda: filled(cls, Pair(1, 2))(1))
            raises(ValueError, lambda: cls.__new__(cls)(1))
        raises(TypeError, lambda: Constructed(1, 2)(3))
        raises(TypeError, lambda: Pair.__init__(Constructed.__new__(Constructed), 1, 2))
        raises(TypeError, lambda: Constructed.__new__(Constructed).__ffi_init__(1, 2))
        assert filled(Called, Function.__from_extern_c__(64)) is not None
    """,
    "a class that stands for a type it cannot read": """
        pair = core._object_type_key_to_index("testing.TestIntPair")
        class Sequence(core._SequenceBase, Object): pass
        for cls in (Array, Map, Tensor, Function, core.Error, core.OpaquePyObject, Sequence):
            raises(TypeError, core._bind_class, pair, cls)
            raises(TypeError, core._register_object_by_index, pair, cls)
            raises(TypeError, tvm_ffi.register_object("testing.TestIntPair"), cls)
        for index, cls in ((70, Pair), (71, Map), (72, Array), (68, Pair), (67, Pair)):
            raises(TypeError, core._bind_class, index, cls)
        assert Pair(1, 2).sum() == 3
    """,
    "a name that no type has": """
        for name in ("", "\\0", "a\\0b", "ffi.Object\\0", "no.Such"):
            assert core._object_type_key_to_index(name) is None
            raises(ValueError, tvm_ffi.register_object(name), type("Made", (Object,), {}))
        assert type(Object.__new__(Object)) is Object
    """,
    "instances that only native code can make": """
        method = type(Base.add_i64)
        constructor = type(Pair.__init__)
        for cls in (method, constructor, core.FieldGetter, core.FieldSetter):
            raises(TypeError, cls)
            raises(TypeError, cls.__new__, cls)
            raises(TypeError, object.__new__, cls)
    """,
    "metaclasses with a mind of their own": """
        class Loud(type(Object)):
            def __call__(cls, *args): return super().__call__(*args)
            def __instancecheck__(cls, instance): raise LookupError("instance")
            def __subclasscheck__(cls, sub): raise LookupError("sub")
        class Child(Pair, metaclass=Loud): pass
        assert Child(1, 2).sum() == 3 and echo(Child(3, 4)).a == 3
        raises(LookupError, isinstance, Pair(1, 2), Child)
        Child.__class__ = type(Object)
        assert Child(1, 2).sum() == 3
        class Refusing(type(Object)):
            def __setattr__(cls, name, value): raise LookupError(name)
        raises(LookupError, lambda: Refusing("Made", (Pair,), {}))
        class Again(Object):
            def __init_subclass__(cls): tvm_ffi.register_object("testing.TestIntPair")(Again)
        class Last(Again): pass
        assert tvm_ffi.register_object("testing.TestIntPair")(Last)(1, 2).a == 1
        tvm_ffi.register_object("testing.TestIntPair")(Pair)
        class Moving(Pair): pass
        Moving.__bases__ = (Base,)
        raises(ValueError, lambda: Moving.__new__(Moving).v_i64)
        assert Moving(v_i64=3).v_i64 == 3
    """,
    "an object kept alive for a raw function and moved out": """
        import ctypes
        signature = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
        seen = []
        native = signature(lambda held, args, count, result: seen.append(held) or 0)
        address = ctypes.cast(native, ctypes.c_void_p).value
        held = Pair(1, 2)
        uses = tvm_ffi.get_global_func("testing.object_use_count")
        before = uses(held)
        function = Function.__from_extern_c__(address, keep_alive_object=held)
        assert uses(held) == before + 1
        handle = held.__chandle__()
        echo(held._move())
        function()
        assert seen == [handle]
        other = Pair(3, 4)
        for _ in range(10): Function.__from_extern_c__(address, keep_alive_object=other)
        assert uses(other) == 1
    """,
    "numbers that are no addresses": """
        for value in (0, 3, 16, 4097, -8, 2**63, 2**64, -2**70, True):
            taker = type("Taker", (), {"__dlpack_c_exchange_api__": value})()
            raises((ValueError, OverflowError), echo, taker)
            raises((ValueError, OverflowError), tvm_ffi.from_dlpack, taker)
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_process_lives_on(name: str) -> None:
    run(PREAMBLE + textwrap.dedent(PROGRAMS[name]), "-X", "faulthandler")
