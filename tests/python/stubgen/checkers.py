# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Type checkers over a folder: what each of them calls an error, by file and line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from builders import ROOT

PLAIN = os.environ.get("TVM_FFI_PYRIGHT", "")  # the command of plain pyright, where it is installed


def mypy(folder: Path, *what: str) -> list[tuple[str, int]]:
    """Return (file, line) of each error."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--no-error-summary",
        *what,
    ]
    paths = os.pathsep.join((str(ROOT / "python"), str(folder)))
    environment = {**os.environ, "MYPYPATH": paths}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    found = re.findall(r"^([^:\n]+):(\d+): error", done.stdout, re.MULTILINE)
    assert found or done.returncode == 0, done.stdout
    own = [(folder / file, int(line)) for file, line in found]
    return sorted({(p.name, line) for p, line in own if p.resolve().is_relative_to(folder)})


def pyright(folder: Path, rules: str, *what: str, plain: bool = False) -> list[tuple[str, int]]:
    """Return (file, line) of each error that basedpyright finds, or plain pyright."""
    config = {
        "typeCheckingMode": rules,
        "extraPaths": [str(ROOT / "python")],
        "include": list(what),
        "reportMissingModuleSource": False,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [PLAIN] if plain else [sys.executable, "-m", "basedpyright"]
    command += ["-p", str(folder), "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > 0
    return sorted(
        {
            (Path(item["file"]).name, item["range"]["start"]["line"] + 1)
            for item in report["generalDiagnostics"]
            if item["severity"] == "error"
        }
    )
