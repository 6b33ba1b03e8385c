# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Libraries that grow by objects and may use one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _native
from ._inputs import many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tvm_ffi import Function, Module

    from ._inputs import ObjectInputs


class DynamicLibrary:
    """A library of a session: `add` objects, then look functions up."""

    __slots__ = ("_module",)

    def __init__(self, module: Module) -> None:
        """Wrap a module of kind `orcjit`; `ExecutionSession.create_library` makes one."""
        self._module = module

    @property
    def module(self) -> Module:
        """The library as a module, for whatever takes one."""
        return self._module

    def add(self, objects: ObjectInputs) -> None:
        """Take an object, an archive or several; they are linked when something is looked up."""
        for item in many(objects):
            _native.LIBRARY_ADD(self._module, item)

    def load(self, objects: ObjectInputs) -> None:
        """Take and link at once; when that fails the library stays as it was."""
        for item in many(objects):
            _native.LIBRARY_LOAD(self._module, item)

    def set_link_order(self, libraries: Sequence[DynamicLibrary]) -> None:
        """Name the libraries that are asked, in this order, for what this one lacks."""
        _native.LIBRARY_SET_LINK_ORDER(self._module, [library.module for library in libraries])

    def get_function(self, name: str) -> Function:
        """Return an exported function; AttributeError when there is none."""
        return self._module.get_function(name)

    def __getitem__(self, name: str) -> Function:
        """Return an exported function."""
        return self.get_function(name)

    def __getattr__(self, name: str) -> Any:
        """Return an exported function."""
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self.get_function(name)
