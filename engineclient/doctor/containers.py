"""What is the matter with containers and images: why one ended, which port was taken, what keeps an image."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from engineclient.doctor.finding import Finding

if TYPE_CHECKING:
    from engineclient.doctor.facts import Facts

_KILLED: Final = 137


def containers(facts: Facts) -> Iterator[Finding]:
    """Whether a container ended right after its start lately, and why."""
    if facts.info is None:
        yield Finding("containers", "skip", "the engine does not answer")
        return
    for ended in facts.ended:
        cause, command = why_ended(ended.exit_code, ended.oom_killed, ended.error, ended.command)
        for port in ended.ports:
            if "port is already allocated" in ended.error or "address already in use" in ended.error:
                owner = facts.port_owners.get(port)
                cause = f"Port {port} is in use{f' by {owner}' if owner else ''}: publish another one, or end that."
                command = f"ss -ltnp 'sport = :{port}'"
        after = (
            "did not start"
            if ended.error
            else f"ended after {ended.seconds:.1f} s with code {ended.exit_code}"
        )
        yield Finding(
            "containers", "warn", f"{ended.name} {after}", cause, command or f"docker logs {ended.name}"
        )
    if not facts.ended:
        yield Finding("containers", "ok", "none has ended right after its start lately")


def why_ended(code: int, oom: bool, error: str, command: str) -> tuple[str, str]:
    """Why a container ended, from its code, the killer of memory, the engine's error and its command."""
    if error:
        return f"The engine could not start it: {error}", ""
    if oom:
        return (
            "The kernel killed it: it wanted more memory than its limit (--memory).",
            "docker stats --no-stream",
        )
    known = {
        0: f"Its command ended by itself: {command}. A shell without -it ends at once.",
        126: f"Its command may not be executed: {command}.",
        127: f"Its command is not in the image: {command}.",
        139: "Its process broke off with a segmentation fault.",
        143: "It was stopped by SIGTERM.",
    }
    if code == _KILLED:
        return (
            "It was killed: by docker kill, after a stop, or because the machine lacked memory.",
            "sudo dmesg | grep -i oom",
        )
    return known.get(code, f"Its command failed: {command}. Its output says why."), ""


def of_container(raw: Mapping[str, Any], port_owners: Mapping[int, str]) -> Finding:
    """Whether a container runs, and if not, why: its command, its code, memory, its ports.

    Args:
        raw: the engine's JSON of the container.
        port_owners: which process listens on the ports that it publishes.

    """
    name = (raw.get("Name") or "").removeprefix("/")
    state = raw.get("State") or {}
    status, code, error = state.get("Status") or "", state.get("ExitCode") or 0, state.get("Error") or ""
    health = (state.get("Health") or {}).get("Status")
    command = " ".join([raw.get("Path") or "", *(raw.get("Args") or [])]).strip()
    if status == "running":
        if health == "unhealthy":
            log = (state.get("Health") or {}).get("Log") or [{}]
            output = (log[-1].get("Output") or "").strip()
            return Finding(
                name,
                "fail",
                "runs, and is unhealthy",
                f"Its health check says: {output}",
                f"docker inspect {name}",
            )
        return Finding(name, "ok", f"runs: {command}")
    if status == "created" and not error:
        return Finding(name, "warn", "was created and never started", "", f"docker start {name}")
    cause, next_command = why_ended(code, bool(state.get("OOMKilled")), error, command)
    for port in published(raw):
        if "already allocated" in error or "already in use" in error:
            owner = port_owners.get(port)
            cause = (
                f"Port {port} is in use{f' by {owner}' if owner else ''}: publish another one, or end that."
            )
            next_command = f"ss -ltnp 'sport = :{port}'"
    done = status == "exited" and code == 0 and not error
    detail = f"did not start: {error}" if error else f"{status} with code {code}"
    return Finding(name, "ok" if done else "fail", detail, cause, next_command or f"docker logs {name}")


def published(raw: Mapping[str, Any]) -> list[int]:
    """The ports of the host that a container publishes."""
    bindings = (raw.get("HostConfig") or {}).get("PortBindings") or {}
    return [
        int(each["HostPort"])
        for several in bindings.values()
        for each in several or ()
        if each.get("HostPort")
    ]


def of_image(name: str, id: str, containers: Iterable[Mapping[str, Any]]) -> Finding:
    """Which containers keep an image from being removed.

    Args:
        name: as it was asked for.
        id: of the image.
        containers: the engine's list of all containers.

    """
    keeping: Sequence[str] = [
        f"{((each.get('Names') or [''])[0]).removeprefix('/')} ({each.get('State')})"
        for each in containers
        if each.get("ImageID") == id
    ]
    if not keeping:
        return Finding(name, "ok", "no container uses this image")
    names = " ".join(each.partition(" ")[0] for each in keeping)
    cause = f"Used by {', '.join(keeping)}: the image cannot be removed as long as they are there."
    return Finding(name, "ok", f"{len(keeping)} containers use this image", cause, f"docker rm -f {names}")
