"""Every operation of this client has its note, and the notes read as sentences."""

from __future__ import annotations

import pytest

from engineclient.api.operations import OPERATIONS, Operation, find
from engineclient.trace.explanations import MOMENTS, NOTES, Note, note_of


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_every_operation_is_explained(operation: Operation) -> None:
    note = note_of(operation)
    assert note.purpose.endswith(".")
    assert note.behind.endswith(".")


def test_what_has_no_text_of_its_own_is_explained_by_its_row() -> None:
    operation = find("POST", "/build/cancel")
    assert operation is not None
    note = note_of(operation)
    assert (note.purpose, note.without, note.behind) == (
        "The operation BuildCancel of the API's group Image; it may change something in the engine.",
        "",
        "The answer has no body.",
    )


def test_every_note_is_on_an_operation() -> None:
    assert set(NOTES) <= {operation.id for operation in OPERATIONS}


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_notes_are_sentences(note: Note) -> None:
    for sentence in (note.purpose, note.behind, *note.answers.values()):
        assert sentence[0].isupper(), sentence
        assert sentence.endswith("."), sentence
    assert note.without[0].islower()  # it goes on behind "Without it,"
    assert note.without.endswith(".")


def test_moments_are_sentences() -> None:
    assert all(text[0].isupper() and text.endswith(".") for text in MOMENTS.values())
