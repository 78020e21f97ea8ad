"""run and create: turn flags into a procedure, and its result into docker's exit codes."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.failures import from_run
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.cli.local_files import working_directory, write_whole
from engineclient.cli.terminal import Detached, Session, check_tty, keys_to_detach, lost
from engineclient.cli.trust import CONTENT_TRUST, refuse_content_trust
from engineclient.commands.container.create_flags import CREATE_FLAGS
from engineclient.errors import (
    APIError,
    ConnectionFailed,
    EngineError,
    InvalidReference,
    StreamTruncated,
    UpgradeRefused,
)
from engineclient.golang.files import read_file
from engineclient.options.create import CreateRequest, RunFlags, container_create
from engineclient.options.values.env import proxies_for
from engineclient.options.values.flag import OptionError, Stage
from engineclient.procedures.create import Creation, create_from
from engineclient.procedures.run import RunHooks, run_from
from engineclient.versions import NEWEST
from engineclient.wire.references import Reference, is_image_id, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engineclient.cli.app import App
    from engineclient.cli.printing.progress import ProgressLines
    from engineclient.models.containers import ContainerCreated
    from engineclient.models.images import Progress
    from engineclient.procedures.create import Pull
    from engineclient.streams import Duplex

_REFUSED: Final = 125  # refused by the engine, or by us, before anything ran
_NOT_EXECUTABLE: Final = 126
_NOT_FOUND: Final = 127


def _pull_flags(when: str) -> tuple[Flag, ...]:
    return (
        Flag(
            "--pull",
            STRING,
            f'Pull the image before {when} ("always", "missing", "never")',
            default="missing",
        ),
        Flag("-q, --quiet", BOOL, "Do not show the progress of the pull"),
        CONTENT_TRUST,
        Flag("--use-api-socket", BOOL, unsupported="mount the socket with -v"),
    )


@command("[OPTIONS] IMAGE [COMMAND] [ARG...]", at_least(1), interspersed=False)
@flags(*CREATE_FLAGS, *_pull_flags("creating"))
def create(
    app: App, image: str, *command: str, pull: str, quiet: bool, disable_content_trust: bool, **given: Any
) -> None:
    """`minidocker create`."""
    refuse_content_trust(disabled=disable_content_trust, code=_REFUSED)
    making = _Making(app, image, command, RunFlags(**given), pull=pull, quiet=quiet)
    with making.cidfile() as write_id:
        making.check()
        container = app.engine().perform(
            create_from(making.creation, progress=making.progress, missing=making.missing)
        )
        write_id(container)
    making.warn(container)
    app.print_made(container.id)


@command("[OPTIONS] IMAGE [COMMAND] [ARG...]", at_least(1), interspersed=False)
@flags(
    *CREATE_FLAGS,
    *_pull_flags("running"),
    Flag("-d, --detach", BOOL, "Leave the container running in the background and print its id"),
    Flag("--detach-keys", STRING, "Keys that detach from the container"),
    Flag("--sig-proxy", BOOL, "Forward received signals to the container's process", default=True),
)
def run(
    app: App,
    image: str,
    *command: str,
    pull: str,
    quiet: bool,
    disable_content_trust: bool,
    detach: bool,
    detach_keys: str,
    sig_proxy: bool,
    **given: Any,
) -> int:
    """`minidocker run`."""
    refuse_content_trust(disabled=disable_content_trust, code=_REFUSED)
    making = _Making(app, image, command, RunFlags(detach=detach, **given), pull=pull, quiet=quiet)
    body = making.request.body
    keys = keys_to_detach(app, detach_keys)
    check_tty(stdin=body["AttachStdin"], tty=body["Tty"])
    made: list[str] = []
    with (
        _docker_ends(app),
        making.cidfile() as write_id,
        Session(app, tty=body["Tty"], stdin=body["AttachStdin"], detach_keys=keys) as session,
    ):

        def created(container: ContainerCreated) -> None:
            write_id(container)
            made.append(container.id)
            making.warn(container)
            if not detach:
                session.begin(forward_to=container.id if sig_proxy else None)

        def talk(duplex: Duplex) -> None:
            try:
                session.hold(duplex)
            except ConnectionFailed:
                pass  # the wait for the container returns its exit code, or fails as well

        try:
            making.check()
            hooks = RunHooks(progress=making.progress, missing=making.missing, created=created, talk=talk)
            ended = app.engine().perform(
                run_from(making.creation, hooks, detach=detach, detach_keys=keys or None)
            )
        except Detached:
            return 0
        except StreamTruncated as error:
            if not made:
                raise  # the pull was interrupted
            raise lost() from error
        finally:
            if detach:
                for id in made:  # even if it did not start
                    app.print_made(id)
    return ended.exit_code


class _Making:
    """A container to create from flags, and the messages on stderr meanwhile."""

    def __init__(
        self, app: App, image: str, command: Sequence[str], flags: RunFlags, *, pull: str, quiet: bool
    ) -> None:
        if pull not in ("always", "missing", "never", ""):
            raise OptionError(
                f'invalid pull option: \'{pull}\': must be one of "always", "missing" or "never"'
            )
        self._app = app
        self._quiet = quiet
        self._unreachable: APIError | ConnectionFailed | None = None
        self.request: CreateRequest = container_create(
            flags,
            image,
            command,
            api_version=self._api_version(),
            environ=os.environ,
            read_file=read_file,
            directory=working_directory(),
            proxies=proxies_for(app.config.content.get("proxies", {}), app.engine().host),
            console_size=app.out.size(),
        )
        self._reference = None if is_image_id(image) else _parsed(image)
        self.creation: Creation = Creation(
            body=self.request.body,
            name=self.request.name or None,
            platform=self.request.platform or None,
            reference=self._reference,
            pull=cast("Pull", pull or "missing"),
            auth=self._auth,
        )

    # Most images are there: what a pull needs is imported for one.

    def _auth(self) -> str:
        from engineclient.cli.credentials import registry_auth

        return registry_auth(self._app, self._reference or self.request.body["Image"])

    @cached_property
    def _progress(self) -> ProgressLines:
        from engineclient.cli.printing.progress import ProgressLines

        return ProgressLines(self._app.err)

    def progress(self, record: Progress) -> None:
        """Show the progress of a pull."""
        if not self._quiet:
            self._progress(record)

    def _api_version(self) -> str:
        """The API version in use. Without an engine flags are still checked; `check` raises the engine's error."""
        try:
            return self._app.engine().api_version
        except (APIError, ConnectionFailed) as error:
            self._unreachable = error
            return NEWEST

    def check(self) -> None:
        """Check that the engine answers.

        Raises:
            ConnectionFailed, APIError: the engine is missing, or refuses to answer.

        """
        if self._unreachable is not None:
            raise self._unreachable

    def missing(self, image: str) -> None:
        """Print that the image is missing and will be pulled."""
        if not self._quiet:
            name = self._reference.with_default_tag().familiar if self._reference else image
            self._app.err.line(f"Unable to find image '{name}' locally")

    def warn(self, container: ContainerCreated) -> None:
        """Print the warnings of the engine and of the options."""
        for warning in (*container.warnings, *self.request.warnings):
            self._app.err.line(f"WARNING: {warning}")

    @contextmanager
    def cidfile(self) -> Iterator[Callable[[ContainerCreated], None]]:
        """Create the file of `--cidfile` before anything else; remove it if no id is written to it."""
        path = self.request.body["HostConfig"]["ContainerIDFile"]
        if not path:
            yield lambda container: None
            return
        try:
            file = open(path, "xb", buffering=0)  # noqa: PTH123, SIM115  # closed below in any case
        except FileExistsError:
            raise EngineError(
                f"container ID file found, make sure the other container isn't running or delete {path}"
            ) from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise EngineError(f"failed to create the container ID file: open {path}: {reason}") from None
        written = False

        def write(container: ContainerCreated) -> None:
            nonlocal written
            try:
                write_whole(file, container.id.encode())
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise EngineError(
                    f"failed to write the container ID to the file: write {path}: {reason}"
                ) from None
            written = True

        try:
            yield write
        finally:
            file.close()
            if not written:
                os.unlink(path)  # noqa: PTH108


def _parsed(image: str) -> Reference:
    try:
        return parse(image)
    except InvalidReference as error:
        raise OptionError(str(error), Stage.REQUEST) from error


@contextmanager
def _docker_ends(app: App) -> Iterator[None]:
    """Turn errors into docker's for run: the program's name before them, a pointer to the help after them, and the
    exit codes of a shell for a command that is not found (127) or not executable (126).
    """
    try:
        yield
    except UpgradeRefused:
        raise  # docker does not treat it in this way
    except EngineError as error:
        raise from_run(error, app.path, exit_code(str(error))) from error


def exit_code(message: str) -> int:
    """The exit code of a run that failed with `message`; docker, too, decides by the text."""
    lowered = message.lower()
    if any(words in lowered for words in ("executable file not found", "no such file or directory")):
        return _NOT_FOUND
    if "system cannot find the file specified" in lowered:
        return _NOT_FOUND
    if any(words in lowered for words in ("permission denied", "is a directory")):
        return _NOT_EXECUTABLE
    return _REFUSED
