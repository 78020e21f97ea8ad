"""Request bodies: keyword-only dataclasses whose fields know their wire names.

A field left at None is not sent. `extra=` carries what is not modelled yet, by wire name; it wins over the
fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

Json = Mapping[str, Any]


def wire(name: str, encode: Callable[[Any], Any] | None = None, *, since: str | None = None) -> Any:
    """A field that is sent as `name`.

    Args:
        name: in the JSON.
        encode: makes the JSON value of the Python value, if they are not the same.
        since: the API version it came with, if there are engines to talk to that do not know it and would
            ignore it.

    """
    return field(default=None, metadata={"wire": name, "encode": encode, "since": since})


@dataclass(kw_only=True, slots=True)
class Body:
    """A JSON object to be sent."""

    extra: Json = field(default_factory=dict[str, Any])

    def to_wire(self) -> dict[str, Any]:
        """The JSON object: fields that are set, then `extra`."""
        sent: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value is None or entry.name == "extra":
                continue
            encode = entry.metadata["encode"]
            sent[entry.metadata["wire"]] = to_json(value if encode is None else encode(value))
        return {**sent, **self.extra}

    def needs(self) -> list[tuple[str, str]]:
        """The fields in use, here and in bodies below, that came with a later API version.

        Each as (wire name, version).
        """
        found: list[tuple[str, str]] = []
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value is None or entry.name == "extra":
                continue
            if since := entry.metadata["since"]:
                found.append((entry.metadata["wire"], since))
            found += body_needs(value)
        return found


def to_json(value: Any) -> Any:
    """`value` with the bodies inside it turned into JSON."""
    if isinstance(value, Body):
        return value.to_wire()
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [to_json(item) for item in value]
    return value


def body_needs(value: Any) -> tuple[tuple[str, str], ...]:
    """What the bodies in `value` need, for `Request.needs`; a JSON mapping is its maker's responsibility."""
    if isinstance(value, Body):
        return tuple(value.needs())
    if isinstance(value, Mapping):
        value = [*value.values()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(need for item in value for need in body_needs(item))
    return ()


def environment(value: Mapping[str, str | None] | Sequence[str]) -> list[str]:
    """`Env`: `K=V` strings; a None value removes a variable of the image."""
    if isinstance(value, Mapping):
        return [name if text is None else f"{name}={text}" for name, text in value.items()]
    return list(value)
