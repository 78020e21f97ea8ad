"""Values as Go prints them: `%v` and the other verbs of printf, print and println."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engineclient.golang.numbers import format_float
from engineclient.golang.quoting import code_point, quote, quote_character
from engineclient.golang.template.errors import UnsupportedTemplate
from engineclient.golang.template.values import Record, go_type, is_mapping, mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIGITS = "0123456789"
_BASES = {"d": "d", "x": "x", "X": "X", "o": "o", "b": "b"}
_PREFIXES = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}


def format_value(value: object) -> str:
    """A value as `{{.}}` prints it: `[a b]`, `map[k:v]`, `<nil>`."""
    return value if isinstance(value, str) else _Verb("v").format(value)


def sprint(*values: object) -> str:
    """The values one after another, with a space between two that are both no text."""
    parts: list[str] = []
    after_text = True
    for value in values:
        is_text = isinstance(value, str)
        if not (is_text or after_text):
            parts.append(" ")
        parts.append(format_value(value))
        after_text = is_text
    return "".join(parts)


def sprintln(*values: object) -> str:
    """The values with spaces between them, and a line break."""
    return " ".join(map(format_value, values)) + "\n"


def sprintf(template: str, *values: object) -> str:
    """The values set into `template`; like Go's it never fails, but shows what is wrong: `%!d(string=x)`."""
    arguments = _Arguments(values)
    text = "".join(_pieces(template, arguments))
    extra = ", ".join(
        "<nil>" if value is None else f"{go_type(value)}={format_value(value)}" for value in arguments.rest()
    )
    return f"{text}%!(EXTRA {extra})" if extra else text


class _Arguments:
    def __init__(self, values: Sequence[object]) -> None:
        self.values = values
        self.used = 0

    def left(self) -> bool:
        return self.used < len(self.values)

    def take(self) -> object:
        self.used += 1
        return self.values[self.used - 1]

    def rest(self) -> Sequence[object]:
        return self.values[self.used :]


def _pieces(template: str, arguments: _Arguments) -> Iterator[str]:
    position = 0
    while (sign := template.find("%", position)) >= 0:
        yield template[position:sign]
        verb, position = _read_verb(template, sign + 1, arguments)
        if not verb.letter:
            yield "%!(NOVERB)"
        elif verb.letter == "%":
            yield "%"
        elif not arguments.left():
            yield f"%!{verb.letter}(MISSING)"
        else:
            yield verb.format(arguments.take())
    yield template[position:]


def _read_verb(template: str, position: int, arguments: _Arguments) -> tuple[_Verb, int]:
    start = position
    while template[position : position + 1] in tuple("+-# 0"):
        position += 1
    flags = template[start:position]
    width, position = _read_number(template, position, arguments)
    precision = None
    if template[position : position + 1] == ".":
        precision, position = _read_number(template, position + 1, arguments)
        precision = precision or 0
    if template[position : position + 1] == "[":
        raise UnsupportedTemplate("numbered arguments of printf are not supported")
    if width is not None and width < 0:
        flags, width = flags + "-", -width
    return _Verb(template[position : position + 1], flags, width or 0, precision), position + 1


def _read_number(template: str, position: int, arguments: _Arguments) -> tuple[int | None, int]:
    if template[position : position + 1] == "*":
        value = arguments.take() if arguments.left() else None
        return (value if isinstance(value, int) else None), position + 1
    start = position
    while template[position : position + 1] in tuple(_DIGITS):
        position += 1
    return (int(template[start:position]) if position > start else None), position


@dataclass(frozen=True, slots=True)
class _Verb:
    """One `%` directive."""

    letter: str
    flags: str = ""
    width: int = 0
    precision: int | None = None

    def format(self, value: object) -> str:
        if self.letter == "T":
            return self._pad(go_type(value))
        if self.letter == "v" and "+" in self.flags:
            # It asks for the names of a struct's fields there, not for a sign.
            return replace(self, flags=self.flags.replace("+", "")).format(value)
        if value is None:
            return self._pad("<nil>") if self.letter == "v" else self._bad(value)
        return self._format(value)

    def _format(self, value: object) -> str:
        match value:
            case None:
                return self._pad("<nil>")
            case bool():
                return self._pad("true" if value else "false") if self.letter in "tv" else self._bad(value)
            case str():
                return self._text(value)
            case int():
                return self._integer(value)
            case float():
                return self._float(value)
            case Record():
                return self._pad(value.to_text())
            case _ if is_mapping(value):
                pairs = mapping(value)
                entries = (f"{self._text(key)}:{self._nested(pairs[key])}" for key in sorted(pairs))
                return f"map[{' '.join(entries)}]"
            case _:
                return f"[{' '.join(map(self._nested, sequence(value)))}]"

    def _nested(self, value: object) -> str:
        return self._pad(value.to_nested_text()) if isinstance(value, Record) else self._format(value)

    def _text(self, value: str) -> str:
        cut = str(value) if self.precision is None else value[: self.precision]
        match self.letter:
            case "v" if "#" in self.flags:
                return self._pad(quote(cut))
            case "v" | "s":
                return self._pad(cut)
            case "q":
                raw = "#" in self.flags and "`" not in cut
                return self._pad(f"`{cut}`" if raw else quote(cut, ascii_only="+" in self.flags))
            case "x" | "X":
                return self._pad(self._hexadecimal(value.encode()[: self.precision]))
            case _:
                return self._bad(value)

    def _hexadecimal(self, data: bytes) -> str:
        prefix = _PREFIXES[self.letter] if "#" in self.flags and data else ""
        text = data.hex(" ") if " " in self.flags else data.hex()
        return prefix + (text.upper() if self.letter == "X" else text)

    def _integer(self, value: int) -> str:
        match self.letter:
            case "v":
                return replace(self, letter="d")._integer(value)
            case "c":
                return self._pad(code_point(value))
            case "q":
                return self._pad(quote_character(value, ascii_only="+" in self.flags))
            case "U":
                return self._pad(f"U+{value:04X}")
            case letter if letter in _BASES:
                digits = format(abs(value), _BASES[letter]).rjust(self.precision or 0, "0")
                prefix = _PREFIXES.get(letter, "") if "#" in self.flags else ""
                return self._pad_number(self._sign(value < 0), prefix + digits, zeros=self.precision is None)
            case _:
                return self._bad(value)

    def _float(self, value: float) -> str:
        letter = "g" if self.letter == "v" else self.letter
        if letter not in "eEfFgG":
            return self._bad(value)
        if letter in "gG" and self.precision is None:
            text = format_float(abs(value))
            text = text.upper() if letter == "G" else text
        else:
            text = format(abs(value), f".{6 if self.precision is None else self.precision}{letter}")
        return self._pad_number(self._sign(format_float(value).startswith("-")), text.lstrip("+"), zeros=True)

    def _sign(self, negative: bool) -> str:
        if negative:
            return "-"
        return "+" if "+" in self.flags else " " if " " in self.flags else ""

    def _pad_number(self, sign: str, digits: str, *, zeros: bool) -> str:
        if zeros and "0" in self.flags and "-" not in self.flags:
            return sign + digits.rjust(self.width - len(sign), "0")
        return replace(self, flags=self.flags.replace("0", ""))._pad(sign + digits)

    def _pad(self, text: str) -> str:
        if "-" in self.flags:
            return text.ljust(self.width)
        return text.rjust(self.width, "0" if "0" in self.flags else " ")

    def _bad(self, value: object) -> str:
        shown = "<nil>" if value is None else f"{go_type(value)}={format_value(value)}"
        return f"%!{self.letter}({shown})"
