# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What runtime/cmake/without_comments.py takes from headers that travel in a wheel."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "runtime" / "cmake" / "without_comments.py"


def without_comments(text: str) -> str:
    spec = importlib.util.spec_from_file_location("without_comments", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: str = module.without_comments(text)
    return found


def test_comments_that_fill_lines_go_and_code_stays() -> None:
    text = (
        "// SPDX-License-Identifier: MIT\n\n// about\n/*!\n@brief about\n*/\nint a;  // an int\n"
        'const char* b = "//";\n/* one */\n/* two */ int c;\n/*\n*/ int d;\n'
    )
    assert without_comments(text) == (
        "// SPDX-License-Identifier: MIT\nint a;  // an int\n"
        'const char* b = "//";\n/* two */ int c;\n/*\n*/ int d;\n'
    )


def test_a_block_about_the_licence_stays() -> None:
    text = "/* Hedley\n * Created by somebody, without copyright\n */\nint a;\n"
    assert without_comments(text) == text


def test_a_compiler_sees_the_same_json_header(tmp_path: Path) -> None:
    package = importlib.util.find_spec("nlohmann_json")
    assert package is not None and package.submodule_search_locations
    source = Path(package.submodule_search_locations[0]) / "include"
    shutil.copytree(source, tmp_path / "include")
    for header in (tmp_path / "include").rglob("*.hpp"):
        text = without_comments(header.read_text(encoding="utf-8"))
        header.write_text(text, encoding="utf-8")

    def preprocessed(folder: Path) -> str:
        command = ["g++", "-std=c++20", "-DNDEBUG", "-E", "-P", f"-I{folder}", "-include"]
        command += ["nlohmann/json.hpp", "-x", "c++", "/dev/null"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert preprocessed(tmp_path / "include") == preprocessed(source)
