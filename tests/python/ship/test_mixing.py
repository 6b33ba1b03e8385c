# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""tvm-ffi beside other things: binding libraries in one file, plain C, hosts without Python."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import tvm_ffi
import tvm_ffi.cpp
from tvm_ffi import libinfo

pytestmark = pytest.mark.slow

INCLUDE = f"-I{libinfo.find_include_path()}"
LIBRARY = str(Path(libinfo.find_libtvm_ffi()).parent)
LINK = [f"-L{LIBRARY}", "-ltvm_ffi", f"-Wl,-rpath,{LIBRARY}"]
PAIR = """\
class MixedPairObj : public tvm::ffi::Object {
 public:
  int64_t a;
  explicit MixedPairObj(int64_t a) : a(a) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("mixing.Pair", MixedPairObj, tvm::ffi::Object);
};
class MixedPair : public tvm::ffi::ObjectRef {
 public:
  explicit MixedPair(int64_t a) { data_ = tvm::ffi::make_object<MixedPairObj>(a); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(MixedPair, tvm::ffi::ObjectRef, MixedPairObj);
};
"""


def run(command: list[str], **env: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **env}, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def import_file(name: str, path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(tmp_path / "cache"))


def test_pybind11_and_tvm_ffi_in_one_library(tmp_path: Path) -> None:
    pybind11 = pytest.importorskip("pybind11")
    source = tmp_path / "mixed.cc"
    source.write_text(
        "#include <pybind11/pybind11.h>\n#include <tvm/ffi/tvm_ffi.h>\n"
        "int64_t Twice(int64_t x) { return 2 * x; }\n"
        "TVM_FFI_STATIC_INIT_BLOCK() {\n"
        '  tvm::ffi::reflection::GlobalDef().def("mixing.twice", Twice);\n}\n'
        "PYBIND11_MODULE(mixed, m) {\n"
        '  m.def("thrice", [](int64_t x) { return 3 * x; });\n'
        '  m.def("by_registry", [](int64_t x) {\n'
        '    return tvm::ffi::Function::GetGlobalRequired("mixing.twice")(x).cast<int64_t>(); });\n'
        "}\n",
        encoding="utf-8",
    )
    library = tmp_path / "mixed.so"
    headers = [f"-I{pybind11.get_include()}", f"-I{sysconfig.get_paths()['include']}", INCLUDE]
    flags = ["-std=c++17", "-O0", "-shared", "-fPIC", "-fvisibility=hidden"]
    run(["c++", *flags, *headers, str(source), "-o", str(library), *LINK])
    module = import_file("mixed", library)
    assert (module.thrice(2), module.by_registry(2)) == (6, 4)
    assert tvm_ffi.get_global_func("mixing.twice")(5) == 10


def test_nanobind_in_the_same_process(tmp_path: Path) -> None:
    nanobind = pytest.importorskip("nanobind")
    source = tmp_path / "nano.cc"
    source.write_text(
        "#include <nanobind/nanobind.h>\n#include <tvm/ffi/tvm_ffi.h>\n"
        "NB_MODULE(nano, m) {\n"
        '  m.def("length", [](int64_t n) {\n'
        "    tvm::ffi::Array<int64_t> array(static_cast<size_t>(n), 1);\n"
        "    return static_cast<int64_t>(array.size()); });\n"
        '  m.def("fail", [] { TVM_FFI_THROW(ValueError) << "inside"; });\n'
        "}\n",
        encoding="utf-8",
    )
    root = Path(nanobind.include_dir()).parent
    headers = [f"-I{root / 'include'}", f"-I{root / 'ext' / 'robin_map' / 'include'}"]
    headers += [f"-I{sysconfig.get_paths()['include']}", INCLUDE]
    library = tmp_path / "nano.so"
    flags = ["-std=c++17", "-O0", "-shared", "-fPIC", "-fvisibility=hidden"]
    sources = [str(source), str(root / "src" / "nb_combined.cpp")]
    run(["c++", *flags, *headers, *sources, "-o", str(library), *LINK])
    module = import_file("nano", library)
    assert module.length(3) == 3
    with pytest.raises(Exception, match="inside"):
        module.fail()


def test_objects_go_from_one_extension_to_another() -> None:
    maker = tvm_ffi.cpp.load_inline(
        "maker",
        cpp_sources=f"#include <tvm/ffi/reflection/registry.h>\n{PAIR}"
        "MixedPair make(int64_t a) { return MixedPair(a); }\n"
        "TVM_FFI_STATIC_INIT_BLOCK() { tvm::ffi::reflection::ObjectDef<MixedPairObj>()"
        '.def_ro("a", &MixedPairObj::a); }\n',
        functions="make",
    )
    reader = tvm_ffi.cpp.load_inline(
        "reader",
        cpp_sources=f"{PAIR}int64_t read(MixedPair pair) {{ return pair->a; }}\n",
        functions="read",
    )
    pair = maker.make(7)
    assert reader.read(pair) == 7
    assert pair.a == 7


def test_a_library_in_plain_c(tmp_path: Path) -> None:
    source = tmp_path / "plain.c"
    source.write_text(
        "#include <tvm/ffi/c_api.h>\n"
        "TVM_FFI_DLL_EXPORT int __tvm_ffi_add(void* self, const TVMFFIAny* args, int32_t n,\n"
        "                                     TVMFFIAny* result) {\n"
        "  (void)self;\n"
        "  if (n != 2 || args[0].type_index != kTVMFFIInt || args[1].type_index != kTVMFFIInt) {\n"
        '    TVMFFIErrorSetRaisedFromCStr("TypeError", "two integers are expected");\n'
        "    return -1;\n  }\n"
        "  result->type_index = kTVMFFIInt;\n  result->zero_padding = 0;\n"
        "  result->v_int64 = args[0].v_int64 + args[1].v_int64;\n  return 0;\n}\n",
        encoding="utf-8",
    )
    library = tmp_path / "plain.so"
    flags = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-shared", "-fPIC"]
    run(["cc", *flags, INCLUDE, str(source), "-o", str(library), *LINK])
    module = tvm_ffi.load_module(library)
    assert module.add(1, 2) == 3
    with pytest.raises(TypeError, match="two integers are expected"):
        module.add("1", 2)


def test_a_host_without_python_loads_what_python_loads(tmp_path: Path) -> None:
    library = tvm_ffi.cpp.build_inline(
        "shared",
        cpp_sources='int64_t inc(int64_t x) { TVM_FFI_CHECK(x != 0, ValueError) << "zero"; '
        "return x + 1; }",
        functions="inc",
    )
    source = tmp_path / "host.cc"
    source.write_text(
        "#include <tvm/ffi/extra/module.h>\n#include <cstdio>\n"
        "int main(int, char** argv) {\n"
        "  tvm::ffi::Module module = tvm::ffi::Module::LoadFromFile(argv[1]);\n"
        '  tvm::ffi::Function inc = module->GetFunction("inc").value();\n'
        '  std::printf("%d\\n", static_cast<int>(inc(41).cast<int64_t>()));\n'
        "  try { inc(0); } catch (const tvm::ffi::Error& error) {\n"
        '    std::printf("%s: %s\\n", error.kind().c_str(), error.message().c_str()); }\n'
        "}\n",
        encoding="utf-8",
    )
    host = tmp_path / "host"
    run(["c++", "-std=c++17", "-O0", INCLUDE, str(source), "-o", str(host), *LINK])
    told = run([str(host), library]).splitlines()
    assert told[0] == "42"
    assert told[1].startswith("ValueError: ")
    assert told[1].endswith("zero")
    needed = subprocess.run(["ldd", host], capture_output=True, text=True, check=True).stdout
    assert "python" not in needed


def test_the_testing_module_needs_no_test_framework() -> None:
    program = (
        "import sys, tvm_ffi.testing\n"
        "assert 'pytest' not in sys.modules, 'pytest was imported'\n"
        "print(tvm_ffi.get_global_func('testing.echo')(1))\n"
    )
    assert run([sys.executable, "-c", program]) == "1\n"
