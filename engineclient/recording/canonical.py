"""What differs from one recording of a scenario to the next gets a name: {c1} is the first container's id.

`Canon` names, at writing; `Values` gives the names values again, at replay, the same everywhere. A name with
a `#` stands for a number ({#pid1}), one with `.short` for the first twelve digits of an id. Text that only
looks like a name is written with a `=` ({=c1}).
"""

from __future__ import annotations

import hashlib
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from engineclient.secrets import (
    given_variables,
    is_env,
    is_secret_field,
    redacted_word,
    secret_patterns,
    secret_variable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.recording.format import Line

__all__ = ["PLACEHOLDER", "Canon", "Values", "is_wildcard"]

_HEX64: Final = re.compile(r"(sha256:)?(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])")
_DATE: Final = r"(?!0001-)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
_SOURCE_PORT: Final = r"(?<=\d:)\d{4,5}(?=->)"  # in Go's network errors: "read udp 127.0.0.1:37841->…"
_UUID: Final = r"(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])"
_MAC: Final = r"(?<![0-9a-f:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![0-9a-f:])"
PLACEHOLDER: Final = re.compile(r"\{(=*#?[a-z]+\d*(?:\.short)?)\}")
_NUMBER: Final = re.compile(r"\{#([a-z]+\d+)\}")
_AGE: Final = re.compile(r"(?<=^Up )(?!\{).+?(?= \(|$)|(?<=\) )(?!\{).+(?= ago$)")
_GENERATED: Final = re.compile(r"/?([a-z]+_[a-z]+\d?)")
_FIRST_RANDOM_PORT: Final = 32768

_ID_FIELDS: Final = {"NetworkID": "net", "EndpointID": "ep", "SandboxID": "sandbox", "ContainerID": "exec"}
_ID_PATHS: Final = (("/containers/", "c"), ("/exec/", "exec"), ("/networks/", "net"))
_ADDRESS_FIELDS: Final = frozenset(
    {"IPAddress", "GlobalIPv6Address", "IPv4Address", "IPv6Address", "Subnet", "Gateway", "IPv6Gateway"}
)
_HOST_COUNTS: Final = frozenset(
    {
        "Containers",
        "ContainersRunning",
        "ContainersPaused",
        "ContainersStopped",
        "Images",
        "NFd",
        "NGoroutines",
    }
    | {"NEventsListener", "MemTotal", "NCPU", "SwapFree", "SwapTotal"}
)
_HOST_TEXTS: Final = frozenset({"Name", "ID"})
_HOST_KINDS: Final = {"Mirrors": "mirror", "Uptime": "uptime"}
_IMAGE_PATHS: Final = re.compile(r"GET /images/")
_STATS: Final = re.compile(r"GET /containers/[^/]+/stats")
_PRINTED: Final = frozenset(("stdin", "stdout", "stderr", "sent", "text", "base64", "ask"))
_REFERENCE: Final = "x-reference-id"  # Podman's header, an address in its memory
_UNORDERED: Final = ("Env", "DriverStatus")  # Podman keeps these in maps, whose order is chance


def number_kind(field: str, value: float, ask: str) -> str:
    """The kind of name for a number in an answer, or an empty string if it stays."""
    if field == "Pid" and value > 0:
        return "pid"
    if field == "PublicPort" and value >= _FIRST_RANDOM_PORT:
        return "port"
    if field == "time" or (field == "Created" and not _IMAGE_PATHS.match(ask)):
        return "unix"
    if field == "timeNano":
        return "nano"
    if _STATS.match(ask) and field not in ("x", "answer"):
        return "stat"
    if ask == "GET /info" and field in _HOST_COUNTS:
        return "count"
    return ""


def id_kinds(lines: Iterable[Line]) -> dict[str, str]:
    """Every 64-digit id in `lines` and its kind; digests are no ids, they are the same on every engine."""
    kinds: dict[str, str] = {}
    digests: set[str] = set()
    asks: dict[int, str] = {}
    for line in lines:
        ask = asks.setdefault(line["x"], line.get("ask", ""))
        for path, field, text in _strings(line):
            for prefix, digits in _HEX64.findall(text):
                if prefix:
                    digests.add(digits)
                elif kinds.get(digits, "id") == "id":
                    kinds[digits] = _id_kind(ask, path, field, text)
    return {digits: kind for digits, kind in kinds.items() if digits not in digests}


def _id_kind(ask: str, path: str, field: str, text: str) -> str:
    if field == "ask":
        return next((kind for begin, kind in _ID_PATHS if begin in text), "id")
    if field in ("Id", "ID") and path.count(".") == 1:
        if ask.startswith("POST /containers/") and ask.endswith("/exec"):
            return "exec"
        place = ask.partition(" ")[2] + "/"
        return next((kind for begin, kind in _ID_PATHS if place.startswith(begin)), "id")
    return _ID_FIELDS.get(field, "id")


def generated_names(lines: Iterable[Line]) -> list[str]:
    """Container names the engine made up: of that form, and never said by the client."""
    lines = list(lines)
    said = "\n".join(text for line in lines if "ask" in line for _, _, text in _strings(line))
    found = dict.fromkeys(
        match[1]
        for line in lines
        if "answer" in line
        for _, field, text in _strings(line)
        if field in ("Name", "Names", "name") and (match := _GENERATED.fullmatch(text))
    )
    return [name for name in found if name not in said]


def addresses(lines: Iterable[Line]) -> list[str]:
    """The addresses that the engine handed out, none that the client said."""
    lines = list(lines)
    said = {text.partition("/")[0] for line in lines if "ask" in line for _, _, text in _strings(line)}
    found = (
        text.partition("/")[0]
        for line in lines
        if "answer" in line
        for _, field, text in _strings(line)
        if field in _ADDRESS_FIELDS
    )
    return [address for address in dict.fromkeys(found) if address and address not in said]


def engine_roots(lines: Iterable[Line]) -> dict[str, str]:
    """The directories the engine works in, and their names."""
    roots: dict[str, str] = {}
    for line in lines:
        for _, field, text in _strings(line):
            if field == "DockerRootDir":
                roots[text] = "root"
            elif (
                field in ("LogPath", "HostsPath", "HostnamePath", "ResolvConfPath") and "/containers/" in text
            ):
                roots[text.partition("/containers/")[0]] = "root"
            elif field == "SandboxKey" and "/netns/" in text:
                roots[text.partition("/netns/")[0]] = "run"
    return roots


def _strings(value: Any, path: str = "", field: str = "") -> Iterable[tuple[str, str, str]]:
    """Every string in `value` as (path, nearest field name, string), keys of objects included."""
    match value:
        case str():
            yield path, field, value
        case list():
            for item in value:
                yield from _strings(item, path, field)
        case dict():
            for key, item in value.items():
                yield path, "", key
                yield from _strings(item, f"{path}.{key}" if path else key, key)
        case _:
            pass


def _ordered(value: Any, field: str = "") -> Any:
    """`value` with the lists in one order whose order is chance."""
    match value:
        case list() if field in _UNORDERED:
            return sorted(value)
        case list():
            return [_ordered(item) for item in value]
        case dict():
            return {key: _ordered(item, key) for key, item in value.items()}
        case _:
            return value


class Canon:
    """Names for one recording, numbered as they appear."""

    def __init__(self, lines: list[Line], *, home: str = "", unordered: bool = False) -> None:
        """Look through `lines` for what will need a name.

        Args:
            lines: all lines of the recording.
            home: the recording user's home directory, whose name is nobody's business.
            unordered: the engine is Podman, which lists some things in an order of chance.

        """
        self._unordered = unordered
        self.kept: dict[str, Any] = {}  # what the names stood for, secrets aside
        self._given = given_variables(lines)
        self._ids = id_kinds(lines)
        self._short = {digits[:12]: digits for digits in self._ids}
        self._asks = {line["x"]: line["ask"] for line in lines if "ask" in line}
        self._said = "\n".join(text for line in lines if "ask" in line for _, _, text in _strings(line))
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        words = dict.fromkeys(generated_names(lines), "name") | dict.fromkeys(addresses(lines), "ip")
        roots = engine_roots(lines)
        if home.count("/") > 1:  # /root says nothing about anybody
            roots[home] = "home"
        self._literals = dict.fromkeys((value for _, value in self._given), "secret") | words | roots
        self._pattern = re.compile(
            "|".join(
                (
                    *secret_patterns(self._given),
                    *(re.escape(root) for root in sorted(roots, key=len, reverse=True)),
                    *(rf"(?<![\w.]){re.escape(word)}(?![\w.])" for word in words),
                    _DATE,
                    _UUID,
                    _MAC,
                    _SOURCE_PORT,
                    r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])",
                    PLACEHOLDER.pattern.replace("(", "(?:", 1),
                )
            )
        )

    def line(self, line: Line) -> Line:
        """`line` with names for what has one."""
        ask = self._asks.get(line["x"], "")
        if self._unordered and "answer" in line:
            line = _ordered(line)
        named: Line = self._value(line, ask, "")
        if ask == "GET /info" and isinstance(about := named.get("json"), dict):
            named["json"] = about | {key: f"{{host{key.lower()}}}" for key in about if key in _HOST_TEXTS}
        return named

    def text(self, text: str) -> str:
        """`text` with names for what has one."""
        return self._pattern.sub(lambda match: self._name(match[0]), text)

    def _numbered(self, kind: str, text: str) -> str:
        """The name of `text`, the next of its kind if it has none."""
        if text not in self._names:
            name = self._names[text] = self._next(kind)
            if kind != "secret":
                self.kept[name] = text
        return self._names[text]

    def _next(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{kind}{self._counts[kind]}"

    def _name(self, text: str) -> str:
        if text in self._literals:
            kind = self._literals[text]
            name = kind if kind in ("root", "run", "home") else self._numbered(kind, text)
            return f"{{{name}}}"
        if text in self._ids:
            return f"{{{self._numbered(self._ids[text], text)}}}"
        if text in self._short:
            whole = self._short[text]
            return f"{{{self._numbered(self._ids[whole], whole)}.short}}"
        if text[0] == "{":
            return "{=" + text[1:]
        if re.fullmatch(_DATE, text):
            # A date without a fraction may or may not equal another one by chance: it has a name of its own.
            name = self._numbered("t", text) if "." in text else self._next("t")
            self.kept[name] = text
            return f"{{{name}}}"
        if text.isdecimal() and len(text) <= len("65535"):
            return f"{{{self._numbered('port', text)}}}"
        if re.fullmatch(_UUID, text):
            return f"{{{self._numbered('uuid', text)}}}"
        if re.fullmatch(_MAC, text) and text not in self._said:
            return f"{{{self._numbered('mac', text)}}}"
        return text

    def _value(self, value: Any, ask: str, field: str) -> Any:
        match value:
            case bool() | None:
                return value
            case float() if not _STATS.match(ask):
                return value
            case int() | float():
                kind = number_kind(field, value, ask)
                return f"{{#{self._number(kind, value)}}}" if kind else value
            case str():
                return self._string(value, ask, field)
            case list():
                return [self._value(item, ask, field) for item in value]
            case dict():
                return {
                    (key if len(key) < 12 else self.text(key)): self._value(item, ask, key)
                    for key, item in value.items()
                }
            case _:
                return value

    def _number(self, kind: str, value: float) -> str:
        if kind in ("port", "nano"):
            return self._numbered(kind, str(value))
        name = self._next(kind)
        self.kept[name] = value
        return name

    def _string(self, text: str, ask: str, field: str) -> str:
        if field == _REFERENCE:
            return f"{{{self._next('reference')}}}"
        if text and is_secret_field(field, ask):
            return f"{{{self._numbered('secret', text)}}}"
        if is_env(field) and (variable := secret_variable(text, self._given)):
            name, value = variable
            return f"{name}={{{self._numbered('secret', value)}}}"
        if field == "Status" and ask.startswith("GET /containers/json") and (age := _AGE.search(text)):
            name = self._next("age")
            self.kept[name] = age[0]
            return f"{text[: age.start()]}{{{name}}}{text[age.end() :]}"
        if (
            field == "HostPort"
            and text.isdecimal()
            and int(text) >= _FIRST_RANDOM_PORT
            and text not in self._said
        ):
            return f"{{{self._numbered('port', text)}}}"
        if field in ("since", "until") and re.fullmatch(r"\d+(\.\d+)?", text):
            return f"{{{self._next('when')}}}"
        if field == "KernelVersion":
            return "{kernel}"
        if field in _HOST_KINDS and ask == "GET /info":
            return f"{{{self._numbered(_HOST_KINDS[field], text)}}}"
        named = self.text(text)
        return named if field in _PRINTED else redacted_word(named, self.secret)

    def secret(self, text: str) -> str:
        """The name of a secret, as it stands in a text."""
        return text if PLACEHOLDER.fullmatch(text) else f"{{{self._numbered('secret', text)}}}"


def is_wildcard(name: str) -> bool:
    """A client may say anything in the place of `name`; what it says is the value from then on."""
    return name.startswith(("secret", "when"))


class Values:
    """Values for the names of a recording. The same name has the same value, whoever asks first."""

    def __init__(
        self, *, home: str = "/root", kept: dict[str, Any] | None = None, shift: float = 0.0
    ) -> None:
        """Begin with no value given.

        Args:
            home: what {home} means here.
            kept: the values that the names had, where they were kept.
            shift: seconds by which times move: an age stays an age.

        """
        self._values: dict[str, str] = {"home": home, "root": "/var/lib/docker", "run": "/var/run/docker"}
        self._now = time.time()
        for name, value in (kept or {}).items():
            self._values[name] = _shifted(name, value, shift)

    def __getitem__(self, name: str) -> str:
        if name.endswith(".short"):
            return self[name.removesuffix(".short")][:12]
        if name not in self._values:
            self._values[name] = self._invent(name)
        return self._values[name]

    def bind(self, name: str, value: str) -> None:
        """The client's own word for a wildcard."""
        self._values[name] = value

    def fill(self, value: Any) -> Any:
        """`value` (JSON) with the names replaced."""
        match value:
            case str():
                if number := _NUMBER.fullmatch(value):
                    return int(self[number[1]])
                return self.fill_text(value)
            case list():
                return [self.fill(item) for item in value]
            case dict():
                return {self.fill_text(key): self.fill(item) for key, item in value.items()}
            case _:
                return value

    def fill_text(self, text: str) -> str:
        """`text` with the names replaced."""
        return PLACEHOLDER.sub(lambda match: self._text(match[1]), text) if "{" in text else text

    def _text(self, name: str) -> str:
        return "{" + name[1:] + "}" if name.startswith("=") else self[name.removeprefix("#")]

    def _invent(self, name: str) -> str:
        """A value that looks like a real one."""
        kind, number = name.rstrip("0123456789"), int("0" + name.lstrip("abcdefghijklmnopqrstuvwxyz"))
        digest = hashlib.sha256(name.encode()).hexdigest()
        match kind:
            case "t":
                moment = datetime.fromtimestamp(self._now, UTC).strftime("%Y-%m-%dT%H:%M:%S")
                return f"{moment}.{number:09d}Z"
            case "unix":
                return str(int(self._now))
            case "nano":
                return str(int(self._now * 1e9) + number)
            case "age":
                return "1 second"
            case "pid":
                return str(4000 + number)
            case "port":
                return str(_FIRST_RANDOM_PORT + number - 1)
            case "uuid":
                return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
            case "reference":
                return f"0xc{number:09x}"
            case "stat":
                return str(number)
            case "ip":
                return f"172.17.0.{number + 1}"
            case "mac":
                return f"02:42:ac:11:00:{number + 1:02x}"
            case "name":
                return f"recorded_name{number}"
            case "count":
                return str(number)
            case "uptime":
                return "1h 2m 3.00s (Approximately 0.04 days)"
            case "mirror":
                return "http://127.0.0.1:5000/"
            case "kernel":
                return "6.1.0"
            case "hostname":
                return "recorded-host"
            case "secret":
                return "hidden"
            case "when":
                return str(int(self._now))
            case _:
                return digest


def _shifted(name: str, value: Any, shift: float) -> str:
    """A kept time moved by `shift` seconds; anything else as it is."""
    match name.rstrip("0123456789"):
        case "unix":
            return str(int(value) + round(shift))
        case "nano":
            return str(int(value) + round(shift) * 10**9)
        case "t":
            parts = re.fullmatch(r"(.{19})(\.\d+)?(.*)", value)
            assert parts is not None
            moment = datetime.fromisoformat(parts[1] + parts[3]).timestamp() + round(shift)
            return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%S}{parts[2] or ''}Z"
        case _:
            return str(value)
