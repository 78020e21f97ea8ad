"""build with BuildKit: what the session offers, and how the build is shown."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from engineclient.archive.context import LocalContext
from engineclient.archive.git import is_git_url, is_url
from engineclient.archive.memory import build_context
from engineclient.build.place import excerpt
from engineclient.build.plain import PlainDisplay
from engineclient.build.rawjson import raw_json
from engineclient.build.secrets import MOST, secrets
from engineclient.build.session import Session
from engineclient.build.ssh import DEFAULT, ssh_agents
from engineclient.build.tty import TTYDisplay
from engineclient.build.vertices import Steps
from engineclient.cli.failures import Failure
from engineclient.cli.printing.refreshed import Display as Refreshed, refreshed
from engineclient.cli.registry_logins import registry_logins
from engineclient.commands.image.build_context import STDIN, find_source, unwatched
from engineclient.errors import EngineError, StreamError
from engineclient.options.build import Output, SecretSource, output, secret
from engineclient.procedures.build_source import (
    LOCAL_TYPES,
    BuildSource,
    from_archive,
    from_directory,
    from_memory,
    from_url,
    receiving,
)
from engineclient.procedures.buildkit import build_with

if TYPE_CHECKING:
    from contextlib import ExitStack

    from engineclient.build.filesync import Transfer
    from engineclient.build.trace import Status
    from engineclient.cli.app import App
    from engineclient.cli.output import Output as Stream
    from engineclient.commands.image.build_report import BuildWatch
    from engineclient.commands.image.buildkit_flags import BuildKitFlags
    from engineclient.wire.grpc import Methods

MODES: Final = ("auto", "none", "plain", "tty", "quiet", "rawjson")
_KEPT_LINES: Final = 100  # of each step's output, where it is not shown
_BUILDER: Final = "docker:default"
_TITLE: Final = 'building with "default" instance using docker driver'


class Display(Refreshed["Status"], Protocol):
    """Shows a build."""

    steps: Steps


def build_with_buildkit(
    app: App,
    spec: str,
    file: str,
    wanted: BuildKitFlags,
    opened: ExitStack,
    watch: BuildWatch,
    *,
    quiet: bool,
    **parameters: Any,
) -> str:
    """Build, show how it goes on standard error, and give the image's id; "" if the result is no image.

    Args:
        app: whose engine builds.
        spec: the context.
        file: the value of --file.
        wanted: the flags of BuildKit's.
        opened: closes what a context needs.
        watch: follows the build.
        quiet: show nothing unless it fails.
        parameters: of `images.build`.

    Raises:
        Failure: it cannot be built.

    """
    source = _source(spec, file, opened)
    watch.context, watch.content, watch.transfer = source.local, source.content, source.transfer
    result = _output(wanted.output)
    methods = {
        **source.methods,
        **registry_logins(app),
        **secrets(_secrets(wanted.secret)),
        **ssh_agents(_agents(wanted.ssh)),
        **(_receiving(app, result) if result is not None else {}),
    }
    session = Session(_explained(app, methods, source.transfer), shared_key=source.shared_key)
    if result is not None:
        attributes = result.attributes
        if result.type not in LOCAL_TYPES and result.destination:
            attributes = {**attributes, "dest": result.destination}
        parameters["outputs"] = [{"Type": result.type, "Attrs": attributes}]
    display = _display(app, wanted.progress, quiet=quiet)
    try:
        with refreshed(display) as show:

            def report(status: Status) -> None:
                show(status)
                watch.status(status)

            watch.image = image = app.engine().perform(
                build_with(
                    session,
                    report=report,
                    context=source.remote,
                    dockerfile=source.dockerfile,
                    **parameters,
                )
            )
    except StreamError as error:
        app.err.write(_excerpt(source, display.steps))
        raise Failure(f"ERROR: failed to build: failed to solve: {error}") from error
    except EngineError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error
    if isinstance(display, (PlainDisplay, TTYDisplay)):
        app.err.write(_warnings(display.steps))
    return image


def _source(spec: str, file: str, opened: ExitStack) -> BuildSource:
    if spec != STDIN and not os.path.exists(spec) and (is_url(spec) or is_git_url(spec)):  # noqa: PTH110
        if file == STDIN:
            raise Failure(
                "a Dockerfile from standard input with a remote context is not supported by minidocker"
            )
        return from_url(spec, file)
    source = find_source(spec, file, unwatched, opened)
    if source.bare is not None:
        return from_memory(build_context(dockerfile=source.bare))
    if not isinstance(source.context, LocalContext):
        return from_archive(source.context, source.file)
    return from_directory(source.context, source.dockerfile if file == STDIN else None)


def _explained(app: App, methods: Methods, transfer: Transfer | None) -> Methods:
    """The methods; what the engine asks them is shown where the conversation with it is."""
    _ = app.engine()  # the observation begins with it
    observation = app.observation
    if observation is None:
        return methods
    from engineclient.build.questions import watched

    return watched(
        methods, lambda each: observation.daemon_asks(each.asked, each.answered, each.ended), transfer
    )


def _secrets(given: Sequence[str]) -> Mapping[str, Callable[[], bytes]]:
    try:
        sources = [secret(text, os.environ) for text in given]
    except ValueError as error:
        raise Failure(f"ERROR: {error}") from error
    return {source.id: _secret(source) for source in sources}


def _secret(source: SecretSource) -> Callable[[], bytes]:
    if source.variable:
        return lambda: os.environb.get(os.fsencode(source.variable), b"")
    try:
        size = os.stat(source.path).st_size  # noqa: PTH116
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"ERROR: failed to stat {source.path}: stat {source.path}: {reason}") from error
    if size > MOST:
        raise Failure(f"ERROR: secret {source.path} too big. max size 500KB")
    return Path(source.path).read_bytes


def _agents(given: Sequence[str]) -> Mapping[str, Callable[[], Any]]:
    from engineclient.connect.ssh_agent import SSHAgent, is_socket

    agents: dict[str, Callable[[], Any]] = {}
    for text in given:
        name, _, path = text.partition("=")
        path = path or os.environ.get("SSH_AUTH_SOCK", "")
        if not path:
            raise Failure("ERROR: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set")
        try:
            usable = is_socket(path)
        except OSError as error:
            raise Failure(f"ERROR: failed to open {path}: {(error.strerror or '').lower()}") from error
        if not usable:
            raise Failure(
                f"ERROR: {path} is no socket: keys themselves are not supported by minidocker; "
                f"give them to an agent (ssh-add {path}) and use --ssh {name or DEFAULT}"
            )
        agents[name or DEFAULT] = partial(SSHAgent, path)
    return agents


def _output(given: Sequence[str]) -> Output | None:
    if len(given) > 1:
        raise Failure("ERROR: multiple outputs currently unsupported by the current BuildKit daemon")
    try:
        return output(given[0]) if given else None
    except ValueError as error:
        raise Failure(f"ERROR: {error}") from error


def _receiving(app: App, result: Output) -> Methods:
    if result.type in LOCAL_TYPES and result.destination == "-" and app.out.is_terminal():
        raise Failure("ERROR: dest file is required for tar exporter. refusing to write to console")
    return receiving(result, app.out.write)


class _Silent:
    """Shows nothing."""

    def __init__(self) -> None:
        self.steps = Steps()

    def update(self, status: Status) -> None:
        self.steps.update(status)
        self.steps.forget(_KEPT_LINES)

    def refresh(self) -> None:
        pass

    def done(self) -> None:
        pass


class _RawJSON(_Silent):
    def __init__(self, write: Callable[[str], object]) -> None:
        super().__init__()
        self._write = write

    def update(self, status: Status) -> None:
        super().update(status)
        self._write(raw_json(status))


def _display(app: App, mode: str, *, quiet: bool) -> Display:
    mode = mode or os.environ.get("BUILDKIT_PROGRESS", "") or "auto"
    if mode not in MODES:
        raise Failure(f"ERROR: invalid progress mode {mode}")
    if quiet and mode not in ("auto", "none", "quiet"):
        raise Failure(f"ERROR: progress={mode} and quiet cannot be used together")
    if quiet or mode in ("none", "quiet"):
        return _Silent()
    if mode == "rawjson":
        return _RawJSON(app.err.write)
    if mode == "plain" or (mode == "auto" and not app.err.is_terminal()):
        return PlainDisplay(app.err.write, time.time_ns, _TITLE)
    if not app.err.is_terminal():
        raise Failure("ERROR: failed to get console: provided file is not a console")
    size = partial(_terminal_size, app.err)
    return TTYDisplay(app.err.write, time.time_ns, size, _BUILDER, coloured=not os.environ.get("NO_COLOR"))


def _terminal_size(out: Stream) -> tuple[int, int]:
    """Columns and lines of a terminal; docker's idea of it where it does not tell."""
    columns, lines = os.get_terminal_size(out.fileno())
    return columns or 80, lines or 10


def _warnings(steps: Steps) -> str:
    """What is to be read at the end; "" if there was no warning."""
    count = len(steps.warnings)
    if not count:
        return ""
    found = "1 warning found" if count == 1 else f"{count} warnings found"
    head = f"\n \x1b[33m{found} (use docker --debug to expand):\n\x1b[0m"
    lines = (warning.short.decode("utf-8", "replace") for warning in steps.warnings)
    return head + "".join(f" - {line}\n" for line in lines)


def _excerpt(source: BuildSource, steps: Steps) -> str:
    """The place in the Dockerfile of the step that has failed, as far as its name tells."""
    failed = [step for step in steps.started if step.vertex.error and not step.is_canceled]
    if len(failed) != 1:
        return ""
    try:
        return excerpt(source.content(), os.path.basename(source.dockerfile), failed[0].vertex.name)  # noqa: PTH119
    except OSError:
        return ""
