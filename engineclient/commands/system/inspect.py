"""inspect: show the details of an object of any kind, by its name alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from engineclient.api.containers import containers
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.parameters import path
from engineclient.api.volumes import volumes
from engineclient.calls import Call, RequestSpec
from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import (
    container_names,
    image_names,
    network_names,
    together,
    volume_names,
)
from engineclient.cli.failures import Failure, text_of
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.inspection import INSPECT_FORMAT, Found, json_of, json_text, show
from engineclient.errors import APIError, NotFound

if TYPE_CHECKING:
    from engineclient.cli.app import App

    Look = Callable[[str], Call[Any]]


class _Kind(NamedTuple):
    name: str
    look: Look
    of_swarm: bool = False


def _at(route: str) -> Look:
    """The inspect call of a kind of object that has no noun here."""

    def look(name: str) -> Call[Any]:
        return Call(RequestSpec(method="GET", path=path(route, name)), json_text)

    return look


def _kinds(*, size: bool) -> tuple[_Kind, ...]:
    """All kinds, in the order in which a name is tried."""
    return (
        _Kind("container", partial(containers.inspect, size=size)),
        _Kind("image", images.inspect),
        _Kind("network", networks.inspect),
        _Kind("volume", volumes.inspect),
        _Kind("service", _at("/services/{}"), of_swarm=True),
        _Kind("task", _at("/tasks/{}"), of_swarm=True),
        _Kind("node", _at("/nodes/{}"), of_swarm=True),
        _Kind("plugin", _at("/plugins/{}/json")),
        _Kind("secret", _at("/secrets/{}"), of_swarm=True),
        _Kind("config", _at("/configs/{}"), of_swarm=True),
    )


@command(
    "[OPTIONS] NAME|ID [NAME|ID...]",
    at_least(1),
    complete=together(container_names(), image_names, network_names, volume_names),
)
@INSPECT_FORMAT
@flag("-s, --size", BOOL, "Include the sizes of containers' files")
@flag("--type", STRING, "Look for this kind of object only", default=None)
def inspect(app: App, *names: str, format: str, size: bool, type: str | None) -> None:
    """`minidocker inspect`: the first object of that name, in the order of `_kinds`."""
    kinds = _kinds(size=size)
    if type is not None and type not in [kind.name for kind in kinds]:
        known = ", ".join(f'"{name}"' for name in sorted(kind.name for kind in kinds))
        what = f'unknown type: "{type}"' if type else "type is empty"
        raise Failure(f"{what}: must be one of {known}")
    wanted = [kind for kind in kinds if type in (None, kind.name)]

    @cache
    def knows_swarm() -> bool:
        try:
            swarm = app.engine().info().swarm
        except APIError as error:  # a socket proxy may refuse it
            app.err.line(text_of(error))
            return False
        return swarm is not None and bool(swarm.control_available)

    def find(name: str) -> Found:
        for kind in wanted:
            if kind.of_swarm and type is None and not knows_swarm():
                continue
            try:
                found = Found(kind.name, json_of(app, kind.look(name)))
            except APIError as error:
                if type is None and _goes_on(error):
                    continue
                raise
            if size and kind.name != "container":
                app.err.line(f"WARNING: --size ignored for {kind.name}")
            return found
        raise Failure(f"Error: No such object: {name}")

    show(app, names, format, find)


def _goes_on(error: APIError) -> bool:
    """Whether to try the next kind: an error of this one does not exclude an object of another kind."""
    return (
        isinstance(error, NotFound)
        or "not supported" in error.message
        or "invalid reference format" in error.message
    )
