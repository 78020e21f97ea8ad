"""Run the hooks of a service: commands in its containers after their start (`post_start`) or before their stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engineclient.api.exec import exec as execs
from engineclient.calls import Steps
from engineclient.compose.model import Hook, Service
from engineclient.errors import EngineError
from engineclient.procedures.attach import hijack
from engineclient.procedures.container_logs import read_lines
from engineclient.steps import Sleep

Line = Callable[[str, bytes], object]
"""Takes the stream (`stdout` or `stderr`) and a line without its end."""
_POLL = 0.1  # seconds


class HookFailed(EngineError):
    """A command of a service's `post_start` or `pre_stop` exited with another code than 0."""


def run_hooks(service: Service, hooks: Sequence[Hook], id: str, line: Line | None = None) -> Steps[None]:
    """Run hooks in a running container, one after the other.

    Args:
        service: the service of the container.
        hooks: its `post_start` or its `pre_stop`.
        id: the ID of the container.
        line: takes the lines that they print; by default they are dropped.

    Raises:
        APIError: the engine cannot run one: 409 if the container is not running.
        HookFailed: one failed; those after it are not run.

    """
    for hook in hooks:
        code = yield from _run(hook, service.tty, id, line)
        if code:
            raise HookFailed(f"{service.name} hook exited with status {code}")


def _run(hook: Hook, tty: bool, id: str, line: Line | None) -> Steps[int]:
    config: dict[str, Any] = {
        "User": hook.user,
        "Privileged": hook.privileged,
        "Env": [name if value is None else f"{name}={value}" for name, value in hook.environment.items()],
        "WorkingDir": hook.working_dir,
        "AttachStdout": line is not None,
        "AttachStderr": line is not None,
    }
    created = yield from execs.create(id, hook.command or (), config=config)
    if line is None:
        yield from execs.start_detached(created.id, tty=tty)
        while (ended := (yield from execs.inspect(created.id))).running:
            yield from Sleep(_POLL)
        return ended.exit_code or 0
    stream = yield from hijack(execs.start(created.id, tty=False))
    yield from read_lines(stream, line)
    return (yield from execs.inspect(created.id)).exit_code or 0
