"""inspect: all that the engine says of an object, as JSON or through a template."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.api.containers import containers
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.parameters import path
from engineclient.api.volumes import volumes
from engineclient.calls import Call, Request
from engineclient.commands.arity import at_least
from engineclient.commands.command import command
from engineclient.commands.completion import (
    container_names,
    image_names,
    network_names,
    together,
    volume_names,
)
from engineclient.commands.failures import Failure, of_several
from engineclient.commands.flags import Flag, flag
from engineclient.commands.flagtypes import BOOL, STRING
from engineclient.commands.support import require
from engineclient.errors import APIError, EngineError, NotFound
from engineclient.text import json as gojson
from engineclient.text.numbers import JSONNumber
from engineclient.text.template import OfType, Template, TemplateError, UnsupportedTemplate

if TYPE_CHECKING:
    from engineclient.calls import Answer
    from engineclient.commands.app import App

    Look = Callable[[str], Call[Any]]

_BAD_FORMAT: Final = 64
FORMAT: Final = Flag(
    "-f, --format",
    STRING,
    "How to print it:\n'json':             JSON in one line\n'TEMPLATE':         What the Go template gives",
)


class Found(NamedTuple):
    """The engine's own JSON, untouched, for docker shows its escapes and its numbers as they came; and of what.

    `templates_see_json` is whether templates find in it what is no field of docker's structs.
    """

    kind: str
    text: str
    templates_see_json: bool = True


class _Kind(NamedTuple):
    name: str
    look: Look
    of_swarm: bool = False


def _at(route: str) -> Look:
    """Inspects a kind of object that nothing else here works on."""

    def look(name: str) -> Call[Any]:
        return Call(Request(method="GET", path=path(route, name)), _body)

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
@FORMAT
@flag("-s, --size", BOOL, "Also count the sizes of containers")
@flag("--type", STRING, "Look for this kind of object alone", default=None)
def inspect(app: App, *names: str, format: str, size: bool, type: str | None) -> None:
    """`minidocker inspect`: of whatever has that name, containers first."""
    kinds = _kinds(size=size)
    if type is not None and type not in [kind.name for kind in kinds]:
        known = ", ".join(f'"{name}"' for name in sorted(kind.name for kind in kinds))
        what = f'unknown type: "{type}"' if type else "type is empty"
        raise Failure(f"{what}: must be one of {known}")
    wanted = [kind for kind in kinds if type in (None, kind.name)]

    @cache
    def knows_swarm() -> bool:
        swarm = app.engine().info().raw.get("Swarm") or {}
        return bool(swarm.get("ControlAvailable"))

    def find(name: str) -> Found:
        for kind in wanted:
            if kind.of_swarm and type is None and not knows_swarm():
                continue
            try:
                found = Found(kind.name, _text(app, kind.look(name)))
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
    """Whether an object of another kind may have that name."""
    return (
        isinstance(error, NotFound)
        or "not supported" in error.message
        or "invalid reference format" in error.message
    )


@command("[OPTIONS] CONTAINER [CONTAINER...]", at_least(1), complete=container_names())
@FORMAT
@flag("-s, --size", BOOL, "Also count the sizes of its files")
def container(app: App, *names: str, format: str, size: bool) -> None:
    """`minidocker container inspect`."""
    _show_kind(app, names, format, "container", partial(containers.inspect, size=size))


@command("[OPTIONS] IMAGE [IMAGE...]", at_least(1), complete=image_names)
@FORMAT
@flag("--platform", STRING, "Show the variant for this platform: os[/arch[/variant]]")
def image(app: App, *names: str, format: str, platform: str) -> None:
    """`minidocker image inspect`."""
    if platform:
        require(app, '"--platform"', "1.49")
    _show_kind(app, names, format, "image", partial(images.inspect, platform=platform or None))


@command("[OPTIONS] NETWORK [NETWORK...]", at_least(1), complete=network_names)
@FORMAT
@flag("-v, --verbose", BOOL, "Also tell of services and tasks")
def network(app: App, *names: str, format: str, verbose: bool) -> None:
    """`minidocker network inspect`."""
    _show_kind(app, names, format, "network", partial(networks.inspect, verbose=verbose))


@command("[OPTIONS] VOLUME [VOLUME...]", at_least(1), complete=volume_names)
@FORMAT
def volume(app: App, *names: str, format: str) -> None:
    """`minidocker volume inspect`."""
    show(
        app,
        names,
        format,
        lambda name: Found("volume", _text(app, volumes.inspect(name)), templates_see_json=False),
    )


def _show_kind(app: App, names: tuple[str, ...], format: str, kind: str, look: Look) -> None:
    show(app, names, format, lambda name: Found(kind, _text(app, look(name))))


def show(app: App, names: tuple[str, ...], format: str, find: Callable[[str], Found]) -> None:
    """Print what there is of `names`.

    Raises:
        Failure: with some it did not go well; told at the end.

    """
    render = renderer(format)
    shown: list[str] = []
    errors: list[EngineError | Failure] = []
    for name in names:
        try:
            shown.append(render(find(name)))
        except (EngineError, Failure) as error:
            errors.append(error)
    if format in ("", "json"):
        array = f"[{','.join(shown)}]"
        app.out.line(gojson.compact(array) if format else gojson.indent(array))
    else:
        app.out.write("".join(shown) or "\n")
    if errors:
        raise of_several(errors)


def renderer(format: str) -> Callable[[Found], str]:
    """What makes the text of one object.

    A template is tried on what docker knows of the object as Go structs, then on all that the engine said.

    Raises:
        Failure: the format is no template; what it returns raises it, too, if a template does not fit.

    """
    if format in ("", "json"):
        return lambda found: found.text
    try:
        template = Template(format)
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}", _BAD_FORMAT) from error

    def render(found: Found) -> str:
        try:
            try:
                return template.render(_struct(found)) + "\n"
            except UnsupportedTemplate:
                raise
            except TemplateError:
                if not found.templates_see_json:
                    raise
                raw = json.loads(
                    found.text,
                    parse_int=JSONNumber,
                    parse_float=JSONNumber,
                    object_hook=partial(OfType, None),
                )
                return template.render(raw, missing="error") + "\n"
        except TemplateError as error:
            raise Failure(f"template parsing error: {error}") from error

    return render


def _struct(found: Found) -> object:
    from engineclient.commands.inspectedtypes import INSPECTED, TYPES

    data = json.loads(found.text)
    return INSPECTED.value(TYPES[found.kind], data) if found.kind in TYPES else data


def _text(app: App, call: Call[Any]) -> str:
    return app.engine().send(Call(call.request, _body))


def _body(answer: Answer) -> str:
    return answer.body.decode().strip()
