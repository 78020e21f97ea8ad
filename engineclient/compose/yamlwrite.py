"""Write YAML as go-yaml's encoder does with an indentation of two: in block style, without folding lines.

PyYAML's emitter is not used: its indentation of lists, choice of quotes and folding would have to be overridden, and it
takes ten times as long.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from engineclient.compose.yamlscalars import Timestamp, needs_quotes
from engineclient.golang.numbers import format_float

_LONGEST_KEY: Final = 128
_INDICATORS: Final = frozenset("#,[]{}&*!|>'\"%@`")
_BREAKS: Final = "\n\r\x85\u2028\u2029"
_SIMPLE: Final = re.compile(r"[A-Za-z/_][A-Za-z0-9_/.@$-]*(?: [A-Za-z0-9_/.@$-]+)*(?::[A-Za-z0-9_/.@$-]+)*")
# The characters that libyaml does not consider printable, except for tab and newline. Compiled on first use: it takes 5 ms.
_SPECIAL: Final = "[^\\n\\t\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd]"
_ESCAPES: Final = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e",
    '"': '"', "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


def write(value: Any) -> str:
    """A YAML document of a plain value; keys are written in the order of their mappings."""
    lines: list[str] = []
    if isinstance(value, Mapping) and value:
        _mapping(value, 0, "", lines)
    elif isinstance(value, list) and value:
        _sequence(value, 0, "", lines)
    else:
        lines.append(_inline(value, 0))
    return "\n".join(lines) + "\n"


def _mapping(pairs: Mapping[str, Any], indent: int, first: str, lines: list[str]) -> None:
    """Append the lines of a mapping; the first line begins with `first`, if it is given, instead of the indentation."""
    margin = " " * indent
    for key, value in pairs.items():
        start = first or margin
        first = ""
        name = _key(key)
        if len(key.encode("utf-8", "surrogateescape")) > _LONGEST_KEY:
            lines.append(f"{start}? {name}")
            start, name = margin, ""
        if isinstance(value, Mapping) and value:
            if name:
                lines.append(f"{start}{name}:")
                _mapping(value, indent + 2, "", lines)
            else:
                _mapping(value, indent + 2, f"{start}: ", lines)
        elif isinstance(value, list) and value:
            lines.append(f"{start}{name}:")
            _sequence(value, indent + 2, "", lines)
        else:
            lines.append(f"{start}{name}: {_inline(value, indent + 2)}")


def _sequence(items: list[Any], indent: int, first: str, lines: list[str]) -> None:
    margin = " " * indent
    for item in items:
        start = first or margin
        first = ""
        if isinstance(item, Mapping) and item:
            _mapping(item, indent + 2, f"{start}- ", lines)
        elif isinstance(item, list) and item:
            _sequence(item, indent + 2, f"{start}- ", lines)
        else:
            lines.append(f"{start}- {_inline(item, indent + 2)}")


def _inline(value: Any, indent: int) -> str:
    """The text after a key or a dash; the lines of a literal block are indented by `indent` spaces."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _float(value)
        case str():
            return _scalar(value, indent)
        case Timestamp():
            return str(value)
        case Mapping():
            return "{}"
        case _:
            return "[]"


def _float(value: float) -> str:
    if math.isfinite(value):
        return format_float(value)
    return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"


def _key(text: str) -> str:
    if _SIMPLE.fullmatch(text) and not needs_quotes(text):
        return text
    if not needs_quotes(text) and "\n" not in text and _plain_allowed(text):
        return text
    if "\n" in text or needs_quotes(text) or not _single_allowed(text):
        return _double(text)
    return _single(text)


def _scalar(text: str, indent: int) -> str:
    if "\n" in text:
        return _literal(text, indent) if _literal_allowed(text) else _double(text)
    if needs_quotes(text):
        return _double(text)
    if _SIMPLE.fullmatch(text) or _plain_allowed(text):
        return text
    return _single(text) if _single_allowed(text) else _double(text)


def _plain_allowed(text: str) -> bool:
    if text[0] == " " or text[-1] == " " or text.startswith(("---", "...")) or text[0] in _INDICATORS:
        return False
    if text[0] in "?:-" and text[1:2] in ("", " ", "\t", *_BREAKS):
        return False
    if " #" in text or "\t#" in text or ": " in text or text[-1] == ":" or ":\t" in text:
        return False
    return not any(mark in text for mark in _BREAKS) and _single_allowed(text)


def _single_allowed(text: str) -> bool:
    return "\t" not in text and _is_printable(text) and not _breaks_beside_blanks(text, after=True)


def _literal_allowed(text: str) -> bool:
    return text[-1] != " " and _is_printable(text) and not _breaks_beside_blanks(text, after=False)


def _breaks_beside_blanks(text: str, *, after: bool) -> bool:
    """Whether a space precedes a line break, or with `after` follows one."""
    return any(f" {mark}" in text or (after and f"{mark} " in text) for mark in _BREAKS)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return "\\" + _ESCAPES[character]
    if _is_printable(character) and character != "\ufeff":
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _literal(text: str, indent: int) -> str:
    hint = "2" if text[0] in (" ", *_BREAKS) else ""
    ended = text[-1] in _BREAKS
    chomping = "" if ended else "-"
    if ended and (len(text) == 1 or text[-2] in _BREAKS):
        chomping = "+"
    body = text.removesuffix("\n") if not chomping else text.rstrip("\n") if chomping == "-" else text[:-1]
    margin = " " * indent
    lines = [margin + line if line else "" for line in body.split("\n")]
    return "\n".join([f"|{hint}{chomping}", *lines])


def _is_printable(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or not re.search(_SPECIAL, text)
