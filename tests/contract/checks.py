"""The differences between the library and the table, each with its fact, for the tests and the exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from engineclient.models.body import Body, Wire
from engineclient.models.conformity import fields_of
from engineclient.models.view import Field, View
from engineclient.versions import NEWEST, OLDEST
from tests.contract import walk
from tests.contract.table import Row, kept
from tests.contract.unspecified import GATES, UNSPECIFIED
from tests.models.answers import ANSWERS

BODIES: Final[dict[str, str]] = {
    "ConfigCreate": "ConfigSpec",
    "ConfigUpdate": "ConfigSpec",
    "ContainerCreate": "ContainerConfig",
    "ContainerExec": "ExecConfig",
    "ContainerUpdate": "UpdateConfig",
    "ImageCommit": "ContainerConfig",
    "NetworkConnect": "EndpointConfig",
    "NetworkCreate": "NetworkConfig",
    "NodeUpdate": "NodeSpec",
    "PluginPull": "Privilege",
    "PluginUpgrade": "Privilege",
    "SecretCreate": "SecretSpec",
    "SecretUpdate": "SecretSpec",
    "ServiceCreate": "ServiceSpec",
    "ServiceUpdate": "ServiceSpec",
    "SwarmInit": "SwarmInit",
    "SwarmJoin": "SwarmJoin",
    "SwarmUpdate": "SwarmSpec",
    "SystemAuth": "AuthConfig",
    "VolumeCreate": "VolumeConfig",
    "VolumeUpdate": "ClusterVolumeSpec",
}
"""The body that an operation takes, by the name of its class."""

BELOW: Final[dict[str, str]] = {"NetworkConnect": "EndpointConfig.", "VolumeUpdate": "Spec."}
"""Where that body stands in the request, if it is not all of it."""

_OF_HTTP: Final = ("header:content-type", "header:connection", "header:upgrade", "header:sec-websocket-")
_KINDS: Final = {"string": str, "integer": int, "number": float, "boolean": bool}


class Difference(NamedTuple):
    """A fact, and how the library differs from it."""

    fact: str
    problem: str

    def __str__(self) -> str:
        return f"{self.fact}: {self.problem}"


def _fact(what: str, operation: str, name: str) -> str:
    return f"{what} {operation} {name}"


def _rows(what: str) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in kept():
        if row.what == what:
            found.setdefault(row.operation, {})[row.name] = row
    return found


def _by_operation() -> dict[str, list[walk.Sent]]:
    found: dict[str, list[walk.Sent]] = {}
    for sent in walk.endpoints():
        found.setdefault(sent.operation.id, []).append(sent)
    return found


@cache
def operations() -> list[Difference]:
    """Operations without an endpoint."""
    having = _by_operation()
    return [
        Difference(_fact("op", operation, name), "has no endpoint")
        for operation, named in _rows("op").items()
        for name in named
        if operation not in having
    ]


@cache
def parameters() -> list[Difference]:
    """Parameters that no argument sends, that no specification contains, or whose gates do not match their versions."""
    return [each for id, sent in _by_operation().items() for each in _parameters(id, sent)]


def _parameters(operation: str, endpoints: list[walk.Sent]) -> Iterator[Difference]:
    rows = {name.lower(): row for name, row in _rows("param").get(operation, {}).items()}
    sending: dict[str, list[tuple[walk.Sent, str]]] = {}
    for sent in endpoints:
        for wire, arguments in sent.parameters.items():
            sending.setdefault(wire.lower(), []).extend((sent, argument) for argument in arguments)
    for wire, row in rows.items():
        fact = _fact(*row.fact)
        if wire not in sending:
            yield Difference(fact, "is sent by no argument")
        for sent, argument in sending.get(wire, ()):
            yield from _gates(fact, row, sent, argument)
    for wire in sending:
        fact = _fact("param", operation, wire)
        if wire not in rows and not wire.startswith(_OF_HTTP) and fact not in UNSPECIFIED:
            yield Difference(fact, "stands in no specification")


def _gates(fact: str, row: Row, sent: walk.Sent, argument: str) -> Iterator[Difference]:
    """Check that the argument that sends a parameter has the gate for the parameter's versions, and no other."""
    gates = sent.gates[argument]
    since = {gate.since for gate in (*gates, *sent.gates[""])} or {""}
    wanted = _since(fact, row)
    if operation_is_new(row.operation, row.first):
        return
    if wanted and wanted not in since:
        yield Difference(
            fact, f"came with {wanted}, and {sent.name}({argument}) needs {'/'.join(sorted(since))}"
        )
    if row.last != NEWEST and not any(gate.until for gate in gates):
        yield Difference(fact, f"is gone after {row.last}, and {sent.name}({argument}) does not say so")


def _since(fact: str, row: Row) -> str:
    known = GATES.get(fact)
    return known[0] if known else "" if row.first == OLDEST else row.first


def operation_is_new(operation: str, version: str) -> bool:
    """Whether the operation itself was added in that version: then the operation is gated as a whole."""
    return any(row.first == version != OLDEST for row in _rows("op").get(operation, {}).values())


def plain(path: str) -> str:
    """The path of a field without the marks of lists and maps."""
    return re.sub(r"\[\]|\{\}", "", path)


def fields_sent(kind: type[Body], path: str = "") -> Iterator[tuple[str, Wire]]:
    """Every field of a body, and of those below it, by its path."""
    kinds = walk.bodies()
    for name, wire in kind.fields.items():
        yield path + wire.name, wire
        for below in re.findall(r"\w+", walk.annotation_of(kind, name)):
            if below in kinds:
                yield from fields_sent(kinds[below], f"{path}{wire.name}.")


@cache
def bodies() -> list[Difference]:
    """Fields of bodies that cannot be sent, that no specification contains, or whose gates do not match their versions."""
    having = _by_operation()
    return [
        each
        for operation, rows in _rows("body").items()
        if operation in having
        for each in _body(operation, rows, having[operation])
    ]


def _body(operation: str, rows: dict[str, Row], endpoints: list[walk.Sent]) -> Iterator[Difference]:
    by_path = {plain(name): row for name, row in rows.items()}
    by_argument = {wire for sent in endpoints for wire in sent.body} - {"Sample"}
    kind = walk.bodies()[BODIES[operation]] if operation in BODIES else None
    wires = dict(fields_sent(kind, BELOW.get(operation, ""))) if kind else {}
    for path, row in by_path.items():
        above = path.rpartition(".")[0]
        if (
            path in by_argument
            or operation_is_new(operation, row.first)
            or (above in by_argument and path not in wires)
        ):
            continue
        if path not in wires:
            if not above or above in wires:
                yield Difference(_fact(*row.fact), "is a field of no body")
            continue
        if row.last != NEWEST and wires[path].until != row.last:
            yield Difference(_fact(*row.fact), f"is gone after {row.last}, and does not say so")
        if above not in by_path or by_path[above].first != row.first:  # otherwise the gate is on that one
            yield from _field_gates(row, wires[path], _tried(kind, path, endpoints))
    for path in wires:
        fact = _fact("body", operation, path)
        if path not in by_path and fact not in UNSPECIFIED and path.rpartition(".")[0] in {"", *by_path}:
            yield Difference(fact, "stands in no specification")


def _tried(kind: type[Body] | None, path: str, endpoints: list[walk.Sent]) -> str | None:
    """What the endpoints send for a field of the body itself; None for a nested field."""
    fields = {wire.name: name for name, wire in kind.fields.items()} if kind else {}
    found = [
        sent.since(kind, fields[name])
        for sent in endpoints
        if kind and (name := path.split(".")[-1]) in fields
    ]
    return next((since for since in found if since is not None), None) if path.count(".") < 2 else None


def _field_gates(row: Row, wire: Wire, tried: str | None) -> Iterator[Difference]:
    fact = _fact(*row.fact)
    wanted = _since(fact, row)
    since = tried if tried is not None else wire.since if isinstance(wire.since, str) else wanted
    if since != wanted:
        yield Difference(fact, f"came with {wanted or OLDEST}, and needs {since or OLDEST}")


@cache
def answers() -> list[Difference]:
    """Fields of answers that no view has, that no specification contains, or that have another type there."""
    rows = _rows("answer")
    ids = {name: row.operation for named in _rows("op").values() for name, row in named.items()}
    return [
        each
        for route, view in ANSWERS.items()
        for each in _answer(ids[route], rows.get(ids[route], {}), view)
    ]


def _answer(operation: str, rows: dict[str, Row], view: type[View]) -> Iterator[Difference]:
    by_path = {plain(name): row for name, row in rows.items()}
    read = dict(fields_read(view))
    for path, row in by_path.items():
        above = path.rpartition(".")[0]
        fact = _fact(*row.fact)
        if path in read:
            yield from _kind(fact, row, read[path], by_path.get(above))
        elif not above or (above in read and issubclass(read[above].kind, View)):
            yield Difference(fact, "is read by no view")
    described = {path for path, row in by_path.items() if "any" not in row.type}
    for path in read if rows else ():
        fact = _fact("answer", operation, path)
        if path not in by_path and path.rpartition(".")[0] in {"", *described} and fact not in UNSPECIFIED:
            yield Difference(fact, "stands in no specification")


def fields_read(
    kind: type[View], path: str = "", above: tuple[type[View], ...] = ()
) -> Iterator[tuple[str, Field[Any]]]:
    """Every field of a view, and of nested views, by its path."""
    for field in fields_of(kind).values():
        yield path + field.wire, field
        if issubclass(field.kind, View) and field.kind not in above:
            yield from fields_read(field.kind, f"{path}{field.wire}.", (*above, kind))


def _kind(fact: str, row: Row, field: Field[Any], above: Row | None) -> Iterator[Difference]:
    shape, item = _shape(row.type)
    if field.shape == "required":
        whole = above or next(iter(_rows("op")[row.operation].values()))
        always = (whole.first, whole.last)
        if row.more == "null" or (row.first, row.last) != always:
            yield Difference(fact, "is required by its view, and is not always there")
        return
    if shape != field.shape and not (shape == "optional" and field.shape == "mapping" and item == "object"):
        yield Difference(fact, f"is {row.type}, and {field.shape} in its view")
    elif item in _KINDS and field.kind is not _KINDS[item]:
        yield Difference(fact, f"is {row.type}, and of {field.kind.__name__} in its view")


def _shape(type: str) -> tuple[str, str]:
    for begin, shape in (("[[", "table"), ("{[", "multimap"), ("[", "sequence"), ("{", "mapping")):
        if type.startswith(begin):
            return shape, type.strip("[]{}")
    return "optional", type
