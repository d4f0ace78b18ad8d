"""An old Chromium, driven over its debugging protocol: Playwright does not know browsers of that age."""

import base64
import json
import os
import re
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

# Where tests/install-heavy.d/old-browsers unpacks them.
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qingdan"
PATIENCE = 20.0
# What no page may have; that something is not there (network) is another matter.
_FAULTS = ("javascript", "security", "violation")


class OldBrowser:
    """One tab, 360 pixels wide."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._calls, self._faults = socket, 0, []
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer; faults that come meanwhile are kept."""
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            if message.get("id") == self._calls:
                return message["result"]
            self._note(message.get("method"), message.get("params"))

    def _note(self, event: str, details: dict[str, Any]) -> None:
        match event:
            case "Runtime.exceptionThrown":
                thrown = details["exceptionDetails"]
                self._faults.append(thrown.get("exception", {}).get("description") or thrown["text"])
            case "Log.entryAdded" if details["entry"]["source"] in _FAULTS:
                self._faults.append(details["entry"]["text"])
            case "Runtime.consoleAPICalled" if details["type"] == "error":
                self._faults.append(str([one.get("description") or one.get("value") for one in details["args"]]))

    def faults(self) -> list[str]:
        """The scripts' faults since this was last asked."""
        self.evaluate("0")
        found, self._faults = self._faults, []
        return found

    def evaluate(self, expression: str) -> Any:
        """What an expression gives, awaited."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, (expression, answer)
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.evaluate(f"Boolean({expression})"):
                return
            time.sleep(0.05)
        raise AssertionError(f"never true: {expression}; {self._faults}")

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.evaluate("window.isBefore = true")
        self.send("Page.navigate", url=url)
        self.until("!window.isBefore && document.readyState === 'complete'")

    def click(self, selector: str) -> None:
        """Tap the middle of what a selector finds, of its first line."""
        x, y = self.evaluate(f"""(() => {{
          const one = document.querySelector({json.dumps(selector)});
          one.scrollIntoView({{ block: "center" }});
          const [box] = one.getClientRects();
          return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, selector: str, text: str) -> None:
        """Tap into a field and type a text, character by character."""
        self.click(selector)
        for character in text:
            self.send("Input.dispatchKeyEvent", type="char", text=character)

    def press_enter(self) -> None:
        """Press Enter where the focus is."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self.send("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self.send("Input.dispatchKeyEvent", type="keyUp", **key)

    def pdf(self) -> bytes:
        """The page as it is printed."""
        printed = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(printed["data"])


@contextmanager
def old_browser(version: int, profile: Path) -> Iterator[OldBrowser]:
    """A headless Chromium of a version, with an empty profile."""
    path = CACHE / f"chromium-{version}"
    assert path.is_file(), "请先运行 tests/install-heavy.d/old-browsers"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0"]
    command = [str(path), *options, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            host = next(found[1] for line in process.stderr if (found := re.search("ws://([^/]+)/", line)))
            threading.Thread(target=process.stderr.read, daemon=True).start()
            # These versions do not answer the pings of a WebSocket.
            with connect(_tab(host), max_size=None, ping_interval=None, open_timeout=PATIENCE) as socket:
                yield OldBrowser(socket)
        finally:
            process.kill()


def _tab(host: str) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with urllib.request.urlopen(f"http://{host}/json/list") as answer:
            if tabs := [one for one in json.load(answer) if one["type"] == "page"]:
                return tabs[0]["webSocketDebuggerUrl"]
        time.sleep(0.1)
    raise AssertionError("the browser opened no tab")
