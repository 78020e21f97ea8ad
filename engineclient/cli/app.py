"""`App`: the engine, the output streams and the global options that a command works with."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engineclient.cli.connection import connect
from engineclient.cli.failures import PROGRAM, Failure, failure_of
from engineclient.cli.global_options import GlobalOptions
from engineclient.cli.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from engineclient import Engine
    from engineclient.cli.observing.observation import Observation
    from engineclient.connect.configfile import ConfigFile
    from engineclient.events import Emit


def _no_program(_args: Sequence[str], _app: App) -> int:
    raise AssertionError("this App has no program to run other command lines")


class App:
    """One call of the program, as its commands see it.

    Attributes:
        out: standard output.
        err: standard error.
        options: the global options.
        group_options: the flags between the noun and the command, of a noun that has flags.
        path: the command as it was called, such as `minidocker container ls`.
        args: the command's name and all words after it.
        given_flags: the long names of the command's flags that were given, in alphabetical order.
        opener: connects to the engine that the options name.
        listings: collects the output of a listing command that runs on several engines; None on a single engine.
        run: runs another command line of the program on a given App, and returns its exit code.
        advisor: returns the hint for an error that ends the command.
        exit_code: the command's exit code, set when it returns.

    """

    def __init__(self, connect: Callable[[GlobalOptions, Emit | None], Engine] = connect) -> None:
        self.out: Output = Output(sys.stdout)
        self.err: Output = Output(sys.stderr)
        self.options: GlobalOptions = GlobalOptions()
        self.group_options: dict[str, Any] = {}
        self.path = PROGRAM
        self.args: Sequence[str] = ()
        self.given_flags: Sequence[str] = ()
        self.opener = connect
        self.listings: list[Any] | None = None
        self.run: Callable[[Sequence[str], App], int] = _no_program
        self.advisor: Callable[[BaseException], str] = lambda _error: ""
        self.exit_code: int | None = None
        self._advised = False
        self._engine: Engine | None = None
        self._observation: Observation | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None
            if self.options.dry_run:
                self.err.line(f"{PROGRAM}: dry run: nothing that could change the engine was sent")
        if self._observation is not None:
            observation, self._observation = self._observation, None
            failed = isinstance(error, Exception) and not (isinstance(error, Failure) and error.code == 0)
            advice = self.advice(error) if failed and error is not None and self.options.explain else ""
            code = self.exit_code if error is None else failure_of(error).code
            observation.end(failed=failed, causes=advice.splitlines(), exit_code=code)

    def engine(self) -> Engine:
        """The engine that the options and the environment name; one for the whole call, closed at its end."""
        if self._engine is None:
            _ = self.config  # as docker does, read config.json first, and report its errors
            self._engine = self._observed() if self.options.observing else self.connect()
            if self._engine.endpoint.kind == "recording":
                self.announce(self._engine.endpoint.address)
        return self._engine

    def announce(self, recording: str) -> None:
        """Print that a recording plays the engine."""
        from engineclient.recording.library import open_recording

        self.err.line(f"{PROGRAM}: {open_recording(recording).description}")

    def _observed(self) -> Engine:
        """The engine, with its conversation shown and saved as the options require."""
        from engineclient.languages import gettext as _

        observation = self.new_observation()
        engine = self.connect(observation.event)
        self._observation = observation
        title = _("the conversation of this command with {host}").format(host=engine.host)
        observation.begin(
            title, engine.endpoint.url, command=self.path.rpartition(" ")[2], flags=self.given_flags
        )
        if engine.endpoint.kind != "recording":
            observation.listen(self.connect)
        return engine

    def print_made(self, id: str) -> None:
        """Print the id of a created object. Prints nothing in a dry run, which creates none."""
        if not self.options.dry_run:
            self.out.line(id)

    def settle(self) -> None:
        """Show what is still held back of the conversation, before a container takes over the terminal."""
        if self._observation is not None:
            self._observation.settle()

    @property
    def observation(self) -> Observation | None:
        """The observation that shows and saves the conversation with the engine, or None."""
        return self._observation

    def new_observation(self) -> Observation:
        """Make the `Observation` that shows and saves a conversation as the options require."""
        from engineclient.cli.observing.observation import Observation

        options = self.options
        return Observation(
            self.err,
            explain=options.explain,
            curl=options.curl,
            trace=options.trace,
            command=(PROGRAM, *self.args),
            apart=True,
        )

    def advice(self, error: BaseException) -> str:
        """The likely cause of an error and what to do, if hints are on. Given once; later calls return ""."""
        if self._advised or not self.hints:
            return ""
        self._advised = True
        return failure_of(error).advice or self.advisor(error)

    def connect(self, on_event: Emit | None = None) -> Engine:
        """Connect once more by the same options. The caller closes the engine; `on_event` receives its events."""
        return self.opener(self.options, on_event)

    @cached_property
    def config(self) -> ConfigFile:
        """Docker's config.json. One that cannot be read is reported as a warning and ignored, as docker does."""
        from engineclient.connect.configfile import ConfigFile
        from engineclient.connect.resolve import config_folder

        config = ConfigFile(self.options.config or config_folder())
        if config.complaint:
            self.err.line(f"WARNING: Error {config.complaint}")
        return config

    @property
    def hints(self) -> bool:
        """Whether an error is followed by a hint: as --hints says, else on a terminal and with --explain."""
        if "hints" in self.options.given:
            return self.options.hints
        return bool(self.options.explain) or self.err.is_terminal()

    @property
    def config_dir(self) -> Path:
        """Docker's configuration directory: `--config`, `$DOCKER_CONFIG` or `~/.docker`."""
        from pathlib import Path

        from engineclient.connect.resolve import config_folder

        return Path(self.options.config or config_folder())
