# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the headers cost who includes them: seconds of the compiler and bytes of its output.

Seconds are the compiler's user CPU time, the least of several runs in turn with the other side's,
so that both meet the same machine; bytes are exact.
"""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

from rows import Row
from sides import OURS, Side

_FOLDER = Path(__file__).with_name("compile")
_PARSE = ("-fsyntax-only",)
_COMPILE = ("-O2", "-DNDEBUG", "-fPIC", "-c")
_FEW, _MANY = 100, 500
NAMES = ("parse", "one_function", "ten_functions", "one_object", "text_per_function", "classes")


def measure(sides: list[Side], folder: Path, rounds: int, wanted: list[str]) -> Iterator[Row]:
    """Give the rows whose names are wanted, all without names."""

    def chosen(name: str) -> bool:
        return not wanted or name in wanted

    umbrella = folder / "umbrella.cc"
    umbrella.write_text("#include <tvm/ffi/tvm_ffi.h>\n", encoding="utf-8")
    if chosen("parse"):
        yield Row("parse", "s", _seconds(sides, umbrella, _PARSE, folder, rounds), 0.6)
    for name in ("one_function", "ten_functions", "one_object"):
        if chosen(name):
            source = _FOLDER / f"{name}.cc"
            yield Row(name, "s", _seconds(sides, source, _COMPILE, folder, rounds), 0.5)
    if chosen("text_per_function"):
        yield Row("text_per_function", "bytes", _text_per_function(sides, folder), 0.35)
    if chosen("classes"):
        yield from _classes(sides[0], folder)


def _seconds(
    sides: list[Side], source: Path, flags: tuple[str, ...], folder: Path, rounds: int
) -> dict[str, float]:
    best: dict[str, float] = {}
    for _ in range(rounds):
        for side in sides:
            seconds = _compile(side, source, flags, folder / f"{side.name}.o")
            best[side.name] = min(seconds, best.get(side.name, seconds))
    return best


def _compile(side: Side, source: Path, flags: tuple[str, ...], output: Path) -> float:
    target = [] if flags == _PARSE else ["-o", str(output)]
    command = ["/usr/bin/g++", "-std=c++17", *flags, *side.include_flags(), str(source), *target]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _text_bytes(built: Path) -> int:
    run = subprocess.run(["size", str(built)], capture_output=True, text=True, check=True)
    return int(run.stdout.splitlines()[1].split()[0])


def _text_per_function(sides: list[Side], folder: Path) -> dict[str, float]:
    """Return what each function adds, by the difference of two extensions."""
    figures: dict[str, float] = {}
    for side in sides:
        sizes: list[int] = []
        for name in ("one_function", "ten_functions"):
            output = folder / f"{name}-{side.name}.o"
            _compile(side, _FOLDER / f"{name}.cc", _COMPILE, output)
            sizes.append(_text_bytes(output))
        figures[side.name] = (sizes[1] - sizes[0]) / 9
    return figures


def _classes(side: Side, folder: Path) -> Iterator[Row]:
    """Compile many classes of five methods with ours; the limits are numbers, not ratios."""
    source, output = folder / "classes.cc", folder / "classes.so"
    seconds: list[float] = []
    for count in (_FEW, _MANY):
        source.write_text(_class_source(count), encoding="utf-8")
        flags = ("-O1", "-DNDEBUG", "-fPIC", "-shared", "-s")
        seconds.append(_compile(side, source, flags, output))
    per_class = (seconds[1] - seconds[0]) / (_MANY - _FEW)
    yield Row("classes: CPU each", "s", {OURS: per_class}, 0.7, absolute=True)
    size = output.stat().st_size / 2**20
    yield Row(f"classes: {_MANY} stripped", "MiB", {OURS: size}, 12, absolute=True)


def _class_source(count: int) -> str:
    return _HEAD + "".join(_CLASS.replace("@", str(index)) for index in range(count))


_HEAD = """#include <tvm/ffi/tvm_ffi.h>
namespace ffi = tvm::ffi;
namespace refl = ffi::reflection;
"""
_CLASS = """
class C@Obj : public ffi::Object {
 public:
  int64_t a = 0;
  ffi::String b;
  C@Obj(int64_t a_in, ffi::String b_in) : a(a_in), b(b_in) {}
  int64_t Add(int64_t n) { return a += n; }
  double Scale(double f) const { return f * static_cast<double>(a); }
  ffi::String Name() const { return b; }
  void Rename(ffi::String name) { b = name; }
  ffi::Array<int64_t> Pair(int64_t n) const { return {a, n}; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("bench.C@", C@Obj, ffi::Object);
};
TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<C@Obj>()
      .def(refl::init<int64_t, ffi::String>())
      .def_rw("a", &C@Obj::a)
      .def_ro("b", &C@Obj::b)
      .def("add", &C@Obj::Add)
      .def("scale", &C@Obj::Scale)
      .def("name", &C@Obj::Name)
      .def("rename", &C@Obj::Rename)
      .def("pair", &C@Obj::Pair);
}
"""
