# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Finds the add-on that loads object files, when a path asks for it and it is installed."""

from __future__ import annotations

from . import registry


def find_loader(path: str) -> None:
    """Import the add-on unless the loader of the path's suffix is registered.

    Without the add-on nothing happens: the error of the missing loader tells what is wrong.
    """
    name = f"ffi.Module.load_from_file.{path.rpartition('.')[2]}"
    if registry.get_global_func(name, allow_missing=True) is not None:
        return
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec("tvm_ffi_orcjit") is not None:
        import_module("tvm_ffi_orcjit")
