"""Validate that JSON is a recording, so that all code that reads one can rely on its form."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import DecodeError
from engineclient.wire.shapes import MapOf, fit

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["check", "check_times"]

_ENGINE: Final = {
    **dict.fromkeys(("name", "version", "api", "min_api", "os", "arch"), ""),
    "headers": MapOf(""),
}
_WHOLE: Final = {"scenario": "", "engine": _ENGINE, "command": [""], "events": [{}]}
_LINE: Final = {
    "x": 0,
    "ask": "",
    "api": "",
    "open": False,
    "answer": 0,
    "stream": "",
    "framing": "",
    "end": "",
    "query": {},
    "headers": {},
    "records": [None],
    "lines": [None],
    "tar": [{}],
}
_MEMBER: Final = {"name": "", "type": "", "mode": "", "to": ""}
_ASK: Final = re.compile(r"[A-Z]* (/\S*)?")  # both parts are empty for bytes that are not HTTP
_FRAMINGS: Final = ("none", "length", "chunked", "close", "hijack")
_ENDS: Final = frozenset(
    f"{side} {how}" for side in ("client", "daemon") for how in ("complete", "half-close", "close")
)
_TYPES: Final = ("file", "dir", "symlink", "link")
_NAMED: Final = re.compile(r"\{[#a-z]")  # the beginning of a name in the place of a value, see canonical.py


def check(whole: Any) -> None:
    """Check that `whole` is a recording; its format version is not checked.

    Raises:
        DecodeError: it is not a recording; the message says where.

    """
    fit(_WHOLE, whole, "recording")
    for name in ("scenario", "engine", "events"):
        _demand(whole.get(name) is not None, f"it has no {name}")
    for name in ("name", "version", "api"):
        _demand(whole["engine"].get(name) is not None, f"its engine has no {name}")
    headers = whole["engine"].get("headers", {})
    _demand(headers is not None and None not in headers.values(), "its engine has a header that is null")
    command = whole.get("command", ())
    _demand(command is not None and None not in command, "its command has a word that is null")
    known = _ENGINE.keys()
    _demand(whole["engine"].keys() <= known, f"its engine has more than {', '.join(known)}")
    asked: set[int] = set()
    for number, line in enumerate(whole["events"], 1):
        _check_line(line, f"event {number}", asked)


def check_times(times: Any, count: int) -> None:
    """Check that `times` are the times of a recording of `count` events.

    Raises:
        DecodeError: they are not.

    """
    fit({"values": MapOf(None), "at": [None]}, times, "times")
    numbers = [times.get("began"), *(times.get("at") or ())]
    good = all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers)
    _demand(good and isinstance(times.get("values"), dict), "its times are not numbers")
    _demand(len(numbers) == count + 1, f"it has times for {len(numbers) - 1} of {count} events")


def _check_line(line: Any, where: str, asked: set[int]) -> None:
    _demand(line is not None, f"{where} is null")
    fit(_LINE, line, where)
    _demand(all(value is not None for key, value in line.items() if key != "json"), f"{where} has a null")
    exchange = line.get("x")
    _demand(exchange is not None, f"{where} has no number x")
    if "ask" in line:
        _demand(_ASK.fullmatch(line["ask"]) is not None, f"{where} asks {line['ask']!r}, not METHOD /PATH")
        asked.add(exchange)
    _demand(exchange in asked, f"{where} belongs to no request")
    _demand("answer" not in line or 100 <= line["answer"] < 600, f"{where} has an invalid HTTP status")
    for name in ("stream", "framing"):
        _demand(line.get(name, "none") in _FRAMINGS, f"{where} has an unknown {name}: {line.get(name)!r}")
    _demand("end" not in line or line["end"] in _ENDS, f"{where} has an unknown end: {line.get('end')!r}")
    for name, value in line.get("query", {}).items():
        _demand(_is_text_or_texts(value), f"{where} has an invalid {name} in its query")
    for name, value in line.get("headers", {}).items():
        _demand(_is_text_or_texts(value) or isinstance(value, dict), f"{where} has an invalid header {name}")
    for name in ("sent", "stdin", "stdout", "stderr", "text"):
        _demand(name not in line or _is_content(line[name]), f"{where} has an invalid {name}")
    if "base64" in line or "elided" in line:
        _demand(_is_content(line), f"{where} has invalid base64 or an invalid size or digest")
    for member in line.get("tar", ()):
        _check_member(member, where)


def _check_member(member: Any, where: str) -> None:
    fit(_MEMBER, member, where)
    member = member or {}
    good = isinstance(member.get("name"), str) and member.get("type") in _TYPES
    _demand(good, f"{where} has an invalid member in its archive")
    _demand(_is(lambda: int(member.get("mode") or "", 8)), f"{where} has a member without a mode")
    _demand(_is_content(member.get("data", "")), f"{where} has a member with invalid data")


def _is_text_or_texts(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(each, str) for each in value)
    )


def _is_content(value: Any) -> bool:
    """Whether `content.from_text` accepts it."""
    if isinstance(value, str):
        return True
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("json"), dict):  # a record of a call to BuildKit
        return True
    if "elided" in value:
        size = value["elided"]
        return (
            isinstance(size, int)
            and not isinstance(size, bool)
            and size >= 0
            and isinstance(value.get("sha256"), str)
        )
    text = value.get("base64")
    return isinstance(text, str) and (_NAMED.search(text) is not None or _is(lambda: base64.b64decode(text)))


def _is(read: Callable[[], object]) -> bool:
    try:
        read()
    except ValueError:
        return False
    return True


def _demand(good: bool, complaint: str) -> None:
    if not good:
        raise DecodeError(f"not a recording: {complaint}")
