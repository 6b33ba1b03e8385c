# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Object files (`.o`, `.obj`, `.a`) as modules of tvm_ffi, loaded at once and called at once.

Importing the package registers the loaders, so that `tvm_ffi.load_module("x.o")` works; when the
package is installed, tvm_ffi finds it by itself.
"""

from __future__ import annotations

from . import _library
from .dylib import DynamicLibrary
from .loader import ObjectLoader
from .session import ExecutionSession, default_session, engines

__all__ = [
    "DynamicLibrary",
    "ExecutionSession",
    "ObjectLoader",
    "default_session",
    "engines",
]

# Loaded first: it registers what all the others call.
assert _library.LIBRARY is not None

__version__ = "0.1.4"
