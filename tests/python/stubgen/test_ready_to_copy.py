# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The CI job and the hooks that users copy, run on the packaging example as they stand."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from builders import ROOT

BUILD = os.environ.get("TVM_FFI_BUILD_DIR", "")
LIBRARY = Path(BUILD) / "examples" / "my_ffi_extension.so"
pytestmark = pytest.mark.skipif(
    not (BUILD and LIBRARY.is_file()), reason="no built example; run through ./dev test"
)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell where the commands of an installed package are on the path."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name, words in (("tvm-ffi-stubgen", "-m tvm_ffi.stubgen"), ("python", "")):
        tool = tools / name
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        tool.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(tools), os.environ["PATH"])),
        "LIBRARY": str(LIBRARY),
        "FOLDER": str(folder / "src"),
        "PACKAGE": "my_ffi_extension",
    }
    return subprocess.run(
        ["bash", "-ec", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def steps() -> dict[str, str]:
    text = (ROOT / "docs" / "guide" / "stubgen-ci.yml").read_text(encoding="utf-8")
    return dict(re.findall(r"- name: (.+)\n        run: (.+)\n", text))


def hooks() -> dict[str, str]:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return dict(re.findall(r"- id: (\S+)\n(?:  .+\n)*?  entry: (.+)\n", text))


@pytest.mark.types
def test_the_ci_job_passes_on_a_fresh_package_and_fails_on_a_stale_one(tmp_path: Path) -> None:
    known = steps()
    jobs = [known[name] for name in ("stubs are fresh", "stubs are true", "stubs type-check")]
    assert run(jobs[0], tmp_path).returncode == 1
    made = run('tvm-ffi-stubgen "$LIBRARY" -o "$FOLDER"', tmp_path)
    assert made.returncode == 0, made.stderr
    for job in jobs:
        done = run(job, tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    stub = tmp_path / "src" / "my_ffi_extension" / "_ffi_api.pyi"
    stub.write_text(stub.read_text(encoding="utf-8").replace("def sum", "def su"), encoding="utf-8")
    done = run(jobs[0], tmp_path)
    assert done.returncode == 1
    assert "removed  my_ffi_extension.IntPair.su" in done.stdout
    assert "added    my_ffi_extension.IntPair.sum" in done.stdout


def test_the_hooks_check_and_write(tmp_path: Path) -> None:
    known = hooks()
    arguments = shlex.join([str(LIBRARY), "-o", str(tmp_path / "src")])
    check, write = known["tvm-ffi-stubgen"], known["tvm-ffi-stubgen-write"]
    assert run(f"{check} {arguments}", tmp_path).returncode == 1
    assert run(f"{write} {arguments}", tmp_path).returncode == 0
    assert run(f"{check} {arguments}", tmp_path).returncode == 0
