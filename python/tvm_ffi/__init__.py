# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Python side of tvm-ffi: objects, functions and tensors across languages.

Importing loads the two libraries and the native core, nothing else: numpy, torch, ctypes and every
submodule that a call does not need are imported on first use.
"""

from __future__ import annotations

import builtins
import sys

from ._version import __version__, __version_tuple__


def _is_config_run() -> builtins.bool:
    """Whether this process is a tool without runtime (`tvm-ffi-config`, `tvm-ffi-stubgen`)."""
    arguments: list[str] = list(getattr(sys, "orig_argv", ()))
    for position, argument in enumerate(arguments[1:], start=1):
        if argument == "-m":
            module = "".join(arguments[position + 1 : position + 2])
            return module.startswith(("tvm_ffi.config", "tvm_ffi.stubgen", "tvm_ffi.stub."))
        if not argument.startswith("-"):
            name = argument.replace("\\", "/").rsplit("/", 1)[-1]
            return name.startswith(("tvm-ffi-config", "tvm-ffi-stubgen"))
    return False


if not _is_config_run():
    from . import _load as _load  # opens the libraries
    from . import container as container
    from . import core as core
    from . import error as error
    from . import module as module
    from . import registry as registry
    from . import stream as stream
    from ._convert import convert, convert_func
    from ._dtype import *  # noqa: F403
    from ._dtype import dtype
    from ._tensor import Shape, device
    from .container import Array, Dict, List, Map
    from .core import CAny as CAny
    from .core import CContainerBase as CContainerBase
    from .core import (
        Device,
        Function,
        Object,
        ObjectConvertible,
        Tensor,
        from_dlpack,
    )
    from .error import register_error
    from .module import Module, load_module, system_lib
    from .registry import (
        get_global_func,
        get_global_func_metadata,
        init_ffi_api,
        register_global_func,
        register_object,
        remove_global_func,
    )
    from .stream import StreamContext, get_raw_stream, use_raw_stream, use_torch_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctypes import CDLL
    from typing import Any

    from . import access_path, cpp, dataclasses, serialization, structural
    from ._tensor import DLDeviceType
    from .dataclasses import method
    from .structural import (
        DefRegionKind,
        InplaceMode,
        StructuralKey,
        StructuralMutator,
        StructuralVisitor,
        VisitInterrupt,
        WalkOrder,
        WalkResult,
        get_first_structural_mismatch,
        structural_equal,
        structural_hash,
        structural_map,
        structural_mutate,
        structural_visit,
        structural_walk,
    )

    LIB: CDLL

_SUBMODULES = frozenset(
    (
        "access_path",
        "config",
        "cpp",
        "dataclasses",
        "libinfo",
        "reflection",
        "serialization",
        "structural",
        "testing",
        "utils",
    )
)
_FROM_STRUCTURAL = frozenset(
    (
        "DefRegionKind",
        "InplaceMode",
        "StructuralKey",
        "StructuralMutator",
        "StructuralVisitor",
        "VisitInterrupt",
        "WalkOrder",
        "WalkResult",
        "get_first_structural_mismatch",
        "structural_equal",
        "structural_hash",
        "structural_map",
        "structural_mutate",
        "structural_visit",
        "structural_walk",
    )
)


def __getattr__(name: str) -> Any:
    """Import what the package offers but most programs do not use."""
    from importlib import import_module

    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    found: Any
    if name in _FROM_STRUCTURAL:
        found = getattr(import_module(".structural", __name__), name)
    elif name == "method":
        found = import_module(".dataclasses", __name__).method
    elif name == "DLDeviceType":
        found = import_module("._tensor", __name__).DLDeviceType
    elif name == "LIB":
        found = import_module("._load", __name__).ctypes_library()
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


__all__ = [
    "LIB",
    "Array",
    "DLDeviceType",
    "DefRegionKind",
    "Device",
    "Dict",
    "Function",
    "InplaceMode",
    "List",
    "Map",
    "Module",
    "Object",
    "ObjectConvertible",
    "Shape",
    "StreamContext",
    "StructuralKey",
    "StructuralMutator",
    "StructuralVisitor",
    "Tensor",
    "VisitInterrupt",
    "WalkOrder",
    "WalkResult",
    "__version__",
    "__version_tuple__",
    "access_path",
    "convert",
    "convert_func",
    "cpp",
    "dataclasses",
    "device",
    "dtype",
    "from_dlpack",
    "get_first_structural_mismatch",
    "get_global_func",
    "get_global_func_metadata",
    "get_raw_stream",
    "init_ffi_api",
    "load_module",
    "method",
    "register_error",
    "register_global_func",
    "register_object",
    "remove_global_func",
    "serialization",
    "structural",
    "structural_equal",
    "structural_hash",
    "structural_map",
    "structural_mutate",
    "structural_visit",
    "structural_walk",
    "system_lib",
    "use_raw_stream",
    "use_torch_stream",
]
