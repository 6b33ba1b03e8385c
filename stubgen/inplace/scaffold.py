# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`--init-*`: makes the files with markers that a package starts from.

Existing files are completed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..emit.render import templates_of
from ..emit.target import Target
from ..errors import Code, ErrorList, Words
from ..load.records import MetadataRecord
from ..model.nodes import Module
from .run import registry


@dataclass(frozen=True)
class Scaffold:
    """The three options that go together."""

    package: str
    library: str
    prefix: str

    @property
    def is_wanted(self) -> bool:
        """Whether files are to be made."""
        return bool(self.package and self.library and self.prefix)

    @property
    def is_partial(self) -> bool:
        """Whether some but not all options are given."""
        return any((self.package, self.library, self.prefix)) and not self.is_wanted


def scaffold(
    init: Scaffold, folder: Path, target: Target, metadata: MetadataRecord, errors: ErrorList
) -> None:
    """Create or complete the files of every namespace below the prefix."""
    package = registry(metadata, target, errors)
    for module in package.modules:
        namespace = module.namespace
        if not (namespace + ".").startswith(init.prefix) or not (
            module.functions or module.classes
        ):
            continue
        place = folder.joinpath(*module.path)
        context: dict[str, object] = {
            "namespace": namespace,
            "package": init.package,
            "library": init.library,
            "is_root": namespace + "." == init.prefix or namespace == init.prefix,
            "has_functions": bool(module.functions),
        }
        try:
            place.mkdir(parents=True, exist_ok=True)
            for rule in target.spec.scaffold:
                _make(place / rule.path, rule.template, target, context)
            if target.spec.scaffold:
                _complete(place / target.spec.scaffold[0].path, module, target)
            target.declare(folder, module.path)
        except OSError as problem:
            words = Words(problem.strerror or str(problem))
            errors.add(Code.SG032, file=str(place), problem=words)


def _make(path: Path, template: str, target: Target, context: dict[str, object]) -> None:
    if not path.exists():
        text = templates_of(target.spec).get_template(template).render(context)
        path.write_text(text, encoding="utf-8")


def _complete(path: Path, module: Module, target: Target) -> None:
    """Add a `prefix` line when the file has none, so that classes appear before its `__all__`."""
    text = path.read_text(encoding="utf-8")
    line = "".join((target.spec.comment, " tvm-ffi-stubgen(prefix): ", module.namespace))
    if module.classes and "tvm-ffi-stubgen(prefix)" not in text:
        path.write_text("".join((text.rstrip("\n"), "\n", line, "\n")), encoding="utf-8")
