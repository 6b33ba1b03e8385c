# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Brings the machine to where a lane can run: system packages, then the virtual environment.

Quick when all is there: the environment carries a stamp of what was installed into it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from devtool import machine
from devtool.paths import BUILD, ROOT, VENV, venv_tool

PEER = "apache-tvm-ffi==0.1.15.post2"


class SetupFailed(Exception):
    """Something needed is missing and could not be installed; the text says what to do."""


def system_packages(lanes: Iterable[str]) -> None:
    """Install the system packages that the lanes need and the machine lacks."""
    lacking = machine.missing(frozenset(lanes))
    if not lacking:
        return
    packages = sorted({need.package for need in lacking})
    install = machine.installer()
    for need in lacking:
        print(f"missing: {need.name} ({need.why})", flush=True)
    if install is not None:
        print(f"installing: {' '.join(packages)}", flush=True)
        _quiet([*install, "update", "-qq"])
        _quiet([*install, "install", "-y", "-qq", *packages])
        lacking = machine.missing(frozenset(lanes))
    if lacking:
        raise SetupFailed(
            "run this, then try again: sudo apt-get install -y "
            + " ".join(sorted({need.package for need in lacking}))
        )


def environment(groups: Iterable[str]) -> None:
    """Create .venv and install the named dependency groups of pyproject.toml into it."""
    wanted = sorted({item for group in groups for item in _group(group)})
    stamp = VENV / "stamp.json"
    have: list[str] = []
    if stamp.exists():
        recorded = json.loads(stamp.read_text(encoding="utf-8"))
        if recorded["python"] == sys.version:
            have = recorded["packages"]
    if set(wanted) <= set(have):
        return
    if not have:
        print(f"creating .venv with {machine.python_line()}", flush=True)
        _quiet([sys.executable, "-m", "venv", "--clear", str(VENV)])
    fresh = [item for item in wanted if item not in have]
    print(f"installing {len(fresh)} Python packages into .venv", flush=True)
    _quiet(
        [
            str(venv_tool("python")),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *fresh,
        ]
    )
    stamp.write_text(
        json.dumps({"python": sys.version, "packages": sorted({*have, *wanted})}), encoding="utf-8"
    )


def peer() -> Path:
    """Install the reference's released wheel into build/peer; return its package folder."""
    package = BUILD / "peer" / "tvm_ffi"
    if not package.exists():
        print(f"installing the peer {PEER} into build/peer", flush=True)
        pip = [str(venv_tool("python")), "-m", "pip", "install", "--quiet", "--no-deps"]
        _quiet([*pip, "--disable-pip-version-check", "--target", str(BUILD / "peer"), PEER])
    return package


def _group(name: str) -> list[str]:
    groups = _pyproject()["dependency-groups"]
    items: list[str] = []
    for item in groups[name]:
        if isinstance(item, dict):
            items.extend(_group(item["include-group"]))
        else:
            items.append(item)
    return items


def _pyproject() -> dict[str, Any]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        from pip._vendor import tomli as tomllib
    return tomllib.loads(text)


def _quiet(command: list[str]) -> None:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise SetupFailed(
            f"this command failed: {' '.join(command)}\n{(run.stdout + run.stderr).strip()}"
        )
