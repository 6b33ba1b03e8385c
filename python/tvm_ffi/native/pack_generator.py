# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Pack the stub generator for a wheel: one archive, and the two modules that unpack it.

Usage: pack_generator.py REPOSITORY COMPILED_TEMPLATES OUT. Files are stored, not compressed: the
wheel does that, for all of them at once. The same sources make the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

_APART = ("__init__.py", "packed.py")
_LEFT_OUT = {"emit/precompile.py", *_APART}
_SUFFIXES = {".py", ".j2", ".toml"}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.suffix in _SUFFIXES and name not in _LEFT_OUT:
            yield name, path


def main(arguments: list[str]) -> int:
    """Write the files; 0 when done."""
    repository, compiled, out = (Path(argument) for argument in arguments)
    found = dict(_files(repository / "stubgen"))
    for folder in (repository / "templates", compiled):
        found.update((f"templates/{name}", path) for name, path in _files(folder))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, path in sorted(found.items()):
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes())
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    digest = hashlib.sha256(packed.getvalue()).hexdigest()[:12]
    (out / f"sources-{digest}-{len(found)}.zip").write_bytes(packed.getvalue())
    for name in _APART:
        shutil.copyfile(repository / "stubgen" / name, out / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
