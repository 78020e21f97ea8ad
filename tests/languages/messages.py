"""Every text that a language translates, found where it stands: in calls of gettext, and in the tables of notes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from engineclient.compose import reasons
from engineclient.connect.advice import ADVICE
from engineclient.doctor.containers import CODES, FAILED
from engineclient.doctor.network import REGISTRY_ERRORS
from engineclient.languages.po import parse
from engineclient.tour import CHAPTERS
from engineclient.trace.explanations import HALF_CLOSED, HIJACKED, MOMENTS, NOTES, REMOVED_BY_ENGINE
from engineclient.trace.field_notes import CLIENT, FIELD_NOTES
from engineclient.trace.plain_explanations import ANSWERS, LASTS
from engineclient.trace.sentences import SIMPLE

PACKAGE = Path(__file__).parents[2] / "engineclient"
FOLDER = PACKAGE / "languages"

HEADER = (
    "Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=1; plural=0;\n"
)


def messages() -> list[str]:
    """Each message once, as an MO file has them: both forms of a plural joined by NUL."""
    return [*dict.fromkeys([*_of_tables(), *_of_calls()])]


def _of_tables() -> Iterator[str]:
    for note in NOTES.values():
        yield from (note.purpose, note.without, note.behind, *note.answers.values())
    yield from (*ANSWERS.values(), *filter(None, LASTS.values()))
    yield from SIMPLE
    yield from (HIJACKED, HALF_CLOSED, *MOMENTS.values(), REMOVED_BY_ENGINE)
    yield from (note.effect for note in CLIENT.values())
    for notes in FIELD_NOTES.values():
        yield from (note.effect for note in notes.values())
    yield from (advice.hint for advice in ADVICE.values())
    yield from (FAILED, *CODES.values(), *(cause for _pattern, cause, _command in REGISTRY_ERRORS))
    yield from (*reasons.TEXTS, *reasons.BECOMES.values(), reasons.NOTHING)
    for chapter in CHAPTERS:
        yield chapter.title
        for step in chapter.steps:
            yield from filter(None, (step.say, step.predict, step.answer))


def _of_calls() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
                strings = [each for each in texts if isinstance(each, str)]
                if node.func.id == "_" and strings:
                    yield strings[0]
                elif node.func.id == "ngettext":
                    yield "\0".join(strings[:2])


def catalogue(language: str) -> dict[str, str]:
    return parse((FOLDER / f"{language}.po").read_text("utf-8"))


def entry(message: str, translated: str = "") -> str:
    """One entry of a PO file."""
    one, *many = message.split("\0")
    if not many:
        return f"msgid {_quoted(one)}\nmsgstr {_quoted(translated)}\n"
    forms = translated.split("\0")
    lines = "".join(f"msgstr[{index}] {_quoted(form)}\n" for index, form in enumerate(forms))
    return f"msgid {_quoted(one)}\nmsgid_plural {_quoted(many[0])}\n{lines}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
