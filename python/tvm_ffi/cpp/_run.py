# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Runs compilers side by side; tells who waits on a terminal, and what went wrong readably."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 2.0


@dataclass(frozen=True)
class Command:
    """One call of a compiler: what it makes of which file, in words, and its arguments."""

    title: str
    arguments: list[str]
    depfile: Path | None = None
    # None: that of this process.
    environment: Mapping[str, str] | None = None


class CompilerFailed(RuntimeError):
    """A compiler exited with an error; the text holds what it printed."""


def job_limit() -> int:
    """Return how many compilers may run at once."""
    asked = os.environ.get("MAX_JOBS", "")
    return max(int(asked), 1) if asked.isdigit() else os.cpu_count() or 1


class Runner:
    """Runs the commands of one build."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._processes: list[subprocess.Popen[str]] = []
        self._stopped = False
        self._lock = threading.Lock()
        self._current = ""

    def run(self, stages: Sequence[Sequence[Command]]) -> None:
        """Run stage after stage, the commands of a stage side by side."""
        done = threading.Event()
        ticker = None
        if sys.stderr is not None and sys.stderr.isatty():
            ticker = threading.Thread(target=self._tick, args=(done,), daemon=True)
            ticker.start()
        try:
            for stage in stages:
                self._run_stage(stage)
        finally:
            done.set()
            if ticker is not None:
                ticker.join()

    def _run_stage(self, commands: Sequence[Command]) -> None:
        self._current = ", ".join(command.title for command in commands)
        if len(commands) == 1:
            self._run_one(commands[0])
            return
        failures: list[BaseException] = []
        waiting = list(reversed(commands))

        def work() -> None:
            while waiting and not failures:
                try:
                    command = waiting.pop()
                except IndexError:
                    return
                try:
                    self._run_one(command)
                except BaseException as error:
                    failures.append(error)

        threads = [
            threading.Thread(target=work, daemon=True)
            for _ in range(min(job_limit(), len(commands)))
        ]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except BaseException:
            self._stop()
            raise
        if failures:
            raise failures[0]

    def _run_one(self, command: Command) -> None:
        with self._lock:
            if self._stopped:
                raise CompilerFailed("stopped")
            try:
                process = subprocess.Popen(
                    command.arguments,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    errors="replace",
                    env=command.environment,
                )
            except OSError as error:
                raise CompilerFailed(
                    f"building '{self._name}' failed: cannot run {command.arguments[0]}: {error}"
                ) from None
            self._processes.append(process)
        try:
            output, _ = process.communicate()
        except BaseException:
            self._stop()
            raise
        _log(command, output)
        if process.returncode != 0:
            raise CompilerFailed(
                f"building '{self._name}' failed: {Path(command.arguments[0]).name} exited with "
                f"status {process.returncode} on {command.title}\n{output.rstrip()}\n"
                f"command: {shlex.join(command.arguments)}"
            )

    def _stop(self) -> None:
        with self._lock:
            self._stopped = True
            for process in self._processes:
                if process.poll() is None:
                    process.kill()

    def _tick(self, done: threading.Event) -> None:
        begin = time.monotonic()
        if done.wait(_PATIENCE):
            return
        while True:
            seconds = time.monotonic() - begin
            sys.stderr.write(f"\r\x1b[Kbuilding {self._name}: {self._current} ({seconds:.0f} s)")
            sys.stderr.flush()
            if done.wait(1.0):
                break
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _log(command: Command, output: str) -> None:
    """Show command and output when TVM_FFI_CPP_EXTENSION_LOG_BUILD asks for it."""
    asked = os.environ.get("TVM_FFI_CPP_EXTENSION_LOG_BUILD", "0")
    stream = {"1": sys.stdout, "stdout": sys.stdout, "stderr": sys.stderr}.get(asked)
    if stream is not None:
        stream.write(f"{shlex.join(command.arguments)}\n{output}")
        stream.flush()


def headers_of(depfile: Path) -> list[str]:
    """Return the absolute names of the files that a compiler noted in make's form."""
    text = depfile.read_text(encoding="utf-8", errors="surrogateescape").replace("\\\n", " ")
    _, _, listed = text.partition(": ")
    names: list[str] = []
    current = ""
    position = 0
    while position < len(listed):
        letter = listed[position]
        following = listed[position + 1 : position + 2]
        if letter == "\\" and following in (" ", "#", "\\"):
            current += following
            position += 1
        elif letter == "$" and following == "$":
            current += "$"
            position += 1
        elif letter.isspace():
            if current:
                names.append(current)
            current = ""
            if letter == "\n":
                # What follows are empty rules for headers that may vanish.
                break
        else:
            current += letter
        position += 1
    if current:
        names.append(current)
    return [str(Path(name).absolute()) for name in names]
