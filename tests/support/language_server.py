"""A language server as an editor talks to it: JSON-RPC over its standard input and output (LSP 3.17)."""

import itertools
import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from support.places import PROJECT
from support.scripts import NODE

SERVER = PROJECT / "node_modules/yaml-language-server/bin/yaml-language-server"
# What an editor with the YAML extension asks for, less what fetches from a catalogue on the network.
SETTINGS = {
    "yaml": {"hover": True, "completion": True, "validate": True, "schemaStore": {"enable": False}},
    "http": {},
    "[yaml]": {},
    "editor": {},
    "files": {},
}


class LanguageServer:
    """yaml-language-server with a folder open in it."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [NODE, SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._ids = itertools.count(1)
        # What it found in each file, by its address.
        self._found: dict[str, list[dict[str, Any]]] = {}
        self.request(
            "initialize",
            processId=None,
            locale="zh-cn",
            rootUri=folder.as_uri(),
            workspaceFolders=[{"uri": folder.as_uri(), "name": folder.name}],
            capabilities={
                "textDocument": {
                    "completion": {"completionItem": {"documentationFormat": ["plaintext"], "snippetSupport": True}},
                    "hover": {"contentFormat": ["plaintext"]},
                    "publishDiagnostics": {},
                },
                "workspace": {"configuration": True},
            },
        )
        self.notify("initialized")
        self.notify("workspace/didChangeConfiguration", settings=SETTINGS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def request(self, method: str, **params: Any) -> Any:
        """Ask, and wait for the answer."""
        number = next(self._ids)
        self._send(id=number, method=method, params=params)
        while True:
            message = self._received()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def notify(self, method: str, **params: Any) -> None:
        """Tell, and wait for nothing."""
        self._send(method=method, params=params)

    def open(self, file: Path, text: str) -> str:
        """Open a text in the place of a file; its address."""
        uri = file.as_uri()
        self.notify("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
        return uri

    def close(self, uri: str) -> None:
        """Close a file."""
        self.notify("textDocument/didClose", textDocument={"uri": uri})
        self._found.pop(uri, None)

    def problems(self, uri: str) -> list[dict[str, Any]]:
        """What it underlines in an open file, once it has looked."""
        while uri not in self._found:
            self._received()
        return self._found[uri]

    def hover(self, uri: str, line: int, character: int) -> str:
        """What it shows of a place (from 0)."""
        shown = self.request(
            "textDocument/hover", textDocument={"uri": uri}, position={"line": line, "character": character}
        )
        if not shown:
            return ""
        contents = shown["contents"]
        text: str = contents["value"] if isinstance(contents, dict) else str(contents)
        return text

    def completions(self, uri: str, line: int, character: int) -> dict[str, str]:
        """What it offers at a place (from 0), each with what it says of it."""
        offered = self.request(
            "textDocument/completion", textDocument={"uri": uri}, position={"line": line, "character": character}
        )
        items = offered["items"] if isinstance(offered, dict) else offered

        def said(item: dict[str, Any]) -> str:
            documentation = item.get("documentation", "")
            return str(documentation["value"] if isinstance(documentation, dict) else documentation)

        return {item["label"]: said(item) for item in items}

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self._process.stdin.flush()

    def _received(self) -> dict[str, Any]:
        """The next message; what the server asks is answered, what it finds is kept."""
        stdout = self._process.stdout
        assert stdout
        length = 0
        while (line := stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(stdout.read(length))
        match message:
            case {"method": "workspace/configuration", "id": id, "params": {"items": items}}:
                self._send(id=id, result=[SETTINGS.get(item.get("section", ""), {}) for item in items])
            case {"method": "textDocument/publishDiagnostics", "params": {"uri": uri, "diagnostics": found}}:
                self._found[uri] = found
            case {"method": _, "id": id}:
                self._send(id=id, result=None)
        return message
