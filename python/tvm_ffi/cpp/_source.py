# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""From the caller's arguments to files to compile: prelude, the caller's text untouched, exports.

The caller's text is a file of its own that the main file includes, so that a compiler counts its
lines as the caller does.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from typing import Union

Text = Union[str, "Sequence[str]", None]
Functions = Union[str, "Sequence[str]", "Mapping[str, str | None]", None]

# With metadata, the exported functions know their signature and documentation.
PRELUDE = (
    "#ifndef TVM_FFI_DLL_EXPORT_INCLUDE_METADATA\n"
    "#define TVM_FFI_DLL_EXPORT_INCLUDE_METADATA 1\n"
    "#endif\n"
    "#include <tvm/ffi/container/tensor.h>\n"
    "#include <tvm/ffi/dtype.h>\n"
    "#include <tvm/ffi/error.h>\n"
    "#include <tvm/ffi/extra/c_env_api.h>\n"
    "#include <tvm/ffi/function.h>\n"
)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z_0-9]*\Z")
_NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9_.+-]")


def listed(value: Text) -> list[str]:
    """Return one text or several as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(item) for item in value]


def flags(value: Text) -> list[str]:
    """Return arguments of a compiler: a list as it stands, the words of one text."""
    if isinstance(value, str) and sys.platform != "win32":
        return shlex.split(value)
    return listed(value)


def exported_functions(value: Functions) -> dict[str, str]:
    """Return the names to export, with their documentation."""
    if value is None:
        found: dict[str, str] = {}
    elif isinstance(value, str):
        found = {value: ""}
    elif isinstance(value, Mapping):
        found = {name: doc or "" for name, doc in value.items()}
    else:
        found = dict.fromkeys(value, "")
    for name in found:
        if not _IDENTIFIER.match(name):
            raise ValueError(
                f"functions: {name!r} cannot be exported; expected the name of a C++ function "
                "outside any namespace"
            )
    return found


def file_stem(name: str) -> str:
    """Return a name with which files and folders can be called."""
    stem = _NOT_FOR_FILES.sub("_", name)
    if not stem.strip("._"):
        raise ValueError(f"name: {name!r} has no letter or digit to call a file by")
    return stem


def _literal(text: str) -> str:
    escaped = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\000"}
    return '"' + "".join(escaped.get(letter, letter) for letter in text).replace("??", '?""?') + '"'


def _exports(functions: Mapping[str, str]) -> str:
    lines: list[str] = []
    for name, doc in functions.items():
        lines.append(f"TVM_FFI_DLL_EXPORT_TYPED_FUNC({name}, {name});")
        if doc:
            lines.append(f"TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC({name}, {_literal(doc)});")
    return "".join(f"{line}\n" for line in lines)


def inline_files(
    stem: str,
    cpp: Sequence[str],
    cuda: Sequence[str],
    gpu_suffix: str,
    functions: Mapping[str, str],
) -> dict[str, str]:
    """Return file name -> text; `main.cpp` and `cuda.cu` (or `.hip`) are to be compiled.

    Functions are exported from the C++ text if there is any, else from the device text.
    """
    files: dict[str, str] = {}
    mains = (("main.cpp", "cpp", cpp), (f"cuda{gpu_suffix}", gpu_suffix[1:], cuda))
    for main, suffix, texts in mains:
        if not texts:
            continue
        body = PRELUDE
        for position, text in enumerate(texts):
            number = f"_{position}" if len(texts) > 1 else ""
            part = f"{stem}{number}.{suffix}"
            if part == main:
                part = f"{stem}_source.{suffix}"
            files[part] = text if text.endswith("\n") else f"{text}\n"
            body += f'#include "{part}"\n'
        if suffix == "cpp" or not cpp:
            body += _exports(functions)
        files[main] = body
    return files


def embedding_text(name: str, file: str) -> str:
    """Return C++ that puts a file between the two symbols of TVM_FFI_EMBED_CUBIN(name)."""
    if not _IDENTIFIER.match(name):
        raise ValueError(f"embed_cubin: {name!r} is no C identifier")
    symbol = f"__tvm_ffi__cubin_{name}"
    path = file.replace("\\", "\\\\").replace('"', '\\"')
    return f"""\
#if defined(__APPLE__)
#define EMBED_NAME "_{symbol}"
#define EMBED_SECTION ".const_data"
#define EMBED_HIDE ".private_extern "
#else
#define EMBED_NAME "{symbol}"
#define EMBED_SECTION ".section .rodata,\\"a\\""
#define EMBED_HIDE ".hidden "
#endif
__asm__(EMBED_SECTION "\\n.balign 64\\n"
        ".globl " EMBED_NAME "\\n" EMBED_HIDE EMBED_NAME "\\n" EMBED_NAME ":\\n"
        ".incbin {_literal(path)[1:-1].join((chr(92) + '"',) * 2)}\\n"
        ".globl " EMBED_NAME "_end\\n" EMBED_HIDE EMBED_NAME "_end\\n" EMBED_NAME "_end:\\n"
        ".byte 0\\n.text\\n");
"""
