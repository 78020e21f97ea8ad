"""Waiting for a container: until it wrote a line, listens at a port, is healthy, or has ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.api.containers import containers
from engineclient.api.parameters import timestamp
from engineclient.api.system import system
from engineclient.calls import Listens, Next, Sleep, Steps
from engineclient.errors import Conflict, ContainerEnded, EngineError, NotFound, Unhealthy, UpgradeRefused
from engineclient.procedures.exec import run as run_command
from engineclient.procedures.race import within
from engineclient.wire.sockets import listening_ports

if TYPE_CHECKING:
    from engineclient.models.containers import ContainerInspect, Health

_POLL: Final = 0.2  # seconds
_LAST_LINES: Final = 10  # of the output of a container that ended too early
_LONGEST_LINE: Final = 1 << 20  # bytes; what is longer is looked at in pieces
_NEVER: Final = "0001-01-01T00:00:00Z"
_EVERYWHERE: Final = ("", "0.0.0.0", "::")


class Reached(NamedTuple):
    """What came of a wait.

    Attributes:
        line: the line that was waited for, without its end.
        host, port: where the port is reachable: from here if it is published, or else from its networks.
        exit_code: of the container; None if its end was not waited for.
    """

    line: str = ""
    host: str = ""
    port: int = 0
    exit_code: int | None = None


def wait_for(
    container: str,
    *,
    log: str | re.Pattern[str] | None = None,
    port: int | str | None = None,
    healthy: bool = False,
    exit: bool = False,
    timeout: float | None = None,
) -> Steps[Reached]:
    """Wait until a container is as it should be; of several conditions, for all of them.

        engine.wait_for("db", log="ready to accept connections", timeout=60)
        host, port = engine.wait_for("web", port=80, timeout=10)[1:3]
        assert engine.wait_for("job", exit=True, timeout=600).exit_code == 0

    What is not `exit` needs a container that runs: its end is an error at once. One that is created is waited for until
    it starts.

    Args:
        container: id or name.
        log: a text that occurs in a line of stdout or stderr, or a pattern that is searched for in each line; what it
            wrote since it was started counts, and all of what has ended.
        port: something in the container listens at that tcp port: `80`, `"80/tcp"`. If it is published, it can be
            connected to from here; if not, `cat` is run in the container to see the kernel's list.
        healthy: its health check has succeeded.
        exit: it has ended.
        timeout: seconds for all of it; None for ever.

    Raises:
        ValueError: there is no condition, or the port is none of tcp.
        NotFound: there is no such container.
        ContainerEnded: it ended, or was removed, before.
        Unhealthy: its health check has failed as often as it may.
        EngineError: it has no health check, or neither a published port nor `cat`.
        EngineTimeout: it took longer than `timeout`.
    """
    awaited = _described(log, port, healthy=healthy, exit=exit)
    waiting = _wait_for(container, log, port, healthy=healthy, exit=exit)
    text = (
        f"after {timeout:g} seconds container {container} has not come so far: {awaited}" if timeout else ""
    )
    return (yield from within(timeout, waiting, text))


def wait_healthy(container: str, *, timeout: float | None = None) -> Steps[None]:
    """Wait until the health check of a container has succeeded.

        engine.wait_healthy("db", timeout=60)

    Args:
        container: id or name; one that is created is waited for until it starts.
        timeout: seconds for all of it; None for ever.

    Raises:
        NotFound: there is no such container.
        ContainerEnded: it ended, or was removed, before.
        Unhealthy: its health check has failed as often as it may; `output` is that of the last time.
        EngineError: it has no health check.
        EngineTimeout: it took longer than `timeout`.
    """
    yield from wait_for(container, healthy=True, timeout=timeout)


def _described(
    log: str | re.Pattern[str] | None, port: int | str | None, *, healthy: bool, exit: bool
) -> str:
    conditions = [
        *([_of_log(log)] if log is not None else []),
        *([_of_port(port)] if port is not None else []),
        *(["it was healthy"] if healthy else []),
        *(["it ended"] if exit else []),
    ]
    if not conditions:
        raise ValueError("nothing to wait for: give log, port, healthy or exit")
    return ", ".join(conditions)


def _of_log(log: str | re.Pattern[str]) -> str:
    return f"it wrote {log if isinstance(log, str) else log.pattern!r}"


def _of_port(port: int | str) -> str:
    return f"it listened at port {port}"


def _wait_for(
    container: str,
    log: str | re.Pattern[str] | None,
    port: int | str | None,
    *,
    healthy: bool,
    exit: bool,
) -> Steps[Reached]:
    reached = Reached()
    if log is not None:
        reached = reached._replace(line=(yield from _logged(container, log)))
    if port is not None:
        host, number = yield from _listening(container, port)
        reached = reached._replace(host=host, port=number)
    if healthy:
        yield from _healthy(container)
    if exit:
        yield from _started(container)
        waited = yield from containers.wait(container)
        reached = reached._replace(exit_code=waited.status_code)
    return reached


def _started(container: str) -> Steps[ContainerInspect]:
    """The container when it has been started; it may have ended since."""
    while True:
        found = yield from containers.inspect(container)
        if found.state.status not in ("created", "configured", "initialized"):  # the last two are Podman's
            return found
        yield from Sleep(_POLL)


def _look(container: str, awaited: str) -> Steps[ContainerInspect]:
    """The container, which runs, or will run again by its restart policy.

    Raises:
        ContainerEnded: it does not.
    """
    try:
        found = yield from _started(container)
    except NotFound as error:
        raise ContainerEnded(container, awaited, exit_code=None) from error
    if found.state.running or found.state.restarting or found.state.status in ("running", "paused"):
        return found
    output = b""
    try:
        frames = yield from containers.logs(found.id, tail=_LAST_LINES, tty=found.config.tty)
        while (frame := (yield from Next(frames))) is not None:
            output += frame.data
    except EngineError:
        pass  # its log driver keeps nothing, or it was removed; how it ended is known
    raise ContainerEnded(container, awaited, exit_code=found.state.exit_code, output=output)


def _logged(container: str, log: str | re.Pattern[str]) -> Steps[str]:
    matches = log.search if isinstance(log, re.Pattern) else re.compile(re.escape(log)).search
    awaited = _of_log(log)
    yield from containers.inspect(container)  # that it is not there at all is an error of its own
    while True:
        found = yield from _started(container)
        since = yield from _since(found)
        frames = yield from containers.logs(found.id, follow=True, since=since, tty=found.config.tty)
        unfinished = {"stdout": b"", "stderr": b""}
        while (frame := (yield from Next(frames))) is not None:
            *lines, rest = (unfinished[frame.stream] + frame.data).split(b"\n")
            for line in lines if len(rest) < _LONGEST_LINE else [*lines, rest]:
                text = line.rstrip(b"\r").decode(errors="replace")
                if matches(text):
                    return text
            unfinished[frame.stream] = rest if len(rest) < _LONGEST_LINE else b""
        for line in unfinished.values():
            if line and matches(text := line.decode(errors="replace")):
                return text
        yield from _look(container, awaited)
        yield from Sleep(_POLL)  # it is started anew by its restart policy


def _since(found: ContainerInspect) -> Steps[str | None]:
    """From when on its lines are those of this run: the end of the run before; None for all lines.

    Not from its start: an engine notes that when the first lines may have been written. Podman forgets the end of the run
    before, and stamps lines with whole seconds: there it is the second before the start.
    """
    state = found.state
    if not (state.running or state.restarting) or state.started_at <= _NEVER:
        return None
    if state.finished_at > _NEVER:
        return state.finished_at
    if (yield from system.ping()).libpod is None:
        return None
    return str(int((timestamp(state.started_at) or "1").partition(".")[0]) - 1)


def _healthy(container: str) -> Steps[None]:
    found = yield from containers.inspect(container)
    while True:
        health = found.state.health
        if (health is None or health.status in ("", "none")) and not _has_check(found):
            raise EngineError(f"container {container} has no health check")
        if health is not None and health.status == "healthy":
            return
        if health is not None and health.status == "unhealthy":
            raise Unhealthy(container, _last_output(health))
        found = yield from _look(container, "it was healthy")
        if found.state.health is None or found.state.health.status not in ("healthy", "unhealthy"):
            yield from Sleep(_POLL)


def _has_check(found: ContainerInspect) -> bool:
    """An engine tells no health of a container that was never started."""
    check = found.config.healthcheck
    return check is not None and bool(check.test) and check.test != ["NONE"]


def _last_output(health: Health) -> str:
    return health.log[-1].output if health.log else ""


def _listening(container: str, port: int | str) -> Steps[tuple[str, int]]:
    number, _, protocol = str(port).partition("/")
    if protocol not in ("", "tcp"):
        raise ValueError(f"port {port} cannot be connected to: only tcp can")
    yield from containers.inspect(container)
    while True:
        found = yield from _look(container, _of_port(port))
        published = _published(found, int(number))
        if published is not None:
            if host := (yield from Listens(*published)):
                return host, published[1]
        elif int(number) in (yield from _listening_inside(found.id)):
            return _address(found), int(number)
        yield from Sleep(_POLL)


def _published(found: ContainerInspect, port: int) -> tuple[str, int] | None:
    """Where a port is reachable from outside; "" is the machine that the engine is on."""
    for binding in found.network_settings.ports.get(f"{port}/tcp", ()):
        if binding.host_port:
            host = binding.host_ip or ""
            return "" if host in _EVERYWHERE else host, int(binding.host_port)
    return None


def _address(found: ContainerInspect) -> str:
    """The address of a container in the first of its networks; "" if it has none of its own."""
    addresses = (network.ip_address for network in found.network_settings.networks.values())
    return next((address for address in addresses if address), "")


def _listening_inside(container: str) -> Steps[set[int]]:
    """The ports at which something listens in a container.

    Raises:
        EngineError: nothing in it can tell.
    """
    try:
        shown = yield from run_command(container, ["cat", "/proc/net/tcp", "/proc/net/tcp6"])
    except (Conflict, UpgradeRefused):
        return set()  # it has ended since; the next look says so
    if shown.exit_code in (126, 127):
        raise EngineError(
            f"container {container} publishes no such port, and has no `cat` to look for it inside"
        )
    return listening_ports(shown.stdout.decode(errors="replace"))
