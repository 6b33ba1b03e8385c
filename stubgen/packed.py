# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where the generator's own sources are: in this folder, or in the one archive that a wheel holds.

As two hundred files they took every installation, the isolated builds of extensions included, as
long as all the rest of the package. The archive is unpacked once for a user, by whoever comes
first, and compiled there as anywhere. ``python/tvm_ffi/native/pack_generator.py`` makes it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

PACKAGE = Path(__file__).parent  # where it was installed, wherever the other modules lie
PATTERN = "sources-*.zip"  # named by what is in it: digest and number of files


def cache_folder() -> Path:
    """Return the folder of the generator in the user's cache; OSError for a user without a home."""
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(root) if root else Path("~/.cache").expanduser()) / "tvm-ffi-stubgen"
    except RuntimeError as problem:
        raise OSError(str(problem)) from None


def archive() -> Path | None:
    """Return the archive that this package came with, if the sources are not beside this file."""
    return next(iter(sorted(PACKAGE.glob(PATTERN), key=_time, reverse=True)), None)


def unpacked() -> list[str]:
    """Return the folder with what the archive holds, a list for `__path__`; none without one."""
    packed = archive()
    if packed is None:
        return []
    try:
        folder = cache_folder() / packed.stem
        if not _is_whole(folder):
            _unpack(packed, folder)
        if _mine(folder):
            return [str(folder)]
    except OSError:  # no home, a full or protected disk
        pass
    return [_unpack_for_now(packed)]


def _time(path: Path) -> float:
    return path.stat().st_mtime


def _is_whole(folder: Path) -> bool:
    """Whether nothing is missing: caches are tidied up by file, too."""
    inside = (names for at, _, names in os.walk(folder) if not at.endswith("__pycache__"))
    return sum(map(len, inside)) >= int(folder.name.rpartition("-")[2])


def _unpack(packed: Path, folder: Path) -> None:
    """Make the folder, complete from its first moment on; another process may come first."""
    import shutil
    import tempfile
    import zipfile

    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = tempfile.mkdtemp(dir=folder.parent)
    try:
        new = Path(made, "new")
        new.mkdir(mode=0o700)
        zipfile.ZipFile(packed).extractall(new)
        if _is_whole(folder):
            return
        if folder.is_dir():
            folder.rename(Path(made, "old"))
        new.rename(folder)
    except OSError:
        if not _is_whole(folder):
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _mine(folder: Path) -> bool:
    """Whether nobody else could have put code there."""
    if os.name == "nt":
        return True
    found = folder.stat()
    others = stat.S_IWGRP | stat.S_IWOTH
    return found.st_uid == os.geteuid() and not found.st_mode & others


def _unpack_for_now(packed: Path) -> str:
    import atexit
    import shutil
    import tempfile
    import zipfile

    try:
        folder = tempfile.mkdtemp(prefix="tvm-ffi-stubgen-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        zipfile.ZipFile(packed).extractall(folder)
    except OSError as problem:
        raise ImportError(
            f"tvm_ffi.stubgen: '{packed}' was to be unpacked into the user's cache or among "
            f"temporary files, neither of which can be written ({problem}); set XDG_CACHE_HOME"
        ) from None
    return folder
