"""A pseudo-terminal with a program on it; types, resizes, sends signals and reads the screen.

No method waits for a fixed time: each waits for a condition, with a deadline.
"""

from __future__ import annotations

import array
import fcntl
import os
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from signal import SIGWINCH
from typing import TYPE_CHECKING, Any, Final

import pexpect  # type: ignore[import-untyped]
from pexpect import fdpexpect

if TYPE_CHECKING:
    from engineclient import Engine
    from engineclient.models.containers import ContainerState

MARK: Final = b"\x07connected\x07"
"""What `until_connected` has shown on the screen, perhaps more than once."""

_PATIENCE: Final = 30.0
_TICK: Final = 0.02


class Terminal:
    """A program in the foreground of a terminal of its own.

    Args:
        argv: the program and its arguments.
        environ: its whole environment.
        size: rows and columns.
        engine: the engine of its containers.
        name: the name of the script's container.
        folder: the program's working directory; by default the current one.

    Attributes:
        notes: results that the script has noted.

    """

    def __init__(
        self,
        argv: Sequence[str],
        environ: Mapping[str, str],
        size: tuple[int, int],
        engine: Engine,
        name: str,
        folder: str | None = None,
    ) -> None:
        self.engine = engine
        self.name = name
        self.notes: list[str] = []
        # Keeping the other end open makes the screen and the settings readable after the program has ended
        self._master, self._slave = os.openpty()
        self._fresh = self.settings()
        termios.tcsetwinsize(self._slave, size)
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *argv],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=environ,
            cwd=folder,
        )
        self._screen = BytesIO()
        self._hand: Any = fdpexpect.fdspawn(self._master, timeout=_TICK)
        self._hand.logfile_read = self._screen

    def expect(self, pattern: bytes) -> None:
        """Wait until `pattern` (a regular expression) appears after what was matched before."""
        self._until(lambda: self._shows(pattern), pattern.decode("latin-1"))

    def type(self, keys: bytes) -> None:
        """Type `keys` at once."""
        os.write(self._master, keys)

    def type_slowly(self, keys: bytes) -> None:
        """Type `keys` one by one, each after the previous one has been read."""
        for key in keys:
            self.type(bytes([key]))
            self._until(self._is_read, f"{key:#04x} read")

    def paste(self, data: bytes) -> None:
        """Type more than a terminal accepts at once; output is read meanwhile."""
        feeder = threading.Thread(target=self._feed, args=(data,))
        feeder.start()
        self._until(lambda: self._look() and not feeder.is_alive(), "the paste taken")

    def _feed(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._master, rest) :]

    def resize(self, rows: int, columns: int) -> None:
        """Change the size of the window; the foreground processes get SIGWINCH."""
        termios.tcsetwinsize(self._master, (rows, columns))

    def resize_until(self, rows: int, columns: int, shown: bytes) -> None:
        """Change the size of the window until the container shows `shown`.

        The size is changed repeatedly, because docker ignores a change while its first request is under way.
        """
        self.resize(rows, columns)

        def answered() -> bool:
            self.signal(SIGWINCH)
            return self._shows(shown)

        self._until(answered, shown.decode())

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal of the program."""
        self._look()
        self._hand.close()

    def until_raw(self) -> None:
        """Wait until the terminal is in raw mode."""
        self._until(lambda: self._look() and not self._local_flags() & termios.ICANON, "raw mode")

    def until_read(self) -> None:
        """Wait until the program has read all that was typed."""
        self._until(self._is_read, "all typed keys read")

    def until_settled(self) -> None:
        """Wait until the program is idle: no signal is pending, and every thread sleeps."""

        self._until(lambda: self._look() and is_idle(self._process.pid), "nothing to do")

    def until_ended(self) -> None:
        """Wait until the program has ended."""
        self._until(lambda: self._look() and self._process.poll() is not None, "the end", ended=False)

    def until_log(self, line: bytes) -> None:
        """Wait until the container has written `line`."""

        def written() -> bool:
            self._look()
            return line in b"".join(frame.data for frame in self.engine.containers.logs(self.name))

        self._until(written, line.decode(), ended=False)

    def note_output(self, command: str) -> None:
        """Note the output of `command` in a shell in the container."""
        self.notes.append(self.engine.exec.run(self.name, ["sh", "-c", command]).stdout.decode())

    def note_state(self) -> None:
        """Note the state of the container: running, exited, or gone."""
        found = self.engine.containers.list(all=True, filters={"name": [self.name]})
        self.notes.append(f"the container is {found[0].state if found else 'gone'}")

    def until_state(self, condition: Callable[[ContainerState], object]) -> None:
        """Wait until the container meets `condition`."""

        def state() -> bool:
            self._look()
            found = [each.id for each in self.engine.containers.list(all=True, filters={"name": [self.name]})]
            return bool(found) and bool(condition(self.engine.containers.inspect(found[0]).state))

        self._until(state, "the container's state")

    def until_running(self) -> None:
        """Wait until the container runs."""
        self.until_state(lambda state: state.running)

    def until_connected(self) -> None:
        """Wait until output of the container, which is triggered here, arrives on the screen."""
        mark = ["sh", "-c", 'printf "%s\\r" "$0" >/proc/1/fd/1', MARK.decode()]

        def shown() -> bool:
            self.engine.exec.run(self.name, mark)
            self._look()
            return MARK in self._screen.getvalue()

        self._until(shown, "the connection")

    def settings(self) -> str:
        """The terminal's current settings, as `stty -g` prints them; "gone" if the terminal no longer exists."""
        try:
            iflag, oflag, cflag, lflag, _, _, characters = termios.tcgetattr(self._slave)
        except termios.error:
            return "gone"
        codes = [character if isinstance(character, int) else character[0] for character in characters]
        return ":".join(f"{number:x}" for number in (iflag, oflag, cflag, lflag, *codes))

    def finish(self) -> tuple[bytes, int, str]:
        """Wait for the program's end.

        Returns:
            The screen, the exit code (or minus the number of the signal that killed it), and the state of the settings:
            "restored", "gone", or the settings themselves.

        """
        self.until_ended()
        settings = self.settings()
        os.close(self._slave)
        self._slave = -1
        if not self._hand.closed:
            self._hand.expect(pexpect.EOF, timeout=_PATIENCE)
        return (
            self._screen.getvalue(),
            self._process.returncode,
            "restored" if settings == self._fresh else settings,
        )

    def close(self) -> None:
        """Release everything; a program that still runs is killed."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._slave >= 0:
            os.close(self._slave)
        if not self._hand.closed:
            self._hand.close()

    def _look(self) -> bool:
        """Read new output; always True, for use in conditions."""
        if not self._hand.closed:
            self._hand.expect(pexpect.TIMEOUT)
        return True

    def _shows(self, pattern: bytes) -> bool:
        """Whether `pattern` appears after what was matched before."""
        found: int = self._hand.expect([pattern, pexpect.TIMEOUT])
        return found == 0

    def _is_read(self) -> bool:
        self._look()
        waiting = array.array("i", [0])
        fcntl.ioctl(self._slave, termios.FIONREAD, waiting)
        return waiting[0] == 0

    def _local_flags(self) -> int:
        flags: int = termios.tcgetattr(self._slave)[3]
        return flags

    def _until(self, condition: Callable[[], bool], what: str, *, ended: bool = True) -> None:
        """Wait for `condition`; `ended`: it cannot be met any more after the program has ended."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            # checked before the output is read, which then includes everything
            over = ended and self._process.poll() is not None
            if condition():
                return
            if over or time.monotonic() > deadline:
                now, shown = "it has ended" if over else "it runs on", self._screen.getvalue()[-2000:]
                raise AssertionError(f"waited for {what}; {now}: {shown!r}")


def is_idle(pid: int) -> bool:
    """Whether a process is idle: every thread sleeps and has no pending signal."""
    try:
        return all(_sleeps(thread.read_text()) for thread in Path(f"/proc/{pid}/task").glob("*/status"))
    except (FileNotFoundError, ProcessLookupError):
        return False  # a thread has just ended


def _sleeps(status: str) -> bool:
    """Whether a thread, by its /proc status, sleeps and has no pending signal."""
    fields = dict(line.split(":\t", 1) for line in status.splitlines())
    return fields["State"][0] == "S" and not int(fields["SigPnd"], 16) | int(fields["ShdPnd"], 16)
