"""Invented answers for dry runs: what an engine might answer to a request that is not sent, so the client can go on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qsl, quote

from engineclient.api.framing import MULTIPLEXED
from engineclient.api.operations.row import From
from engineclient.wire.references import tagged

if TYPE_CHECKING:
    from engineclient.api.operations import Operation
    from engineclient.api.permissions import RequestSummary

__all__ = ["DryRunAnswer", "DryRunAnswers"]

_NO_START: Final = ("", "not-running")  # conditions of a wait that a start need not fulfil first


class DryRunAnswer(NamedTuple):
    """An answer: JSON, an empty stream (no JSON, but a type), or no body; `hijack`: a connection that ends at once."""

    status: int
    json: Any = None
    type: str = "application/json"
    hijack: bool = False

    @property
    def body(self) -> bytes:
        """The bytes of the body."""
        return b"" if self.json is None else json.dumps(self.json).encode() + b"\n"


class DryRunAnswers:
    """Invents answers for one client from the table of operations, and tracks the state they imply: images, ids."""

    def __init__(self) -> None:
        self._pulled: set[str] = set()
        self._made: set[str] = set()
        self._withheld = False  # a request was not sent that a later wait may depend on

    def sends(self, request: RequestSummary) -> bool:
        """Whether to send the request: it reads something that exists in the engine, and does not wait in vain."""
        return request.is_read and not self._would_hang(request) and _subject(request) not in self._made

    def _would_hang(self, request: RequestSummary) -> bool:
        """Whether it would wait forever, for the effect of a request that was not sent."""
        operation = request.operation
        if operation is None or operation.lasts != "waits":
            return False
        condition = dict(_query(request)).get("condition", "")
        return operation.id != "ContainerWait" or self._withheld or condition not in _NO_START

    def question(self, request: RequestSummary, body: Any) -> str | None:
        """The path of a read that the invented answer depends on: whether the needed image exists. None if not needed."""
        image = _image_of(request.operation, body)
        if not image or tagged(image) in self._pulled:
            return None
        return f"/images/{quote(image, safe='/:@')}/json"

    def missing(self, body: Any) -> DryRunAnswer:
        """The answer to a create whose image does not exist."""
        return DryRunAnswer(404, {"message": f"No such image: {tagged(str(body['Image']))}"})

    def answer(self, request: RequestSummary, body: Any, *, upgrade: bool) -> DryRunAnswer:
        """The answer to a request that is not sent."""
        operation = request.operation
        self._withheld |= not request.is_read
        if operation is None:
            return DryRunAnswer(204)
        if operation.answer == "hijack":
            return DryRunAnswer(101, type=MULTIPLEXED, hijack=True) if upgrade else DryRunAnswer(200)
        if request.is_read and operation.dry is None:
            return DryRunAnswer(404, {"message": f"{_subject(request)} exists only in this dry run"})
        if operation.pulls:
            self._pulled.add(_pulled(request))
        if operation.id == "ImageBuild":
            self._pulled.update(tagged(value) for name, value in _query(request) if name == "t")
        return DryRunAnswer(operation.status, self._json(operation, body if isinstance(body, dict) else {}))

    def _json(self, operation: Operation, body: dict[str, Any]) -> Any:
        """The answer of the table's row, filled from the request's body, with invented ids for created objects."""
        answer: Any = operation.dry
        if isinstance(answer, dict):
            answer = {field: _value(value, body) for field, value in operation.dry.items()}
        for born in operation.born:
            id = body.get(born.named)
            if not id:
                id = born.form.invent(f"dry run {len(self._made)}")
                self._made.add(id)
            answer = dict(answer or {}) | {born.at: id} if born.at else id
        return answer


def _value(value: Any, body: dict[str, Any]) -> Any:
    return (body.get(value.field) or value.otherwise) if isinstance(value, From) else value


def _image_of(operation: Operation | None, body: Any) -> str:
    """The image that must exist for the operation to succeed, "" for none."""
    fields = [use.at for use in operation.uses if use.kind == "image"] if operation is not None else []
    return next((str(body.get(at, "")) for at in fields), "") if isinstance(body, dict) else ""


def _subject(request: RequestSummary) -> str:
    """The name or id in a path: `web` for /containers/web/wait."""
    return next((segments[1] for segments in request.readings() if len(segments) > 1), "")


def _query(request: RequestSummary) -> list[tuple[str, str]]:
    return parse_qsl(request.target.partition("?")[2])


def _pulled(request: RequestSummary) -> str:
    query = dict(_query(request))
    name, tag = query.get("fromImage", ""), query.get("tag", "")
    return tagged(f"{name}{'@' if ':' in tag else ':'}{tag}" if tag else name)
