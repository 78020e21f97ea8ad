"""Text in double quotes, as docker's messages show it."""

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


def quote(text: str) -> str:
    r"""`text` quoted as Go's `%q` does: `"a\tb"`, with printable characters of any script as they are."""
    return f'"{"".join(map(_escape, text))}"'


def quote_bytes(text: str) -> str:
    r"""`text` quoted as Go's time package does in its errors: bytes beyond ASCII are `\xNN`."""
    return '"' + "".join(map(_escape_byte, text.encode())) + '"'


def _escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escape_byte(byte: int) -> str:
    if byte < 0x20 or byte >= 0x80:
        return f"\\x{byte:02x}"
    return "\\" + chr(byte) if byte in b'"\\' else chr(byte)
