# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Finished builds by content: complete or absent, whoever else builds, dies or shares the folder.

A build happens in a folder of its own and is published by one rename. A published entry carries a
manifest: every header the compiler read, with size, time and digest, and the digest of the product.
There is no lock, hence none to be left behind; two processes that build the same thing at once
publish the same thing, and the second finds the first one's.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_MANIFEST = "manifest.json"
_TEMPORARY = ".building-"
_FORMAT = 1
_ABANDONED_AFTER = 24 * 3600.0
_ALWAYS_VERIFIED = 4 << 20


def digest(parts: Sequence[object]) -> str:
    """Return 16 digits that tell lists of texts, bytes and numbers apart."""
    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode("utf-8", "backslashreplace")
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()[:16]


def file_digest(path: str | Path) -> str:
    """Return the digest of a file's content."""
    with open(path, "rb") as file:  # noqa: PTH123  (pathlib would cost more than the read)
        return hashlib.sha256(file.read()).hexdigest()


def cache_root() -> Path:
    """Return the folder of all builds."""
    return Path(os.environ.get("TVM_FFI_CACHE_DIR") or "~/.cache/tvm-ffi").expanduser()


def _places(folder: Path) -> list[Path]:
    """Return where builds of a name may lie: its folder, and one beside it of this user's."""
    if os.name == "nt":
        return [folder]
    return [folder, folder.with_name(f"{folder.name}-{os.geteuid()}")]


def _is_trusted(folder: Path) -> bool:
    """Whether nobody but this user and root can have put something there."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    own = os.name == "nt" or status.st_uid == os.geteuid()
    return own or (status.st_uid == 0 and not status.st_mode & 0o022)


def own_folder(folder: Path) -> Path:
    """Return a folder that this user owns; where another one has the name, one beside it.

    A folder of builds may be shared by users. Nobody loads what another one could have put there.
    """
    for own in _places(folder):
        try:
            own.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError as error:
            told = f"{error.strerror}; builds need a folder of yours: TVM_FFI_CACHE_DIR"
            raise OSError(error.errno, told, str(own)) from None
        if os.name == "nt" or own.lstat().st_uid == os.geteuid():
            return own
    raise PermissionError(
        f"'{_places(folder)[-1]}' belongs to another user; remove it, or name a folder of yours:"
        " TVM_FFI_CACHE_DIR"
    )


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file at once or not at all; leave one alone that already is so."""
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def find(folder: Path, key: str, product: str) -> Path | None:
    """Return the product of a finished build whose headers are as they were; None without one.

    What root built counts as well: a cache that came with an image, which users cannot write to.
    """
    for place in filter(_is_trusted, _places(folder)):
        try:
            entries = [entry for entry in os.scandir(place) if not entry.name.startswith(".")]
        except OSError:
            continue
        for entry in entries:
            found = _check(Path(entry.path), key, product)
            if found is not None:
                return found
    return None


def check_in_place(folder: Path, key: str, product: Path) -> bool:
    """Whether a build into a folder of the caller's is still what the key asks for."""
    return _valid(folder / f".{product.name}.{_MANIFEST}", key, product)


def _check(entry: Path, key: str, product: str) -> Path | None:
    path = entry / product
    return path if _valid(entry / _MANIFEST, key, path) else None


def _valid(manifest: Path, key: str, product: Path) -> bool:
    try:
        with open(manifest, "rb") as file:  # noqa: PTH123
            data: dict[str, Any] = json.loads(file.read())
        if data["format"] != _FORMAT or data["key"] != key:
            return False
        size: int = data["size"]
        if product.stat().st_size != size:
            return False
        if size <= _ALWAYS_VERIFIED and file_digest(product) != data["digest"]:
            return False
        return all(map(_unchanged, data["headers"]))
    except (OSError, ValueError, KeyError, TypeError):
        # Half a disk, another program's file, a folder that vanished: as good as no build.
        return False


def _unchanged(header: tuple[str, int, int, str]) -> bool:
    path, size, changed, content = header
    status = os.stat(path)  # noqa: PTH116
    if status.st_size != size:
        return False
    return status.st_mtime_ns == changed or file_digest(path) == content


def working_folder(parent: Path) -> Path:
    """Make a folder for one build; remove those that killed processes left long ago."""
    parent.mkdir(parents=True, exist_ok=True)
    now = time.time()
    for entry in os.scandir(parent):
        if entry.name.startswith(_TEMPORARY):
            try:
                if now - entry.stat().st_mtime > _ABANDONED_AFTER:
                    shutil.rmtree(entry.path, ignore_errors=True)
            except OSError:
                continue
    return Path(tempfile.mkdtemp(prefix=f"{_TEMPORARY}{os.getpid()}-", dir=parent))


def _manifest_text(key: str, product: Path, headers: Iterable[str]) -> tuple[str, str]:
    records: list[tuple[str, int, int, str]] = []
    for header in sorted(set(headers)):
        status = Path(header).stat()
        records.append((header, status.st_size, status.st_mtime_ns, file_digest(header)))
    data = {
        "format": _FORMAT,
        "key": key,
        "size": product.stat().st_size,
        "digest": file_digest(product),
        "headers": records,
    }
    return json.dumps(data), digest([(record[0], record[3]) for record in records])


def publish(folder: Path, work: Path, key: str, product: str, headers: Iterable[str]) -> Path:
    """Make a finished build visible under its name; return the product, ours or an equal one."""
    text, name = _manifest_text(key, work / product, headers)
    (work / _MANIFEST).write_text(text, encoding="utf-8")
    entry = folder / name
    for _ in range(8):
        try:
            work.rename(entry)
            return entry / product
        except OSError:
            if _check(entry, key, product) is not None:
                return entry / product
            # Something incomplete has the name: move it out of the way, then try again.
            aside = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder))
            with contextlib.suppress(OSError):
                entry.rename(aside / "broken")
            shutil.rmtree(aside, ignore_errors=True)
    raise RuntimeError(f"cannot publish the build as '{entry}'; remove that folder and try again")


def publish_in_place(
    folder: Path, work: Path, key: str, product: str, target: Path, headers: Iterable[str]
) -> Path:
    """Move a finished build into a folder of the caller's."""
    text, _ = _manifest_text(key, work / product, headers)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.replace(work / product, target)  # noqa: PTH105
    except OSError:
        # The target lies on another file system.
        beside = target.with_name(f".{target.name}-{os.getpid()}-{work.name[-8:]}")
        shutil.copy2(work / product, beside)
        os.replace(beside, target)  # noqa: PTH105
    write_file(folder / f".{target.name}.{_MANIFEST}", text)
    return target
