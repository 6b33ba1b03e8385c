# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Crates of random registries: as rustfmt lays them out, without a warning, whatever the names are.

One workspace holds them all, so that cargo compiles the runtime crate once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from builders import ROOT, files
from rust_shapes import shapes
from test_hostile import hostile
from tvm_ffi.stubgen.emit.target import Options
from tvm_ffi.stubgen.errors import GenerationError
from tvm_ffi.stubgen.pipeline import Settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("cargo") is None and os.environ.get("CI") != "true", reason="needs cargo"
    ),
]
_SHAPES, _SEEDS = int(os.environ.get("TVM_FFI_RUST_SHAPES", "6")), range(200)
_PEDANTIC = ["-W", "clippy::pedantic"]


def _write(folder: Path, name: str, data: dict[str, Any]) -> bool:
    """Write the crate of a registry into the workspace; False when no file system could hold it."""
    crate = (ROOT / "rust" / "tvm-ffi").as_posix()
    options = Options(version="0.1.16", crate=crate)
    file = f"{name}_{(data['library'] or {}).get('file') or ''}"
    named = {**data, "library": {"file": file}}
    made = files(named, "rust", Settings(package=name, options=options))
    if any(len(part.encode()) > 200 for path in made for part in Path(path).parts):
        return False
    for path, text in made.items():
        target = folder / "crates" / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / "Cargo.toml").write_text('[workspace]\nresolver = "2"\nmembers = ["crates/*"]\n')
    return True


def _cargo(folder: Path, *command: str) -> str:
    env = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "build" / "cargo")}
    ran = subprocess.run(
        ["cargo", *command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def test_every_shape_of_a_crate_is_as_rustfmt_lays_it_out_and_has_no_warning(
    tmp_path: Path,
) -> None:
    for seed in range(_SHAPES):
        assert _write(tmp_path, f"shapes_{seed}", shapes(seed, 60))
    assert _cargo(tmp_path, "fmt", "--all", "--check") == ""
    checks = ["clippy", "-q", "--workspace", "--all-targets", "--", "-D", "warnings", *_PEDANTIC]
    assert _cargo(tmp_path, *checks) == ""


def test_crates_of_hostile_registries_compile_without_a_warning(tmp_path: Path) -> None:
    made = 0
    for seed in _SEEDS:
        try:
            made += _write(tmp_path, f"hostile_{seed}", hostile(seed))
        except GenerationError:
            continue
    assert made >= 15, "most registries are refused, but not all"
    checks = ["clippy", "-q", "--workspace", "--keep-going", "--", "-D", "warnings"]
    assert _cargo(tmp_path, *checks, "-A", "clippy::all") == ""
