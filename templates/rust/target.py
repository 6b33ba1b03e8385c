# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The Rust target: letter case, raw identifiers, and the files of a crate."""

from __future__ import annotations

from collections.abc import Iterator

from ...emit.target import FileRule, Options, Output, Target
from ...model.nodes import Module, Package
from ...passes.names import NameKind
from .casing import camel, entry, snake
from .crate import CrateWriter

_OWN_MODULES = frozenset(("core", "lib", "main", "raw", "std", "tvm_ffi", "variants"))
_NEVER_RAW = frozenset(("crate", "self", "super", "Self", "_"))


class RustTarget(Target):
    """Whole crates over the crate tvm-ffi; unsafe code only behind its macros, in src/raw.rs."""

    def cased(self, kind: NameKind, name: str) -> str:
        """Return snake_case, or UpperCamelCase for types and entries."""
        if kind is NameKind.ENTRY:
            return entry(name) or name
        made = camel(name) if kind is NameKind.CLASS else snake(name)
        return made or name

    def spell(self, kind: NameKind, name: str) -> str:
        """Return a legal identifier; keywords become raw identifiers where Rust allows it."""
        spelled = super().spell(kind, name)
        if kind is NameKind.MODULE and spelled in _OWN_MODULES:
            return spelled + "_"
        plain = spelled[:-1]
        if spelled.endswith("_") and plain in self.spec.keywords and plain not in _NEVER_RAW:
            return spelled if kind is NameKind.MODULE else "r#" + plain
        return spelled

    def path(self, rule: FileRule, package: Package, module: Module) -> str:
        """Return lib.rs for the root and one file per module below it."""
        name = "/".join(module.path) or "lib"
        return rule.path.replace("{module}", name + ".rs")

    def outputs(self, package: Package, options: Options) -> Iterator[Output]:
        """Yield the files of the crate."""
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
