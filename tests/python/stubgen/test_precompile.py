# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compiled templates, as a wheel has them, give the text that the template engine gives."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from products.stubgen_tree import generate
from tvm_ffi.stubgen.emit import render
from tvm_ffi.stubgen.emit.compiled import CompiledTemplates, TemplateProblem, compiled
from tvm_ffi.stubgen.emit.jinja import folder_environment
from tvm_ffi.stubgen.emit.precompile import Unsupported, compile_folder, compile_targets
from tvm_ffi.stubgen.emit.target import available, load_target
from tvm_ffi.stubgen.errors import GenerationError
from tvm_ffi.stubgen.resources import template_root

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = sorted((ROOT / "tests" / "fixtures").glob("*/metadata.json"))
CASES = [(target, fixture) for target in available() for fixture in FIXTURES]
Both = Callable[..., tuple[str, str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("wheel")
    compile_targets(template_root(), root)
    return root


@pytest.mark.parametrize(
    ("target", "fixture"), CASES, ids=lambda value: getattr(value, "parent", Path(str(value))).name
)
def test_every_golden_tree_comes_of_compiled_templates(
    target: str, fixture: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = compiled(wheel / target)
    assert ready is not None
    rendered: list[str] = []

    def found(folder: Path) -> CompiledTemplates:
        rendered.append(folder.name)
        return ready

    expected = generate(fixture, target)
    monkeypatch.setattr(render, "compiled", found)
    assert generate(fixture, target) == expected
    assert rendered == [target]


@pytest.fixture
def both(tmp_path: Path) -> Both:
    """Render a text with variables in both ways."""

    def run(text: str, html: bool = False, **variables: Any) -> tuple[str, str]:
        (tmp_path / "t.j2").write_text(text, encoding="utf-8")
        (tmp_path / "compiled.py").write_text(compile_folder(tmp_path, html=html), encoding="utf-8")
        ready = CompiledTemplates(tmp_path / "compiled.py").get_template("t.j2")
        text_of = folder_environment(tmp_path, html=html).get_template("t.j2")
        return ready.render(variables), text_of.render(variables)

    return run


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "{% for x in xs %}{{ loop.first }}{{ loop.last }}{{ x }}{% endfor %}",
        "{% for x in xs %}{% if not loop.first %}{{ loop.previtem }}{% endif %},{% endfor %}",
        "{% for x in [] %}{{ loop.first }}{% endfor %}{{ xs | join('<') }}{{ xs | length }}",
        "{% for a, b in [(1, '<'), (2, '&')] %}{{ a ~ b }}{% endfor %}{{ xs[1:] }}{{ xs[0] }}",
        "{{ '' if xs }}{{ 'a' if 0 }}",
        "{% macro m(a, b=2) %}<{{ a }}{{ b }}>{% endmacro %}{{ m('<') }}{{ m(1, b='\"') ~ \"'\" }}",
        "{% macro m() %}<b>{% endmacro %}{{ [m(), '<'] | join('&') }}{{ ' <' | trim }}",
        "{{ d.name }}{{ d['name'] }}{{ 1 < 2 <= 2 }}{{ xs and 0 or 'x' }}{{ 'b' not in xs }}",
        "{% for x in xs if x != 'a' %}{{ loop.last }}{{ x }}{% endfor %}",
        "{% if d.none %}a{% elif xs %}b{% else %}c{% endif %}{{ d.none }}{{ xs | min }}",
    ],
)
def test_a_construct_gives_the_same_in_both_ways(both: Both, text: str, html: bool) -> None:
    ready, expected = both(text, html, xs=["b", "a", "<"], d={"name": "it's", "none": None})
    assert ready == expected


@pytest.mark.parametrize("text", ["{{ nobody }}", "{{ d.nobody }}", "{% if nobody %}{% endif %}"])
def test_what_is_not_defined_is_an_error_in_both_ways(both: Both, text: str) -> None:
    with pytest.raises(TemplateProblem, match="nobody"):
        both(text, d={})


def test_the_engine_calls_it_an_error_too(tmp_path: Path) -> None:
    (tmp_path / "t.j2").write_text("{{ d.nobody }}", encoding="utf-8")
    with pytest.raises(UndefinedError):
        folder_environment(tmp_path).get_template("t.j2").render(d={})


@pytest.mark.parametrize(
    "text",
    [
        "{% for x in xs %}{% else %}-{% endfor %}",
        "{% if x %}{% set y = 1 %}{% endif %}",
        "{% extends 'base' %}",
        "{{ x | upper }}",
        "{{ x is defined }}",
        "{{ f(*x) }}",
    ],
)
def test_a_construct_that_no_template_uses_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.j2").write_text(text, encoding="utf-8")
    with pytest.raises(Unsupported, match=r"t\.j2, line 1"):
        compile_folder(tmp_path, html=False)


def test_templates_of_a_user_without_the_engine_are_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "tvm_ffi.stubgen.emit.jinja")
    with pytest.raises(TemplateProblem, match="pip install jinja2"):
        render.templates_of(load_target("python").spec, tmp_path)


def test_the_error_of_the_engine_missing_reaches_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "tvm_ffi.stubgen.emit.jinja")
    with pytest.raises(GenerationError, match="pip install jinja2"):
        generate(FIXTURES[0], "json")
