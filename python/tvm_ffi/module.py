# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Modules: sets of functions that come out of a library file."""

from __future__ import annotations

import os

from . import _ffi_api, core
from ._static import TypeInfoOf, cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, ClassVar

    from ._module_property import ModulePropertyMask

__all__ = ["Module", "ModulePropertyMask", "load_module", "system_lib"]

_BINARY_SERIALIZABLE, _RUNNABLE, _COMPILATION_EXPORTABLE = 1, 2, 4

_MODULE_INDEX = 73


def _is_keyword(name: str) -> bool:
    from keyword import iskeyword  # at the first name with a `_` behind it, not at start-up

    return iskeyword(name)


class Module(core.Object):
    """Functions of a loaded library; `mod.name` and `mod["name"]` find them."""

    __slots__ = ("__dict__",)

    entry_name: ClassVar[str] = "main"

    imports_ = core.FFIProperty(
        *core._field_accessors(_MODULE_INDEX, 0), True, None, "Imported modules."
    )

    def __init__(self, *_: Any, **__: Any) -> None:
        """Refuse: modules come out of loaders."""
        raise TypeError(
            "`Module` cannot be constructed directly. "
            "Define a custom __init__ or use a factory method."
        )

    @property
    def kind(self) -> str:
        """Kind of module, e.g. "library"."""
        return str(_ffi_api.ModuleGetKind(self))

    @property
    def imports(self) -> Sequence[Module]:
        """Modules in which functions are searched next."""
        found: Sequence[Module] = self.imports_
        return found

    def implements_function(self, name: str, query_imports: bool = False) -> bool:
        """Return whether there is a function of this name."""
        return bool(_ffi_api.ModuleImplementsFunction(self, name, query_imports))

    def __getattr__(self, name: str) -> core.Function:
        """Find a function and keep it as an attribute; `class_` finds the one called `class`."""
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f"Module has no attribute {name!r}")
        function = self._find(name, False)
        if function is None and name.endswith("_") and _is_keyword(name[:-1]):
            function = self._find(name[:-1], False)
        if function is None:
            raise AttributeError(f"Module has no function '{name}'")
        vars(self)[name] = function
        return function

    def __getitem__(self, name: str) -> core.Function:
        """Find a function."""
        if not isinstance(cast("object", name), str):
            raise ValueError("Can only take string as function name")
        return self.get_function(name)

    def __call__(self, *args: Any) -> Any:
        """Call the entry function."""
        return self.get_function(self.entry_name)(*args)

    def _find(self, name: str, query_imports: bool) -> core.Function | None:
        function = _ffi_api.ModuleGetFunction(self, name, query_imports)
        return None if function is None else core._module_function(function, self, name)

    def get_function(self, name: str, query_imports: bool = False) -> core.Function:
        """Return a function; AttributeError when there is none."""
        function = self._find(name, query_imports)
        if function is None:
            raise AttributeError(f"Module has no function '{name}'")
        return function

    def get_function_metadata(
        self, name: str, query_imports: bool = False
    ) -> dict[str, Any] | None:
        """Return the metadata of a function, None when its library carries none."""
        import json

        text = _ffi_api.ModuleGetFunctionMetadata(self, name, query_imports)
        return None if text is None else json.loads(text)

    def get_function_doc(self, name: str, query_imports: bool = False) -> str | None:
        """Return the documentation of a function, None when its library carries none."""
        text = _ffi_api.ModuleGetFunctionDoc(self, name, query_imports)
        return None if text is None else str(text)

    def import_module(self, module: Module) -> None:
        """Search functions in another module too."""
        _ffi_api.ModuleImportModule(self, module)

    def clear_imports(self) -> None:
        """Forget the imported modules."""
        _ffi_api.ModuleClearImports(self)

    def inspect_source(self, fmt: str = "") -> str:
        """Return source text, empty when there is none."""
        return str(_ffi_api.ModuleInspectSource(self, fmt))

    @property
    def metadata(self) -> dict[str, Any]:
        """What the module's library registers and exports, as metadata.schema.json describes."""
        from .reflection import export

        return export(self)

    def get_write_formats(self) -> Sequence[str]:
        """Return the formats the module can be written in."""
        formats: Sequence[str] = _ffi_api.ModuleGetWriteFormats(self)
        return formats

    def write_to_file(self, name: str, fmt: str = "") -> None:
        """Write the module to a file."""
        _ffi_api.ModuleWriteToFile(self, os.fspath(name), fmt)

    def get_property_mask(self) -> int:
        """Return the properties as bits (ModulePropertyMask)."""
        return int(_ffi_api.ModuleGetPropertyMask(self))

    def is_binary_serializable(self) -> bool:
        """Return whether the module can be saved as bytes."""
        return self.get_property_mask() & _BINARY_SERIALIZABLE != 0

    def is_runnable(self) -> bool:
        """Return whether functions can be called."""
        return self.get_property_mask() & _RUNNABLE != 0

    def is_compilation_exportable(self) -> bool:
        """Return whether the module can be written as an object file."""
        return self.get_property_mask() & _COMPILATION_EXPORTABLE != 0

    def __dir__(self) -> list[str]:
        """List attributes and cached functions."""
        return sorted({*object.__dir__(self)})


core._bind_class(_MODULE_INDEX, Module)
Module.__tvm_ffi_type_info__ = TypeInfoOf(_MODULE_INDEX)  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]


def system_lib(symbol_prefix: str = "") -> Module:
    """Return the module of the functions that are linked into the process under a prefix."""
    if str(symbol_prefix).startswith("testing."):
        from ._load import load_testing_library

        load_testing_library()
    module: Module = _ffi_api.SystemLib(symbol_prefix)
    return module


def load_module(path: str | os.PathLike[str], keep_module_alive: bool = True) -> Module:
    """Load a library file; it stays loaded for the life of the process unless told otherwise."""
    path = os.fspath(path)
    if path.endswith((".o", ".obj", ".a")):
        from ._object_loader import find_loader

        find_loader(path)
    module: Module = _ffi_api.ModuleLoadFromFile(path)
    if keep_module_alive:
        _ffi_api.ModuleGlobalsAdd(module)
    return module


def __getattr__(name: str) -> Any:
    """Import the enumeration on first use."""
    if name == "ModulePropertyMask":
        from ._module_property import ModulePropertyMask

        return ModulePropertyMask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
