"""A headless Chromium, spoken to over a pair of pipes by its DevTools protocol."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "no Chromium is on this machine"
_DEADLINE = 60
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)


class Browser:
    """Sends commands, collects events.

    Attributes:
        events: what the browser has told, as (method, parameters).
    """

    def __init__(self, program: str, profile: str) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        theirs, self._to = os.pipe()
        self._from, ours = os.pipe()
        # The browser reads descriptor 3 and writes descriptor 4; a shell puts ours there.
        script = f'exec "$@" 3<&{theirs} 4>&{ours}'
        self._process = subprocess.Popen(
            ["bash", "-c", script, "bash", program, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(theirs, ours),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(ours)
        self._rest = b""
        self._number = 0

    def send(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Carry out a command and give its result; events that come before it are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                result: dict[str, Any] = answer["result"]
                return result

    def wait_for(self, method: str) -> dict[str, Any]:
        """The parameters of the next event of that name."""
        seen = len(self.events)
        while True:
            self._read()
            for name, parameters in self.events[seen:]:
                if name == method:
                    return parameters

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            readable, _, _ = select.select([self._from], [], [], _DEADLINE)
            assert readable, f"the browser says nothing for {_DEADLINE} s"
            data = os.read(self._from, 1 << 20)
            assert data, "the browser has ended"
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if "method" in message:
            self.events.append((message["method"], message["params"]))
        return message

    def close(self) -> None:
        """End the browser."""
        os.close(self._to)
        try:
            self._process.wait(_DEADLINE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from)


class Page:
    """One page, with everything it logs and asks the network for."""

    def __init__(self, browser: Browser, url: str, *, width: int = 1400, dark: bool = False) -> None:
        self._browser = browser
        target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=scheme)
        self._first = len(browser.events)
        self.send("Page.navigate", url=url)
        if not self._has("Page.loadEventFired"):
            browser.wait_for("Page.loadEventFired")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Carry out a command on this page."""
        return self._browser.send(method, self._session, **parameters)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited."""
        result = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        """Press a key."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowUp": 38, "ArrowDown": 40}
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=codes[key],
                text=text if kind == "keyDown" else "",
            )

    @property
    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """The events since it was navigated to."""
        return self._browser.events[self._first :]

    def _has(self, method: str) -> bool:
        return any(name == method for name, _ in self.told)

    def close(self) -> None:
        """Close the page."""
        self._browser.send("Target.closeTarget", targetId=self._target)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with a profile of its own, for the time of a with block."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        running = Browser(PROGRAM, str(Path(profile)))
        try:
            yield running
        finally:
            running.close()
