"""How Python values go into paths and queries, and the decoders that most endpoints share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

from engineclient.calls import Answer
from engineclient.models.view import View
from engineclient.wire.records import load_json

V = TypeVar("V", bound=View)

Filters = Mapping[str, Iterable[str] | str | bool]


def path(template: str, *ids: str) -> str:
    """`template` with its `{}` filled by `ids`, quoted.

    Raises:
        ValueError: an id is empty. Sent as it is, it would make another route: `/containers//json`.
    """
    for id in ids:
        if not id.strip("/ "):
            raise ValueError(f"an id or name is needed for {template}, not {id!r}")
    return template.format(*(quote(id, safe="") for id in ids))


def image_path(template: str, name: str) -> str:
    """The same for an image's name, whose slashes and colons are part of the route."""
    if not name.strip("/ "):
        raise ValueError(f"an image's name or id is needed for {template}, not {name!r}")
    return template.format(quote(name, safe="/:@"))


def query(parameters: Mapping[str, object]) -> dict[str, str | list[str]]:
    """Parameters as strings: None and False are left out, True is `1`, a mapping is JSON, a list is repeated."""
    sent: dict[str, str | list[str]] = {}
    for name, value in parameters.items():
        if value is None or value is False:
            continue
        if value is True:
            sent[name] = "1"
        elif isinstance(value, Mapping):
            if value:
                sent[name] = json.dumps(value, separators=(",", ":"))
        elif isinstance(value, list | tuple):
            sent[name] = [str(item) for item in value]
        else:
            sent[name] = str(value)
    return sent


def encode_filters(wanted: Filters | None) -> dict[str, dict[str, bool]]:
    """Filters in the form that docker's own client sends, `{"status": {"running": true}}`."""
    sent: dict[str, dict[str, bool]] = {}
    for name, value in (wanted or {}).items():
        if isinstance(value, bool):
            values: Iterable[str] = ("true" if value else "false",)
        else:
            values = (value,) if isinstance(value, str) else value
        sent[name] = dict.fromkeys(values, True)
    return sent


def view(kind: type[V]) -> Callable[[Answer], V]:
    """Decoder of a JSON object."""
    return lambda answer: kind(load_json(answer.body))


def views(kind: type[V]) -> Callable[[Answer], list[V]]:
    """Decoder of a JSON list of objects; null is an empty one."""
    return lambda answer: [kind(item) for item in load_json(answer.body) or ()]


def nothing(_: Answer) -> None:
    """Decoder of an answer that says no more than that it worked."""


def raw_json(answer: Answer) -> Any:
    """Decoder of JSON that has no view."""
    return load_json(answer.body)
