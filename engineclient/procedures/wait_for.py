"""Wait for a container: until it has written a line, listens on a port, is healthy, or has ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.api.containers import containers
from engineclient.api.parameters import timestamp
from engineclient.calls import Steps
from engineclient.errors import Conflict, ContainerEnded, EngineError, NotFound, Unhealthy, UpgradeRefused
from engineclient.procedures.exec import run as run_command
from engineclient.procedures.pinged import pinged
from engineclient.procedures.race import within
from engineclient.steps import Listens, Next, Sleep
from engineclient.wire.sockets import listening_ports

if TYPE_CHECKING:
    from engineclient.models.containers import ContainerInspect, Health

_POLL: Final = 0.2  # seconds
_LAST_LINES: Final = 10  # lines of output in the error about a container that ended too early
_LONGEST_LINE: Final = 1 << 20  # bytes; a longer line is searched in pieces
_NEVER: Final = "0001-01-01T00:00:00Z"
_EVERYWHERE: Final = ("", "0.0.0.0", "::")


class Reached(NamedTuple):
    """The result of a wait.

    Attributes:
        line: the line that matched, without its newline.
        host, port: the address of the port: reachable from here if it is published, otherwise from its networks.
        exit_code: the container's exit code; None if its end was not waited for.
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
    """Wait until a container meets a condition, or all of several conditions.

        engine.wait_for("db", log="ready to accept connections", timeout=60)
        host, port = engine.wait_for("web", port=80, timeout=10)[1:3]
        assert engine.wait_for("job", exit=True, timeout=600).exit_code == 0

    All conditions but `exit` need a running container: if it ends, an error is raised at once. If it is created, but
    not started yet, its start is waited for.

    Args:
        container: id or name.
        log: a text that occurs in a line of stdout or stderr, or a pattern that is searched for in each line. Lines since
            the container was started count; of a container that has ended, all lines.
        port: a tcp port that something in the container listens on: `80`, `"80/tcp"`. If it is published, it accepts
            connections from here; if not, `cat` is run in the container to read the kernel's list of sockets.
        healthy: its health check has succeeded.
        exit: it has ended.
        timeout: the time limit in seconds for all conditions together; None for no limit.

    Raises:
        ValueError: there is no condition, or the port is not a tcp port.
        NotFound: there is no such container.
        ContainerEnded: it ended, or was removed, before it met the conditions.
        Unhealthy: its health check has failed as often as its retries allow.
        EngineError: it has no health check, or neither a published port nor `cat`.
        EngineTimeout: it took longer than `timeout`.
    """
    awaited = _described(log, port, healthy=healthy, exit=exit)
    waiting = _wait_for(container, log, port, healthy=healthy, exit=exit)
    text = (
        f"container {container} did not meet the conditions in {timeout:g} seconds: {awaited}"
        if timeout
        else ""
    )
    return (yield from within(timeout, waiting, text))


def wait_healthy(container: str, *, timeout: float | None = None) -> Steps[None]:
    """Wait until the health check of a container has succeeded.

        engine.wait_healthy("db", timeout=60)

    Args:
        container: id or name; if it is created, but not started yet, its start is waited for.
        timeout: the time limit in seconds; None for no limit.

    Raises:
        NotFound: there is no such container.
        ContainerEnded: it ended, or was removed, before.
        Unhealthy: its health check has failed as often as its retries allow; `output` is that of the last check.
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
    """Wait until the container has been started, and return it; it may have ended since."""
    while True:
        found = yield from containers.inspect(container)
        if found.state.status not in ("created", "configured", "initialized"):  # the latter two in Podman
            return found
        yield from Sleep(_POLL)


def _look(container: str, awaited: str) -> Steps[ContainerInspect]:
    """Inspect the container, which must be running or about to be restarted by its restart policy.

    Raises:
        ContainerEnded: it is neither.
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
        pass  # its log driver cannot be read, or it was removed; how it ended is known already
    raise ContainerEnded(container, awaited, exit_code=found.state.exit_code, output=output)


def _logged(container: str, log: str | re.Pattern[str]) -> Steps[str]:
    matches = log.search if isinstance(log, re.Pattern) else re.compile(re.escape(log)).search
    awaited = _of_log(log)
    yield from containers.inspect(container)  # a missing container is another error
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
        yield from Sleep(_POLL)  # its restart policy starts it again


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
    if (yield from pinged()).libpod is None:
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
    """Whether it has a health check; the state of a container that was never started has no health."""
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
    """The published address of a port; "" for the host is the engine's machine."""
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
    """The tcp ports that something listens on in a container.

    Raises:
        EngineError: the container has no `cat`.
    """
    try:
        shown = yield from run_command(container, ["cat", "/proc/net/tcp", "/proc/net/tcp6"])
    except (Conflict, UpgradeRefused):
        return set()  # it has ended since; the next inspect shows that
    if shown.exit_code in (126, 127):
        if not (yield from containers.inspect(container)).state.running:
            return set()  # nothing can be started in it any more
        raise EngineError(
            f"container {container} publishes no such port, and has no `cat` to look for it inside"
        )
    return listening_ports(shown.stdout.decode(errors="replace"))
