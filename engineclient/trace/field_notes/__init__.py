"""The notes on the fields of requests, by operation, and the fields of a request that were set.

A path is dotted; `*` is any name, `[]` any element of a list, `?name` a query parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.trace.field_notes.client import CLIENT, client_note
from engineclient.trace.field_notes.container import CONFIG
from engineclient.trace.field_notes.host import HOST
from engineclient.trace.field_notes.model import FieldNote, among, below, spelled
from engineclient.trace.field_notes.others import ENDPOINT, EXEC, NETWORK, VOLUME
from engineclient.trace.field_notes.queries import QUERIES
from engineclient.trace.field_notes.resources import RESOURCES, RESTART
from engineclient.trace.field_notes.service import SERVICE, SERVICE_UPDATE
from engineclient.trace.field_notes.swarm import (
    CONFIG_OBJECT,
    NODE,
    SECRET,
    SWARM_INIT,
    SWARM_JOIN,
    SWARM_SPEC,
)
from engineclient.trace.fields import is_set, short

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CLIENT", "FIELD_NOTES", "FieldNote", "Setting", "among", "client_note", "settings", "spelled"]

FIELD_NOTES: Final[Mapping[str, Mapping[str, FieldNote]]] = {
    **QUERIES,
    "ContainerCreate": {
        **CONFIG,
        **below("HostConfig", {**HOST, **RESTART, **RESOURCES}),
        **below("NetworkingConfig.EndpointsConfig.*", ENDPOINT),
    },
    "ContainerUpdate": {**RESOURCES, **RESTART},
    "ContainerExec": EXEC,
    "NetworkConnect": below("EndpointConfig", ENDPOINT),
    "NetworkCreate": NETWORK,
    "VolumeCreate": VOLUME,
    "ServiceCreate": SERVICE,
    "ServiceUpdate": SERVICE_UPDATE,
    "SwarmInit": SWARM_INIT,
    "SwarmJoin": SWARM_JOIN,
    "SwarmUpdate": {**QUERIES.get("SwarmUpdate", {}), **SWARM_SPEC},
    "NodeUpdate": NODE,
    "SecretCreate": SECRET,
    "ConfigCreate": CONFIG_OBJECT,
}
"""The notes by the operation's id and the field's path."""


class Setting(NamedTuple):
    """A field of a request.

    Attributes:
        path: the path, such as `HostConfig.Memory`.
        value: the value, as JSON.
        note: the explanation, None for a field without one.
        given: whether the value differs from leaving the field out.

    """

    path: str
    value: Any
    note: FieldNote | None
    given: bool

    @property
    def text(self) -> str:
        """Path and value, such as `HostConfig.Memory=67108864`."""
        return f"{self.path}={short(self.value)}"


class _Node:
    def __init__(self) -> None:
        self.note: FieldNote | None = None
        self.children: dict[str, _Node] = {}

    def child(self, name: str) -> _Node | None:
        return self.children.get(name) or self.children.get("*")


@cache
def _tree(operation: str) -> _Node:
    root = _Node()
    for path, note in FIELD_NOTES.get(operation, {}).items():
        node = root
        for name in path.split("."):
            node = node.children.setdefault(name, _Node())
        node.note = note
    return root


def settings(operation: str, body: Any, query: Iterable[tuple[str, str]] = ()) -> Iterator[Setting]:
    """Every field of a request: those of the query that have a note, then those of the body in its order.

    A field with a note is yielded whole; fields inside it that have notes follow.
    """
    root = _tree(operation)
    for name, value in query:
        node = root.children.get(f"?{name}")
        if node is not None:
            says = bool(value) and (node.note is None or value != node.note.unless)
            yield Setting(f"?{name}", value, node.note, says)
    if isinstance(body, dict):
        yield from _below(body, "", root, covered=False)


def _below(value: Any, path: str, node: _Node | None, *, covered: bool) -> Iterator[Setting]:
    note = node.note if node is not None else None
    inner = _children(value, path, node)
    if note is not None:
        yield Setting(path, value, note, is_set(path, value) and str(value) != (note.unless or None))
        covered = True
    elif not covered and not inner:
        yield Setting(path, value, None, is_set(path, value))
    for name, item, child in inner:
        if not covered or child is not None:
            yield from _below(item, name, child, covered=covered)


def _children(value: Any, path: str, node: _Node | None) -> list[tuple[str, Any, _Node | None]]:
    """The fields inside a value. A list is a single value, unless its elements have notes."""
    if isinstance(value, dict):
        return [
            (f"{path}.{name}" if path else name, item, node.child(name) if node else None)
            for name, item in value.items()
        ]
    elements = node.children.get("[]") if node is not None else None
    if isinstance(value, list) and elements is not None:
        return [(f"{path}[{index}]", item, elements) for index, item in enumerate(value)]
    return []
