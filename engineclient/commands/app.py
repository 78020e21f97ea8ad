"""What a command works with: the engine, the output, the options given before the command's name."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from engineclient.commands.failures import PROGRAM, Failure, failure_of
from engineclient.commands.output import Output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from engineclient import Engine
    from engineclient.commands.observation import Observation
    from engineclient.commands.root import Root
    from engineclient.connect.configfile import ConfigFile
    from engineclient.events import Emit
    from engineclient.transport.guarded import Show


class GlobalOptions(NamedTuple):
    """The options before the command's name; an empty text is one that was not given."""

    config: str = ""
    context: str = ""
    debug: bool = False
    hosts: Sequence[str] = ()
    log_level: str = "info"
    tls: bool = False
    tlsverify: bool = False
    tlscacert: str = ""
    tlscert: str = ""
    tlskey: str = ""
    read_only: bool = False
    dry_run: bool = False
    explain: str = ""
    curl: str = ""
    trace: str = ""
    hints: bool = False
    lang: str = ""

    @property
    def observing(self) -> str:
        """The flag by which the conversation with the engine is shown or kept, "" without one."""
        return "--explain" if self.explain else "--curl" if self.curl else "--trace" if self.trace else ""


def connect(options: GlobalOptions, on_event: Emit | None = None) -> Engine:
    """The engine that the options, or without them the environment, name; `on_event` is told of what is said to it.

    Raises:
        Failure: they name none that could be reached by this client.

    """
    from pathlib import Path

    from engineclient import Engine, InvalidHost
    from engineclient.connect.configfile import ConfigFile

    unresolved = "Failed to initialize: unable to resolve docker endpoint"
    if len(options.hosts) > 1:
        raise Failure(f"{unresolved}: Specify only one -H")
    if options.tls or options.tlsverify:
        raise Failure(
            f"{unresolved}: TLS is not supported; leave out --tls, --tlsverify and DOCKER_TLS_VERIFY"
        )
    if options.context not in ("", "default"):
        raise Failure(f'{unresolved}: context "{options.context}": contexts are not supported; use -H')
    if not (
        options.hosts or options.context or os.environ.get("DOCKER_HOST") or os.environ.get("DOCKER_CONTEXT")
    ):
        chosen = ConfigFile(Path(options.config or default_config_dir())).text("currentContext")
        if chosen not in ("", "default"):
            raise Failure(
                f'{unresolved}: config.json has chosen context "{chosen}": contexts are not supported; use -H'
            )
    show: Show | None = None
    if options.dry_run:
        from engineclient.commands.dryrun import show_unsent as show
    try:
        return Engine(
            options.hosts[0] if options.hosts else None,
            read_only=options.read_only,
            dry_run=show,
            on_event=on_event,
        )
    except InvalidHost as error:
        raise Failure(f"{unresolved}: {error}") from error


class App:
    """One call of the program, as its commands see it.

    Attributes:
        out: standard output.
        err: standard error.
        options: the global options.
        path: how the command was called: `minidocker container ls`.
        args: the command's name and all words behind it.
        root: the whole command line, once it reads its arguments.
        exit_code: the command's, once it has ended by itself.

    """

    def __init__(self, connect: Callable[[GlobalOptions, Emit | None], Engine] = connect) -> None:
        self.out: Output = Output(sys.stdout)
        self.err: Output = Output(sys.stderr)
        self.options: GlobalOptions = GlobalOptions()
        self.path = PROGRAM
        self.args: Sequence[str] = ()
        self.root: Root | None = None
        self.exit_code: int | None = None
        self._advised = False
        self._connect = connect
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
            causes = [self.advice(error)] if failed and error is not None and self.options.explain else []
            code = self.exit_code if error is None else failure_of(error).code
            observation.end(failed=failed, causes=[*filter(None, causes)], exit_code=code)

    def engine(self) -> Engine:
        """The engine that the options and the environment name; one for the whole call, closed at its end."""
        if self._engine is None:
            _ = self.config  # docker reads it first, and says what is wrong with it, whatever the command
            self._engine = self._observed() if self.options.observing else self.connect()
            if self._engine.host.startswith("recording:"):
                from engineclient.recording.library import open_recording

                name = self._engine.host.removeprefix("recording:")
                self.err.line(f"{PROGRAM}: {open_recording(name).description}")
        return self._engine

    def _observed(self) -> Engine:
        """The engine, with what is said to it shown and kept as the options want it."""
        from engineclient.languages import gettext as _

        observation = self.new_observation()
        engine = self.connect(observation.event)
        self._observation = observation
        title = _("what this command and {host} say to each other").format(host=engine.host)
        observation.begin(title, engine.host)
        if engine.host.startswith("unix://"):
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

    def new_observation(self) -> Observation:
        """What shows and keeps the conversation, as the options want it."""
        from engineclient.commands.observation import Observation

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
        """What to do about an error, once, if someone reads it or has asked for it; "" otherwise."""
        wanted = self.options.hints or self.options.explain or self.err.is_terminal()
        if self._advised or not wanted or self.root is None:
            return ""
        self._advised = True
        from engineclient.cli.hint_facts import advice

        return advice(error, self, self.root)

    def connect(self, on_event: Emit | None = None) -> Engine:
        """One more engine by the same options, which the caller closes; `on_event` is told of what is said to it."""
        return self._connect(self.options, on_event)

    @cached_property
    def config(self) -> ConfigFile:
        """Docker's file of settings and credentials; docker goes on without one that it cannot read."""
        from engineclient.connect.configfile import ConfigFile

        config = ConfigFile(self.config_dir)
        if config.complaint:
            self.err.line(f"WARNING: Error {config.complaint}")
        return config

    @property
    def config_dir(self) -> Path:
        """Docker's configuration directory: `--config`, `$DOCKER_CONFIG` or `~/.docker`."""
        from pathlib import Path

        return Path(self.options.config or default_config_dir())


def default_config_dir() -> str:
    """The configuration directory if no option names one."""
    return os.environ.get("DOCKER_CONFIG") or os.path.join(os.path.expanduser("~"), ".docker")  # noqa: PTH111, PTH118
