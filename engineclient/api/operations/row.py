"""One row of the table of operations: all that is known of an operation of the Engine API stands in it.

What explains, shows, refuses, imagines, guards and records requests reads these rows and knows no operation by name, so
that a new operation is one row, its endpoint and its models.
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
    "Answer",
    "Born",
    "From",
    "Lasts",
    "Operation",
    "Uses",
    "noun",
]

Answer: TypeAlias = Literal["none", "whole", "records", "frames", "tar", "hijack"]
"""What an answer brings: no body, one thing, JSON records, a container's output, an archive, or the connection itself."""

Lasts: TypeAlias = Literal["short", "long", "waits"]
"""How long an answer takes: no time worth a word, as long as the work or the stream, or until something else happens."""

READS: Final = False
CHANGES: Final = True


class Born(NamedTuple):
    """An id that comes into being with an operation.

    Attributes:
        kind: of what: `container`, `exec`, `service`.
        at: the field of the answer where it stands; "" if the id is the whole answer.
        form: how it looks.
        named: the field of the request's body by which a client may give it itself.

    """

    kind: str
    at: str = "Id"
    form: Form = HEX
    named: str = ""


class Uses(NamedTuple):
    """Something that must be there before the operation can do its work.

    Attributes:
        kind: of what.
        at: the field of the request's body that names it.

    """

    kind: str
    at: str


class From(NamedTuple):
    """In the answer of a dry run: the value of a field of the request's body.

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
        tag: the tag that the specification files it under.
        method: the HTTP method.
        template: the path behind the version, with `{id}` or `{name}` in the place of what differs.
        changes: it may change something in the engine, in a container's processes, or in a registry.
        unless: for one that changes: the query parameter without which it is a mere read.
        handshake: clients begin with it, to find out whether an engine is there and which version it has.
        answer: what its answer brings.
        status: of an answer that reports success.
        lasts: how long the answer takes.
        upgrade: the protocol that the connection goes on with, of an operation that takes it over.
        born: the ids that come into being.
        pulls: it brings an image that its query names.
        uses: what must be there before.
        dry: the JSON that a dry run answers in the place of the engine, less the ids that are born. A read that has
            one is answered so if it waits for what a dry run does not do, or is about what a dry run made.

    """

    id: str
    tag: str
    method: str
    template: str
    changes: bool
    _: KW_ONLY
    unless: str = ""
    handshake: bool = False
    answer: Answer = "whole"
    status: int = 200
    lasts: Lasts = "short"
    upgrade: str = ""
    born: tuple[Born, ...] = ()
    pulls: bool = False
    uses: tuple[Uses, ...] = ()
    dry: Any = None

    @property
    def kind(self) -> str:
        """The kind of thing that it is about: `container` of `/containers/{id}/start`."""
        return noun(self.template)


def noun(path: str) -> str:
    """The kind of thing that a path is about, by its first segment: `container` of `/containers/web/json`."""
    return path.partition("?")[0].split("/")[1].removesuffix("s")
