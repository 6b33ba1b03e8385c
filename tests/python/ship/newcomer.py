# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A newcomer's machine: an environment with our wheel and nothing of the repository, offline.

Its folder has blanks in its name. Commands are typed into a shell there as the guides have them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Wheels for this Python, then for another one.
PLACES = ("dist", "wheelhouse", "second/dist", "second/wheelhouse")


@dataclass(frozen=True)
class Newcomer:
    """A folder to work in and an activated virtual environment."""

    home: Path
    venv: Path
    ship: Path

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def package(self) -> Path:
        return next(self.venv.glob("lib/python3*/site-packages")) / "tvm_ffi"

    def environment(self, **extra: str) -> dict[str, str]:
        keep = ("HOME", "LANG", "CCACHE_DIR", "CCACHE_BASEDIR", "TMPDIR")
        kept = {name: os.environ[name] for name in keep if name in os.environ}
        return {
            **kept,
            "PATH": f"{self.venv / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "VIRTUAL_ENV": str(self.venv),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": " ".join(
                (self.ship / part).as_uri() for part in PLACES if (self.ship / part).is_dir()
            ),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            **extra,
        }

    def type(
        self, command: str, cwd: Path, *, fails: bool = False, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Type a command; it must succeed, or fail, as said."""
        run = subprocess.run(
            ["sh", "-c", command],
            cwd=cwd,
            env=self.environment(**env),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        told = f"$ {command}\n{run.stdout}\n{run.stderr}"
        assert (run.returncode != 0) == fails, told
        return run

    def copy(self, what: str, name: str | None = None) -> Path:
        """Copy an example of the repository into the newcomer's home."""
        target = self.home / (name or what)
        shutil.copytree(ROOT / what, target, ignore=shutil.ignore_patterns("__pycache__"))
        return target


def newcomer_in(home: Path, python: str = sys.executable, *packages: str) -> Newcomer:
    """Make the environment with an interpreter, install the wheel and packages into it."""
    place = os.environ.get("TVM_FFI_SHIP")
    if not place:
        pytest.skip("the wheel is not built; run ./dev test ship")
    home.mkdir(parents=True)
    subprocess.run([python, "-m", "venv", str(home / "a venv")], check=True)
    person = Newcomer(home, home / "a venv", Path(place))
    person.type(f"pip install apache-tvm-ffi {' '.join(packages)}", home)
    return person
