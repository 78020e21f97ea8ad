"""JSON as docker prints it: encodes values as Go does, and indents or compacts JSON text of the daemon."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from engineclient.golang.numbers import JSONNumber, encode_float

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_HTML = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})
_SEPARATORS = str.maketrans({"\u2028": r"\u2028", "\u2029": r"\u2029"})


@runtime_checkable
class Encodable(Protocol):
    """A value that can encode itself as JSON."""

    def to_json(self) -> str:
        """The value as compact JSON."""
        ...


def encode(value: object) -> str:
    """Compact JSON of plain values and Encodables, with sorted keys; characters beyond ASCII are not escaped."""
    return "".join(_encoded(value))


def encode_ordered(value: object, *, indent: int = 0) -> str:
    """JSON of plain values, with keys in their own order; with an `indent` (in spaces), one value per line."""
    step = " " * indent
    return "".join(_ordered(value, "\n" if indent else "", step, ": " if indent else ":"))


def _ordered(value: object, margin: str, step: str, colon: str) -> Iterator[str]:
    """The pieces of the JSON of `value`, whose lines begin with `margin`."""
    inner = margin + step
    if isinstance(value, Mapping) and value:
        opening = "{" + inner
        for key, part in cast("Mapping[str, object]", value).items():
            yield opening + encode_basestring(key).translate(_SEPARATORS) + colon
            yield from _ordered(part, inner, step, colon)
            opening = "," + inner
        yield margin + "}"
    elif isinstance(value, list | tuple) and value:
        opening = "[" + inner
        for part in cast("Sequence[object]", value):
            yield opening
            yield from _ordered(part, inner, step, colon)
            opening = "," + inner
        yield margin + "]"
    else:
        yield from _encoded(value)


def utf8(text: str) -> bytes:
    """JSON as Go encodes it: bytes of arguments or paths that are no UTF-8 are replaced."""
    return text.encode(errors="surrogateescape").decode(errors="replace").encode()


def escape_html(text: str) -> str:
    r"""JSON text with `<`, `>` and `&` as `\u003c`, `\u003e` and `\u0026`.

    Go escapes them by default: `--format json` of the listing commands does, the template function `json` does not.
    """
    # These characters occur only in strings, so the whole text can be translated.
    return text.translate(_HTML)


def indent(text: str, step: str = "    ") -> str:
    """JSON text indented by `step`, by default with four spaces, as inspect prints it.

    The text is not decoded, so that the order of keys and the spelling of numbers and escapes stay.
    """
    return "".join(_indented(_TOKENS.findall(text), step))


def compact(text: str) -> str:
    """JSON text without white space between its tokens, as `inspect --format json` prints it."""
    return "".join(_TOKENS.findall(text))


def _encoded(value: object) -> Iterator[str]:
    match value:
        case None:
            yield "null"
        case True:
            yield "true"
        case False:
            yield "false"
        case JSONNumber():
            yield value
        case str():
            yield encode_basestring(value).translate(_SEPARATORS)
        case int():
            yield str(value)
        case float():
            yield encode_float(value)
        case Encodable():
            yield value.to_json()
        case Mapping():
            pairs = cast("Mapping[str, object]", value)
            yield from _joined("{", ((key, pairs[key]) for key in sorted(pairs)), "}")
        case Sequence():
            yield from _joined("[", ((None, item) for item in cast("Sequence[object]", value)), "]")
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


def _joined(start: str, items: Iterable[tuple[str | None, object]], end: str) -> Iterator[str]:
    yield start
    comma = ""
    for key, item in items:
        yield comma
        if key is not None:
            yield encode_basestring(key).translate(_SEPARATORS) + ":"
        yield from _encoded(item)
        comma = ","
    yield end


def _indented(tokens: list[str], step: str) -> Iterator[str]:
    depth = 0
    opened = False  # the last token was an opening bracket, which may be followed by the closing one
    for token in tokens:
        if token in ("}", "]"):
            depth -= 1
            yield token if opened else _line(depth, step) + token
            opened = False
            continue
        if opened:
            yield _line(depth, step)
        opened = token in ("{", "[")
        if opened:
            depth += 1
            yield token
        elif token == ",":
            yield "," + _line(depth, step)
        else:
            yield ": " if token == ":" else token


def _line(depth: int, step: str) -> str:
    return "\n" + step * depth
