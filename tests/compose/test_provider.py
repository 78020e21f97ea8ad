"""Providers: their arguments, and the parsing of their output."""

from __future__ import annotations

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.provider import (
    Message,
    Messages,
    Metadata,
    arguments,
    read_metadata,
    unknown,
    variable,
    with_variables,
    without_providers,
)
from tests.compose.support import project

PROJECT = project(
    "name: p\nservices: {db: {provider: {type: t, options: {size: 10, tag: [a, b]}}}, "
    "web: {image: x, depends_on: [db], environment: {DB_URL: own, A: b}}, other: {image: x}}"
)
ALL = Metadata({}, known=False)


@pytest.mark.parametrize(
    ("answer", "metadata"),
    [
        (b"", ALL),
        (b"no JSON", ALL),
        (b"[]", ALL),
        (b"{}", ALL),
        (b'{"description": "d"}', Metadata({}, known=True)),
        (b'{"Up": {"Parameters": [{"Name": "a"}]}}', Metadata({"up": {"a": False}}, known=True)),
        (
            b'{"up": {"parameters": [{"name": "a", "required": true}, {"name": "b"}]}, "down": {}}',
            Metadata({"up": {"a": True, "b": False}}, known=True),
        ),
    ],
)
def test_metadata(answer: bytes, metadata: Metadata) -> None:
    assert read_metadata(answer) == metadata


@pytest.mark.parametrize(
    ("metadata", "options"),
    [
        (ALL, ["--size=10", "--tag=a", "--tag=b"]),
        (Metadata({}, known=True), []),
        (Metadata({"up": {"tag": True, "more": False}}, known=True), ["--tag=a", "--tag=b"]),
        (Metadata({"down": {"tag": True}}, known=True), []),
    ],
)
def test_the_options_that_a_provider_knows_are_passed_on(metadata: Metadata, options: list[str]) -> None:
    called = arguments("p", PROJECT.services["db"], "up", metadata)
    assert called == ["compose", "--project-name=p", "up", *options, "db"]


def test_an_option_that_is_needed_is_missing() -> None:
    metadata = Metadata({"up": {"engine": True}}, known=True)
    with pytest.raises(
        ComposeError, match='required parameter "engine" is missing from provider "t" definition'
    ):
        arguments("p", PROJECT.services["db"], "up", metadata)


@pytest.mark.parametrize(
    "pieces",
    [
        [b'{"type":"info","message":"one"}\n{"type":"setenv","message":"A=b"}\n'],
        [b'{"type":"info","mess', b'age":"one"}', b' {"type":"setenv","message":"A=b"}'],
        [b'{"TYPE":"info","Message":"one"}{"type":"setenv","message":"A=b"}'],
    ],
)
def test_answers_come_in_any_pieces(pieces: list[bytes]) -> None:
    messages = Messages()
    found = [each for piece in pieces for each in messages.feed(piece)]
    messages.end()
    assert found == [Message("info", "one"), Message("setenv", "A=b")]


def test_a_character_in_two_pieces() -> None:
    messages = Messages()
    pieces = ['{"type":"info","message":"é"}'.encode()[:-3], '{"type":"info","message":"é"}'.encode()[-3:]]
    assert [each for piece in pieces for each in messages.feed(piece)] == [Message("info", "é")]


def test_null_is_a_message_without_a_type() -> None:
    assert [*Messages().feed(b"null\n")] == [Message("", "")]


@pytest.mark.parametrize(
    ("output", "error"),
    [
        (b"hello", "invalid character 'h' looking for beginning of value"),
        (b'{"type":', "unexpected EOF"),
        (b'{"type":1}', "json: cannot unmarshal number into Go struct field JsonMessage.type of type string"),
        (b"[]", "json: cannot unmarshal array into Go value of type compose.JsonMessage"),
    ],
)
def test_answers_that_are_none(output: bytes, error: str) -> None:
    messages = Messages()
    with pytest.raises(ComposeError) as raised:
        list(messages.feed(output))
        messages.end()
    assert raised.value.message == error


def test_a_variable_has_a_value() -> None:
    assert variable(Message("setenv", "A=b=c")) == ("A", "b=c")
    with pytest.raises(ComposeError, match="invalid response from plugin: A"):
        variable(Message("setenv", "A"))


def test_variables_are_for_those_that_depend_on_it() -> None:
    made = with_variables(PROJECT, "db", {"URL": "u"})
    assert made.services["web"].environment == {"DB_URL": "u", "A": "b"}
    assert made.services["other"].environment == {}


def test_what_a_provider_stands_for_is_off() -> None:
    made = without_providers(PROJECT)
    assert {*made.services} == {"web", "other"}
    assert {*made.all_services} == {"db", "web", "other"}
    assert "db" in made.services["web"].depends_on


def test_what_is_not_known_before_a_program_is_run() -> None:
    made = project(
        "services: {db: {provider: {type: t}}, w: {image: x, models: [m]}}\nmodels: {m: {model: x}}"
    )
    assert unknown(made) == ['model "m"', 'provider "db"']
