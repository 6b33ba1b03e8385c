# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Templates -> one Python module per target, so that a wheel needs no template engine at run time.

Runs when a wheel is built: ``python -m stubgen.emit.precompile TEMPLATES OUT``. Jinja2 reads
the templates; what is written calls only ``compiled.py`` beside this file. A construct that the
templates of this project do not use is refused here, never rendered in another way.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jinja2 import nodes

from ..resources import read_toml
from .compiled import MODULE
from .jinja import folder_environment

_COMPARE = {
    **{"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="},
    **{"in": "in", "notin": "not in"},
}
_FILTERS = {"join", "length", "min", "trim"}
_CALLED = ("concat", "looped", "member", "named", *(f"filter_{name}" for name in sorted(_FILTERS)))
Scope = dict[str, str]


class Unsupported(Exception):
    """A construct that no template of this project uses."""


class _Template:
    """Writes the functions of one template: one for each macro, one for the text."""

    def __init__(self, ast: nodes.Template, indices: dict[str, int], index: int) -> None:
        self.index = index
        self.ast = ast
        self.indices = indices
        self.lines: list[str] = []
        self.count = 0
        # What `m` of `m.macro(…)` is, and the macros of this template.
        self.imports = {
            node.target: indices[_text(node.template)] for node in ast.find_all(nodes.Import)
        }
        self.macros = {node.name for node in ast.find_all(nodes.Macro)}
        self.lent: set[str] = set()

    def lend(self, templates: list[_Template]) -> bool:
        """Give what is imported here to the templates included here; tell whether it was new."""
        lent = False
        for node in self.ast.find_all(nodes.Include):
            other = templates[self.indices[_text(node.template)]]
            for name, index in self.imports.items():
                if other.imports.setdefault(name, index) != index:
                    raise Unsupported(f"line {node.lineno}: two templates import as {name}")
            lent = lent or not other.lent >= self.imports.keys()
            other.lent |= self.imports.keys()
        return lent

    def write(self) -> list[str]:
        self._line(0, f"def t{self.index}(c, out):")
        self._body(self.ast.body, 1, {})
        for macro in self.ast.find_all(nodes.Macro):
            self._macro(macro)
        return self.lines

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def _macro(self, macro: nodes.Macro) -> None:
        scope = {arg.name: f"p_{arg.name}" for arg in macro.args}
        plain = len(macro.args) - len(macro.defaults)
        params = [scope[arg.name] for arg in macro.args]
        for place, default in enumerate(macro.defaults):
            params[plain + place] += f"={self._expr(default, {})}"
        self._line(0, f"def t{self.index}_{macro.name}({', '.join(['c', *params])}):")
        self._line(1, "text = []")
        self._line(1, "out = text.append")
        self._body(macro.body, 1, scope)
        self._line(1, 'return safe("".join(text))')

    def _fresh(self, name: str) -> str:
        self.count += 1
        return f"v{self.count}_{name}"

    def _body(self, body: list[nodes.Node], depth: int, scope: Scope) -> None:
        before = len(self.lines)
        for node in body:
            self._statement(node, depth, scope)
        if len(self.lines) == before:
            self._line(depth, "pass")

    def _statement(self, node: nodes.Node, depth: int, scope: Scope) -> None:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if isinstance(part, nodes.TemplateData):
                    self._line(depth, f"out({part.data!r})")
                else:
                    self._line(depth, f"out(shown({self._expr(part, scope)}))")
        elif isinstance(node, nodes.If):
            word = "if"
            for branch in (node, *node.elif_):
                self._line(depth, f"{word} {self._expr(branch.test, scope)}:")
                self._body(branch.body, depth + 1, scope)
                word = "elif"
            if node.else_:
                self._line(depth, "else:")
                self._body(node.else_, depth + 1, scope)
        elif isinstance(node, nodes.For):
            self._for(node, depth, scope)
        elif isinstance(node, nodes.Include):
            seen = "".join(f", {name!r}: {local}" for name, local in scope.items())
            self._line(depth, f"t{self.indices[_text(node.template)]}({{**c{seen}}}, out)")
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            if depth != 1:
                raise Unsupported(f"line {node.lineno}: set inside of a block")
            value = self._expr(node.node, scope)
            scope[node.target.name] = self._fresh(node.target.name)
            self._line(depth, f"{scope[node.target.name]} = {value}")
        elif not isinstance(node, (nodes.Import, nodes.Macro)):
            raise Unsupported(f"line {node.lineno}: {type(node).__name__}")

    def _for(self, node: nodes.For, depth: int, scope: Scope) -> None:
        if node.else_ or node.recursive:
            raise Unsupported(f"line {node.lineno}: a for with else or recursive")
        items = self._expr(node.iter, scope)
        inner = dict(scope)
        target = self._target(node.target, inner)
        if node.test:
            items = f"[{target} for {target} in {items} if {self._expr(node.test, inner)}]"
        if any(name.name == "loop" for name in node.find_all(nodes.Name)):
            inner["loop"] = self._fresh("loop")
            self._line(depth, f"for {inner['loop']}, {target} in looped({items}):")
        else:
            self._line(depth, f"for {target} in {items}:")
        self._body(node.body, depth + 1, inner)

    def _target(self, node: nodes.Node, scope: Scope) -> str:
        if isinstance(node, nodes.Name):
            scope[node.name] = self._fresh(node.name)
            return scope[node.name]
        if isinstance(node, nodes.Tuple):
            return f"({', '.join(self._target(item, scope) for item in node.items)},)"
        raise Unsupported(f"line {node.lineno}: a target {type(node).__name__}")

    def _expr(self, node: nodes.Node, scope: Scope) -> str:
        def of(part: nodes.Node) -> str:
            return self._expr(part, scope)

        if isinstance(node, nodes.Const):
            return repr(node.value)
        if isinstance(node, nodes.TemplateData):
            return f"safe({node.data!r})"
        if isinstance(node, nodes.Name):
            return scope.get(node.name) or f"named(c, {node.name!r})"
        if isinstance(node, nodes.Getattr):
            return f"member({of(node.node)}, {node.attr!r})"
        if isinstance(node, nodes.Getitem):
            if isinstance(node.arg, nodes.Slice):
                bounds = (node.arg.start, node.arg.stop, node.arg.step)
                return f"{of(node.node)}[{':'.join(of(b) if b else '' for b in bounds)}]"
            return f"{of(node.node)}[{of(node.arg)}]"
        if isinstance(node, nodes.CondExpr):
            other = of(node.expr2) if node.expr2 is not None else '""'
            return f"({of(node.expr1)} if {of(node.test)} else {other})"
        if isinstance(node, nodes.Not):
            return f"(not {of(node.node)})"
        if isinstance(node, (nodes.And, nodes.Or)):
            word = "and" if isinstance(node, nodes.And) else "or"
            return f"({of(node.left)} {word} {of(node.right)})"
        if isinstance(node, nodes.Compare):
            parts = [f"{_COMPARE[operand.op]} {of(operand.expr)}" for operand in node.ops]
            return f"({of(node.expr)} {' '.join(parts)})"
        if isinstance(node, nodes.Concat):
            return f"concat({', '.join(of(part) for part in node.nodes)})"
        if isinstance(node, (nodes.Tuple, nodes.List)):
            inner = "".join(f"{of(item)}, " for item in node.items)
            return f"({inner})" if isinstance(node, nodes.Tuple) else f"[{inner}]"
        if isinstance(node, nodes.Filter) and node.node and node.name in _FILTERS:
            return f"filter_{node.name}({', '.join(of(part) for part in (node.node, *node.args))})"
        if isinstance(node, nodes.Call) and not (node.dyn_args or node.dyn_kwargs):
            return self._call(node, scope)
        raise Unsupported(f"line {node.lineno}: {type(node).__name__} {getattr(node, 'name', '')}")

    def _call(self, node: nodes.Call, scope: Scope) -> str:
        given = [self._expr(part, scope) for part in node.args]
        given += [f"p_{part.key}={self._expr(part.value, scope)}" for part in node.kwargs]
        called = node.node
        if isinstance(called, nodes.Name) and called.name in self.macros:
            return f"t{self.index}_{called.name}({', '.join(['c', *given])})"
        if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name):
            owner = self.imports.get(called.node.name)
            if owner is not None and called.node.name not in scope:
                # Macros of another template do not see the variables of this one.
                return f"t{owner}_{called.attr}({', '.join(['{}', *given])})"
        if node.kwargs:
            raise Unsupported(f"line {node.lineno}: a keyword for what is no macro")
        return f"{self._expr(called, scope)}({', '.join(given)})"


def _text(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Const) or not isinstance(node.value, str):
        raise Unsupported(f"line {node.lineno}: the name of a template that is no text")
    return node.value


def compile_folder(folder: Path, *, html: bool) -> str:
    """Return the Python module that renders the templates of a folder."""
    environment = folder_environment(folder, html=html)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.j2"))
    indices = {name: index for index, name in enumerate(names)}
    lines = [
        '"""The templates of this folder as functions; made when the wheel was built."""',
        f"from tvm_ffi.stubgen.emit.compiled import {', '.join(_CALLED)}",
        f"from tvm_ffi.stubgen.emit.compiled import {'escaping' if html else 'plain'} as way",
        'shown, safe = way["shown"], way["safe"]',
    ]
    templates: list[_Template] = []
    for name, index in indices.items():
        ast = environment.parse((folder / name).read_text(encoding="utf-8"))
        templates.append(_Template(ast, indices, index))
    while any([template.lend(templates) for template in templates]):
        pass
    for name, template in zip(names, templates):
        try:
            lines += template.write()
        except Unsupported as problem:
            raise Unsupported(f"{folder / name}, {problem}") from None
    lines.append(f"TEMPLATES = {{{', '.join(f'{n!r}: t{i}' for n, i in indices.items())}}}")
    return "\n".join(lines) + "\n"


def compile_targets(root: Path, out: Path) -> None:
    """Write the module of each target below a folder into a folder of its name below `out`."""
    for target in sorted(root.glob("*/target.toml")):
        capabilities: Any = read_toml(target).get("capabilities", {})
        text = compile_folder(target.parent, html=capabilities.get("html", False))
        made = out / target.parent.name / MODULE
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    compile_targets(Path(sys.argv[1]), Path(sys.argv[2]))
