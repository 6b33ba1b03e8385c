# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The traceback of a library without debug information names its functions and none of ours."""

from __future__ import annotations

import os
import subprocess
import traceback
from pathlib import Path

import pytest
import tvm_ffi

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Path(os.environ.get("TVM_FFI_LIB_DIR", ROOT / "build" / "test" / "lib"))
SOURCE = """#include <tvm/ffi/tvm_ffi.h>
namespace mine {
template <typename T>
T Fail(T value) {
  TVM_FFI_THROW(ValueError) << "no " << value;
}
}  // namespace mine
TVM_FFI_STATIC_INIT_BLOCK() {
  tvm::ffi::reflection::GlobalDef().def("test_error_frames.fail", mine::Fail<int64_t>);
}
"""


@pytest.mark.slow
def test_frames_of_the_call_machinery_are_left_out(tmp_path: Path) -> None:
    source, library = tmp_path / "fail.cc", tmp_path / "fail.so"
    source.write_text(SOURCE, encoding="utf-8")
    includes = [f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
    link = [f"-L{LIBRARY}", "-ltvm_ffi"]
    flags = ["-std=c++17", "-O2", "-shared", "-fPIC"]
    subprocess.run(["g++", *flags, *includes, source, "-o", library, *link], check=True)
    tvm_ffi.load_module(str(library))
    fail = tvm_ffi.get_global_func("test_error_frames.fail")
    with pytest.raises(ValueError, match="no 3") as caught:
        fail(3)
    text = "".join(traceback.format_tb(caught.value.__traceback__))
    assert "mine::Fail" in text
    assert "tvm::ffi::detail::" not in text
