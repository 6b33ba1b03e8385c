# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Two generated packages, one over types that the other owns: run time, checkers, editor."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import ROOT, run_with
from checkers import mypy, pyright
from language_server import Session
from tvm_ffi.stubgen.cli import main

BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", "nowhere"))
OWNER, USER = (
    BUILD / f"tests/cpp/reflection/export/fixtures/{name}.so" for name in ("owner", "user")
)
EXTERN = '[tool.tvm-ffi-stubgen.extern]\nowner = "owner"\n'
PROGRAM = """
import user  # imports the owner first
circle = user.Circle("c", radius=2.0)
square = user.Square("s", side=3.0)
import owner
assert isinstance(circle, owner.Shape) and isinstance(square, owner.Shape)
names = [user.name_of(shape) for shape in (circle, square, owner.Shape("o"))]
assert names == ["c", "s", "o"], names
plain = user.plain(circle)
assert type(plain) is owner.Shape and plain.corners() == 0
assert type(user.first([square, circle])) is user.Square
match square:
    case user.Square(name, side):
        assert (name, side) == ("s", 3.0)
print("ran")
"""
USES = """
import owner
import user

circle = user.Circle("c", radius=2.0)
shape: owner.Shape = circle
shape = user.plain(circle)
shape = user.first([circle, user.Square(name="s")])
name: str = user.name_of(owner.Shape("o")) + circle.name
corners: int = circle.corners()
circle.radius = 3.0  # error
user.plain(shape)  # error
user.name_of("o")  # error
user.Square()  # error
user.Square("s", "3")  # error
"""
pytestmark = pytest.mark.skipif(
    not (OWNER.is_file() and USER.is_file()), reason="no built libraries; run through ./dev test"
)


def generated(folder: Path) -> Path:
    """Generate both packages, the second one over the first."""
    settings = folder / "pyproject.toml"
    settings.write_text(EXTERN, encoding="utf-8")
    assert main([str(OWNER), "-o", str(folder)]) == 0
    told = ["--config", str(settings), "--dlls", str(OWNER)]
    assert main([str(USER), "-o", str(folder), *told]) == 0
    return folder


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both packages."""
    monkeypatch.setenv("TVM_FFI_LIBRARY", str(BUILD / "lib" / "libtvm_ffi.so"))
    return generated(tmp_path)


def run(folder: Path, program: str) -> str:
    done = run_with(folder, "-c", program)
    return done.stdout + done.stderr


def test_a_type_of_the_other_package_is_imported_and_not_made_again(packages: Path) -> None:
    stub = (packages / "user" / "_ffi_api.pyi").read_text(encoding="utf-8")
    assert "from owner import Shape" in stub
    assert "class Shape" not in stub
    assert not (packages / "user" / "owner").exists()


def test_an_automatic_constructor_takes_the_fields_of_a_base_in_the_other_package(
    packages: Path,
) -> None:
    stub = (packages / "user" / "_ffi_api.pyi").read_text(encoding="utf-8")
    assert "def __init__(self, name: str, side: float = 1.0) -> None: ..." in stub


def test_a_base_that_nobody_loaded_leaves_the_constructor_open(packages: Path) -> None:
    told = ["--config", str(packages / "pyproject.toml"), "-o", str(packages / "alone")]
    assert main([str(USER), *told]) == 0
    stub = (packages / "alone" / "user" / "_ffi_api.pyi").read_text(encoding="utf-8")
    square = stub[stub.index("class Square(Shape)") :]
    assert square.count("def __init__(self, *args: Any, **kwargs: Any) -> None: ...") == 1


@pytest.mark.skipif(sys.version_info < (3, 10), reason="class patterns came with 3.10")
def test_objects_cross_between_the_packages(packages: Path) -> None:
    assert run(packages, PROGRAM) == "ran\n"


@pytest.mark.types
def test_both_packages_tell_the_truth(packages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--config", str(packages / "pyproject.toml"), "--dlls", str(OWNER), "--verify"]
    assert main([str(OWNER), "-o", str(packages), "--verify"]) == 0
    assert main([str(USER), "-o", str(packages), *told]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.types
def test_type_checkers_see_through_both_packages(packages: Path) -> None:
    (packages / "uses.py").write_text(USES, encoding="utf-8")
    lines = USES.splitlines()
    wrong = [("uses.py", n) for n, line in enumerate(lines, 1) if line.endswith("# error")]
    assert mypy(packages, "-p", "owner", "-p", "user", "-m", "uses") == wrong
    assert pyright(packages, "strict", "owner", "user", "uses.py") == wrong
    assert pyright(packages, "recommended", "owner", "user") == []


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A language server over both packages."""
    folder = tmp_path_factory.mktemp("editor")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVM_FFI_LIBRARY", str(BUILD / "lib" / "libtvm_ffi.so"))
        generated(folder)
    session = Session(folder, ROOT / "python")
    yield session
    session.close()


@pytest.mark.types
def test_an_editor_completes_members_of_a_base_in_the_other_package(editor: Session) -> None:
    found = editor.completions("import user\ncircle = user.Circle('c', 1.0)\ncircle.|")
    assert {"name", "corners", "radius"} <= found


@pytest.mark.types
def test_an_editor_finds_a_foreign_member_in_the_stub_of_its_owner(editor: Session) -> None:
    place = editor.definition("import user\nuser.Circle('c', 1.0).corn|ers()")
    assert place.endswith("owner/_ffi_api.pyi")


@pytest.mark.types
def test_an_editor_shows_what_a_foreign_result_can_do(editor: Session) -> None:
    shown = editor.hover("import user\nuser.first([]).corn|ers()")
    assert "Count its corners." in shown
