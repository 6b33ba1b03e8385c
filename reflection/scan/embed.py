# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Turns a fragment into a C++ source that links it into the library as data.

The array is exported under a reserved name, so the runtime finds it beside the functions; being
referenced by the dynamic symbol table it outlives strip.
"""

from __future__ import annotations

from string import Template

SYMBOL = "__tvm_ffi__library_fragment"
_PER_LINE = 20
_SOURCE = Template(
    """// Generated from the sources' names and docs; do not edit.
#if defined(_WIN32)
#define TVM_FFI_FRAGMENT_EXPORT __declspec(dllexport)
#else
#define TVM_FFI_FRAGMENT_EXPORT __attribute__((visibility("default")))
#endif
extern "C" {
// JSON text, NUL-terminated.
TVM_FFI_FRAGMENT_EXPORT extern const unsigned char $symbol[];
const unsigned char $symbol[] = {
$bytes
    0};
}
"""
)


def source(text: str) -> str:
    """Return the C++ source that holds the text."""
    data = text.encode("utf-8")
    rows = [data[start : start + _PER_LINE] for start in range(0, len(data), _PER_LINE)]
    lines = ["    " + " ".join(f"{byte}," for byte in row) for row in rows]
    return _SOURCE.substitute(symbol=SYMBOL, bytes="\n".join(lines))
