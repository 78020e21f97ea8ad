"""The commands that show the effect of a field, with the name of the object that the request is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.trace.fields import brief

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.field_notes import FieldNote
    from engineclient.trace.part import Part


def effect_command(note: FieldNote, exchange: Exchange, parts: Iterable[Part] = ()) -> str:
    """The command that shows the effect of a note on the object of the request; "" if that is not known.

    `parts` are those of the answer, which may name what was created.
    """
    if "{c}" not in note.see:
        return note.see.replace("IMAGE", _image_of(exchange) or "IMAGE")
    named = object_of(exchange, parts)
    return note.see.replace("{c}", named) if named else ""


def _image_of(exchange: Exchange) -> str:
    """The name that a build or a commit gives its image, or ""."""
    query = dict(exchange.request.query)
    name = query.get("t") or ":".join(filter(None, (query.get("repo"), query.get("tag"))))
    return name.removeprefix("docker.io/").removeprefix("library/")


def object_of(exchange: Exchange, parts: Iterable[Part] = ()) -> str:
    """The name of the object that a request is about, else its short id, of the path or the answer; "" if unknown."""
    body = exchange.json if isinstance(exchange.json, dict) else {}
    query = dict(exchange.request.query)
    if name := query.get("name") or body.get("Container") or body.get("Name"):
        return str(name)
    path = exchange.request.path.split("/")
    if path[1:2] == ["exec"]:  # the id of a command, by which no other command can name it
        return ""
    if len(path) > 3:  # /containers/{id}/update
        return brief(path[2])
    answers = [part.json for part in parts if part.kind == "body"]
    return next((brief(str(each["Id"])) for each in answers if isinstance(each, dict) and "Id" in each), "")
