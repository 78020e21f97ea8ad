"""The sockets of engines other than docker's default one. Hints mention them; they are never used automatically."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from engineclient.connect.hosts import DEFAULT_SOCKET


class Candidate(NamedTuple):
    """The path of a socket, and the engine that uses it."""

    engine: str
    path: str

    @property
    def host(self) -> str:
        """The value for -H or DOCKER_HOST."""
        return f"unix://{self.path}"


_PLACES: Final = (
    ("rootless Docker", "{runtime}/docker.sock"),
    ("rootless Docker", "{home}/.docker/run/docker.sock"),
    ("Docker Desktop", "{home}/.docker/desktop/docker.sock"),
    ("colima", "{home}/.colima/default/docker.sock"),
    ("colima", "{home}/.colima/docker.sock"),
    ("colima", "{home}/.config/colima/default/docker.sock"),
    ("OrbStack", "{home}/.orbstack/run/docker.sock"),
    ("Rancher Desktop", "{home}/.rd/docker.sock"),
    ("Lima", "{home}/.lima/docker/sock/docker.sock"),
    ("rootless Podman", "{runtime}/podman/podman.sock"),
    ("Podman", "/run/podman/podman.sock"),
    ("Docker", "/run/docker.sock"),
    ("Docker", DEFAULT_SOCKET),
)


def places(environ: Mapping[str, str], user: int) -> Iterator[Candidate]:
    """All candidates for the user with that uid."""
    home = environ.get("HOME") or "/"
    runtime = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{user}"
    for engine, place in _PLACES:
        yield Candidate(engine, place.format(home=home, runtime=runtime))


def found(
    environ: Mapping[str, str] = os.environ, *, but: str = "", is_socket: Callable[[str], bool] | None = None
) -> list[Candidate]:
    """The candidates whose socket exists, without duplicates and without the path `but`."""
    check = is_socket or _is_socket
    seen = {os.path.realpath(but)} if but else set[str]()
    candidates: list[Candidate] = []
    for candidate in places(environ, os.getuid()):
        real = os.path.realpath(candidate.path)
        if real not in seen and check(candidate.path):
            seen.add(real)
            candidates.append(candidate)
    return candidates


def _is_socket(path: str) -> bool:
    try:
        return stat.S_ISSOCK(Path(path).stat().st_mode)
    except OSError:
        return False
