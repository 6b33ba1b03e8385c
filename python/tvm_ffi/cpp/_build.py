# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""One build: look for a finished one, else compile in a folder of its own and publish."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import _cache, _msvc
from ._run import Command, CompilerFailed, Runner, headers_of
from ._source import embedding_text
from ._toolchain import Toolchain, is_object, library_suffix


@dataclass(frozen=True)
class Request:
    """What is to be built. Texts are written beside each other; those in `mains` are compiled."""

    name: str
    stem: str
    files: Sequence[Path]
    texts: Mapping[str, str]
    mains: Sequence[str]
    functions: Mapping[str, str]
    binaries: Mapping[str, bytes]
    build_directory: str | None
    output: str | None

    def languages(self) -> frozenset[str]:
        """Return the compilers that are needed."""
        sources = [*self.files, *(Path(main) for main in self.mains)]
        return frozenset(Toolchain.language(path) for path in sources if not is_object(path))


def build(request: Request, toolchain: Toolchain) -> Path:
    """Return the product of a build, made now or before."""
    contents: list[object] = [request.name, request.output, sorted(request.texts.items())]
    for path in request.files:
        contents += [str(path), path.read_bytes()]
    for name, data in sorted(request.binaries.items()):
        contents += [name, bytes(data)]
    key = _cache.digest([*contents, *toolchain.identity()])
    wanted = Path(request.output or f"{request.stem}{library_suffix()}")
    if request.build_directory is not None:
        folder = Path(request.build_directory).expanduser().resolve()
        target = folder / wanted
        if _cache.check_in_place(folder, key, target):
            return target
    else:
        folder = (_cache.cache_root() / f"{request.stem}_{key}").absolute()
        target = None
        found = _cache.find(folder, key, wanted.name)
        if found is not None:
            return found if not wanted.is_absolute() else _copied(found, wanted)
        folder = _cache.own_folder(folder)

    # Sources lie where they stay, so that error traces and debuggers find them later.
    sources = folder if request.build_directory is not None else folder / ".src"
    sources.mkdir(parents=True, exist_ok=True)
    work = _cache.working_folder(folder)
    try:
        headers = _compile(request, toolchain, sources, work, wanted.name)
        if target is not None:
            return _cache.publish_in_place(folder, work, key, wanted.name, target, headers)
        found = _cache.publish(folder, work, key, wanted.name, headers)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found if not wanted.is_absolute() else _copied(found, wanted)


def _copied(found: Path, wanted: Path) -> Path:
    """Put a copy where the caller wants it."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    _cache.write_file(wanted, found.read_bytes())
    return wanted


def _compile(
    request: Request, toolchain: Toolchain, sources: Path, work: Path, product: str
) -> list[str]:
    """Compile into the working folder; return every file outside the request that was read."""
    for name, text in request.texts.items():
        _cache.write_file(sources / name, text)
    to_compile = [*request.files, *(sources / main for main in request.mains)]
    for name, data in request.binaries.items():
        binary = sources / f"{name}.cubin"
        _cache.write_file(binary, data)
        embedding = sources / f"embed_{name}.cc"
        _cache.write_file(embedding, embedding_text(name, str(binary)))
        to_compile.append(embedding)

    objects: list[Path] = []
    commands: list[Command] = []
    for position, source in enumerate(to_compile):
        if is_object(source):
            objects.append(source)
            continue
        target = work / f"{source.stem}_{position}.o"
        commands.append(toolchain.compile_command(source, target))
        objects.append(target)
    stages = [commands] if commands else []
    runner = Runner(request.name)
    try:
        if is_object(product) and len(commands) == len(objects) == 1:
            runner.run(stages)
            objects[0].rename(work / product)
        else:
            runner.run([*stages, [toolchain.link_command(objects, work / product)]])
    except CompilerFailed as failure:
        raise RuntimeError(_readable(str(failure), sources, request.functions)) from None

    headers: list[str] = []
    own = {str(path) for path in to_compile} | {str(sources / name) for name in request.texts}
    for command in commands:
        if command.depfile is not None and command.depfile.is_file():
            listed = _msvc.headers_of if command.depfile.suffix == ".json" else headers_of
            headers += [name for name in listed(command.depfile) if name not in own]
            command.depfile.unlink()
    for path in objects:
        if path.parent == work:
            path.unlink(missing_ok=True)
    return headers


def _readable(text: str, sources: Path, functions: Mapping[str, str]) -> str:
    """Shorten the names of the caller's texts; say when an exported function is not there."""
    body, _, command = text.rpartition("\ncommand: ")
    body = body.replace(f"{sources}/", "")
    for name in functions:
        if re.search(rf"^(main\.cpp|cuda\.\w+):\d+.*error.*\b{name}\b", body, re.MULTILINE):
            body += (
                f"\nhint: functions= names '{name}'; the sources must define a function of that "
                "name outside any namespace"
            )
            break
    return f"{body}\ncommand: {command}"
