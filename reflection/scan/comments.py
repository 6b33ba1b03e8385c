# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Doc comments as written in C++ (Doxygen or plain) turned into clean text and its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_COMMAND = re.compile(r"^[\\@](\w+)(?:\[[\w,]+\])?\s*(.*)$")
_INLINE = re.compile(r"[\\@](?:p|c|a|e|em|b|ref)\s+([\w:~.]*\w)")
# How Doxygen spells a character that would begin a command or a tag.
_ESCAPED = re.compile(r"\\([\\@&$#<>%\".])|@(?=@)")
_INNER_COMMAND = re.compile(
    r"(?<=\S)\s+(?=[\\@](?:param|tparam|returns?|result|throws?|exception|raises|deprecated)\b)"
)
_NEW_PARAGRAPH = {"brief", "short", "details", "note", "warning", "remark", "remarks", "par"}
_LABELS = {"note": "Note: ", "warning": "Warning: ", "remark": "Remark: ", "remarks": "Remark: "}


@dataclass
class Comment:
    """What a doc comment says: text, and what it says of parameters, result, errors and age."""

    text: str | None = None
    params: dict[str, str] = field(default_factory=dict)
    returns: str | None = None
    raises: list[tuple[str, str | None]] = field(default_factory=list)
    deprecated: str | None = None


def parse(raw: str | None) -> Comment:
    """Read a comment as libclang hands it out, markers included."""
    result = Comment()
    if not raw:
        return result
    paragraphs: list[list[str]] = [[]]
    sink = paragraphs[-1]
    pieces: list[tuple[str, str, list[str]]] = []
    for line in _stripped(raw):
        found = _COMMAND.match(line)
        if found is None:
            if not line:
                paragraphs.append([])
                sink = paragraphs[-1]
            else:
                sink.append(line)
            continue
        command, rest = found.groups()
        if command in _NEW_PARAGRAPH:
            paragraphs.append([_LABELS.get(command, "") + rest] if rest else [])
            sink = paragraphs[-1]
        elif command in {"param", "tparam", "throws", "throw", "exception", "raises"}:
            name, _, text = rest.partition(" ")
            sink = [text.strip()]
            pieces.append((command, name, sink))
        elif command in {"return", "returns", "result", "deprecated"}:
            sink = [rest]
            pieces.append((command, "", sink))
        else:
            sink.append(line)
    for command, name, lines in pieces:
        _assign(result, command, name, _joined(lines))
    texts = [text for text in (_joined(lines) for lines in paragraphs) if text]
    result.text = "\n\n".join(texts) or None
    return result


def _assign(result: Comment, command: str, name: str, text: str | None) -> None:
    if command == "param" and text:
        result.params[name.rstrip(":,")] = text
    elif command in {"return", "returns", "result"}:
        result.returns = text
    elif command == "deprecated":
        result.deprecated = text or "deprecated"
    elif command in {"throws", "throw", "exception", "raises"}:
        result.raises.append((name.rstrip(":,").rsplit("::", 1)[-1], text))


def _joined(lines: list[str]) -> str | None:
    text = " ".join(line for line in lines if line).strip()
    return _ESCAPED.sub(r"\1", _INLINE.sub(r"`\1`", text)) or None


def _stripped(raw: str) -> list[str]:
    """Return the lines of a comment without its markers and decoration."""
    body = raw.strip()
    if body.startswith("/*"):
        body = re.sub(r"^/\*+[!<]*", "", body)
        body = re.sub(r"\*+/$", "", body)
        lines = [re.sub(r"^\s*\*(?!\*)\s?", "", line) for line in body.splitlines()]
    else:
        lines = [re.sub(r"^\s*//[/!]*<?", "", line) for line in body.splitlines()]
    return [part.strip() for line in lines for part in _INNER_COMMAND.split(line)]
