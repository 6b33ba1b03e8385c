# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A session with a real language server over its standard streams.

As much of the protocol as tests need.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class Session:
    """A running server with one open file; positions are found by a mark `|` in its text."""

    def __init__(self, folder: Path, search: Path) -> None:
        self._folder = folder
        config = {"extraPaths": [str(search)], "typeCheckingMode": "standard"}
        (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
        start = "from basedpyright.langserver import main; main()"
        command = [sys.executable, "-c", start, "--stdio"]
        self._server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        self._number = 0
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "capabilities": {},
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "test"}],
            },
        )
        self.tell("initialized", {})

    def close(self) -> None:
        """End the server."""
        self._server.kill()
        self._server.wait()

    def at(self, method: str, text: str) -> Any:
        """Open a file with a text and ask about the place of its mark."""
        before, _, after = text.partition("|")
        self._number += 1
        uri = (self._folder / f"asked_{self._number}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": before + after}
        self.tell("textDocument/didOpen", {"textDocument": document})
        lines = before.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        return self.ask("textDocument/" + method, {"textDocument": {"uri": uri}, "position": place})

    def completions(self, text: str) -> set[str]:
        """Return what could stand at the mark."""
        found = self.at("completion", text)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"] for item in items}

    def hover(self, text: str) -> str:
        """Return what is shown for the name at the mark."""
        return json.dumps(self.at("hover", text), ensure_ascii=False)

    def signature(self, text: str) -> str:
        """Return the signature of the call at the mark."""
        return str(self.at("signatureHelp", text)["signatures"][0]["label"])

    def definition(self, text: str) -> str:
        """Return the file in which the name at the mark is declared."""
        return str(self.at("definition", text)[0]["uri"])

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and return its result, answering the server's own requests meanwhile."""
        self._number += 1
        asked = self._number
        self._send({"jsonrpc": "2.0", "id": asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            if "id" in message and "method" in message:
                wanted = message.get("params", {}).get("items", [])
                result: Any = [None for _ in wanted] if wanted else None
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _send(self, message: Any) -> None:
        data = json.dumps(message).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._server.stdin.flush()

    def _receive(self) -> Any:
        assert self._server.stdout is not None
        length = 0
        while line := self._server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server ended"
        return json.loads(self._server.stdout.read(length))
