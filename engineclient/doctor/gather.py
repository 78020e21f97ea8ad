"""Gathers the facts, only by reading: local files and sockets, and GET requests to the engine and to registries."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shutil
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.connect import candidates, causes
from engineclient.doctor.containers import ended_of, seconds
from engineclient.doctor.facts import Ended, Facts, Socket, Trouble, User
from engineclient.doctor.ports import owner_of
from engineclient.doctor.registries import HUB, looked_up, with_registries
from engineclient.errors import APIError, EngineError
from engineclient.golang.times import parse_rfc3339

if TYPE_CHECKING:
    from engineclient.connect.configfile import ConfigFile
    from engineclient.connect.hosts import Endpoint
    from engineclient.engine import Engine

_LATELY: Final = 3600.0  # seconds: containers that ended before that are ignored
_SOON: Final = 10.0  # seconds after the start that count as "right after"
_MOST_CONTAINERS: Final = 50
_NANOSECONDS: Final = 1_000_000_000
_PROXIES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")


def gather(
    context: str,
    resolve: Callable[[], Endpoint],
    connect: Callable[[Endpoint], Engine],
    config: ConfigFile,
    *,
    registries: Sequence[str] = (),
    environ: Mapping[str, str] = os.environ,
) -> Facts:
    """Gather all facts that are available.

    Args:
        context: the name of the context in use.
        resolve: finds the endpoint; raises an EngineError.
        connect: makes an engine for the endpoint.
        config: docker's config.json.
        registries: the registries to check instead of Docker Hub.
        environ: the environment.

    """
    facts = replace(
        _of_config(
            Facts(context=context, environ={name: environ[name] for name in _PROXIES if name in environ}),
            config,
        ),
        api_wanted=environ.get("DOCKER_API_VERSION", "").removeprefix("v"),
        registries=[looked_up(host, asked_for=bool(registries)) for host in registries or [HUB]],
    )
    try:
        endpoint = resolve()
    except EngineError as error:
        return with_registries(replace(facts, unresolved=_trouble(error)), None)
    facts = replace(facts, host=str(endpoint), kind=endpoint.kind)
    if endpoint.is_local:
        facts = _of_socket(facts, endpoint.address)
    try:
        engine = connect(endpoint)
    except EngineError as error:
        return with_registries(replace(facts, unresolved=_trouble(error)), None)
    with engine:
        try:
            facts = replace(facts, version=engine.version().raw)
        except EngineError as error:
            return with_registries(replace(facts, unreached=_trouble(error)), None)
        return with_registries(_of_engine(facts, engine), engine)


def _trouble(error: EngineError) -> Trouble:
    advice = causes.advice(error)
    text = f"Error response from daemon: {error}" if isinstance(error, APIError) else str(error)
    return (
        Trouble(text=text)
        if advice is None
        else Trouble(text=text, cause=advice.cause, hint=advice.hint, command=advice.command)
    )


def _of_config(facts: Facts, config: ConfigFile) -> Facts:
    names = {config.text("credsStore"), *config.helpers.values()} - {""}
    programs = sorted(f"docker-credential-{name}" for name in names)
    return replace(
        facts,
        config_complaint=config.complaint,
        config_path=str(config.path),
        helpers={program: shutil.which(program) is not None for program in programs},
        container_proxies=config.content.get("proxies") or {},
    )


def _of_socket(facts: Facts, path: str) -> Facts:
    others = [each.path for each in candidates.found(but=path)]
    return replace(
        facts,
        path=path,
        socket=_socket(path),
        user=_user(),
        selinux=_selinux(),
        apparmor=Path("/sys/module/apparmor/parameters/enabled").exists(),
        others=others,
    )


def _socket(path: str) -> Socket:
    try:
        found = Path(path).stat()
    except OSError:
        return Socket(exists=False)
    return Socket(
        exists=True,
        is_socket=stat.S_ISSOCK(found.st_mode),
        mode=stat.S_IMODE(found.st_mode),
        owner=_named(pwd.getpwuid, found.st_uid),
        group=_named(grp.getgrgid, found.st_gid),
        usable=os.access(path, os.R_OK | os.W_OK),
    )


def _user() -> User:
    name = _named(pwd.getpwuid, os.getuid())
    return User(
        name=name,
        groups=[_named(grp.getgrgid, number) for number in os.getgroups()],
        member_of=[group.gr_name for group in grp.getgrall() if name in group.gr_mem],
    )


def _named(find: Callable[[int], Any], number: int) -> str:
    try:
        return str(find(number)[0])
    except KeyError:
        return str(number)


def _selinux() -> str:
    try:
        return "enforcing" if Path("/sys/fs/selinux/enforce").read_text().strip() == "1" else ""
    except OSError:
        return ""


def _of_engine(facts: Facts, engine: Engine) -> Facts:
    before = datetime.now(UTC)
    try:
        info = engine.info().raw
    except EngineError as error:
        return replace(facts, unreached=_trouble(error))
    now = before + (datetime.now(UTC) - before) / 2
    free, size = _room(facts, info)
    facts = replace(facts, info=info, skew=_skew(info.get("SystemTime") or "", now), free=free, size=size)
    try:
        ended = [*_ended_lately(engine, now)]
        owners = port_owners(engine, (port for each in ended if each.error for port in each.ports))
    except EngineError:
        return facts  # the check of the daemon reports the error
    return replace(facts, ended=ended, port_owners=owners)


def _skew(moment: str, now: datetime) -> float | None:
    try:
        return parse_rfc3339(moment) / _NANOSECONDS - now.timestamp()
    except ValueError:
        return None


def _room(facts: Facts, info: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The free and the total space in bytes on the engine's disk, if its root is a directory of this machine."""
    if facts.socket is None:
        return None, None
    try:
        found = shutil.disk_usage(info.get("DockerRootDir") or "/nonexistent")
    except OSError:
        return None, None
    return found.free, found.total


def _ended_lately(engine: Engine, now: datetime) -> Iterable[Ended]:
    """The containers that ended soon after their start, or could not be started, in the last hour."""
    stopped = engine.containers.list(all=True, filters={"status": ["exited", "dead", "created"]})
    for summary in stopped[:_MOST_CONTAINERS]:
        with contextlib.suppress(EngineError):  # it was removed meanwhile
            found = _lately(engine.containers.inspect(summary.id).raw, now)
            if found is not None:
                yield found


def _lately(raw: Mapping[str, Any], now: datetime) -> Ended | None:
    state = raw.get("State") or {}
    if now.timestamp() - max(seconds(state.get("FinishedAt")), seconds(raw.get("Created"))) > _LATELY:
        return None
    ended = ended_of(raw)
    failed = state.get("Status") == "exited" and ended.exit_code and ended.seconds < _SOON
    return ended if ended.error or failed else None


def port_owners(engine: Engine, ports: Iterable[int]) -> dict[int, str]:
    """What listens on these ports: another container, or, if the engine is local, a process of this machine."""
    wanted = set(ports)
    if not wanted:
        return {}
    owners: dict[int, str] = {}
    for each in engine.containers.list():
        for port in each.ports:
            if port.public_port in wanted:
                owners[port.public_port] = f"the container {each.names[0].removeprefix('/')}"
    if engine.endpoint.is_local:
        owners |= {port: owner for port in wanted - owners.keys() if (owner := owner_of(port))}
    return owners
