"""Connect to a container: attach = wait + inspect + attach, start_attached = attach + wait + start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engineclient.api.containers import containers
from engineclient.calls import HijackCall, Steps
from engineclient.errors import APIError, UpgradeRefused
from engineclient.steps import Begin, Talk, attempt
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from engineclient.models.containers import ContainerInspect, ContainerWaited

Look = Callable[["ContainerInspect"], object]
Hold = Callable[[Any], Any]


def attach(
    container: str, *, stdin: bool = True, detach_keys: str | None = None, look: Look, talk: Hold
) -> Steps[ContainerWaited]:
    """Attach to the streams of a running container, and wait for its end.

    Args:
        container: id or name.
        stdin: attach stdin as well, if the container keeps it open.
        detach_keys: the key sequence at which the engine ends the connection; None for the engine's default.
        look: called with the container before and after the connection is made; an exception of it ends the attempt.
        talk: handles the attached streams (see `Talk`).

    Raises:
        NotFound: there is no such container.
        UpgradeRefused: the engine refused to attach.

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
    look((yield from containers.inspect(container)))  # it may have ended before it was attached
    yield from Talk(stream, talk)
    return (yield from waiting.result())


def start_attached(
    container: str, *, stdin: bool = False, detach_keys: str | None = None, look: Look, talk: Hold
) -> Steps[ContainerWaited]:
    """Attach to the streams of a container, start it, and wait for its end.

    Args:
        container: id or name.
        stdin: attach stdin as well, if the container keeps it open.
        detach_keys: the key sequence at which the engine ends the connection; None for the engine's default.
        look: called with the container before it is attached; an exception of it ends the attempt.
        talk: handles the attached streams (see `Talk`).

    Raises:
        NotFound: there is no such container.
        UpgradeRefused: the engine refused to attach.
        APIError: the container could not be started.

    """
    found = yield from containers.inspect(container)
    look(found)
    # Before start, so that no output is lost
    stream = yield from hijack(
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
    """Make a call that hijacks its connection, and return the stream.

    Raises:
        UpgradeRefused: the engine has answered with an error instead, which is the exception's cause.

    """
    try:
        return (yield from call)
    except APIError as error:
        raise UpgradeRefused(error.status) from error
