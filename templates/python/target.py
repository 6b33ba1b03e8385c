# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The Python target: names the modules' local scopes and hands ready views to the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ...emit.target import Options, Output, Target
from ...errors import ErrorList
from ...model.nodes import Package
from ...passes.names import NameKind
from .literals import string
from .modules import ModuleWriter, lineage_of, owners_of, refuse_cycles
from .views import Place

if TYPE_CHECKING:
    from ...inplace.markers import Block, MarkedFile


_OF_EVERY_ENTRY = (
    *("all_entries", "attr_dict", "def_attr", "get", "mro", "name", "same_as", "value"),
    *("_int_index", "_str_index", "_payload_type"),
)


class PythonTarget(Target):
    """Typed packages: `.py` that runs and `.pyi` that tells the types."""

    def cased(self, kind: NameKind, name: str) -> str:
        """Return a name as it is, but no module of the names of files and values beside it.

        A module called `__init__` would be the method of that name for who imports it. An entry of
        an enumeration leaves alone what every entry has.
        """
        if kind is NameKind.ENTRY:
            return name + "_" if name in _OF_EVERY_ENTRY else name
        own = name in ("LIB", "_extra", "_ffi_api", "_library", "_tvm_ffi")
        taken = own or (name.startswith("__") and name.endswith("__"))
        return name + "_" if taken and kind is NameKind.MODULE else name

    def suffixes(self) -> tuple[str, ...]:
        """Return the file suffixes that folders are searched for."""
        return (".py", ".pyi")

    def own_directives(self) -> tuple[str, ...]:
        """Return the names of directives of this target alone."""
        return ()

    def fills(
        self,
        package: Package,
        files: Mapping[Path, MarkedFile],
        ty_map: Mapping[str, str],
        indent: int,
        errors: ErrorList,
    ) -> dict[Path, Callable[[Block], list[str] | None]]:
        """Return, by file, a function from a block to its new lines."""
        from .inplace import BlockWriter

        return {
            path: BlockWriter(
                self.spec, package, file, ty_map, indent, path.suffix == ".pyi", errors, str(path)
            ).fill
            for path, file in files.items()
        }

    def outputs(self, package: Package, options: Options) -> Iterator[Output]:
        """Yield the files of the package."""
        refuse_cycles(package)
        library = options.library or package.library or package.name
        shared: dict[str, object] = {
            "library": string(library),
            "library_name": string(library),
            "place": _place(options.locate, library),
            "digest": package.digest,
            "package": package.name,
        }
        owners, lineage = owners_of(package), lineage_of(package)
        for module in package.modules:
            writer = ModuleWriter(self.spec, package, module, owners, lineage, options)
            extra = ("/".join(module.path) or ".") in options.extras
            context = {**shared, **writer.context(), "has_extra": extra}
            for rule in self.spec.files:
                if rule.per == "module":
                    yield Output(rule.template, self.path(rule, package, module), context)
        root = ModuleWriter(self.spec, package, package.modules[0], owners, lineage, options)
        for rule in self.spec.files:
            if rule.per == "package":
                yield Output(
                    rule.template,
                    self.top(package) + rule.path,
                    {**shared, **root.library_context()},
                )


def _place(locate: str, library: str) -> Place:
    """Return where the package looks for its library."""
    how, _, value = locate.partition("=")
    stem = PurePath(library).stem.removeprefix("lib")
    return Place(
        path=string(value if how == "path" else library),
        variable=string(value) if how == "env" else "",
        distribution=string(value) if how == "dist" else "",
        target=string(stem),
    )


TARGET = PythonTarget
