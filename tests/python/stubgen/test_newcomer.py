# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What people try first, and what goes wrong around the command: it answers, and breaks nothing."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest
from builders import document, function, run_with, type_
from tvm_ffi.stubgen import cli, generate
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.emit import writer
from tvm_ffi.stubgen.progress import Progress

BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", "nowhere"))
LIBRARY = BUILD / "examples" / "my_ffi_extension.so"
built = pytest.mark.skipif(not LIBRARY.is_file(), reason="no built example; run through ./dev test")


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A saved export in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "demo.json"
    path.write_text(json.dumps(document([type_("demo.T")], [function("demo.f")])), encoding="utf-8")
    return path


def test_a_saved_export_is_an_input_like_a_library(saved: Path) -> None:
    assert main(["demo.json"]) == 0
    assert (saved.parent / "demo" / "_ffi_api.pyi").is_file()


def test_a_text_file_is_told_from_a_library(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved.parent / "notes.txt").write_text("x" * 100, encoding="utf-8")
    assert main(["notes.txt"]) == 3
    assert "neither ELF nor Mach-O nor PE" in capsys.readouterr().err


def test_a_folder_without_markers_is_said_to_have_none(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved.parent / "empty").mkdir()
    assert main(["empty", "--from-json", "demo.json"]) == 0
    assert capsys.readouterr().out == "no markers in empty\n"


@built
def test_names_with_blanks_and_quotes_are_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TVM_FFI_LIBRARY", str(BUILD / "lib" / "libtvm_ffi.so"))
    library = tmp_path / "a \"b\" 'c'.so"
    library.write_bytes(LIBRARY.read_bytes())
    out = tmp_path / "out put"
    assert main([str(library), "-o", str(out)]) == 0
    done = run_with(out, "-c", "import my_ffi_extension as m; print(m.IntPair(1, 2).sum())")
    assert done.stdout == "3\n", done.stderr


def test_an_output_folder_that_cannot_be_is_told_once(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved.parent / "file").write_text("", encoding="utf-8")
    assert main(["demo.json", "-o", "file/below"]) == 4
    assert capsys.readouterr().err.count("SG032") == 1


def test_a_file_that_cannot_be_replaced_leaves_no_other_behind(
    saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    assert main(["demo.json"]) == 4
    assert "could not be written: Permission denied" in capsys.readouterr().err
    assert [path for path in saved.parent.rglob("*") if path.is_file()] == [saved]


def test_an_interrupted_run_says_so_and_leaves_no_half_of_a_file(
    saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo.json"]) == 0
    before = {path: path.read_bytes() for path in saved.parent.rglob("*") if path.is_file()}
    saved.write_text(json.dumps(document([type_("demo.New")])), encoding="utf-8")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writer.os, "fdopen", interrupt)
    capsys.readouterr()
    assert main(["demo.json"]) == 130
    assert capsys.readouterr().err == "interrupted; each file is either as it was or whole\n"
    after = {path: path.read_bytes() for path in saved.parent.rglob("*") if path.is_file()}
    assert {**after, saved: b""} == {**before, saved: b""}


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_a_signal_ends_a_hanging_run_without_a_traceback(saved: Path) -> None:
    fifo = saved.parent / "never.json"  # reading it waits for what never comes
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "tvm_ffi.stubgen", "never.json"]
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell has it ignored in what it runs in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    held = -1
    while held < 0:  # it can be opened as soon as the child reads
        assert child.poll() is None
        try:
            held = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            sleep(0.01)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate()
    os.close(held)
    assert (out, err) == ("", "interrupted; each file is either as it was or whole\n")
    assert child.returncode == 130


def test_a_reader_that_goes_away_is_no_error(saved: Path) -> None:
    large = document([type_(f"demo.T{number}") for number in range(3000)])
    saved.write_text(json.dumps(large), encoding="utf-8")
    command = [sys.executable, "-m", "tvm_ffi.stubgen", "demo.json", "--dump=records"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None and child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait() == 0


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def test_progress_waits_a_second_then_shows_ten_lines_a_second_and_goes_away() -> None:
    now = [0.0]
    screen = Terminal()
    progress = Progress(screen, lambda: now[0])
    for step in range(2000):
        now[0] = step / 1000
        progress(f"file {step}\n\x1b[2J")
    progress.end()
    shown = screen.getvalue().split("\r")
    assert shown[1] == "file 1000??[2J"
    assert 9 <= len([text for text in shown if text.startswith("file")]) <= 11
    assert shown[-1] == "" and not shown[-2].strip()
    assert "\n" not in screen.getvalue() and "\x1b" not in screen.getvalue()


def test_short_runs_and_pipes_see_no_progress(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, pipe = Terminal(), io.StringIO()
    progress = Progress(quick)
    progress("at once")
    progress.end()
    never = Progress(pipe, lambda: 1e9)
    never("ever")
    never.end()
    assert quick.getvalue() == pipe.getvalue() == ""


def test_a_long_run_tells_each_stage_and_each_file(
    saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    real = generate.run

    def run(request: generate.Request, errors: object) -> object:
        from dataclasses import replace

        return real(replace(request, tell=told.append), errors)  # type: ignore[arg-type]

    monkeypatch.setattr(generate, "run", run)
    assert cli.main(["demo.json"]) == 0
    assert told[0] == "reading what is registered" and told[-1] == "writing"
    assert "python: file 1, demo/__init__.py" in told
