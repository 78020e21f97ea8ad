"""What a command works with: the engine, the output, the options given before the command's name."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engineclient.cli.connection import connect
from engineclient.cli.failures import PROGRAM
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


class App:
    """One call of the program, as its commands see it.

    Attributes:
        out: standard output.
        err: standard error.
        options: the global options.
        group_options: the flags between the noun and the command, of a noun that has flags.
        path: how the command was called: `minidocker container ls`.
        args: the command's name and all words behind it.
        opener: what makes an engine of the options.
        listings: where a listing command leaves what it would print, where it runs on several engines; else None.

    """

    def __init__(self, connect: Callable[[GlobalOptions, Emit | None], Engine] = connect) -> None:
        self.out: Output = Output(sys.stdout)
        self.err: Output = Output(sys.stderr)
        self.options: GlobalOptions = GlobalOptions()
        self.group_options: dict[str, Any] = {}
        self.path = PROGRAM
        self.args: Sequence[str] = ()
        self.opener = connect
        self.listings: list[Any] | None = None
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
            observation.end()

    def engine(self) -> Engine:
        """The engine that the options and the environment name; one for the whole call, closed at its end."""
        if self._engine is None:
            _ = self.config  # docker reads it first, and says what is wrong with it, whatever the command
            self._engine = self._observed() if self.options.observing else self.connect()
            if self._engine.endpoint.kind == "recording":
                from engineclient.recording.library import open_recording

                name = self._engine.endpoint.address
                self.err.line(f"{PROGRAM}: {open_recording(name).description}")
        return self._engine

    def _observed(self) -> Engine:
        """The engine, with what is said to it shown and kept as the options want it."""
        from engineclient.cli.observing.observation import Observation

        options = self.options
        observation = Observation(
            self.err,
            explain=options.explain,
            curl=options.curl,
            trace=options.trace,
            command=(PROGRAM, *self.args),
        )
        engine = self.connect(observation.event)
        self._observation = observation
        observation.begin(f"what this command and {engine.host} say to each other", engine.endpoint.url)
        if engine.endpoint.kind != "recording":
            observation.listen(self.connect)
        return engine

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
        """Whether docker's words for an error are followed by its likely cause: on a terminal, or as --hints says."""
        return self.options.hints if "hints" in self.options.given else self.err.is_terminal()

    @property
    def config_dir(self) -> Path:
        """Docker's configuration directory: `--config`, `$DOCKER_CONFIG` or `~/.docker`."""
        from pathlib import Path

        from engineclient.connect.resolve import config_folder

        return Path(self.options.config or config_folder())
