"""One row of the table of operations: everything that is known of an operation of the Engine API.

Explanations, curl lines, dry runs, read-only clients, the proxy's guard and recordings read these rows and know no
operation by name, so that a new operation is one row, its endpoint and its models.
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
"""What an answer carries: no body, one document, JSON records, output of a container, an archive, or the connection."""

Lasts: TypeAlias = Literal["short", "long", "waits"]
"""How long an answer takes: it comes at once, takes as long as the work or the stream, or waits for another event."""

READS: Final = False
CHANGES: Final = True


class Born(NamedTuple):
    """An id that an operation creates.

    Attributes:
        kind: of what: `container`, `exec`, `service`.
        at: the field of the answer that holds it; "" if the id is the whole answer.
        form: how it looks.
        named: the field of the request's body by which a client may choose it.

    """

    kind: str
    at: str = "Id"
    form: Form = HEX
    named: str = ""


class Uses(NamedTuple):
    """Something that must exist before the operation can do its work.

    Attributes:
        kind: of what.
        at: the field of the request's body that names it.

    """

    kind: str
    at: str


class From(NamedTuple):
    """In a dry run's answer: the value of a field of the request's body.

    Attributes:
        field: its name.
        otherwise: the value if the body has none.

    """

    field: str
    otherwise: Any = None


@dataclass(frozen=True, slots=True, eq=False)  # a row is itself and no other
class Operation:
    """One operation.

    Attributes:
        id: its `operationId`.
        tag: its tag in the specification.
        method: the HTTP method.
        template: the path behind the version, with `{id}` or `{name}` in the place of what differs.
        changes: it may change something in the engine, in a container's processes, or in a registry.
        unless: for one that changes: the boolean query parameter without which it only reads.
        handshake: clients begin with it, to find out whether an engine is there and which version it speaks.
        answer: what its answer carries.
        status: the HTTP status of success.
        lasts: how long the answer takes.
        upgrade: for one that takes the connection over: the protocol that follows on it.
        born: the ids that it creates.
        pulls: it fetches the image that its query names.
        uses: what must exist before.
        dry: the JSON of a dry run's answer, without the ids that are born. For a read: its answer if it waits for
            something that a dry run does not do, or is about something that a dry run has created.

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
        """The kind of object that it is about: `container` for `/containers/{id}/start`."""
        return noun(self.template)


def noun(path: str) -> str:
    """The kind of object that a path is about, from its first segment: `container` for `/containers/web/json`."""
    return path.partition("?")[0].split("/")[1].removesuffix("s")
