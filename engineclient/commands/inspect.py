"""inspect: all that the engine says of an object, as JSON or through a template."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from engineclient.api.containers import containers
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.volumes import volumes
from engineclient.calls import Call
from engineclient.commands.arity import at_least
from engineclient.commands.command import command
from engineclient.commands.failures import Failure, text_of
from engineclient.commands.flags import flag
from engineclient.commands.flagtypes import BOOL, STRING
from engineclient.errors import APIError, EngineError, NotFound
from engineclient.text import json as gojson
from engineclient.text.numbers import JSONNumber
from engineclient.text.template import Template, TemplateError, TemplateParseError

if TYPE_CHECKING:
    from engineclient.calls import Answer
    from engineclient.commands.app import App
    from engineclient.models.view import View

    Look = Callable[[str], Call[View]]

_BAD_FORMAT: Final = 64
FORMAT = flag("-f, --format", STRING, "How to print it: 'json', or a Go template")


@command("[OPTIONS] NAME|ID [NAME|ID...]", at_least(1))
@FORMAT
@flag("-s, --size", BOOL, "Count the sizes of containers")
@flag("--type", STRING, "Look for this kind of object alone")
def inspect(app: App, *names: str, format: str, size: bool, type: str) -> int:
    """`minidocker inspect`: of whatever has that name, containers first."""
    kinds: dict[str, Look] = {
        "container": partial(containers.inspect, size=size),
        "image": images.inspect,
        "network": networks.inspect,
        "volume": volumes.inspect,
    }
    if type and type not in kinds:
        raise Failure(f'"{type}" is not a valid value for --type')

    def read(name: str) -> str:
        for kind, look in kinds.items():
            if type in ("", kind):
                try:
                    return _text(app, look(name))
                except NotFound:
                    if type:
                        raise
                except APIError as error:
                    if type or "invalid reference format" not in error.message:
                        raise
        raise Failure(f"Error: No such object: {name}")

    return show(app, names, format, read)


@command("[OPTIONS] CONTAINER [CONTAINER...]", at_least(1))
@FORMAT
@flag("-s, --size", BOOL, "Count the sizes of its files")
def container(app: App, *names: str, format: str, size: bool) -> int:
    """`minidocker container inspect`."""
    return show_kind(app, names, format, partial(containers.inspect, size=size))


@command("[OPTIONS] IMAGE [IMAGE...]", at_least(1))
@FORMAT
def image(app: App, *names: str, format: str) -> int:
    """`minidocker image inspect`."""
    return show_kind(app, names, format, images.inspect)


@command("[OPTIONS] NETWORK [NETWORK...]", at_least(1))
@FORMAT
@flag("-v, --verbose", BOOL, "Tell of services and tasks, too")
def network(app: App, *names: str, format: str, verbose: bool) -> int:
    """`minidocker network inspect`."""
    return show_kind(app, names, format, partial(networks.inspect, verbose=verbose))


@command("[OPTIONS] VOLUME [VOLUME...]", at_least(1))
@FORMAT
def volume(app: App, *names: str, format: str) -> int:
    """`minidocker volume inspect`."""
    return show_kind(app, names, format, volumes.inspect)


def show_kind(app: App, names: tuple[str, ...], format: str, look: Look) -> int:
    """The same for objects of one kind."""
    return show(app, names, format, lambda name: _text(app, look(name)))


def show(app: App, names: tuple[str, ...], format: str, read: Callable[[str], str]) -> int:
    """Print what there is of `names`; what could not be had is told at the end, and makes the exit code 1."""
    template = _template(format)
    found: list[str] = []
    errors: list[str] = []
    for name in names:
        try:
            found.append(template(read(name)))
        except TemplateError as error:
            app.out.write("".join(found) + "\n")
            raise Failure(f"template parsing error: {error}") from error
        except (EngineError, Failure) as error:
            errors.append(error.text if isinstance(error, Failure) else text_of(error))
    app.out.write("".join(found) if format else gojson.indent(f"[{','.join(found)}]") + "\n")
    if errors:
        raise Failure("\n".join(errors))
    return 0


def _text(app: App, call: Call[View]) -> str:
    """The engine's own JSON, untouched: docker shows its escapes and its numbers as they came."""

    def body(answer: Answer) -> str:
        return answer.body.decode()

    return app.engine().send(Call(call.request, body))


def _template(format: str) -> Callable[[str], str]:
    """What makes the text of one object's JSON."""
    if not format:
        return str.strip
    if format == "json":
        return lambda text: gojson.compact(text.strip()) + "\n"
    try:
        template = Template(format)
    except TemplateParseError as error:
        raise Failure(f"template parsing error: {error}", _BAD_FORMAT) from error

    def render(text: str) -> str:
        data = json.loads(text, parse_int=JSONNumber, parse_float=JSONNumber)
        return template.render(data, missing="error") + "\n"

    return render
