# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions: who links objects, and makes libraries and modules of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

import tvm_ffi

from . import _library, _native
from ._inputs import many
from .dylib import DynamicLibrary

if TYPE_CHECKING:
    from tvm_ffi import Module

    from ._inputs import ObjectInputs

assert _library.LIBRARY is not None


def _runtime(given: object) -> str | bytes | None:
    if isinstance(given, os.PathLike):
        return os.fsdecode(cast("os.PathLike[str]", given))
    if given is None or isinstance(given, (str, bytes)):
        return given
    raise TypeError(f"orc_rt must be \"auto\", a path, bytes or None, got '{type(given).__name__}'")


@tvm_ffi.register_object("tvm_ffi_orcjit.ExecutionSession")
class ExecutionSession(tvm_ffi.Object):
    """Makes libraries of object files with one engine.

    `engine` names it (`engines()` lists those that work here); None means what
    TVM_FFI_ORCJIT_ENGINE says, else the first one. `orc_rt` is taken for compatibility: no engine
    needs a runtime library. `slab_size` is the size in bytes of the pieces of memory that the
    engine `orc` takes code from: 0 leaves it to the engine, below 0 does without.
    """

    __slots__ = ()

    def __init__(
        self,
        orc_rt: str | os.PathLike[str] | bytes | None = "auto",
        slab_size: int = 0,
        *,
        engine: str | None = None,
    ) -> None:
        """Make a session of its own; most programs share `default_session()`."""
        given = _runtime(orc_rt)
        self.__init_handle_by_constructor__(_native.SESSION, given, slab_size, engine)

    @property
    def engine(self) -> str:
        """Name of the engine that links."""
        return str(_native.SESSION_ENGINE(self))

    def load_module(
        self,
        objects: ObjectInputs,
        name: str = "",
        keep_module_alive: bool = False,
        cxx: str | None = None,
    ) -> Module:
        """Link objects (paths, bytes, archives, or a sequence of them) into one new library.

        All of it works when this returns: constructors have run. An embedded library blob becomes
        a tree of modules, whose root is returned. With keep_module_alive the module stays for the
        life of the process. `cxx` is taken for compatibility: objects find the C++ library that
        the process has; load another one with its symbols visible before objects that need it.
        """
        if cxx is not None and not isinstance(cast("object", cxx), str):
            raise TypeError(f"cxx must be the name of a compiler, got '{type(cxx).__name__}'")
        module = cast("Module", _native.SESSION_LOAD_MODULE(self, many(objects), name))
        if keep_module_alive:
            _native.KEEP_MODULE(module)
        return module

    def create_library(self, name: str = "") -> DynamicLibrary:
        """Return a new library without objects."""
        return DynamicLibrary(cast("Module", _native.SESSION_CREATE_LIBRARY(self, name)))

    def clear_free_slabs(self) -> int:
        """Give back memory of libraries that are gone; the number of pieces."""
        return int(_native.SESSION_CLEAR_FREE_SLABS(self))


def default_session() -> ExecutionSession:
    """Return the session of the process, which `tvm_ffi.load_module` uses as well."""
    return cast("ExecutionSession", _native.DEFAULT_SESSION())


def engines() -> list[str]:
    """Return the names of the engines that work here, the default first."""
    return [str(name) for name in _native.ENGINES()]
