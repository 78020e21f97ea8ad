"""Explain an operation without an explanation of its own by its row in the table of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engineclient.api.operations.row import AnswerKind, Lasts, Operation

__all__ = ["ANSWERS", "LASTS", "behind", "purpose"]

ANSWERS: Final[Mapping[AnswerKind, str]] = {
    "none": "The answer has no body.",
    "whole": "The answer is one JSON document.",
    "records": "The answer is a stream of JSON records.",
    "frames": "The answer is what a container has written, in frames that say which stream each piece is of.",
    "tar": "The answer is a tar archive.",
    "hijack": "The connection is handed over: behind the answer it no longer carries HTTP.",
}
LASTS: Final[Mapping[Lasts, str]] = {
    "short": "",
    "long": "It takes as long as the work or the stream does.",
    "waits": "It ends only when something else happens.",
}


def purpose(operation: Operation) -> str:
    """The purpose of the operation, as far as its row shows it."""
    text = _("The operation {id} of the API's group {tag}; it changes nothing.")
    if operation.changes:
        text = _("The operation {id} of the API's group {tag}; it may change something in the engine.")
    return text.format(id=operation.id, tag=operation.tag)


def behind(operation: Operation) -> str:
    """The background: the form of its answer and the id of a created object."""
    return " ".join(_sentences(operation))


def _sentences(operation: Operation) -> Iterator[str]:
    yield _(ANSWERS[operation.answer])
    if lasts := LASTS[operation.lasts]:
        yield _(lasts)
    for born in operation.born:
        if born.at:
            text = _("The id of the new {kind} is in the field {name} of the answer.")
        else:
            text = _("The id of the new {kind} is the answer itself.")
        yield text.format(kind=born.kind, name=born.at)
