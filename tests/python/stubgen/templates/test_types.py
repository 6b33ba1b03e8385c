# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of each types.toml are the rows of type_table.def.

Every template parses and is strict.
"""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from tvm_ffi.stubgen.emit.filemap import FileMap
from tvm_ffi.stubgen.emit.jinja import folder_environment
from tvm_ffi.stubgen.emit.render import render, templates_of
from tvm_ffi.stubgen.emit.target import Output, available, load_target
from tvm_ffi.stubgen.errors import ErrorList

ROOT = Path(__file__).resolve().parents[4]
TABLE = (ROOT / "runtime/include/tvm/ffi/type_table.def").read_text(encoding="utf-8")
KEYS = re.findall(r'^TVM_FFI_TYPE\(\d+, \w+, "([^"]+)"', TABLE, re.MULTILINE)
ORIGINS = re.findall(r'^TVM_FFI_ORIGIN\("([^"]+)", "([^"]+)"', TABLE, re.MULTILINE)
TEMPLATES = [
    (name, path.name)
    for name, folder in available().items()
    for path in sorted(folder.glob("*.j2"))
]


def unknown_and_missing(rows: set[str]) -> tuple[set[str], set[str]]:
    """Return the rows that the table does not have, and those of the table that are left out."""
    optional = {name for name, _ in ORIGINS}
    return rows - set(KEYS) - optional - {"class"}, set(KEYS) - rows


@pytest.mark.parametrize("target", sorted(available()))
def test_rows_are_those_of_the_type_table(target: str) -> None:
    assert unknown_and_missing(set(load_target(target).spec.rows)) == (set(), set())


def test_a_left_out_and_an_unknown_row_are_found() -> None:
    assert unknown_and_missing({*KEYS, "ffi.Arr"} - {"ffi.Map"}) == ({"ffi.Arr"}, {"ffi.Map"})


def test_every_origin_without_a_row_travels_as_one_with_a_row() -> None:
    for name, travels_as in ORIGINS:
        for target in available():
            rows = load_target(target).spec.rows
            plain = name.removeprefix("std::").capitalize()
            assert name in rows or plain in rows or travels_as in rows, (target, name)


@pytest.mark.parametrize(("target", "template"), TEMPLATES)
def test_template_parses_and_starts_with_its_variables(target: str, template: str) -> None:
    made = templates_of(load_target(target).spec)
    made.get_template(template)
    first = (available()[target] / template).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("{#-") and first.endswith("-#}")


@pytest.mark.parametrize(("target", "template"), TEMPLATES)
def test_template_stays_small(target: str, template: str) -> None:
    assert len((available()[target] / template).read_text(encoding="utf-8").splitlines()) <= 90


def test_an_undefined_variable_is_an_error_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "broken.j2").write_text("{{ nobody_told }}", encoding="utf-8")
    errors = ErrorList()
    files = FileMap(errors)
    output = Output("broken.j2", "x.py", {})
    render(load_target("python"), iter([output]), files, errors, overrides=tmp_path)
    assert [item.code.name for item in errors.items] == ["SG022"]
    assert files.texts() == {}


def test_undefined_is_strict_in_every_target() -> None:
    for target in available():
        assert (
            folder_environment(load_target(target).spec.folder).undefined is jinja2.StrictUndefined
        )
