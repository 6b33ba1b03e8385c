# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The packaging guide from its first command to its last, as a newcomer types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from newcomer import Newcomer

pytestmark = [pytest.mark.ship, pytest.mark.slow]


def listing(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def example(newcomer: Newcomer) -> Path:
    """The packaging example, installed."""
    folder = newcomer.copy("examples/packaging")
    newcomer.type("pip install -v .", folder)
    return folder


def test_stumbles_8_and_12_building_leaves_the_sources_as_they_were(
    newcomer: Newcomer, example: Path
) -> None:
    folder = newcomer.copy("examples/packaging", "to compare with")
    assert listing(example) == listing(folder)


def test_stumble_2_add_one_prints_the_sum(newcomer: Newcomer, example: Path) -> None:
    run = newcomer.type("python run_example.py add_one", example)
    assert run.stdout == "[2. 3. 4. 5. 6.]\n"


def test_stumble_2_raise_error_names_file_line_and_function(
    newcomer: Newcomer, example: Path
) -> None:
    run = newcomer.type("python run_example.py raise_error", example, fails=True)
    text = (example / "src" / "extension.cc").read_text(encoding="utf-8")
    line = next(i for i, t in enumerate(text.splitlines(), 1) if "TVM_FFI_THROW" in t)
    frame = (
        f'File "src/extension.cc", line {line}, in '
        "void my_ffi_extension::RaiseError(tvm::ffi::String)"
    )
    assert frame in run.stderr
    assert run.stderr.endswith("RuntimeError: error happens\n")


def test_stumble_2_without_an_argument_everything_runs(newcomer: Newcomer, example: Path) -> None:
    run = newcomer.type("python run_example.py", example, fails=True)
    assert run.stdout == "[2. 3. 4. 5. 6.]\n1\n2\n"
    assert run.stderr.endswith("RuntimeError: error happens\n")


def test_an_unknown_argument_is_answered_with_the_known_ones(
    newcomer: Newcomer, example: Path
) -> None:
    run = newcomer.type("python run_example.py nonsense", example, fails=True)
    assert "there are: add_one, int_pair, raise_error" in run.stderr


def test_the_library_is_found_by_path_and_by_name(newcomer: Newcomer, example: Path) -> None:
    program = example / "by name.py"
    program.write_text(
        "import tvm_ffi\n"
        'module = tvm_ffi.libinfo.load_lib_module("my-ffi-extension", "my_ffi_extension")\n'
        "import my_ffi_extension\n"
        "from my_ffi_extension.base import _LIB\n"
        'print(module.implements_function("add_one"), _LIB.implements_function("add_one"))\n',
        encoding="utf-8",
    )
    assert newcomer.type("python 'by name.py'", example).stdout == "True True\n"
    program.unlink()


def test_the_wheel_is_for_every_python_and_passes_the_audit(
    newcomer: Newcomer, example: Path
) -> None:
    newcomer.type("pip wheel -v -w dist .", example)
    ours = [path.name for path in (example / "dist").glob("my_ffi_extension*.whl")]
    assert len(ours) == 1
    assert ours[0].startswith("my_ffi_extension-0.1.0-py3-none-linux")
    # Nothing in the library is of any Python.
    symbols = newcomer.type(
        "python -m zipfile -e dist/my_ffi_extension*.whl unpacked && "
        "nm -D unpacked/my_ffi_extension/my_ffi_extension.so",
        example,
    ).stdout
    assert "__tvm_ffi_add_one" in symbols
    assert not [line for line in symbols.splitlines() if " U Py" in line or " U _Py" in line]
    # The audit is the developer's tool, not the newcomer's.
    tools = str(newcomer.ship.parents[1] / ".venv" / "bin")
    path = f"{tools}:{newcomer.environment()['PATH']}"
    newcomer.type("auditwheel repair --exclude libtvm_ffi.so dist/*.whl", example, PATH=path)
    repaired = list((example / "wheelhouse").glob("my_ffi_extension*manylinux*.whl"))
    assert len(repaired) == 1
    newcomer.type("pip uninstall -y my-ffi-extension", example)
    newcomer.type(f"pip install wheelhouse/{repaired[0].name}", example)
    assert newcomer.type("python run_example.py add_one", example).stdout == "[2. 3. 4. 5. 6.]\n"


def test_stumble_6_it_builds_from_the_shipped_sources_and_ships_none_of_them(
    newcomer: Newcomer,
) -> None:
    folder = newcomer.copy("examples/packaging", "from source")
    newcomer.type(
        "pip wheel --no-deps -w dist . -C cmake.define.MY_FFI_EXTENSION_FROM_SOURCE=ON", folder
    )
    wheel = next((folder / "dist").glob("*.whl"))
    names = newcomer.type(f"python -m zipfile -l dist/{wheel.name}", folder).stdout
    assert "my_ffi_extension/my_ffi_extension.so" in names
    assert "libtvm_ffi" not in names
    newcomer.type(f"pip install --force-reinstall --no-deps dist/{wheel.name}", folder)
    assert newcomer.type("python run_example.py add_one", folder).stdout == "[2. 3. 4. 5. 6.]\n"
