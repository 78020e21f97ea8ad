"""Providers: programs that run in place of a service. Their arguments, and the messages that they print. Pure.

A provider is called as `PROGRAM compose --project-name=NAME up --OPTION=VALUE SERVICE`. It prints JSON objects with a
`type` and a `message`; a message of type `setenv` sets a variable in the services that depend on the provider.

Source: https://github.com/docker/compose/blob/v2.40.3/docs/extension.md.
"""

from __future__ import annotations

import codecs
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
    """One message of a provider: its `type` (`info`, `error`, `setenv`, `debug`) and its text."""

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
    """The options in the output of `PROGRAM compose metadata`; output that is not such JSON reports none."""
    try:
        content: Any = _folded(json.loads(answer))
        required = {
            command: {str(each["name"]): bool(each.get("required")) for each in parameters}
            for command in ("up", "down")
            if (parameters := (content.get(command) or {}).get("parameters")) is not None
        }
        return Metadata(required, bool(required or content.get("description")))
    except (ValueError, AttributeError, LookupError, TypeError):
        return Metadata({}, known=False)


def arguments(project: str, service: Service, command: str, metadata: Metadata) -> list[str]:
    """The arguments that a provider is called with, without its path.

    Args:
        project: the name of the project.
        service: the service that the provider stands for.
        command: `up` or `down`.
        metadata: the options that the provider takes.

    Raises:
        ComposeError: the file does not give an option that the provider requires.

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
    """Parses the output of a provider, which arrives in arbitrary pieces, into messages."""

    def __init__(self) -> None:
        self._text = ""
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode

    def feed(self, data: bytes) -> Iterable[Message]:
        """The messages that are complete with this piece.

        Raises:
            ComposeError: one is not a JSON object with strings.

        """
        self._text += self._decode(data)
        decoder = json.JSONDecoder()
        while True:
            self._text = self._text[_BLANKS.match(self._text).end() :]  # type: ignore[union-attr]
            try:
                value, end = decoder.raw_decode(self._text)
            except ValueError:
                return  # incomplete: the next piece continues it, or `end` reports it
            self._text = self._text[end:]
            yield _message(value)

    def end(self) -> None:
        """Check that the output ends with a complete message.

        Raises:
            ComposeError: the last message is malformed or incomplete.

        """
        self._text += self._decode(b"", final=True)
        if self._text:
            try:
                check_and_compact(self._text.encode(errors="surrogateescape"))
            except ValueError as error:
                text = str(error)
                raise ComposeError("unexpected EOF" if text == _INCOMPLETE else text) from None


def _folded(value: Any) -> Any:
    """A JSON value with its keys in lower case: Go's decoder ignores their case."""
    if isinstance(value, dict):
        return {name.lower(): _folded(each) for name, each in value.items()}
    return [_folded(each) for each in value] if isinstance(value, list) else value


def _message(value: Any) -> Message:
    if value is None:
        return Message("", "")
    if not isinstance(value, dict):
        raise ComposeError(f"json: cannot unmarshal {_kind(value)} into Go value of type compose.JsonMessage")
    fields = cast("dict[str, Any]", _folded(value))
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
    """The name and the value of a variable in a message of type `setenv`.

    Raises:
        ComposeError: the text has no `=`.

    """
    name, equals, value = message.text.partition("=")
    if not equals:
        raise ComposeError(f"invalid response from plugin: {message.text}")
    return name, value


def with_variables(project: Project, provider: str, variables: Mapping[str, str]) -> Project:
    """The project with the variables of a provider in the services that depend on it.

    The names begin with that of the provider: `URL` of the provider `db` is `DB_URL`.
    """
    found = {f"{provider.upper()}_{name}": value for name, value in variables.items()}
    services = {
        name: each.replace(environment={**each.environment, **found}) if provider in each.depends_on else each
        for name, each in project.services.items()
    }
    return project.replace(services=services)


def unknown(project: Project) -> list[str]:
    """The providers and models of a project, whose variables are known only once their programs have run."""
    providers = [
        f"provider {quote(name)}" for name, each in project.services.items() if each.provider is not None
    ]
    return sorted([*providers, *(f"model {quote(name)}" for name in project.models)])


def without_providers(project: Project) -> Project:
    """The project with the services that providers stand for disabled: they have no containers."""
    provided = {name: each for name, each in project.services.items() if each.provider is not None}
    services = {name: each for name, each in project.services.items() if name not in provided}
    return project.replace(services=services, disabled_services={**project.disabled_services, **provided})
