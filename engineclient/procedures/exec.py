"""A command in a running container: create + start + inspect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.api.exec import Exec, exec as execs
from engineclient.calls import Communicate, S_co, Steps, Talk, procedure
from engineclient.errors import CommandFailed
from engineclient.models.body import Json, environment, to_json
from engineclient.models.exec import ExecConfig
from engineclient.procedures.attach import Hold, hijack
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from typing import Self


class ExecResult(NamedTuple):
    """What a command came to.

    Attributes:
        id: of the exec.
        exit_code: of its process; 128+n if signal n ended it, 126 or 127 if it could not be started.
        stdout, stderr: all it wrote, unless `output` or `talk` took it; with a terminal everything is stdout.

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

    Args:
        container: id or name.
        command: a list, as there is no shell to split a string.
        env: variables, beside those of the container.
        user: `name`, `uid` (also as a number) or either with `:group`, instead of the container's.
        working_dir: instead of the container's.
        stdin: what it reads; then it reads the end. Without it, it reads the end at once.
        config: everything else, as a body or as the API's own JSON; it wins over the arguments above.
        output: takes every frame as it comes; without it the result collects them.
        talk: holds the conversation with the attached streams itself, instead of `stdin` and `output`.

    Raises:
        NotFound: there is no such container.
        Conflict: it does not run, or is paused.
        UpgradeRefused: the engine does not connect the command.

    """
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
    """The endpoints of exec, and `run`, which is all of them in one."""

    run: Final = procedure(run)
