"""Every operation of this client has its note, and the notes read as sentences."""

from __future__ import annotations

import re

import pytest

from engineclient.api.operations import OPERATIONS, find
from engineclient.trace.explanations import MOMENTS, NOTES, Note
from tests.api.test_operations import ENDPOINTS

USED = {
    operation.id
    for group, name in ENDPOINTS
    for method, template in re.findall(r"`([A-Z]+) (/[^`?\s]*)", vars(group)[name].__doc__ or "")
    if (operation := find(method, re.sub(r"{\w+}", "x", template)))
} | {"SystemPingHead"}


def test_every_operation_that_is_used_has_a_note() -> None:
    assert set(NOTES) >= USED


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
