"""The `--format` of commands that show one object: a Go template over the fields of docker's Go struct."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import Flag
from engineclient.golang.template import Record, Template, TemplateError, TemplateExecError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.cli.app import App

_BAD_FORMAT: Final = 64

STRUCT_FORMAT: Final = Flag("-f, --format", STRING, "Output format: 'json', or a Go template")


class Struct(Record):
    """A JSON object whose fields templates name as Go does; `to_json` is the object in the engine's order.

    `fields` maps each Go name to the name in the JSON and the value of a missing field; `parts` are the fields that
    are structs themselves, or computed.
    """

    __slots__ = ("raw",)

    def __init__(
        self,
        go_type: str,
        raw: Mapping[str, Any],
        fields: Mapping[str, tuple[str, object]],
        parts: Mapping[str, object] | None = None,
    ) -> None:
        read = {name: _value(raw, wire, zero) for name, (wire, zero) in fields.items()}
        super().__init__(go_type, {**read, **(parts or {})})
        self.raw: Mapping[str, Any] = raw

    def to_json(self) -> str:
        """The object as the engine sent it."""
        return json.dumps(self.raw, ensure_ascii=False, separators=(",", ":"), default=_of_struct)


def same(**zeros: object) -> dict[str, tuple[str, object]]:
    """Fields with the same name in Go and in the JSON, each with the value of a missing one."""
    return {name: (name, zero) for name, zero in zeros.items()}


def _value(raw: Mapping[str, Any], wire: str, zero: object) -> object:
    value = raw.get(wire)
    return zero if value is None else value


def _of_struct(value: object) -> object:
    assert isinstance(value, Struct)
    return value.raw


def template_of(source: str, complaint: str, *, name: str = "") -> Template:
    """Parse the template of `--format`, which error messages call `name`.

    Raises:
        Failure: it is not a template; the text begins with `complaint`.

    """
    try:
        return Template("{{json .}}" if source == "json" else source, name=name)
    except TemplateError as error:
        raise Failure(f"{complaint}: {error}", _BAD_FORMAT) from error


def check_fields(template: Template, data: Record, complaint: str) -> None:
    """Check that a template fits the empty object `data`, before any request is made.

    Raises:
        Failure: it does not fit; the text begins with `complaint`.

    """
    try:
        template.render(data)
    except TemplateError as error:
        raise Failure(f"{complaint}: {error}", _BAD_FORMAT) from error


def print_through(app: App, template: Template, data: Record) -> None:
    """Print the template's output for `data`, and a newline.

    Raises:
        Failure: it does not fit; the output up to the error has been printed.

    """
    try:
        app.out.line(template.render(data))
    except TemplateExecError as error:
        app.out.line(error.rendered)
        raise Failure(str(error)) from error
    except TemplateError as error:
        raise Failure(str(error)) from error
