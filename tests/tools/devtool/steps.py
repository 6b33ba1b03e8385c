# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Runs commands as numbered steps: a live line on a terminal, plain lines elsewhere.

Output of a step is shown only when the step fails or when it is what the user asked to see.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Union

Command = Sequence[Union[str, Path]]


class StepFailed(Exception):
    """A step ended with a non-zero status; its output was already shown."""


class Steps:
    """Counts steps of one command line and prints what runs, k of n and how long it took."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._started = time.monotonic()

    def run(
        self,
        title: str,
        command: Command,
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        show: bool = False,
    ) -> None:
        """Run a command as the next step; raise StepFailed when it fails."""
        self._done += 1
        label = f"[{self._done}/{self._total}] {title}"
        begin = time.monotonic()
        argv = [str(part) for part in command]
        full_env = {**os.environ, **(env or {})}
        if show:
            print(label, flush=True)
            status = subprocess.run(
                argv, cwd=cwd, env=full_env, stdin=subprocess.DEVNULL
            ).returncode
            output = ""
        else:
            status, output = _run_quietly(label, argv, cwd, full_env)
        elapsed = time.monotonic() - begin
        if status != 0:
            print(f"{label}: FAILED after {elapsed:.1f} s (status {status})", flush=True)
            print(f"  command: {' '.join(argv)}", flush=True)
            if output:
                print(output, flush=True)
            raise StepFailed(title)
        print(f"{label}: done in {elapsed:.1f} s", flush=True)

    def note(self, title: str, text: str = "") -> None:
        """Count a step that needs no command."""
        self._done += 1
        print(f"[{self._done}/{self._total}] {title}{': ' + text if text else ''}", flush=True)

    def elapsed(self) -> float:
        """Return the seconds since the first step began."""
        return time.monotonic() - self._started


def _run_quietly(
    label: str, argv: Sequence[str], cwd: Path | None, env: Mapping[str, str]
) -> tuple[int, str]:
    process = subprocess.Popen(
        argv,
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    stop = threading.Event()
    ticker = threading.Thread(target=_tick, args=(label, stop), daemon=True)
    if sys.stdout.isatty():
        ticker.start()
    else:
        print(label, flush=True)
    output, _ = process.communicate()
    stop.set()
    if ticker.is_alive():
        ticker.join()
        print("\r\x1b[K", end="")
    return process.returncode, output


def _tick(label: str, stop: threading.Event) -> None:
    begin = time.monotonic()
    while not stop.wait(0.5):
        print(f"\r\x1b[K{label} ({time.monotonic() - begin:.0f} s)", end="", flush=True)
