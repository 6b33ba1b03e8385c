# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The Rust target: letter case, raw identifiers, and the files of a crate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...emit.target import FileRule, Options, Output, Target
from ...errors import ErrorList
from ...model.nodes import Module, Package
from ...passes.names import NameKind
from .casing import ascii_only, camel, entry, plain, snake
from .crate import CrateWriter
from .parts import spilled

if TYPE_CHECKING:
    from ...inplace.markers import Block, MarkedFile

_OWN_MODULES = frozenset(("core", "lib", "main", "raw", "std", "tvm_ffi", "variants"))
_NEVER_RAW = frozenset(("crate", "self", "super", "Self", "_"))


class RustTarget(Target):
    """Whole crates over the crate tvm-ffi; unsafe code only behind its macros, in src/raw.rs."""

    joint = ""  # a name in camel case has no underscore

    def folder_of(self, name: str) -> str:
        """Return the folder of a crate, which lies well beside the Python package of the name."""
        return name + "-rs"

    def cased(self, kind: NameKind, name: str) -> str:
        """Return snake_case, or UpperCamelCase for types and entries."""
        name = plain(name)
        if kind is NameKind.ENTRY:
            return entry(name) or name
        made = camel(name) if kind is NameKind.CLASS else snake(name)
        return (ascii_only(made) if kind is NameKind.MODULE else made) or name

    def spell(self, kind: NameKind, name: str) -> str:
        """Return a legal identifier; keywords become raw identifiers where Rust allows it."""
        spelled = super().spell(kind, name)
        if kind is NameKind.MODULE and spelled in _OWN_MODULES:
            return spelled + "_"
        word = spelled[:-1]
        if spelled.endswith("_") and word in self.spec.keywords and word not in _NEVER_RAW:
            return spelled if kind is NameKind.MODULE else "r#" + word
        return spelled

    def path(self, rule: FileRule, package: Package, module: Module) -> str:
        """Return lib.rs for the root and one file per module below it."""
        name = "/".join(module.path) or "lib"
        return rule.path.replace("{module}", name + ".rs")

    def suffixes(self) -> tuple[str, ...]:
        """Return the file suffixes that folders are searched for."""
        return (".rs",)

    def own_directives(self) -> tuple[str, ...]:
        """Return the names of directives of this target alone."""
        from .inplace import DIRECTIVES

        return DIRECTIVES

    def declare(self, folder: Path, path: tuple[str, ...]) -> None:
        """Add `pub mod` lines down to a module, where they are missing."""
        for depth, name in enumerate(path):
            parent = folder.joinpath(*path[:depth])
            names = ("lib.rs", "main.rs", "mod.rs") if not depth else ("mod.rs",)
            file = next((parent / n for n in names if (parent / n).is_file()), parent / names[-1])
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            line = "".join(("pub mod ", name, ";"))
            if line not in text.splitlines():
                file.write_text("".join((text, line, "\n")), encoding="utf-8")

    def fills(
        self,
        package: Package,
        files: Mapping[Path, MarkedFile],
        ty_map: Mapping[str, str],
        indent: int,
        errors: ErrorList,
    ) -> dict[Path, Callable[[Block], list[str] | None]]:
        """Return, by file, a function from a block to its new lines; all files see each other."""
        from .inplace import BlockWriter, Places

        places = Places(files, package, errors)
        errors.check()
        return {
            path: BlockWriter(self.spec, path, file, places, ty_map, errors).fill
            for path, file in files.items()
        }

    def outputs(self, package: Package, options: Options) -> Iterator[Output]:
        """Yield the files of the crate."""
        package = spilled(package)
        crate = CrateWriter(self.spec, package, options)
        shared = crate.context()
        for rule in self.spec.files:
            if rule.per == "package" or (rule.per == "variants" and shared["has_variants"]):
                yield Output(rule.template, rule.path, shared)
            if rule.per != "module":
                continue
            for module in package.modules:
                yield Output(
                    rule.template,
                    self.path(rule, package, module),
                    {**shared, **crate.module(module)},
                )


TARGET = RustTarget
