# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The registered functions that the package stands on."""

from __future__ import annotations

from tvm_ffi import Function, get_global_func

from . import _library

assert _library.LIBRARY is not None


def _get(name: str) -> Function:
    return get_global_func(f"tvm_ffi_orcjit.{name}")


SESSION = _get("ExecutionSession")
DEFAULT_SESSION = _get("GlobalDefaultSession")
SESSION_LOAD_MODULE = _get("SessionLoadModule")
SESSION_CREATE_LIBRARY = _get("SessionCreateLibrary")
SESSION_CLEAR_FREE_SLABS = _get("SessionClearFreeSlabs")
SESSION_ENGINE = _get("SessionEngine")
LIBRARY_ADD = _get("LibraryAdd")
LIBRARY_LOAD = _get("LibraryLoad")
LIBRARY_SET_LINK_ORDER = _get("LibrarySetLinkOrder")
ENGINES = _get("Engines")
KEEP_MODULE = get_global_func("ffi.ModuleGlobalsAdd")
