"""JSON text without blanks, its numbers and strings untouched; refused in the words of Go's encoding/json."""

from __future__ import annotations

import json
import re
from typing import Any

_BLANKS_AND_STRINGS = re.compile(r'("(?:[^"\\]|\\.)*+")|[ \t\r\n]+', re.DOTALL)
_BRACKETS_AND_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{}]', re.DOTALL)
_LITERALS = ("true", "false", "null")
# what Python's decoder says, and what Go's was doing there
_LOOKING = {
    "Expecting value": "looking for beginning of value",
    "Expecting property name enclosed in double quotes": "looking for beginning of object key string",
    "Expecting ':' delimiter": "after object key",
    "Extra data": "after top-level value",
    "Invalid control character at": "in string literal",
}


def compact(text: str) -> str:
    """The JSON without blanks between its parts. Raises ValueError with Go's text if it is not JSON."""
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ValueError(_reason(text, error)) from None
    return _BLANKS_AND_STRINGS.sub(lambda found: found[1] or "", text)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"invalid character {_shown(name[0])} looking for beginning of value")


def _reason(text: str, error: json.JSONDecodeError) -> str:
    place = error.pos
    if place >= len(text) or error.msg.startswith("Unterminated string"):
        return "unexpected end of JSON input"
    if error.msg == "Expecting value" and (broken := _broken_literal(text, place)):
        return broken
    if error.msg == "Expecting ',' delimiter":
        doing = "after object key:value pair" if _within_object(text[:place]) else "after array element"
    else:
        doing = _LOOKING.get(error.msg, "in string escape code")
        place += error.msg.startswith("Invalid \\escape")
    return f"invalid character {_shown(text[place])} {doing}"


def _broken_literal(text: str, place: int) -> str | None:
    for literal in _LITERALS:
        if text[place] != literal[0]:
            continue
        for offset, expected in enumerate(literal):
            if place + offset >= len(text):
                return "unexpected end of JSON input"
            if (found := text[place + offset]) != expected:
                return (
                    f"invalid character {_shown(found)} in literal {literal} (expecting {_shown(expected)})"
                )
    return None


def _within_object(before: str) -> bool:
    opened: list[str] = []
    for bracket in _BRACKETS_AND_STRINGS.findall(before):
        if bracket in ("[", "{"):
            opened.append(bracket)
        elif bracket in ("]", "}"):
            opened.pop()
    return opened[-1] == "{"


def _shown(character: str) -> str:
    if character == "'":
        return r"'\''"
    escaped = character.encode("unicode_escape").decode() if not character.isprintable() else character
    return f"'{escaped}'"
