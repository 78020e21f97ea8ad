"""The commands that a service runs in its containers after their start and before their stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engineclient.api.exec import exec as execs
from engineclient.calls import Steps
from engineclient.compose.log_prefix import Lines
from engineclient.compose.model import Hook, Service
from engineclient.errors import EngineError
from engineclient.procedures.attach import hijack
from engineclient.steps import Next, Sleep

Line = Callable[[str, bytes], object]
"""Takes the stream and a line without its end."""
NamedLine = Callable[[str, str, bytes], object]
"""Takes the name of a container, the stream and a line without its end."""
_POLL = 0.1  # seconds


class HookFailed(EngineError):
    """A command of a service's `post_start` or `pre_stop` ended with another code than 0."""


def run_hooks(service: Service, hooks: Sequence[Hook], id: str, line: Line | None = None) -> Steps[None]:
    """Run hooks in a running container, one after the other.

    Args:
        service: whose hooks they are.
        hooks: its `post_start` or its `pre_stop`.
        id: the container.
        line: takes what they print; without it that is lost.

    Raises:
        HookFailed: one fails; the others are not run.

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
    partial = {"stdout": Lines(), "stderr": Lines(), "stdin": Lines()}
    while (frame := (yield from Next(stream))) is not None:
        for text in partial[frame.stream].feed(frame.data):
            line(frame.stream, text)
    for kind, rest in partial.items():
        for text in rest.end():
            line(kind, text)
    return (yield from execs.inspect(created.id)).exit_code or 0
