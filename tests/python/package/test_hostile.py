# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What a program should not do: each ends in an exception, never in the end of the process.

Every program runs on its own, since the failure that is looked for takes its process along.
"""

# The programs are dense on purpose.
# ruff: noqa: E501

from __future__ import annotations

import textwrap

import pytest
from processes import run

PREAMBLE = """
import copy, gc, operator, pickle, sys
import tvm_ffi, tvm_ffi.testing as lib
from tvm_ffi import Array, Dict, List, Map, core, serialization
echo = tvm_ffi.get_global_func("testing.echo")
apply = tvm_ffi.get_global_func("testing.apply")
def raises(kinds, call, *args):
    try:
        got = call(*args)
    except kinds:
        return
    raise SystemExit(f"{call} {args} gave {type(got)}")
"""

PROGRAMS = {
    "every member of an empty wrapper": """
        import tvm_ffi.access_path, tvm_ffi.dataclasses, tvm_ffi.structural
        modules = [tvm_ffi, core, lib, tvm_ffi.structural, tvm_ffi.access_path, tvm_ffi.dataclasses]
        classes = {c for m in modules for c in vars(m).values() if isinstance(c, type)}
        classes |= {c for m in modules for n in getattr(m, "__all__", ()) if isinstance(c := getattr(m, n), type)}
        binary = [operator.eq, operator.ne, operator.lt, operator.add, operator.getitem, operator.contains]
        unary = [repr, str, hash, len, iter, list, bool, copy.copy, copy.deepcopy, pickle.dumps, echo,
                 tvm_ffi.convert, core.CAny, serialization.to_json_graph_str, lambda o: o(), lambda o: o(1),
                 lambda o: o[0], lambda o: echo([o]), lambda o: echo({1: o}), lambda o: echo(o._move()),
                 lambda o: tvm_ffi.from_dlpack(o), lambda o: operator.setitem(o, 0, o), lambda o: operator.delitem(o, 0)]
        wrappers = [c for c in classes if issubclass(c, core.CObject)]
        assert len(wrappers) > 40, wrappers
        tried = 0
        for cls in wrappers:
            def empty():
                try:
                    return cls.__new__(cls)
                except TypeError:
                    return None
            if empty() is None: continue
            for name in dir(cls):
                if name in ("__class__", "__init_subclass__", "__subclasshook__", "__dir__"): continue
                for args in ((), (1,), (empty(),), ("x", 1)):
                    made = empty()
                    try:
                        getattr(made, name)(*args)
                    except BaseException as error:
                        assert not isinstance(error, (SystemError, KeyboardInterrupt)), (cls, name, error)
                    tried += 1
            for call in unary:
                try: call(empty())
                except Exception as error: assert not isinstance(error, SystemError), (cls, call, error)
            for call in binary:
                for pair in ((empty(), empty()), (empty(), 1), ([1], empty())):
                    try: call(*pair)
                    except Exception as error: assert not isinstance(error, SystemError), (cls, call, error)
        assert tried > 3000, tried
    """,
    "members of one class called on another": """
        pair, array, error, function = lib.TestIntPair(1, 2), Array([1]), core.Error("a", "b", "c"), echo
        others = [pair, array, Map({}), List([]), Dict({}), error, function, lib.TestObjectBase(), None, 3]
        for cls in {type(o) for o in others} - {type(None), int}:
            for name, member in list(vars(cls).items()):
                for other in others:
                    if isinstance(other, cls): continue
                    for call in (lambda: member(other), lambda: member.__get__(other), lambda: member.__set__(other, 1),
                                 lambda: member(other, 0), lambda: member(other, 0, 1)):
                        if name in ("__init_subclass__", "__subclasshook__", "__class_getitem__"): continue
                        try: call()
                        except Exception as error: assert not isinstance(error, SystemError), (cls, name, error)
    """,
    "states that lie": """
        for cls in (Array, Map, List, Dict, lib.TestIntPair, lib.TestObjectBase, core.Error, tvm_ffi.Tensor):
            for state in (None, 3, {}, {"handle": 3}, {"handle": "x"}, {"handle": "{}"}, {"other": 1},
                          {"handle": '{"root_index":9,"nodes":[]}'}, {"handle": '{"root_index":0,"nodes":[{"type":"int","data":3}]}'},
                          {"handle": '{"root_index":0,"nodes":[{"type":"ffi.String","data":"x"}]}'},
                          {"handle": '{"root_index":0,"nodes":[{"type":"nope","data":{}}]}'},
                          {"handle": '{"root_index":0,"nodes":[{"type":"ffi.Array","data":[0]}]}'},
                          {"handle": '{"root_index":0,"nodes":[{"type":"testing.TestIntPair","data":{"a":"x"}}]}'}):
                made = cls.__new__(cls)
                raises((TypeError, ValueError, AttributeError, KeyError, IndexError, RuntimeError), made.__setstate__, state)
                repr(made)
        made = Array.__new__(Array)
        raises(TypeError, made.__setstate__, {"handle": serialization.to_json_graph_str(Map({"a": 1}))})
        raises(TypeError, made.__move_handle_from__, Map({}))
        raises(TypeError, made.__move_handle_from__, 3)
        raises(TypeError, made.__init_handle_by_constructor__, echo, Map({}))
        raises(TypeError, made.__init_handle_by_constructor__, echo, 3)
        raises(TypeError, lib.TestIntPair.__init__, lib.TestObjectBase(), 1, 2)
        raises(TypeError, lib.TestIntPair.__init__, 3, 1, 2)
    """,
    "moved out while in use": """
        def taken(made):
            echo(made._move())
            return made
        for made in (lib.TestObjectBase(), Array([1]), List([1]), Map({1: 1}), Dict({1: 1})):
            other = taken(made)
            raises(ValueError, echo, other)
            assert "chandle=None" in repr(other)
        array = List([lib.TestObjectBase() for _ in range(3)])
        it = iter(array)
        next(it); echo(array._move())
        raises((ValueError, StopIteration), next, it)
        class Evil:
            def __tvm_ffi_value__(self):
                echo(target._move()); return 5
        target = lib.TestObjectBase()
        raises((ValueError, TypeError), setattr, target, "v_i64", Evil())
        target = lib.TestObjectBase()
        raises((ValueError, TypeError), target.add_i64, Evil())
    """,
    "containers that hold themselves": """
        items = List([1]); items.append(items)
        repr(items), str(items)
        copied = copy.deepcopy(items)
        assert copied[1] is copied or copied[1].same_as(copied)
        for call in (hash, lambda x: x == copied, serialization.to_json_graph_str, pickle.dumps, tvm_ffi.structural_hash,
                     lambda x: tvm_ffi.structural_equal(x, copied), lambda x: tvm_ffi.structural_walk(x, lambda v: None),
                     lambda x: tvm_ffi.structural_map(x, lambda v: v), lambda x: [1] in x):
            try: call(items)
            except (ValueError, RecursionError, TypeError, RuntimeError): pass
        table = Dict({}); table["me"] = table
        repr(table), copy.deepcopy(table)
        plain = []; plain.append(plain)
        raises((RecursionError, ValueError), echo, plain)
        raises((RecursionError, ValueError), Array, plain)
        named = {}; named["x"] = named
        raises((RecursionError, ValueError), echo, named)
        holder = lib.create_object("testing.TestDeepCopyEdges", v_any=items, v_obj=items)
        items.append(holder)
        repr(holder), tvm_ffi._ffi_api.DeepCopy(holder)
    """,
    "a million levels": """
        sys.setrecursionlimit(5000)
        deep = List([])
        for _ in range(1_000_000): deep = List([deep])
        for call in (repr, str, hash, copy.deepcopy, pickle.dumps, serialization.to_json_graph_str,
                     tvm_ffi.structural_hash, lambda x: x == List([x]), lambda x: tvm_ffi.structural_equal(x, List([x])),
                     lambda x: tvm_ffi.structural_walk(x, lambda v: None), lambda x: tvm_ffi.structural_map(x, (int, lambda v: v)),
                     lambda x: x in List([x])):
            try: call(deep)
            except (ValueError, RecursionError, RuntimeError, MemoryError): pass
        text = "[" * 1_000_000 + "]" * 1_000_000
        parse = tvm_ffi.get_global_func("ffi.json.Parse")
        try: parse(text)
        except (ValueError, RecursionError): pass
        plain = []
        for _ in range(100_000): plain = [plain]
        raises(RecursionError, echo, plain)
        sys.setrecursionlimit(10**6)
        raises(RecursionError, echo, plain)
        raises(RecursionError, echo, {"a": plain})
        sys.setrecursionlimit(5000)
        echo(plain[:0])
        del deep
        gc.collect()
    """,
    "recursion without end": """
        a = tvm_ffi.convert(lambda: b())
        b = tvm_ffi.convert(lambda: a())
        raises(RecursionError, a)
        class Self:
            def __tvm_ffi_value__(self): return self
        raises((TypeError, RecursionError), echo, Self())
        class Fresh:
            def __tvm_ffi_value__(self): return Fresh()
        raises((TypeError, RecursionError), echo, Fresh())
        class Nest:
            def __tvm_ffi_value__(self): return [self]
        raises((TypeError, RecursionError), echo, Nest())
        class Obj:
            def __tvm_ffi_object__(self): return echo(self)
        raises(RecursionError, echo, Obj())
        function = tvm_ffi.convert(lambda *x: apply(function, *x))
        raises(RecursionError, function)
        class Repr:
            def __repr__(self): return repr(holder)
        holder = List([Repr()]); repr(holder)
        tvm_ffi.structural_walk
        def walk(v): return tvm_ffi.structural_walk([1, [2]], walk)
        raises(RecursionError, tvm_ffi.structural_walk, [1], walk)
    """,
    "arguments that change under the call": """
        class Shrink:
            def __tvm_ffi_value__(self):
                victim.clear(); gc.collect(); return 1
        for _ in range(50):
            victim = ["x" * 100, Shrink(), "y" * 100, [1], {"a": 1}, lambda: 1]
            echo(victim)
        class Grow:
            def __tvm_ffi_value__(self):
                table[len(table)] = "z" * 50; return 1
        table = {0: Grow(), 1: "x" * 50}
        raises(RuntimeError, echo, table)
        class Swap:
            def __tvm_ffi_value__(self):
                table.clear(); table.update({5: "q" * 90, 6: 1}); gc.collect(); return 1
        table = {0: Swap(), 1: "x" * 50}
        try: echo(table)
        except RuntimeError: pass
        items = List(range(100))
        for i, item in enumerate(items):
            if i == 3: items.clear()
        entries = Dict({i: "v" * 30 + str(i) for i in range(100)})
        try:
            for i, key in enumerate(entries):
                entries.pop(key); gc.collect()
        except RuntimeError: pass
        try:
            for i, key in enumerate(entries):
                entries[str(i) * 10] = i
                if i > 5000: break
        except RuntimeError: pass
    """,
    "hooks and classes that lie": """
        class Bad:
            def __dlpack__(self, **k): return 3
            def __dlpack_device__(self): return (1, 0)
        raises(Exception, echo, Bad())
        class Bad2:
            def __dlpack_device__(self): return "x"
        raises(Exception, echo, Bad2())
        class Bad3:
            def __dlpack_data_type__(self): return (1,)
        raises(Exception, echo, Bad3())
        for value in (3, "x", object(), core.CAny(1)):
            class Bad4: pass
            Bad4.__dlpack_c_exchange_api__ = value
            raises((ValueError, TypeError), echo, Bad4()) if value != 3 else None
        class Liar(int):
            def __index__(self): raise ValueError("no")
        echo(Liar(3))
        class Str(str):
            def __str__(self): return 3
        echo(Str("abc"))
        class Meta(type):
            def __getattr__(cls, name): raise RuntimeError(name)
        class Weird(metaclass=Meta): pass
        echo(Weird())
        class Exploding:
            def __getattribute__(self, name): raise KeyError(name)
        echo(Exploding())
        class Shape(tvm_ffi.Shape): pass
        echo(Shape((1, 2)))
        raises((TypeError, ValueError, OverflowError), echo, tuple.__new__(tvm_ffi.Shape, ("a", 3)))
        raises(TypeError, str.__new__, core.String, "abc"); echo(core.String("abc")); echo(core.Bytes(b"abc"))
        raises((TypeError, ValueError), tvm_ffi.from_dlpack, 3)
        raises((TypeError, ValueError), core.Function.__from_extern_c__, 0)
        raises(TypeError, core._set_class_tensor, int)
        raises(TypeError, core._bind_class, 71, int)
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_process_lives_on(name: str) -> None:
    run(PREAMBLE + textwrap.dedent(PROGRAMS[name]), "-X", "faulthandler")
