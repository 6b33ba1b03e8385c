# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Other ways in which newcomers install an extension: editable, and with uv."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from newcomer import ROOT, Newcomer

pytestmark = [pytest.mark.ship, pytest.mark.slow]

SUM = "[2. 3. 4. 5. 6.]\n"


def uv(newcomer: Newcomer) -> dict[str, str]:
    """The variables of uv that keep it off the network, as those of the newcomer keep pip."""
    if not (ROOT / ".venv" / "bin" / "uv").is_file():
        pytest.skip("uv is not installed; ./dev test ship brings it")
    environment = newcomer.environment()
    tools = newcomer.home / "uv tools"
    if not tools.is_dir():
        tools.mkdir()
        shutil.copy(ROOT / ".venv" / "bin" / "uv", tools)
    return {
        "PATH": f"{tools}:{environment['PATH']}",
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": environment["PIP_FIND_LINKS"].replace(" ", ","),
        "UV_CACHE_DIR": str(newcomer.home / "uv cache"),
        "UV_NO_PROGRESS": "1",
    }


def listing(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("with_uv", [False, True], ids=["pip", "uv"])
def test_an_editable_installation_follows_the_sources(newcomer: Newcomer, with_uv: bool) -> None:
    env = uv(newcomer) if with_uv else {}
    folder = newcomer.copy("examples/packaging", "editable uv" if with_uv else "editable pip")
    before = listing(folder)
    newcomer.type(f"{'uv ' if with_uv else ''}pip install -e .", folder, **env)
    assert listing(folder) == before
    try:
        assert newcomer.type("python run_example.py add_one int_pair", folder).stdout == (
            f"{SUM}1\n2\n"
        )
        module = folder / "python" / "my_ffi_extension" / "__init__.py"
        with module.open("a", encoding="utf-8") as file:
            file.write("\nEDITED = True\n")
        told = newcomer.type(
            "python -c 'import my_ffi_extension; print(my_ffi_extension.EDITED)'", newcomer.home
        )
        assert told.stdout == "True\n"
    finally:
        newcomer.type("pip uninstall -y my-ffi-extension", folder)


def test_uv_installs_from_sources_and_from_a_wheel(newcomer: Newcomer) -> None:
    env = uv(newcomer)
    folder = newcomer.copy("examples/packaging", "with uv")
    newcomer.type("uv pip install .", folder, **env)
    assert newcomer.type("python run_example.py add_one", folder).stdout == SUM
    newcomer.type("uv build --wheel -o dist .", folder, **env)
    newcomer.type("uv pip install --reinstall-package my-ffi-extension dist/*.whl", folder, **env)
    assert newcomer.type("python run_example.py add_one", folder).stdout == SUM
    newcomer.type("uv pip uninstall my-ffi-extension", folder, **env)


def test_uv_makes_an_environment_and_runs_the_commands_of_the_runtime(newcomer: Newcomer) -> None:
    env = uv(newcomer)
    place = newcomer.home / "uv venv"
    newcomer.type(f"uv venv --python '{newcomer.python}' '{place}'", newcomer.home, **env)
    env["VIRTUAL_ENV"] = str(place)
    newcomer.type("uv pip install apache-tvm-ffi", newcomer.home, **env)
    told = newcomer.type(f"'{place}/bin/tvm-ffi-config' --includedir", newcomer.home, **env)
    assert told.stdout.startswith(str(place))
    newcomer.type(f"'{place}/bin/tvm-ffi-stubgen' --version", newcomer.home, **env)
