"""A row of the table of operations: the properties of one operation of the Engine API.

Explanations, curl lines, dry runs, read-only clients, the proxy's guard and recordings use these rows instead of the names
of operations, so that adding an operation needs only a row, an endpoint and models.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from engineclient.wire.ids import DIGEST, HEX, SWARM, Form

__all__ = [
    "CHANGES",
    "DIGEST",
    "HEX",
    "READS",
    "SWARM",
    "AnswerKind",
    "Born",
    "From",
    "Lasts",
    "Operation",
    "Uses",
    "noun",
]

AnswerKind: TypeAlias = Literal["none", "whole", "records", "frames", "tar", "hijack"]
"""The content of an answer: no body, one document, JSON records, frames of output, an archive, or the connection."""

Lasts: TypeAlias = Literal["short", "long", "waits"]
"""How long an answer takes: it comes at once, takes as long as the work or the stream, or waits for an event."""

READS: Final = False
CHANGES: Final = True


class Born(NamedTuple):
    """An id that an operation creates.

    Attributes:
        kind: the kind of object: `container`, `exec`, `service`.
        at: the field of the answer that contains the id; "" if the id is the whole answer.
        form: the form of the id.
        named: the field of the request's body with which a client may choose the id; "" if there is none.

    """

    kind: str
    at: str = "Id"
    form: Form = HEX
    named: str = ""


class Uses(NamedTuple):
    """An object that must exist for the operation to succeed.

    Attributes:
        kind: the kind of object.
        at: the field of the request's body that contains its name.

    """

    kind: str
    at: str


class From(NamedTuple):
    """A placeholder in the answer of a dry run for the value of a field of the request's body.

    Attributes:
        field: the name of the field.
        otherwise: the value if the body does not have the field.

    """

    field: str
    otherwise: Any = None


@dataclass(frozen=True, slots=True, eq=False)  # rows are compared by identity
class Operation:
    """An operation of the Engine API.

    Attributes:
        id: its `operationId`.
        tag: its tag in the specification.
        method: the HTTP method.
        template: the path without the API version, with the placeholder `{id}` or `{name}`.
        changes: it may change something in the engine, in the processes of a container, or in a registry.
        unless: for an operation that changes something: the boolean query parameter without which it only reads.
        handshake: clients send it first, to check that an engine is there and to get its API version.
        answer: the content of its answer.
        status: the HTTP status of success.
        lasts: how long the answer takes.
        upgrade: for an operation that hijacks the connection: the protocol on it afterwards.
        born: the ids that it creates.
        pulls: it pulls the image in its query.
        uses: the objects that must exist.
        dry: the JSON of a dry run's answer, without the ids in `born`. For a read, it is used if the read waits for
            something that the dry run does not do, or concerns an object that the dry run has created.

    """

    id: str
    tag: str
    method: str
    template: str
    changes: bool
    _: KW_ONLY
    unless: str = ""
    handshake: bool = False
    answer: AnswerKind = "whole"
    status: int = 200
    lasts: Lasts = "short"
    upgrade: str = ""
    born: tuple[Born, ...] = ()
    pulls: bool = False
    uses: tuple[Uses, ...] = ()
    dry: Any = None

    @property
    def kind(self) -> str:
        """The kind of object that the operation is about: `container` for `/containers/{id}/start`."""
        return noun(self.template)


def noun(path: str) -> str:
    """The kind of object in a path, from its first segment: `container` for `/containers/web/json`."""
    return path.partition("?")[0].split("/")[1].removesuffix("s")
