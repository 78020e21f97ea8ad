"""Shared by the inspect commands: print an object's JSON as it is, or through a template."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.calls import Call
from engineclient.cli.failures import Failure, of_several
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import Flag
from engineclient.errors import EngineError
from engineclient.golang import json as gojson
from engineclient.golang.numbers import JSONNumber
from engineclient.golang.template import OfType, Template, TemplateError, UnsupportedTemplate

if TYPE_CHECKING:
    from engineclient.calls import WholeAnswer
    from engineclient.cli.app import App

    Look = Callable[[str], Call[Any]]
    """Returns the call that inspects the object of that name."""

_BAD_FORMAT: Final = 64
BAD_SWARM_FORMAT: Final = 1
"""The exit code of the inspect commands of swarm objects for a format that is not a template."""

INSPECT_FORMAT: Final = Flag(
    "-f, --format",
    STRING,
    "Output format:\n'json':             JSON on one line\n'TEMPLATE':         The output of a Go template",
)


class Found(NamedTuple):
    """The kind of an object and the engine's JSON, unparsed, as docker prints escapes and numbers unchanged.

    `templates_see_json` is whether templates may use fields that docker's structs do not have.
    """

    kind: str
    text: str
    templates_see_json: bool = True


def show_kind(
    app: App, names: tuple[str, ...], format: str, kind: str, look: Look, *, bad_format: int = _BAD_FORMAT
) -> None:
    """Print the objects called `names`, all of one kind."""
    show(app, names, format, lambda name: Found(kind, json_of(app, look(name))), bad_format=bad_format)


def show(
    app: App,
    names: tuple[str, ...],
    format: str,
    find: Callable[[str], Found],
    *,
    bad_format: int = _BAD_FORMAT,
) -> None:
    """Print the objects that `find` returns for `names`; collect the errors and report them at the end.

    Args:
        app: the call.
        names: as typed.
        format: the value of `--format`.
        find: returns an object.
        bad_format: the exit code if the format is not a template.

    Raises:
        Failure: some were not found, or the template does not fit them.

    """
    render = renderer(format, bad_format)
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


def renderer(format: str, bad_format: int = _BAD_FORMAT) -> Callable[[Found], str]:
    """A function that returns the text of one object in `format`.

    A template is tried on docker's Go struct of the object first, then on the engine's whole JSON.

    Raises:
        Failure: the format is not a template; the returned function raises it if the template does not fit.

    """
    if format in ("", "json"):
        return lambda found: found.text
    try:
        template = Template(format)
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}", bad_format) from error

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
    from engineclient.cli.printing.inspected_structs import INSPECTED, TYPES

    data = json.loads(found.text)
    if found.kind in TYPES:
        return INSPECTED.value(TYPES[found.kind], data)
    from engineclient.cli.printing.swarm_structs import SWARM, SWARM_TYPES

    return SWARM.value(SWARM_TYPES[found.kind], data) if found.kind in SWARM_TYPES else data


def json_of(app: App, call: Call[Any]) -> str:
    """The engine's JSON for `call`, unchanged."""
    return app.engine().send(Call(call.request, json_text))


def json_text(answer: WholeAnswer) -> str:
    """A body as text, without parsing its JSON."""
    return answer.body.decode().strip()
