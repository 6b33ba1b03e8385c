# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A lock between processes, held through a file."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_UN)


class FileLock:
    """Lock on a file; released when the process ends, however it ends."""

    def __init__(self, lock_file_path: str | os.PathLike[str]) -> None:
        """Name the file; nothing is locked yet."""
        self.lock_file_path = lock_file_path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; return whether it was. One that is held is not free."""
        if self._descriptor is not None:
            return False
        path = Path(self.lock_file_path)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def blocking_acquire(self, timeout: float | None = None, poll_interval: float = 0.1) -> bool:
        """Wait for the lock; TimeoutError when it takes longer than timeout seconds.

        RuntimeError when this lock holds it itself: nobody would ever give it back.
        """
        if self._descriptor is not None:
            raise RuntimeError("Lock is already held by this instance")
        start = time.monotonic()
        while not self.acquire():
            if timeout is not None and time.monotonic() - start >= timeout:
                raise TimeoutError(
                    f"Failed to acquire lock on '{self.lock_file_path}' within {timeout} seconds"
                )
            time.sleep(poll_interval)
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        try:
            _unlock(descriptor)
        finally:
            os.close(descriptor)

    def __enter__(self) -> FileLock:
        """Wait for the lock."""
        self.blocking_acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Give the lock back."""
        self.release()
