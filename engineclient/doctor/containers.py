"""Checks of containers and images: why a container ended, which port was in use, which containers use an image."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from engineclient.doctor.facts import Ended
from engineclient.doctor.finding import Finding
from engineclient.golang.times import parse_rfc3339
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from engineclient.doctor.facts import Facts

_NANOSECONDS: Final = 1_000_000_000
_KILLED: Final = 137
_TAKEN = re.compile(r"port is already allocated|address already in use")
_PORT = re.compile(r":(\d+)\b")
FAILED: Final = "Its command failed: {command}. Its output shows why."
CODES: Final = {
    0: "Its command ended by itself: {command}. A shell without -it ends at once.",
    126: "Its command is not executable: {command}.",
    127: "Its command is not in the image: {command}.",
    139: "Its process crashed with a segmentation fault.",
    143: "It was stopped by SIGTERM.",
}


def containers(facts: Facts) -> Iterator[Finding]:
    """Whether a container has recently ended right after its start, and why."""
    if facts.info is None:
        yield Finding("containers", "skip", _("the engine does not answer"))
        return
    for ended in facts.ended:
        after = (
            _("{name} did not start").format(name=ended.name)
            if ended.error
            else _("{name} ended after {seconds} s with code {code}").format(
                name=ended.name, seconds=f"{ended.seconds:.1f}", code=ended.exit_code
            )
        )
        yield Finding("containers", "warn", after, *why_ended(ended, facts.port_owners))
    if not facts.ended:
        yield Finding("containers", "ok", _("no container has ended right after its start recently"))


def of_container(raw: Mapping[str, Any], port_owners: Mapping[int, str]) -> Finding:
    """Whether a container runs, and if not, why: its command, exit code, memory or ports.

    Args:
        raw: the engine's JSON of the container (inspect).
        port_owners: what listens on the ports that the container publishes, by port.

    """
    state = raw.get("State") or {}
    status = state.get("Status") or ""
    ended = ended_of(raw)
    if status == "running":
        health = state.get("Health") or {}
        if health.get("Status") != "unhealthy":
            return Finding(ended.name, "ok", _("runs: {command}").format(command=ended.command))
        output = ((health.get("Log") or [{}])[-1].get("Output") or "").strip()
        cause = _("Its health check printed: {output}").format(output=output)
        return Finding(ended.name, "fail", _("runs, and is unhealthy"), cause, f"docker inspect {ended.name}")
    if status == "created" and not ended.error:
        return Finding(
            ended.name, "warn", _("was created and never started"), "", f"docker start {ended.name}"
        )
    detail = (
        _("did not start: {error}").format(error=ended.error)
        if ended.error
        else _("{status} with code {code}").format(status=status, code=ended.exit_code)
    )
    well = status == "exited" and ended.exit_code == 0 and not ended.error
    return Finding(ended.name, "ok" if well else "fail", detail, *why_ended(ended, port_owners))


def ended_of(raw: Mapping[str, Any]) -> Ended:
    """How a container ended, from the engine's JSON."""
    state = raw.get("State") or {}
    bindings = (raw.get("HostConfig") or {}).get("PortBindings") or {}
    return Ended(
        name=(raw.get("Name") or "").removeprefix("/"),
        command=" ".join([raw.get("Path") or "", *(raw.get("Args") or [])]).strip(),
        exit_code=state.get("ExitCode") or 0,
        oom_killed=bool(state.get("OOMKilled")),
        error=state.get("Error") or "",
        seconds=max(seconds(state.get("FinishedAt")) - seconds(state.get("StartedAt")), 0.0),
        ports=[
            int(each["HostPort"])
            for several in bindings.values()
            for each in several or ()
            if each.get("HostPort")
        ],
    )


def why_ended(ended: Ended, port_owners: Mapping[int, str]) -> tuple[str, str]:
    """The reason why a container ended or did not start, and a command to run next."""
    logs = f"docker logs {ended.name}"
    if _TAKEN.search(ended.error):
        named = [int(port) for port in _PORT.findall(ended.error)]
        port = next((each for each in ended.ports if each in named), ended.ports[0] if ended.ports else 0)
        owner = port_owners.get(port)
        text = (
            _("Port {port} is in use by {owner}: publish another one, or end that.")
            if owner
            else _("Port {port} is in use: publish another one, or end that.")
        )
        return (
            text.format(port=port, owner=owner),
            f"ss -ltnp 'sport = :{port}'",
        )
    if ended.error and ended.exit_code not in CODES:
        return _("The engine could not start it: {error}").format(
            error=ended.error
        ), f"docker inspect {ended.name}"
    if ended.oom_killed:
        cause = _("The kernel killed it: it used more memory than its limit allows (--memory).")
        return cause, "docker stats --no-stream"
    if ended.exit_code == _KILLED:
        cause = _(
            "It was killed: by docker kill, by a stop after its timeout, or because the machine ran out of memory."
        )
        return cause, "sudo dmesg | grep -i oom"
    known = CODES.get(ended.exit_code, FAILED)
    return _(known).format(command=ended.command), logs


def seconds(moment: str | None) -> float:
    """A time in the engine's JSON as seconds since 1970; 0 if it is missing."""
    try:
        return max(parse_rfc3339(moment or "") / _NANOSECONDS, 0.0)
    except ValueError:
        return 0.0


def of_image(name: str, id: str, containers: Iterable[Mapping[str, Any]]) -> Finding:
    """Which containers prevent the removal of an image.

    Args:
        name: the name or id that the user gave.
        id: the id of the image.
        containers: the engine's JSON of all containers.

    """
    keeping: Sequence[str] = [
        f"{((each.get('Names') or [''])[0]).removeprefix('/')} ({each.get('State')})"
        for each in containers
        if each.get("ImageID") == id
    ]
    if not keeping:
        return Finding(name, "ok", _("no container uses this image"))
    names = " ".join(each.partition(" ")[0] for each in keeping)
    cause = _("Used by {names}: the image cannot be removed as long as they are there.").format(
        names=", ".join(keeping)
    )
    return Finding(
        name, "ok", _("{n} containers use this image").format(n=len(keeping)), cause, f"docker rm -f {names}"
    )
