"""Explain an operation without an explanation of its own by its row in the table of operations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engineclient.api.operations.row import AnswerKind, Lasts, Operation

__all__ = ["behind", "purpose"]

_ANSWERS: Final[Mapping[AnswerKind, str]] = {
    "none": "The answer has no body.",
    "whole": "The answer is one JSON document.",
    "records": "The answer is a stream of JSON records.",
    "frames": "The answer is what a container has written, in frames that say which stream each piece is of.",
    "tar": "The answer is a tar archive.",
    "hijack": "The connection is handed over: behind the answer it no longer carries HTTP.",
}
_WORD: Final = re.compile("[A-Z][a-z]*")
_LASTS: Final[Mapping[Lasts, str]] = {
    "short": "",
    "long": "It takes as long as the work or the stream does.",
    "waits": "It ends only when something else happens.",
}


def purpose(operation: Operation) -> str:
    """The purpose of the operation, as far as its row shows it."""
    words = " ".join(_WORD.findall(operation.id)).lower()
    effect = "may change something in the engine" if operation.changes else "changes nothing"
    return f"The operation {operation.id} ({words}) of the API's group {operation.tag}; it {effect}."


def behind(operation: Operation) -> str:
    """The background: the form of its answer and the id of a created object."""
    return " ".join(_sentences(operation))


def _sentences(operation: Operation) -> Iterator[str]:
    yield _ANSWERS[operation.answer]
    if lasts := _LASTS[operation.lasts]:
        yield lasts
    for born in operation.born:
        where = f"in the field {born.at} of the answer" if born.at else "the answer itself"
        yield f"The id of the new {born.kind} is {where}."
