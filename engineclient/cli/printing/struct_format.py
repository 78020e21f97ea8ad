"""The `--format` of commands that show one thing: a Go template over what docker has as a struct of Go's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.failures import Failure
from engineclient.golang.template import Record, Template, TemplateError, TemplateExecError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.cli.app import App

_BAD_FORMAT: Final = 64


class Struct(Record):
    """A JSON object whose fields templates may name as Go does; as JSON it is the object, in the engine's order.

    `fields` has for each of Go's names the name in the JSON and the value of a field that is not there; `parts` are
    those that are structs themselves, or made in another way.
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
        """The object as it came."""
        return json.dumps(self.raw, ensure_ascii=False, separators=(",", ":"), default=_of_struct)


def same(**zeros: object) -> dict[str, tuple[str, object]]:
    """The fields that Go and the JSON call the same, with the value of one that is not there."""
    return {name: (name, zero) for name, zero in zeros.items()}


def _value(raw: Mapping[str, Any], wire: str, zero: object) -> object:
    value = raw.get(wire)
    return zero if value is None else value


def _of_struct(value: object) -> object:
    assert isinstance(value, Struct)
    return value.raw


def template_of(source: str, complaint: str, *, name: str = "") -> Template:
    """The template that `--format` asks for, which messages call `name`.

    Raises:
        Failure: it is none; the text begins with `complaint`.

    """
    try:
        return Template("{{json .}}" if source == "json" else source, name=name)
    except TemplateError as error:
        raise Failure(f"{complaint}: {error}", _BAD_FORMAT) from error


def check_fields(template: Template, data: Record, complaint: str) -> None:
    """See that a template fits `data`, which is empty, before anything is asked for.

    Raises:
        Failure: it does not; the text begins with `complaint`.

    """
    try:
        template.render(data)
    except TemplateError as error:
        raise Failure(f"{complaint}: {error}", _BAD_FORMAT) from error


def print_through(app: App, template: Template, data: Record) -> None:
    """Print what the template makes of `data`, and a line break.

    Raises:
        Failure: it does not fit; what there was until then has been printed.

    """
    try:
        app.out.line(template.render(data))
    except TemplateExecError as error:
        app.out.line(error.rendered)
        raise Failure(str(error)) from error
    except TemplateError as error:
        raise Failure(str(error)) from error
