"""Shell completion of positional arguments: names of the engine's objects; nothing if it is slow or absent."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.command import app_of
from engineclient.cli.connection import resolve
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import click

    from engineclient.cli.flags import Completer
    from engineclient.cli.global_options import GlobalOptions

_STACK: Final = "com.docker.stack.namespace"  # the label of a stack's objects
PATIENCE: Final = 0.2  # seconds that a person who pressed Tab may have to wait for the engine
_READ_SIZE: Final = 1 << 16


def container_names(*states: str) -> Completer:
    """A completer of the names of containers in one of `states`, by default of all containers."""

    def names(containers: Any) -> Iterator[str]:
        for container in containers:
            if not states or container["State"] in states:
                # A name with a second slash is a link to the container.
                yield from (name[1:] for name in container["Names"] if "/" not in name[1:])

    return _proposing("/containers/json?all=1", names)


def recording_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """Propose the recordings of the checkout by full name, and by the scenario or the engine alone."""
    from engineclient.recording.library import recordings

    known = [name for name, _ in recordings()]
    names = dict.fromkeys([*known, *(part for name in known for part in name.split("/"))])
    return [name for name in names if name.startswith(incomplete)]


def in_turn(*completers: Completer) -> Completer:
    """A completer of the first argument by the first of `completers`, the second by the second, and so on."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        position = len(ctx.args)
        return completers[position](ctx, param, incomplete) if position < len(completers) else []

    return complete


def together(*completers: Completer) -> Completer:
    """A completer that proposes what any of `completers` does."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [name for completer in completers for name in completer(ctx, param, incomplete)]

    return complete


def ask(path: str, options: GlobalOptions) -> Any:
    """Send a GET to the engine and return the JSON of its answer.

    Over a plain socket and with no API version negotiated: importing the client would take longer than `PATIENCE`.

    Raises:
        OSError: the engine cannot be reached, or does not answer in time.
        ValueError: the answer is not JSON.
        EngineError: the options, or else the environment, do not name an engine on a plain socket.

    """
    endpoint = resolve(options)
    if endpoint.kind != "unix":
        raise EngineError(f"completion does not connect to {endpoint}")
    ends = time.monotonic() + PATIENCE
    answer = bytearray()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(endpoint.address)
        # In HTTP/1.0 the end of the connection is the end of the answer.
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: docker\r\n\r\n".encode())
        while data := connection.recv(_READ_SIZE):
            answer += data
            connection.settimeout(max(ends - time.monotonic(), 0.001))
    return json.loads(answer.partition(b"\r\n\r\n")[2])


def _proposing(path: str, names_in: Callable[[Any], Iterable[str]]) -> Completer:
    """A completer of the names in the answer to `GET path` that match the prefix and are not given already."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        try:
            names = [*names_in(ask(path, app_of(ctx).options))]
        except (OSError, ValueError, LookupError, TypeError, EngineError):
            return []  # no engine, or no usable answer in time
        return [name for name in names if name.startswith(incomplete) and name not in ctx.args]

    return complete


def _image_names_in(images: Any) -> Iterator[str]:
    for image in images:
        yield from (name for name in image["RepoTags"] or () if not name.startswith("<none>"))


def _network_names_in(networks: Any) -> Iterator[str]:
    return (network["Name"] for network in networks)


def _volume_names_in(volumes: Any) -> Iterator[str]:
    return (volume["Name"] for volume in volumes["Volumes"] or ())


def _specified_names_in(objects: Any) -> Iterator[str]:
    return (each["Spec"]["Name"] for each in objects)


def _node_names_in(nodes: Any) -> Iterator[str]:
    return (node["Spec"].get("Name") or node["Description"]["Hostname"] for node in nodes)


def _plugin_names_in(plugins: Any) -> Iterator[str]:
    return (plugin["Name"] for plugin in plugins)


def _stack_names_in(services: Any) -> list[str]:
    labels = [each["Spec"].get("Labels") or {} for each in services]
    return sorted({each[_STACK] for each in labels if _STACK in each})


config_names: Final = _proposing("/configs", _specified_names_in)
image_names: Final = _proposing("/images/json", _image_names_in)
network_names: Final = _proposing("/networks", _network_names_in)
node_names: Final = _proposing("/nodes", _node_names_in)
plugin_names: Final = _proposing("/plugins", _plugin_names_in)
secret_names: Final = _proposing("/secrets", _specified_names_in)
service_names: Final = _proposing("/services", _specified_names_in)
stack_names: Final = _proposing("/services", _stack_names_in)
volume_names: Final = _proposing("/volumes", _volume_names_in)
