"""Prints values as Go does: `%v` and the other verbs of printf, print and println."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engineclient.golang.numbers import format_float
from engineclient.golang.quoting import code_point, quote, quote_character
from engineclient.golang.template.values import Bytes, Record, go_type, is_mapping, mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIGITS = "0123456789"
_MOST = 1_000_000  # the maximum of a width or a precision
_BASES = {"d": "d", "x": "x", "X": "X", "o": "o", "b": "b"}
_PREFIXES = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}


def format_value(value: object, *, names: bool = False, go: bool = False) -> str:
    """A value as `{{.}}` prints it: `[a b]`, `map[k:v]`, `<nil>`; with `names` as `%+v`, with `go` as `%#v`."""
    if isinstance(value, str) and not go:
        return value
    return _Verb("v", "+" * names + "#" * go).format(value)


def sprint(*values: object) -> str:
    """The values one after another, with a space between two of which neither is a string."""
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
    """`template` with its verbs replaced by the values. As in Go it never fails, but shows errors: `%!d(string=x)`."""
    arguments = _Arguments(values)
    text = "".join(_pieces(template, arguments))
    extra = ", ".join(
        "<nil>" if value is None else f"{go_type(value)}={format_value(value)}" for value in arguments.rest()
    )
    return f"{text}%!(EXTRA {extra})" if extra else text


class _Arguments:
    """The arguments of a sprintf, and the position of the next one."""

    def __init__(self, values: Sequence[object]) -> None:
        self.values = values
        self.place = 0
        self.chosen = False  # a verb has chosen its argument by number: unused arguments are no error then
        self.fits = True  # the argument number of the current verb is valid

    def left(self) -> bool:
        return self.place < len(self.values)

    def take(self) -> object:
        self.place += 1
        return self.values[self.place - 1]

    def rest(self) -> Sequence[object]:
        return () if self.chosen else self.values[self.place :]

    def choose(self, number: int | None) -> bool:
        """Choose the next argument by its number, from 1; returns whether it exists."""
        self.chosen = True
        if number is not None and 0 < number <= len(self.values):
            self.place = number - 1
            return True
        self.fits = False
        return number is not None


def _pieces(template: str, arguments: _Arguments) -> Iterator[str]:
    position = 0
    while (sign := template.find("%", position)) >= 0:
        yield template[position:sign]
        reading = _Reading(template, sign + 1, arguments)
        verb = reading.verb()
        yield from reading.complaints
        position = reading.position
        if not verb.letter:
            yield "%!(NOVERB)"
        elif verb.letter == "%":
            yield "%"
        elif not arguments.fits:
            yield f"%!{verb.letter}(BADINDEX)"
        elif not arguments.left():
            yield f"%!{verb.letter}(MISSING)"
        else:
            yield verb.format(arguments.take())
    yield template[position:]


class _Reading:
    """Parses one verb: flags, width, precision, argument numbers, letter."""

    def __init__(self, template: str, position: int, arguments: _Arguments) -> None:
        self.template = template
        self.position = position
        self.complaints: list[str] = []
        self._arguments = arguments
        arguments.fits = True

    def verb(self) -> _Verb:
        start = self.position
        while self._here() in tuple("+-# 0"):
            self.position += 1
        flags = self.template[start : self.position]
        named = self._argument()
        starred = self._here() == "*"
        width = self._number("%!(BADWIDTH)")
        if named and width is not None and not starred:
            # An argument number is allowed only right before the letter or a star
            self._arguments.fits = False
        named = named and not starred
        if starred and width is not None and width < 0:
            flags, width = flags.replace("0", "") + "-", -width
        precision = None
        if self._here() == ".":
            self.position += 1
            if named:
                self._arguments.fits = False
            named = self._argument()
            starred = self._here() == "*"
            precision = self._number("%!(BADPREC)", least=0)
            precision = precision if starred else precision or 0
            named = named and not starred
        if not named:
            self._argument()
        letter = self._here()
        self.position += len(letter)
        return _Verb(letter, flags, width or 0, precision)

    def _here(self) -> str:
        return self.template[self.position : self.position + 1]

    def _argument(self) -> bool:
        """Read an argument number, `[2]`; returns whether there is a valid one here."""
        if self._here() != "[":
            return False
        end = self.template.find("]", self.position)
        if end < 0:
            self._arguments.choose(None)
            self.position += 1
            return False
        digits = self.template[self.position + 1 : end]
        self.position = end + 1
        return self._arguments.choose(int(digits) if digits.isdecimal() and len(digits) < 7 else None)

    def _number(self, complaint: str, least: int = -_MOST) -> int | None:
        """Read a width or a precision; for a star take it from the arguments. None if missing or too large."""
        if self._here() == "*":
            self.position += 1
            value = self._arguments.take() if self._arguments.left() else None
            if isinstance(value, int) and not isinstance(value, bool) and least <= value <= _MOST:
                return value
            self.complaints.append(complaint)
            return None
        start = self.position
        while self._here() in tuple(_DIGITS):
            self.position += 1
        digits = self.template[start : self.position]
        if len(digits) > 7 or int(digits or "0") > _MOST:
            self.position = len(self.template)
            return None
        return int(digits) if digits else None


@dataclass(frozen=True, slots=True)
class _Verb:
    """One `%` directive."""

    letter: str
    flags: str = ""
    width: int = 0
    precision: int | None = None
    names: bool = False  # print the names of struct fields

    def format(self, value: object) -> str:
        if self.letter == "T":
            return self._pad(go_type(value))
        if self.letter == "v" and "+" in self.flags:
            # In `%+v` the plus asks for the names of struct fields, not for a sign.
            return replace(self, flags=self.flags.replace("+", ""), names=True).format(value)
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
                return self._pad(value.to_go() if self._is_go else value.to_text(names=self.names))
            case Bytes() if self.letter in "sqxX":
                return self._text(value.text)
            case _ if self._is_go:
                return self._pad(self._go(value))
            case _ if is_mapping(value):
                pairs = mapping(value)
                entries = (f"{self._text(key)}:{self._nested(pairs[key])}" for key in sorted(pairs))
                return f"map[{' '.join(entries)}]"
            case _:
                return f"[{' '.join(map(self._nested, sequence(value)))}]"

    @property
    def _is_go(self) -> bool:
        return self.letter == "v" and "#" in self.flags

    def _go(self, value: object) -> str:
        """A list or a mapping in Go syntax: `[]string{"a"}`."""
        if is_mapping(value):
            pairs = mapping(value)
            items = [f"{quote(key)}:{format_value(pairs[key], go=True)}" for key in sorted(pairs)]
        else:
            items = [format_value(item, go=True) for item in sequence(value)]
        return f"{go_type(value)}{{{', '.join(items)}}}"

    def _nested(self, value: object) -> str:
        return (
            self._pad(value.to_nested_text(names=self.names))
            if isinstance(value, Record)
            else self._format(value)
        )

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
                return self._pad(self._hexadecimal(value.encode(errors="surrogateescape")[: self.precision]))
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
