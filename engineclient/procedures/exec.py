"""Run a command in a running container: exec = create + start + inspect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.api.exec import Exec, exec as execs
from engineclient.arguments import refuse_text
from engineclient.binding import S_co, procedure
from engineclient.calls import Steps
from engineclient.errors import CommandFailed
from engineclient.models.body import Json, environment, to_json
from engineclient.models.exec import ExecConfig
from engineclient.procedures.attach import Hold, hijack
from engineclient.steps import Communicate, Talk
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from typing import Self


class ExecResult(NamedTuple):
    """The result of a command.

    Attributes:
        id: the id of the exec.
        exit_code: the exit code of its process; 128+n if signal n ended it, 126 or 127 if it could not be started.
        stdout, stderr: its output, empty with `output` or `talk`; with a terminal all of it is in stdout.

    """

    id: str
    exit_code: int
    stdout: bytes = b""
    stderr: bytes = b""

    def check(self) -> Self:
        """The result itself, if the command has not failed.

        Raises:
            CommandFailed: its exit code is not 0.
        """
        if self.exit_code:
            raise CommandFailed(self.exit_code, self.stdout, self.stderr)
        return self


def run(
    container: str,
    command: Sequence[str],
    *,
    env: Mapping[str, str | None] | Sequence[str] | None = None,
    user: str | int | None = None,
    working_dir: str | None = None,
    stdin: bytes | None = None,
    config: ExecConfig | Json | None = None,
    output: Callable[[Frame], None] | None = None,
    talk: Hold | None = None,
) -> Steps[ExecResult]:
    """Run a command in a running container, and wait for its end.

    `POST /containers/{id}/exec`, `POST /exec/{id}/start` and `GET /exec/{id}/json`.

    Args:
        container: id or name.
        command: a list, as no shell splits a string.
        env: environment variables, in addition to those of the container.
        user: `name` or `uid` (also as a number), either with `:group`; by default the container's user.
        working_dir: the working directory; by default the container's.
        stdin: the input of the command, empty by default.
        config: any other settings, as a body or as the API's own JSON; they override the arguments above.
        output: called with each frame as it arrives; by default the result collects the output.
        talk: handles the attached streams itself, instead of `stdin` and `output`.

    Raises:
        NotFound: there is no such container.
        Conflict: the container is not running, or is paused.
        UpgradeRefused: the engine refused to attach to the command.

    """
    refuse_text("stdin", stdin)
    body: dict[str, Any] = {
        "AttachStdin": stdin is not None,
        "AttachStdout": True,
        "AttachStderr": True,
        **({} if env is None else {"Env": environment(env)}),
        **({} if user is None else {"User": str(user)}),
        **({} if working_dir is None else {"WorkingDir": working_dir}),
        **to_json(config or {}),
    }
    created = yield from execs.create(container, command, config=body)
    size: list[int] | None = body.get("ConsoleSize")
    stream = yield from hijack(
        execs.start(created.id, tty=bool(body.get("Tty")), console_size=(size[0], size[1]) if size else None)
    )
    written: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
    if talk is not None:
        yield from Talk(stream, talk)
    else:
        yield from Communicate(
            stream, stdin, output or (lambda frame: written[frame.stream].append(frame.data))
        )
    ended = yield from execs.inspect(created.id)
    stdout, stderr = (b"".join(written[name]) for name in ("stdout", "stderr"))
    return ExecResult(created.id, ended.exit_code or 0, stdout, stderr)


class ExecGroup(Exec[S_co]):
    """The endpoints of exec, and `run`, which combines them."""

    run: Final = procedure(run)
