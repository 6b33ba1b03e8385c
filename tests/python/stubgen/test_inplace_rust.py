# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Rust files with markers: every directive, what is kept, what is refused, and that it compiles."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from builders import INT, STR, Json, document, field, function, method, of, param, type_
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.resources import crate_root

DATA = document(
    [
        type_(
            "demo.Base",
            init="auto",
            fields=[
                field("x", offset=24),
                field("y", STR, access="rw", static_type_index=-1),
                field("far", {"type": "other.Far"}, static_type_index=64),
                field("level", access="rw"),
            ],
        ),
        type_("demo.Child", "demo.Base", methods=[method("f", [param("a")], INT)]),
        type_("demo.sub.Deep", "demo.Child", methods=[method("up", [], {"type": "demo.Base"})]),
        type_("other.Far"),
    ],
    [
        function("demo.add", [param("a"), param("b", default={"value": 1})], INT),
        function("demo.either", [param("a", of("Variant", INT, STR))]),
        function("demo.sub.g", [param("o", {"type": "demo.Base"})]),
    ],
)
IMPORTS = "// tvm-ffi-stubgen(begin): import-section\n// tvm-ffi-stubgen(end)\n"
BASE = "// tvm-ffi-stubgen(begin): object/demo.Base\n// tvm-ffi-stubgen(end)\n"
FAR = "// tvm-ffi-stubgen(ty-map): other.Far -> crate::mine::Far\n"
MINE = "//! By hand.\n/// By hand.\npub type Far = tvm_ffi::Object;\n"


class Crate:
    """A crate with marker files, and the command run over it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.metadata(DATA)
        root = crate_root()
        assert root is not None
        runtime = json.dumps(str(root / "tvm-ffi"))
        head = '[package]\nname = "marked"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
        self.put("Cargo.toml", f"{head}tvm-ffi = {{ path = {runtime} }}\n")
        self.put("src/lib.rs", "//! A crate.\npub mod mine;\npub mod all;\n")
        self.put("src/mine.rs", MINE)

    def metadata(self, data: Json) -> None:
        (self.folder / "meta.json").write_text(json.dumps(data), encoding="utf-8")

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *more: str) -> int:
        told = ["--target", "rust", "--from-json", str(self.folder / "meta.json"), *more]
        return int(main([str(self.folder / "src"), *told]))

    def fill(self, text: str, name: str = "src/all.rs") -> str:
        path = self.put(name, text)
        assert self.run() == 0, self._capsys.readouterr().err
        return path.read_text(encoding="utf-8")

    def said(self) -> str:
        return self._capsys.readouterr().err

    def check(self) -> None:
        build = Path(os.environ.get("TVM_FFI_BUILD_DIR") or self.folder / "build")
        environment = {**os.environ, "CARGO_TARGET_DIR": str(build.parent / "cargo")}
        done = subprocess.run(
            ["cargo", "check", "--offline", "-q"],
            cwd=self.folder,
            env={**environment, "RUSTFLAGS": "-D warnings"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture
def crate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Crate:
    return Crate(tmp_path, capsys)


def test_an_object_block_holds_the_handle_and_a_global_block_its_functions(crate: Crate) -> None:
    functions = "// tvm-ffi-stubgen(begin): global/demo\n// tvm-ffi-stubgen(end)\n"
    made = crate.fill(IMPORTS + FAR + BASE + functions)
    for line in (
        "pub struct Base(pub(crate) tvm_ffi::Handle<Self, Object>);",
        "    pub fn x(&self) -> i64 {",
        "    pub fn set_y(&self, value: &str) -> Result<()> {",
        "    pub fn far(&self) -> Result<Far> {",
        "tvm_ffi::object_type! {",
        "use crate::mine::Far;",
        '    static SLOT: GlobalSlot = GlobalSlot::new("demo.either");',
    ):
        assert line in made.splitlines(), (line, made)
    assert "crate::load" not in made


def test_a_run_over_filled_files_changes_nothing(crate: Crate) -> None:
    text = crate.fill("//! Mine.\n" + IMPORTS + FAR + BASE + "/// By hand.\npub fn mine() {}\n")
    assert text.startswith("//! Mine.\n")
    assert text.endswith("/// By hand.\npub fn mine() {}\n")
    assert crate.fill(text) == text
    assert crate.run("--check") == 0
    crate.put("src/all.rs", text.replace("-> i64", "-> i32"))
    assert crate.run("--check") == 1
    assert crate.run("--dry-run") == 0
    assert "-> i32" in (crate.folder / "src/all.rs").read_text(encoding="utf-8")


def test_field_and_nullable_say_the_type_of_a_field(crate: Crate) -> None:
    told = "// tvm-ffi-stubgen(field): demo.Base.far -> tvm_ffi::Any\n"
    told += "// tvm-ffi-stubgen(nullable): demo.Base.y\n"
    made = crate.fill(IMPORTS + told + BASE)
    assert "    pub fn far(&self) -> Result<tvm_ffi::Any> {" in made
    assert "    pub fn y(&self) -> Result<Option<Str>> {" in made


def test_enum_makes_an_enumeration_of_an_integer_field(crate: Crate) -> None:
    told = "// tvm-ffi-stubgen(enum): demo.Base.level -> Level(i32) { Low = 0, High = 7 }\n"
    made = crate.fill(IMPORTS + FAR + told + BASE)
    for line in (
        "#[repr(i32)]",
        "pub enum Level {",
        "    High = 7,",
        "    pub fn level(&self) -> tvm_ffi::Result<Level> {",
        "    pub fn set_level(&self, value: Level) -> tvm_ffi::Result<()> {",
    ):
        assert line in made.splitlines(), (line, made)


def test_opaque_reads_nothing_by_offset_and_custom_new_leaves_out_constructors(
    crate: Crate,
) -> None:
    assert "plain::<Self, i64, 0>(self)" in crate.fill(IMPORTS + FAR + BASE)
    opaque = "// tvm-ffi-stubgen(opaque): demo.Base\n"
    made = crate.fill(IMPORTS + FAR + opaque + BASE)
    assert "plain" not in made
    assert "    pub fn x(&self) -> Result<i64> {" in made
    assert "    pub fn new(" in made
    made = crate.fill(IMPORTS + FAR + "// tvm-ffi-stubgen(custom-new): demo.Base\n" + BASE)
    assert "pub fn new(" not in made


def test_upcast_adds_a_base_and_import_object_an_import(crate: Crate) -> None:
    told = "// tvm-ffi-stubgen(upcast): demo.Child -> crate::all::Root\n"
    more = "// tvm-ffi-stubgen(import-object): crate::mine::Far;False;\n"
    child = "// tvm-ffi-stubgen(begin): object/demo.Child\n// tvm-ffi-stubgen(end)\n"
    made = crate.fill(IMPORTS + told + more + FAR + BASE + child)
    assert "    Child: [crate::all::Root, crate::all::Base, tvm_ffi::Object]," in made
    assert "use crate::mine::Far;" in made


def test_prefix_owns_a_namespace_and_skip_leaves_a_class_out(crate: Crate) -> None:
    told = "// tvm-ffi-stubgen(prefix): demo\n"
    made = crate.fill(IMPORTS + FAR + told)
    assert "(begin): object/demo.Base" in made
    assert "(begin): object/demo.Child" in made
    assert "demo.sub.Deep" not in made
    again = crate.fill(made.replace(told, told + "// tvm-ffi-stubgen(skip): demo.Child\n"))
    assert "pub struct Child" not in again
    less = json.loads(json.dumps(DATA))
    less["types"] = [item for item in less["types"] if item["key"] != "demo.Child"][:1]
    less["types"].append(type_("other.Far"))
    crate.metadata(less)
    assert "demo.Child)" not in crate.fill(made)


def test_skip_file_and_files_without_markers_stay_as_they_are(crate: Crate) -> None:
    text = "// tvm-ffi-stubgen(skip-file)\n" + BASE
    assert crate.fill(text) == text
    assert (crate.folder / "src/mine.rs").read_text(encoding="utf-8") == MINE


def test_export_declares_a_module_and_classes_see_each_other_across_files(crate: Crate) -> None:
    crate.put("src/all/deep.rs", IMPORTS + "// tvm-ffi-stubgen(prefix): demo.sub\n")
    export = "// tvm-ffi-stubgen(begin): export/deep\n// tvm-ffi-stubgen(end)\n"
    made = crate.fill(IMPORTS + export + FAR + "// tvm-ffi-stubgen(prefix): demo\n")
    assert "pub mod deep;\npub use deep::*;\n" in made
    deep = (crate.folder / "src/all/deep.rs").read_text(encoding="utf-8")
    assert "use crate::all::{Base, Child};" in deep


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BASE, "SG043"),
        (FAR + "// tvm-ffi-stubgen(field): demo.Base.no -> i32\n" + BASE, "'demo.Base.no'"),
        (FAR + "// tvm-ffi-stubgen(field): demo.Base.x\n" + BASE, "'field: key -> what'"),
        (FAR + "// tvm-ffi-stubgen(opaque): demo.Base -> x\n" + BASE, "'opaque: key'"),
        (FAR + "// tvm-ffi-stubgen(enum): demo.Base.level -> L { A }\n" + BASE, "Name(i32)"),
        ("// tvm-ffi-stubgen(begin): object/demo.No\n// tvm-ffi-stubgen(end)\n", "SG042"),
        ("// tvm-ffi-stubgen(opaqe): demo.Base\n", "SG041"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    crate: Crate, text: str, words: str
) -> None:
    path = crate.put("src/all.rs", text)
    assert crate.run() == 2
    assert words in crate.said()
    assert path.read_text(encoding="utf-8") == text


def test_init_makes_a_file_for_each_namespace_and_declares_it(crate: Crate) -> None:
    crate.put("src/lib.rs", "//! A crate.\npub mod mine;\n")
    crate.put("src/mine.rs", MINE + FAR)
    told = ("--init-pypkg", "p", "--init-lib", "l", "--init-prefix", "demo.")
    assert crate.run(*told) == 0, crate.said()
    assert "pub mod demo;" in (crate.folder / "src/lib.rs").read_text(encoding="utf-8")
    made = (crate.folder / "src/demo/mod.rs").read_text(encoding="utf-8")
    assert "pub struct Child" in made
    assert "pub mod sub;" in made
    assert (crate.folder / "src/demo/sub/mod.rs").is_file()
    assert crate.run(*told) == 0
    assert (crate.folder / "src/demo/mod.rs").read_text(encoding="utf-8") == made


@pytest.mark.types
@pytest.mark.skipif(shutil.which("cargo") is None, reason="cargo is not installed")
def test_filled_files_compile_without_a_warning(crate: Crate) -> None:
    told = (
        "// tvm-ffi-stubgen(enum): demo.Base.level -> Level(u8) { Low = 0, High = 7 }\n"
        "// tvm-ffi-stubgen(nullable): demo.Base.y\n"
        "// tvm-ffi-stubgen(opaque): demo.Child\n"
        "// tvm-ffi-stubgen(field): demo.Base.far -> tvm_ffi::Any\n"
        "// tvm-ffi-stubgen(prefix): demo\n"
    )
    functions = "// tvm-ffi-stubgen(begin): global/demo\n// tvm-ffi-stubgen(end)\n"
    crate.put("src/all/deep.rs", "//! Deep.\n" + IMPORTS + "// tvm-ffi-stubgen(prefix): demo.sub\n")
    crate.fill("//! All.\npub mod deep;\n" + IMPORTS + told + functions)
    crate.check()
