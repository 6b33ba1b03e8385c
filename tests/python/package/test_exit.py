# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that end while native code still holds or calls Python: their status is their own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SOURCE = r"""
#include <chrono>
#include <thread>
#include <vector>
static tvm::ffi::Function kept_by_a_static;
static std::vector<tvm::ffi::Any> values_of_a_static;
struct CallsAtExit {
  tvm::ffi::Function function;
  ~CallsAtExit() {
    if (function == nullptr) return;
    try {
      function();
    } catch (const tvm::ffi::Error&) {
    }
  }
};
static CallsAtExit calls_at_exit;
void keep(tvm::ffi::Function f) { kept_by_a_static = f; }
void keep_value(tvm::ffi::Any value) { values_of_a_static.push_back(value); }
void call_at_exit(tvm::ffi::Function f) { calls_at_exit.function = f; }
void call_from_threads(tvm::ffi::Function f, int count) {
  for (int i = 0; i < count; ++i) {
    std::thread([f] {
      for (;;) {
        try {
          f();
        } catch (const tvm::ffi::Error&) {
          return;
        }
      }
    }).detach();
  }
}
int call_and_join(tvm::ffi::Function f, int count) {
  std::vector<std::thread> threads;
  std::atomic<int> done{0};
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 200; ++k) {
        try {
          f(k);
          ++done;
        } catch (const tvm::ffi::Error&) {
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return done;
}
"""
NAMES = ["keep", "keep_value", "call_at_exit", "call_from_threads", "call_and_join"]

PROGRAMS = {
    "a static holds a callback": "lib.keep(lambda: 1)",
    "a static holds objects and containers of Python objects": """
        lib.keep_value([object(), {"a": lambda: 2}, b"bytes that are long"])
        lib.keep_value(ValueError("x"))
    """,
    "a static calls a callback when it ends": "lib.call_at_exit(lambda: print('late'))",
    "threads of native code call for ever": """
        import time
        lib.call_from_threads(lambda: time.sleep(0.001), 4)
        time.sleep(0.3)
    """,
    "threads of native code raise for ever": """
        import time
        def fail():
            try: raise KeyError("x")
            except KeyError: return [1, "a longer text here"]
        lib.call_from_threads(fail, 4)
        time.sleep(0.3)
    """,
    "threads of native code are joined": """
        seen = []
        def count(k):
            if k % 10 == 0: raise ValueError(k)
            seen.append(k)
        assert lib.call_and_join(count, 4) == 4 * 180 == len(seen)
    """,
    "the program exits from a callback": """
        lib.keep(lambda: 1)
        tvm_ffi.get_global_func("testing.apply")(lambda: sys.exit(5))
    """,
    "an exception ends the program": """
        lib.call_from_threads(lambda: None, 2)
        tvm_ffi.get_global_func("testing.apply")(lambda: 1 / 0)
    """,
}
STATUS = {"the program exits from a callback": 5, "an exception ends the program": 1}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tvm_ffi import cpp

    source = "#include <atomic>\n" + SOURCE
    folder = tmp_path_factory.mktemp("exit")
    built = cpp.build_inline(
        "exit_test", cpp_sources=source, functions=NAMES, build_directory=str(folder)
    )
    return Path(built)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_status_is_the_programs_own(name: str, library: Path) -> None:
    start = f"import sys, tvm_ffi\nlib = tvm_ffi.load_module({str(library)!r})\n"
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", start + textwrap.dedent(PROGRAMS[name])],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == STATUS.get(name, 0), done.stdout + done.stderr
    assert "Fatal" not in done.stderr and "terminate" not in done.stderr
