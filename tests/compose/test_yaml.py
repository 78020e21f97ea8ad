"""Reading malicious YAML, and the positions of errors."""

from __future__ import annotations

import re
import time

import pytest

from engineclient.compose import ComposeError
from engineclient.compose.yamlscalars import resolve
from engineclient.compose.yamltext import documents
from tests.compose.support import project

LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
HOSTILE = {
    "billion laughs": (
        "x-l:\n" + "".join(f"  {line}\n" for line in LAUGHS.splitlines()),
        "excessive aliasing",
    ),
    "deep lists": ("x-d: " + "[" * 100_000, "exceeded max"),
    "deep mappings": ("x-d: " + "{a: " * 5_000, "exceeded max depth"),
    "deep blocks": ("".join(f"{' ' * n}a:\n" for n in range(1_000)), "exceeded max depth"),
    "an anchor within itself": ("x-a: &a {b: *a}\n", "cycle detected"),
    "an unknown alias": ("x-a: *nope\n", "unknown anchor 'nope' referenced"),
    "control characters": ("x-a: \x01\n", "control characters are not allowed"),
    "bytes that are no text": (b"x-a: \xff\xfe\n", "yaml: "),
    "a key that is a list": ("x-a: {[a]: b}\n", "invalid map key"),
    "a huge exponent": ("services: {a: {image: x, cpus: 1e999}}\n", ""),
    "a huge number": ("services: {a: {image: x, mem_limit: " + "9" * 5_000 + "}}\n", ""),
    "a loop of extends": ("services: {a: {extends: b}, b: {extends: a}}\n", "Circular reference"),
    "a service that extends itself": ("services: {a: {extends: a}}\n", "Circular reference"),
    "a null byte": ('services: {a: {image: "\\0"}}\n', ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end_soon_and_well(name: str) -> None:
    text, message = HOSTILE[name]
    begun = time.monotonic()
    if message:
        with pytest.raises(ComposeError, match=re.escape(message)):
            project(text)  # type: ignore[arg-type]
    else:
        project(text)  # type: ignore[arg-type]
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("services:\n  a:\n    image: x\n    imagee: y\n", "/project/0.yaml:4:5"),
        ("services:\n  a:\n    image: x\n    ports: text\n", "/project/0.yaml:4:5"),
        ("services:\n  a:\n    image: x\n    image: y\n", "/project/0.yaml:4:5"),
        ("services:\n  a:\n    image: ${A\n", "/project/0.yaml:3:5"),
        ("services:\n  a:\n    image: x\n    networks: [n]\n", "/project/0.yaml:4:5"),
        ("services:\n  a:\n    image: x\n    depends_on:\n      - b\n", "/project/0.yaml:4:5"),
        ("services:\n  a:\n    image: x\n    mem_limit: 5zz\n", "/project/0.yaml:4:5"),
        ("services:\n  a:\n    image: x\n   b: c\n", "/project/0.yaml:4:4"),
        ("services:\n  a:\n    image: x\n    ports:\n      - 1:2:3:4\n", "/project/0.yaml:4:5"),
    ],
)
def test_an_error_says_where_it_is(text: str, place: str) -> None:
    with pytest.raises(ComposeError) as caught:
        project(text)
    assert str(caught.value.place) == place


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("services: {a: {imagee: x}}", '"imagee": did you mean "image"?'),
        ("servces: {}", '"servces": did you mean "services"?'),
        ("services: {a: {image: x, healthcheck: {intervall: 1s}}}", '"intervall": did you mean "interval"?'),
        ("services: {a: {image: x, zzz: 1}}", ""),
    ],
)
def test_a_typo_names_the_nearest_key(text: str, hint: str) -> None:
    with pytest.raises(ComposeError) as caught:
        project(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"), ("On", "On"), ("true", True), ("FALSE", False), ("~", None), ("null", None), ("010", 8),
        ("0o17", 15), ("0x1F", 31), ("0b11", 3), ("1_000", 1000), ("08", 8.0), ("1e3", 1000.0), (".5", 0.5),
        ("1.", 1.0), ("22:22", "22:22"), ("-0x1", -1), ("+12", 12), ("1.2.3", "1.2.3"), ("1e", "1e"), ("-", "-"),
        ("18446744073709551615", 2**64 - 1), ("18446744073709551616", float(2**64)), ("0x", "0x"), ("1 2", "1 2"),
    ],
)  # fmt: skip
def test_plain_scalars(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_documents_have_places() -> None:
    first, second = documents(b"a: 1\n---\nb:\n  - c\n", "x.yaml")
    assert first.value == {"a": 1}
    assert second.value == {"b": ["c"]}
    assert second.places[("b", 0)] == (4, 5)
