# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Every complaint has a pair in tests/errors: an input, and exactly what the command says about it.

A case is a folder `<code>_<case>` with `args.txt` (one argument a line), the files these name and
`expected.txt`: the exit status on the first line, then stderr. `library.c` is compiled to
`library.so` first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from builders import ROOT
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.errors import Code, ErrorList, show

CASES = sorted((ROOT / "tests" / "errors").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_command_says_what_the_case_expects(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work = tmp_path / "work"
    shutil.copytree(case, work)
    if (work / "library.c").exists():
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-o", "library.so", "library.c"], cwd=work, check=True
        )
    monkeypatch.chdir(work)
    monkeypatch.delenv("TVM_FFI_LIBRARY", raising=False)
    if case.name == "SG009_no_runtime":
        monkeypatch.setattr("tvm_ffi.stubgen.load.library._folders", tuple)
    status = main((case / "args.txt").read_text(encoding="utf-8").splitlines())
    said = capsys.readouterr().err.replace(str(work), "WORK")
    found = f"{int(status)}\n{said}"
    if os.environ.get("BLESS"):
        (case / "expected.txt").write_text(found, encoding="utf-8")
    assert found == (case / "expected.txt").read_text(encoding="utf-8")
    code = case.name.split("_")[0]
    assert re.search(rf"^{code}\b", said, re.MULTILINE), "the case does not show its code"


def test_every_code_has_a_case() -> None:
    shown = {case.name.split("_")[0] for case in CASES}
    assert {code.name for code in Code} - shown == set()
    assert shown - {code.name for code in Code} == set()


def test_every_code_has_a_paragraph_in_the_docs() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (SG\d+)$", page, re.MULTILINE) == [code.name for code in Code]


def test_a_name_cannot_forge_terminal_output() -> None:
    errors = ErrorList()
    errors.add(Code.SG012, "demo\x1b[2J.A\n", name="x\nSG001 forged")
    assert errors.items[0].text == (
        "SG012 demo\\x1b[2J.A\\n: parent 'x\\nSG001 forged' of the type is not registered;"
        " register the parent before the child"
    )
    assert show("a\\b") == "'a\\\\b'"
