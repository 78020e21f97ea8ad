"""What a command works with: the engine, the output, the options given before the command's name."""

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
    raise AssertionError("the program has not begun")


class App:
    """One call of the program, as its commands see it.

    Attributes:
        out: standard output.
        err: standard error.
        options: the global options.
        group_options: the flags between the noun and the command, of a noun that has flags.
        path: how the command was called: `minidocker container ls`.
        args: the command's name and all words behind it.
        given_flags: the long names of the command's flags that were given, in alphabetical order.
        opener: what makes an engine of the options.
        listings: where a listing command leaves what it would print, where it runs on several engines; else None.
        run: carries out another command line of the program, with an App of its own.
        advisor: gives the hint for an error that ends the command.
        exit_code: the command's, once it has ended by itself.

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
            _ = self.config  # docker reads it first, and says what is wrong with it, whatever the command
            self._engine = self._observed() if self.options.observing else self.connect()
            if self._engine.endpoint.kind == "recording":
                self.announce(self._engine.endpoint.address)
        return self._engine

    def announce(self, recording: str) -> None:
        """Say that a recording plays the engine."""
        from engineclient.recording.library import open_recording

        self.err.line(f"{PROGRAM}: {open_recording(recording).description}")

    def _observed(self) -> Engine:
        """The engine, with what is said to it shown and kept as the options want it."""
        from engineclient.languages import gettext as _

        observation = self.new_observation()
        engine = self.connect(observation.event)
        self._observation = observation
        title = _("what this command and {host} say to each other").format(host=engine.host)
        observation.begin(
            title, engine.endpoint.url, command=self.path.rpartition(" ")[2], flags=self.given_flags
        )
        if engine.endpoint.kind != "recording":
            observation.listen(self.connect)
        return engine

    def print_made(self, id: str) -> None:
        """Print the id of what was made; in a dry run there is none."""
        if not self.options.dry_run:
            self.out.line(id)

    def settle(self) -> None:
        """Show what is still to be shown of the conversation: the terminal is about to be a container's."""
        if self._observation is not None:
            self._observation.settle()

    @property
    def observation(self) -> Observation | None:
        """What shows and keeps the conversation with the engine; None if nothing does."""
        return self._observation

    def new_observation(self) -> Observation:
        """What shows and keeps the conversation, as the options want it."""
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
        """What to do about an error, once, where hints are wanted: on the way to the engine its cause, else a hint."""
        if self._advised or not self.hints:
            return ""
        self._advised = True
        return failure_of(error).advice or self.advisor(error)

    def connect(self, on_event: Emit | None = None) -> Engine:
        """One more engine by the same options, which the caller closes; `on_event` is told of what is said to it."""
        return self.opener(self.options, on_event)

    @cached_property
    def config(self) -> ConfigFile:
        """Docker's file of settings and credentials; docker goes on without one that it cannot read."""
        from engineclient.connect.configfile import ConfigFile
        from engineclient.connect.resolve import config_folder

        config = ConfigFile(self.options.config or config_folder())
        if config.complaint:
            self.err.line(f"WARNING: Error {config.complaint}")
        return config

    @property
    def hints(self) -> bool:
        """Whether docker's words for an error are followed by its likely cause: for a person, or as --hints says."""
        if "hints" in self.options.given:
            return self.options.hints
        return bool(self.options.explain) or self.err.is_terminal()

    @property
    def config_dir(self) -> Path:
        """Docker's configuration directory: `--config`, `$DOCKER_CONFIG` or `~/.docker`."""
        from pathlib import Path

        from engineclient.connect.resolve import config_folder

        return Path(self.options.config or config_folder())
