"""Quotes text as in docker's messages, and parses quoted literals as in its templates."""

from __future__ import annotations

_SHORT = {
    "\a": r"\a",
    "\b": r"\b",
    "\f": r"\f",
    "\n": r"\n",
    "\r": r"\r",
    "\t": r"\t",
    "\v": r"\v",
    "\\": r"\\",
    '"': r"\"",
}

_ESCAPES = {short[1]: character.encode() for character, short in _SHORT.items() if character != '"'}
_HEX_WIDTHS = {"x": 2, "u": 4, "U": 8}


def quote(text: str, *, ascii_only: bool = False) -> str:
    r"""`text` quoted as by Go's `%q`: `"a\tb"`; printable characters of any script are not escaped."""
    if text.isprintable() and '"' not in text and "\\" not in text and (text.isascii() or not ascii_only):
        return f'"{text}"'
    return '"' + "".join(_escape(character, ascii_only) for character in text) + '"'


def quote_character(code: int, *, ascii_only: bool = False) -> str:
    r"""A code point quoted as by Go's `%q`: `'a'`, `'\n'`."""
    character = code_point(code)
    if character == '"':
        return "'\"'"
    return "'" + (r"\'" if character == "'" else _escape(character, ascii_only)) + "'"


def code_point(code: int) -> str:
    """The character of a code point, or U+FFFD if the number is not a valid one."""
    return chr(code) if 0 <= code < 0x110000 else "\ufffd"


def quote_bytes(text: str) -> str:
    r"""`text` quoted as in errors of Go's time package: bytes beyond ASCII become `\xNN`."""
    return '"' + "".join(map(_escape_byte, text.encode())) + '"'


def unquote(text: str) -> str:
    r"""The text of a Go string literal, `"a\tb"` or raw between backquotes.

    Raises:
        ValueError: `invalid syntax`.

    """
    if text.startswith("`"):
        return text[1:-1].replace("\r", "")
    text = _replaced(text)
    if "\\" not in text:
        return text[1:-1]
    content, parts = text[1:-1], bytearray()
    while content:
        part, content = _unescape(content, '"')
        parts += part
    return parts.decode(errors="surrogateescape")


def unquote_character(text: str) -> int:
    r"""The code point of a Go character literal: `'a'`, `'\n'`.

    Raises:
        ValueError: `invalid syntax`, or the literal contains more than one character.

    """
    if text == "''":
        raise ValueError("invalid syntax")
    part, rest = _unescape(_replaced(text)[1:], "'")
    if rest != "'":
        raise ValueError(f"malformed character constant: {text}")
    return part[0] if len(part) == 1 else ord(part.decode())


def _replaced(text: str) -> str:
    """`text` as Go decodes it: each byte that is not UTF-8 becomes U+FFFD."""
    return text if text.isascii() else text.encode(errors="surrogateescape").decode(errors="replace")


def _unescape(text: str, quotation: str) -> tuple[bytes, str]:
    """The bytes of the first character of `text`, which may be escaped, and the rest of the text."""
    if text[0] != "\\":
        return text[0].encode(), text[1:]
    escape = text[1:2]
    if escape in _ESCAPES:
        return _ESCAPES[escape], text[2:]
    if escape == quotation:
        return escape.encode(), text[2:]
    start, width, base = (1, 3, 8) if escape in tuple("01234567") else (2, _HEX_WIDTHS.get(escape, 0), 16)
    digits = text[start : start + width]
    if not width or len(digits) < width or not digits.isalnum():
        raise ValueError("invalid syntax")
    try:
        code = int(digits, base)
        part = bytes((code,)) if width < 4 else chr(code).encode()
    except (ValueError, OverflowError):
        raise ValueError("invalid syntax") from None
    return part, text[start + width :]


def _escape(character: str, ascii_only: bool) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable() and (character.isascii() or not ascii_only):
        return character
    code = ord(character)
    if code < 0x80 or 0xDC80 <= code <= 0xDCFF:  # surrogates, which stand for bytes that are not UTF-8
        return f"\\x{code & 0xFF:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escape_byte(byte: int) -> str:
    if byte < 0x20 or byte >= 0x80:
        return f"\\x{byte:02x}"
    return "\\" + chr(byte) if byte in b'"\\' else chr(byte)


def plain(text: str) -> str:
    r"""`text` with unprintable characters (control characters, bidirectional marks) as \u escapes."""
    if text.isprintable():
        return text
    import json  # imported here because most texts need no escapes

    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
