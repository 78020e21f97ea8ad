"""One command with one program, from its start through the fault to its end."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from engineclient import Engine, EngineError
from tests.faults.commands import Command
from tests.faults.slow_registry import SlowRegistry
from tests.terminal.terminal import is_idle

_PIECE: Final = 1 << 16
_PATIENCE: Final = 30.0
_LONGEST: Final = 5.0  # for an end after a fault, and again when what keeps it busy is over
_TICK: Final = 0.05
_LOOKS: Final = 6  # that find a client idle before it is taken to wait for its answer


# what differs from one time, one API version, or one order of parameters to another
_DIFFERENT: Final = (
    (re.compile(r'^time="[^"]*"'), "TIME"),
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "ID"),
    (re.compile(r"/v1\.[0-9]+/"), "/v1/"),
    (re.compile(r'\?[^" ]*'), ""),
)


class Outcome(NamedTuple):
    """The outcome of a command.

    Attributes:
        code: its exit code, or minus the number of the signal that killed it; None if it did not end, and was killed.
        words: its last line on standard error.
        left: the containers, images and files that exist afterwards.
        seconds: the time from the fault, or from the end of what the command waited for, to its end.
    """

    code: int | None
    words: str
    left: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Supplies:
    """What a play needs in addition to its command.

    Attributes:
        engine: the engine.
        registry: the registry for pulls and pushes.
        archive: the tar file to load.
    """

    engine: Engine
    registry: SlowRegistry
    archive: bytes


class Play:
    """A running command.

    Args:
        command: the command.
        program: the program and its first arguments.
        supplies: the engine, the registry and the archive.
    """

    def __init__(self, command: Command, program: Sequence[str], supplies: Supplies) -> None:
        self.command = command
        self.name = f"fault-{uuid.uuid4().hex[:8]}"
        self._supplies = supplies
        self._image = f"{supplies.registry.address}/{self.name}"
        self._open = threading.Event()  # the rest of the input and of the output may pass
        self._seen = threading.Event()  # the first output has arrived, or half of the input has been read
        self._since = 0.0
        self._ended = 0.0
        self._folder = tempfile.TemporaryDirectory()
        self._said = Path(self._folder.name, "said")
        self._home = Path(self._folder.name, "home")
        self._home.mkdir()
        self._prepare()
        line = command.line.replace("NAME", self.name).replace("IMAGE", self._image)
        environ = {key: value for key, value in os.environ.items() if not key.startswith("DOCKER_")}
        home = str(self._home)
        environ |= {"DOCKER_HOST": supplies.engine.host, "DOCKER_CONFIG": home, "HOME": home}
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [*program, *shlex.split(line)],
                stdin=subprocess.PIPE if command.input else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                cwd=home,
                env=environ,
            )
        self._threads = [threading.Thread(target=work) for work in (self._read, self._feed, self._watch)]
        for thread in self._threads:
            thread.start()

    def _prepare(self) -> None:
        engine, command = self._supplies.engine, self.command
        if command.line.startswith("push"):
            engine.images.tag("busybox", self._image)
        if not command.script:
            return
        arguments = ["sh", "-c", command.script]
        config = {"OpenStdin": command.line.startswith("attach")}
        if not command.started:
            engine.create("busybox", arguments, name=self.name, config=config)
            return
        engine.run("busybox", arguments, name=self.name, detach=True, config=config)
        if "made" in command.script:
            _until(lambda: b"made" in self._log(), "the container's file")

    # Threads for input and output

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            if os.read(output.fileno(), 1) and self.command.ready == "output":
                self._seen.set()
            if self.command.ended_by == "rest" and self.command.ready == "output":
                self._open.wait()
            while os.read(output.fileno(), _PIECE):
                pass

    def _feed(self) -> None:
        if self.process.stdin is None:
            return
        data = self._input()
        try:
            with self.process.stdin as given:
                given.write(data[: len(data) // 2])
                given.flush()
                if self.command.ready == "input":
                    self._seen.set()
                self._open.wait()
                given.write(data[len(data) // 2 :])
        except OSError:
            self._seen.set()  # the client has closed its input

    def _input(self) -> bytes:
        match self.command.input:
            case "image":
                return self._supplies.archive
            case "archive":
                from tests.engines.images import Entry, layer

                return layer([Entry("big", data=bytes(8_000_000))])
            case _:
                return b""

    def _watch(self) -> None:
        self.process.wait()
        self._ended = time.monotonic()

    # The course of a play

    def until_under_way(self) -> None:
        """Wait until the command is in its long-lasting phase."""
        ready, idle = self.command.ready, 0

        def under_way() -> bool:
            nonlocal idle
            assert self.process.poll() is None, f"{self.command.line} has ended: {self._words()}"
            match ready:
                case "output" | "input":
                    return self._seen.is_set()
                case "registry":
                    return self.name in self._supplies.registry.busy
                case "log":
                    return b"term" in self._log()
                case "idle":
                    idle = idle + 1 if is_idle(self.process.pid) else 0
                    return idle == _LOOKS

        _until(under_way, f"{self.command.line} under way")

    def the_fault_is_made(self, *, goes_on: bool) -> None:
        """Start to measure the time; input and output continue at once, or, if not `goes_on`, after a while."""
        self._since = time.monotonic()
        if goes_on:
            self._open.set()

    def come_to_an_end(self) -> None:
        """End what the command waits for, as it would have ended without a fault."""
        self._since = time.monotonic()
        match self.command.ended_by:
            case "container":
                self._supplies.engine.containers.kill(self.name)
            case "signal":
                self.process.send_signal(signal.SIGINT)
            case "rest":
                pass

    def outcome(self, *, engine_is_gone: bool = False) -> Outcome:
        """Wait for its end, and determine the outcome; everything is removed."""
        code = self._code()
        if code is None:
            self._open.set()
            code = self._code()
        self.process.kill()
        self._open.set()
        for thread in self._threads:
            thread.join()
        left = self._files() if engine_is_gone else [*self._in_the_engine(), *self._files()]
        return Outcome(code, self._words(), ", ".join(left), self._ended - self._since)

    def _code(self) -> int | None:
        try:
            return self.process.wait(_LONGEST)
        except subprocess.TimeoutExpired:
            return None

    def close(self) -> None:
        """Release everything; a client that still runs is killed."""
        self.process.kill()
        self._open.set()
        for thread in self._threads:
            thread.join()
        self._folder.cleanup()

    def _words(self) -> str:
        lines = self._said.read_text(errors="replace").strip().splitlines()
        text = lines[-1] if lines else ""
        socket = self._supplies.engine.host.removeprefix("unix://")
        for word, instead in {
            socket: "SOCKET",
            socket.replace("/", "%2F"): "SOCKET",
            self._image: "IMAGE",
            self.name: "NAME",
            "minidocker": "docker",
        }.items():
            text = text.replace(word, instead)
        for pattern, replacement in _DIFFERENT:
            text = pattern.sub(replacement, text)
        return text

    def _log(self) -> bytes:
        return b"".join(frame.data for frame in self._supplies.engine.containers.logs(self.name))

    def _files(self) -> list[str]:
        return sorted(str(path.relative_to(self._home)) for path in self._home.rglob("*"))

    def _in_the_engine(self) -> list[str]:
        engine = self._supplies.engine
        containers = engine.containers.list(all=True, filters={"name": [self.name]})
        left = [f"{container.state} container" for container in containers]
        for container in containers:
            engine.containers.remove(container.id, force=True)
        try:
            engine.images.remove(self._image)
        except EngineError:
            return left
        return left if self.command.line.startswith("push") else [*left, "image"]


def _until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(_TICK)
