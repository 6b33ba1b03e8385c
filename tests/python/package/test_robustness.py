# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that end, load or thread in unusual ways; each is a process of its own."""

from __future__ import annotations

import textwrap

import pytest
from processes import run

PROGRAMS = {
    "live objects at exit": """
        import tvm_ffi
        keep = [tvm_ffi.convert([1, lambda: keep]), tvm_ffi.convert({"a": object()})]
        tvm_ffi.register_global_func("t.keep", lambda: keep)
    """,
    "a daemon thread in a callback at exit": """
        import threading, time, tvm_ffi
        apply = tvm_ffi.get_global_func("testing.apply")
        threading.Thread(target=lambda: apply(lambda: time.sleep(60)), daemon=True).start()
        time.sleep(0.2)
    """,
    "threads calling at once": """
        import threading, tvm_ffi
        apply = tvm_ffi.get_global_func("testing.apply")
        def work():
            for i in range(2000):
                assert apply(lambda x: [x, str(x) * 9], i)[0] == i
        threads = [threading.Thread(target=work) for _ in range(4)]
        [t.start() for t in threads]; [t.join() for t in threads]
    """,
    "a deep recursion through callbacks": """
        import sys, tvm_ffi
        apply = tvm_ffi.get_global_func("testing.apply")
        def again(): return apply(again)
        again = tvm_ffi.convert(again)
        def f(): return apply(f)
        try: f()
        except RecursionError: pass
        else: raise SystemExit("no RecursionError")
    """,
    "a second import of the core": """
        import sys, tvm_ffi
        for name in [n for n in sys.modules if n.startswith("tvm_ffi")]: del sys.modules[name]
        try: import tvm_ffi
        except ImportError: pass
    """,
    "classes of arguments made without end": """
        import gc, weakref, tvm_ffi
        echo, seen = tvm_ffi.get_global_func("testing.echo"), []
        for i in range(6000):
            cls = type("Number", (), {"__tvm_ffi_int__": lambda self, i=i: i})
            assert echo(cls()) == i
            seen.append(weakref.ref(cls))
        del cls
        gc.collect()
        kept = sum(ref() is not None for ref in seen)
        assert kept <= 4096, kept
    """,
    "an import that loads little": """
        import sys, tvm_ffi
        heavy = {"numpy", "torch", "dataclasses", "inspect", "ctypes", "json", "pathlib"}
        found = heavy & set(sys.modules)
        assert not found, found
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_program_ends_with_its_own_status(name: str) -> None:
    run(textwrap.dedent(PROGRAMS[name]))


def test_interrupts_reach_python_through_native_loops() -> None:
    program = """
import _thread, signal, threading, tvm_ffi
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
try:
    threading.Timer(0.3, _thread.interrupt_main).start()
    tvm_ffi.get_global_func("testing.run_check_signal")(20)
except KeyboardInterrupt:
    raise SystemExit(7)
"""
    run(program, status=7)


def test_subinterpreters_are_refused() -> None:
    program = """
import sys, tvm_ffi
try:
    import _xxsubinterpreters as sub
except ImportError:
    sys.exit(0)
made = sub.create()
try:
    sub.run_string(made, "import sys; sys.path[:] = %r; import tvm_ffi" % (sys.path,))
except Exception as error:
    assert "ImportError" in str(error), error
else:
    raise SystemExit("imported twice")
"""
    run(program)
