# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Names of `tvm_ffi.core` that are written in Python and imported on first use.

The core asks `lookup` for any name it does not have; what is found becomes its attribute.
"""

from __future__ import annotations

from . import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HOMES = {
    "TypeInfo": "_type_info",
    "TypeField": "_type_info",
    "TypeMethod": "_type_info",
    "TypeSchema": "_type_schema",
    "DLDeviceType": "_device_type",
    "_type_cls_to_type_info": "_type_info",
    "_type_index_to_type_info": "_type_info",
    "_lookup_or_register_type_info_from_type_key": "_type_info",
    "_register_object_by_index": "_type_info",
    "_set_type_cls": "_type_info",
    "_set_class_object": "_core_hooks",
    "_set_class_tensor": "_core_hooks",
    "_shape_obj_get_py_tuple": "_core_hooks",
    "_make_strides_from_shape": "_core_hooks",
    "_register_py_class": "_py_class",
    "_register_fields": "_py_class",
    "_rollback_py_class": "_py_class",
    "_WITH_APPEND_BACKTRACE": "error",
    "_TRACEBACK_TO_BACKTRACE_STR": "error",
}


def lookup(name: str) -> Any:
    """Return the Python value of a name of the core; AttributeError when there is none."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tvm_ffi.core' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f".{home}", __package__), name)
    setattr(core, name, found)
    return found
