"""Being connected to a container: attach = wait + inspect + attach, start_attached = attach + wait + start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engineclient.api.containers import containers
from engineclient.calls import Begin, HijackCall, Steps, Talk, attempt
from engineclient.errors import APIError, UpgradeRefused
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from engineclient.models.containers import ContainerInspect, ContainerWaited

Look = Callable[["ContainerInspect"], object]
Hold = Callable[[Any], Any]


def attach(
    container: str, *, stdin: bool = True, detach_keys: str | None = None, look: Look, talk: Hold
) -> Steps[ContainerWaited]:
    """Have a conversation with a container that runs, and wait for its end.

    Args:
        container: id or name.
        stdin: take part, if the container keeps its stdin open; or else only listen.
        detach_keys: the keys that the engine takes for the wish to leave.
        look: is shown the container before and after the connection is made; what it raises ends the attempt.
        talk: holds the conversation (see `Talk`).

    Raises:
        NotFound: there is no such container.
        UpgradeRefused: the engine does not connect it.

    """
    waiting = yield from Begin(containers.wait(container))
    found = yield from containers.inspect(container)
    look(found)
    stream = yield from hijack(
        containers.attach(
            container,
            stdin=stdin and bool(found.config.open_stdin),
            detach_keys=detach_keys,
            tty=bool(found.config.tty),
        )
    )
    look((yield from containers.inspect(container)))  # it may have ended before it was attached to
    yield from Talk(stream, talk)
    return (yield from waiting.result())


def start_attached(
    container: str, *, stdin: bool = False, detach_keys: str | None = None, look: Look, talk: Hold
) -> Steps[ContainerWaited]:
    """Start a container, have a conversation with it, and wait for its end.

    Args:
        container: id or name.
        stdin: take part, if the container keeps its stdin open; or else only listen.
        detach_keys: the keys that the engine takes for the wish to leave.
        look: is shown the container before it is attached to; what it raises ends the attempt.
        talk: holds the conversation (see `Talk`).

    Raises:
        NotFound: there is no such container.
        UpgradeRefused: the engine does not connect it.
        APIError: it does not start.

    """
    found = yield from containers.inspect(container)
    look(found)
    stream = yield from hijack(  # before start, or its first words are lost
        containers.attach(
            found.id,
            stdin=stdin and bool(found.config.open_stdin),
            detach_keys=detach_keys,
            tty=bool(found.config.tty),
        )
    )
    removes_itself = bool(found.host_config.auto_remove)
    waiting = yield from Begin(
        containers.wait(found.id, condition="removed" if removes_itself else "next-exit")
    )
    try:
        yield from containers.start(found.id)
    except APIError:
        if removes_itself:
            yield from attempt(waiting.result())  # the engine removes what it could not start
        raise
    yield from Talk(stream, talk)
    return (yield from waiting.result())


def hijack(call: HijackCall) -> Steps[Handle[Frame]]:
    """Take over the connection.

    Raises:
        UpgradeRefused: the engine has answered with an error instead, which is the cause.

    """
    try:
        return (yield from call)
    except APIError as error:
        raise UpgradeRefused(error.status) from error
