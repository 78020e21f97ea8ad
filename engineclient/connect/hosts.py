"""The address of an engine: what `-H`, `host=` and DOCKER_HOST may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from engineclient.errors import InvalidHost
from engineclient.options.golang import SPACES

DEFAULT_HOST: Final = "unix:///var/run/docker.sock"
_LATER: Final = {
    "tcp": "tcp:// addresses",
    "http": "tcp:// addresses",
    "https": "TLS",
    "ssh": "ssh:// addresses",
    "npipe": "named pipes",
    "fd": "fd:// addresses",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an engine is: the path of its unix `socket`, or the name of a `recording` ("" for the packaged one)."""

    kind: Literal["unix", "recording"]
    address: str

    def __str__(self) -> str:
        return f"unix://{self.address}" if self.kind == "unix" else f"recording:{self.address}"


def resolve(host: str | None, environ: Mapping[str, str]) -> Endpoint:
    """The endpoint that `host`, or without it DOCKER_HOST, or without that docker's default names.

    Raises:
        InvalidHost: it is malformed, or of a kind that is not supported.
    """
    host, named = (
        (host or "").strip(SPACES),
        environ.get("DOCKER_HOST", "").strip(SPACES),
    )  # of a file with CRLF, say
    context = environ.get("DOCKER_CONTEXT", "")
    if not host and not named and context not in ("", "default"):
        raise InvalidHost(
            f"DOCKER_CONTEXT={context}: contexts are not supported; name the engine with -H or DOCKER_HOST"
        )
    return parse(host or named or DEFAULT_HOST)


def parse(host: str) -> Endpoint:
    """The endpoint that `host` names.

    Raises:
        InvalidHost: it is malformed, or of a kind that is not supported.
    """
    scheme, colon, rest = host.partition(":")
    if scheme == "recording" and colon:
        return Endpoint("recording", rest.removeprefix("//"))
    if scheme == "unix" and rest.startswith("//"):
        path = rest[2:]
        if not path:
            return parse(DEFAULT_HOST)
        if "\0" in path:
            raise InvalidHost(f"unable to parse docker host {host!r}: a path cannot hold a zero byte")
        return Endpoint("unix", path)
    if rest.startswith("//") and scheme in _LATER:
        raise InvalidHost(f"{host}: {_LATER[scheme]} are not supported; use unix:///path/to/docker.sock")
    if "://" in host:
        raise InvalidHost(f"invalid bind address format: {host}")
    raise InvalidHost(f"unable to parse docker host `{host}`")
