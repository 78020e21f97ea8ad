"""Providers: programs that run in the place of a service. Their arguments, and the meaning of their answers.

A provider is called as `PROGRAM compose --project-name=NAME up --OPTION=VALUE SERVICE`. It prints JSON objects with a
`type` and a `message`; `setenv` sets a variable in the services that depend on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, cast

from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Service
from engineclient.compose.project import Project
from engineclient.golang.json_errors import check_and_compact
from engineclient.golang.quoting import quote

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_INCOMPLETE: Final = "unexpected end of JSON input"


class Message(NamedTuple):
    """One answer of a provider: its `type` (`info`, `error`, `setenv`, `debug`) and the text."""

    type: str
    text: str


class Metadata(NamedTuple):
    """The options that a provider takes, as it reports them itself.

    Attributes:
        required: by command (`up`, `down`), for each option whether it must be given.
        known: whether the provider reports its options; if not, all options of the file are passed on.

    """

    required: Mapping[str, Mapping[str, bool]]
    known: bool


def read_metadata(answer: bytes) -> Metadata:
    """The answer to `PROGRAM compose metadata`; one that is no such JSON reports nothing."""
    try:
        content: Any = json.loads(answer)
        required = {
            command: {str(each["name"]): bool(each.get("required")) for each in parameters}
            for command in ("up", "down")
            if (parameters := (content.get(command) or {}).get("parameters")) is not None
        }
        return Metadata(required, bool(required or content.get("description")))
    except (ValueError, AttributeError, LookupError, TypeError):
        return Metadata({}, known=False)


def arguments(project: str, service: Service, command: str, metadata: Metadata) -> list[str]:
    """What a provider is called with.

    Raises:
        ComposeError: the file does not give an option that the provider needs.

    """
    assert service.provider is not None
    options = service.provider.options
    taken = metadata.required.get(command, {})
    for name, required in taken.items():
        if required and name not in options:
            raise ComposeError(
                f"required parameter {quote(name)} is missing from provider {quote(service.provider.type)} definition",
                ("services", service.name, "provider", "options"),
            )
    chosen = {name: values for name, values in sorted(options.items()) if not metadata.known or name in taken}
    given = [f"--{name}={value}" for name, values in chosen.items() for value in values]
    return ["compose", f"--project-name={project}", command, *given, service.name]


class Messages:
    """Reads the answers of a provider from pieces of its output."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, data: bytes) -> Iterable[Message]:
        """The answers that are complete with this piece.

        Raises:
            ComposeError: one is no JSON object with texts.

        """
        self._text += data.decode(errors="surrogateescape")
        decoder = json.JSONDecoder()
        while True:
            self._text = self._text[_BLANKS.match(self._text).end() :]  # type: ignore[union-attr]
            try:
                value, end = decoder.raw_decode(self._text)
            except ValueError:
                return  # it goes on in the next piece, or `end` reports it
            self._text = self._text[end:]
            yield _message(value)

    def end(self) -> None:
        """The output is over. Raises ComposeError if an answer is malformed or incomplete."""
        if self._text:
            try:
                check_and_compact(self._text.encode(errors="surrogateescape"))
            except ValueError as error:
                text = str(error)
                raise ComposeError("unexpected EOF" if text == _INCOMPLETE else text) from None


def _message(value: Any) -> Message:
    if not isinstance(value, dict):
        raise ComposeError(f"json: cannot unmarshal {_kind(value)} into Go value of type compose.JsonMessage")
    fields = cast("dict[str, Any]", value)
    for name in ("type", "message"):
        if not isinstance(fields.get(name), str | None):
            raise ComposeError(
                f"json: cannot unmarshal {_kind(fields[name])} into Go struct field JsonMessage.{name} of type string"
            )
    return Message(fields.get("type") or "", fields.get("message") or "")


def _kind(value: Any) -> str:
    kinds = {str: "string", bool: "bool", int: "number", float: "number", list: "array", dict: "object"}
    return kinds[type(value)]


def variable(message: Message) -> tuple[str, str]:
    """The name and the value in a `setenv` answer.

    Raises:
        ComposeError: there is no `=` in it.

    """
    name, equals, value = message.text.partition("=")
    if not equals:
        raise ComposeError(f"invalid response from plugin: {message.text}")
    return name, value


def with_variables(project: Project, provider: str, variables: Mapping[str, str]) -> Project:
    """The project whose services that depend on a provider have its variables, with its name before theirs."""
    found = {f"{provider.upper()}_{name}": value for name, value in variables.items()}
    services = {
        name: each.replace(environment={**each.environment, **found}) if provider in each.depends_on else each
        for name, each in project.services.items()
    }
    return project.replace(services=services)


def unknown(project: Project) -> list[str]:
    """What sets variables that are known only once its program is run: providers and models."""
    providers = [
        f"provider {quote(name)}" for name, each in project.services.items() if each.provider is not None
    ]
    return sorted([*providers, *(f"model {quote(name)}" for name in project.models)])


def without_providers(project: Project) -> Project:
    """The project without the services that providers stand for: the engine has nothing to do for them."""
    provided = {name: each for name, each in project.services.items() if each.provider is not None}
    services = {name: each for name, each in project.services.items() if name not in provided}
    return project.replace(services=services, disabled_services={**project.disabled_services, **provided})
