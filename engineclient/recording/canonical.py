"""Replace values that differ from one recording of a scenario to the next by names: {c1} is the first container's id.

`Canon` replaces values by names when a recording is written; `Values` replaces names by values when it is replayed. A
name with a `#` stands for a number ({#pid1}), one with `.short` for the first twelve digits of an id. Text that only
looks like a name is written with a `=` ({=c1}). The table of names is kinds.py.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final

from engineclient.events.redaction import (
    given_variables,
    is_env,
    is_secret_field,
    redacted_word,
    secret_patterns,
    secret_variable,
)
from engineclient.recording.kinds import KINDS, kind_of_field, kind_of_name, moved, value_for
from engineclient.recording.survey import (
    addresses,
    client_text,
    engine_roots,
    generated_names,
    id_kinds,
    node_names,
)
from engineclient.recording.value_kind import Kind, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.recording.format import Line

__all__ = ["PLACEHOLDER", "Canon", "Values"]

PLACEHOLDER: Final = re.compile(r"\{(=*#?[a-z]+\d*(?:\.short)?)\}")
_NUMBER: Final = re.compile(r"\{#([a-z]+\d+)\}")
_AGE: Final = re.compile(r"(?<=^Up )(?!\{).+?(?= \(|$)|(?<=\) )(?!\{).+(?= ago$)")
_HOST_TEXTS: Final = {"Name": "hostname", "ID": "hostid"}
_PRINTED: Final = frozenset(("stdin", "stdout", "stderr", "sent", "text", "base64", "ask"))
_UNORDERED: Final = ("Env", "DriverStatus")  # Podman has these in maps, whose order is random
_SHORT: Final = 12  # digits of a short id


class Canon:
    """The names of one recording, numbered in the order of appearance."""

    def __init__(self, lines: list[Line], *, home: str = "", unordered: bool = False) -> None:
        """Search `lines` for the values that need a name.

        Args:
            lines: all lines of the recording.
            home: the home directory of the user who records, which is replaced by {home}.
            unordered: the engine is Podman, which sends some lists in random order.

        """
        self._unordered = unordered
        self.kept: dict[str, Any] = {}  # values by name, without secrets
        self._given = given_variables(lines)
        self._ids = id_kinds(lines)
        self._short = {id[:_SHORT]: id for id in self._ids}
        self._asks = {line["x"]: line["ask"] for line in lines if "ask" in line}
        self._sent = client_text(lines)
        self._names: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        words = dict.fromkeys(generated_names(lines), "name") | dict.fromkeys(addresses(lines), "ip")
        self._nodes = node_names(lines)
        for node in self._nodes:
            self._named("nodename", node)  # numbered in their order, which is that of the replay then, too
            if node not in self._sent:
                words[node] = "nodename"
        roots = engine_roots(lines)
        if home.count("/") > 1:  # /root identifies nobody
            roots[home] = "home"
        self._literals = dict.fromkeys((value for _, value in self._given), "secret") | words | roots
        self._texts = [kind for kind in KINDS if isinstance(kind.find, Text)]
        self._pattern = re.compile(
            "|".join(
                (
                    *secret_patterns(self._given),
                    *(re.escape(root) for root in sorted(roots, key=len, reverse=True)),
                    *(rf"(?<![\w.]){re.escape(word)}(?![\w.])" for word in words),
                    *(
                        f"(?P<text{number}>{pattern})"
                        for number, pattern in enumerate(_patterns(self._texts))
                    ),
                    *self._id_patterns(),
                    f"(?P<placeholder>{PLACEHOLDER.pattern.replace('(', '(?:', 1)})",
                )
            )
        )

    def _id_patterns(self) -> Iterator[str]:
        yield r"(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])"
        for id in self._ids:
            if len(id) < 64:  # an id of a swarm object
                yield rf"(?<![0-9a-z]){id[:_SHORT]}(?:{id[_SHORT:]})?(?![0-9a-z])"

    def line(self, line: Line) -> Line:
        """`line` with values replaced by names."""
        ask = self._asks.get(line["x"], "")
        if self._unordered and "answer" in line:
            line = _ordered(line)
        named: Line = {
            key: item if key in ("x", "answer") else self._value(item, ask, key) for key, item in line.items()
        }
        if ask == "GET /info" and isinstance(about := named.get("json"), dict):
            hidden = {
                key: f"{{{name}}}"
                for key, name in _HOST_TEXTS.items()
                if key in about and line["json"][key] not in self._nodes
            }
            named["json"] = about | hidden
        return named

    def text(self, text: str) -> str:
        """`text` with values replaced by names."""
        return self._pattern.sub(self._name, text)

    def _named(self, kind: str, value: Any, naming: str = "value", *, keep: bool = True) -> str:
        """The name of `value`; a new one, if needed, takes the next number of its kind."""
        if naming == "one":
            return kind
        key = (kind, str(value))
        if naming == "each" or key not in self._names:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._names[key] = f"{kind}{self._counts[kind]}"
            if keep:
                self.kept[self._names[key]] = value
        return self._names[key]

    def _of_kind(self, kind: Kind, value: Any) -> str:
        return self._named(kind.name, value, kind.naming, keep=not kind.wildcard)

    def _name(self, match: re.Match[str]) -> str:
        """The name for a match of the pattern."""
        text, group = match[0], match.lastgroup
        if text in self._literals:
            return f"{{{self._of_kind(kind_of_name(self._literals[text]), text)}}}"
        if group == "placeholder":
            return "{=" + text[1:]
        if group is not None:
            kind = self._texts[int(group.removeprefix("text"))]
            return text if kind.unless_sent and text in self._sent else f"{{{self._of_kind(kind, text)}}}"
        if text in self._ids:
            return f"{{{self._named(self._ids[text], text)}}}"
        if text in self._short:
            whole = self._short[text]
            return f"{{{self._named(self._ids[whole], whole)}.short}}"
        return text

    def _value(self, value: Any, ask: str, field: str) -> Any:
        match value:
            case bool() | None:
                return value
            case int() | float():
                kind = kind_of_field(field, value, ask)
                return f"{{#{self._of_kind(kind, value)}}}" if kind else value
            case str():
                return self._string(value, ask, field)
            case list():
                return [self._value(item, ask, field) for item in value]
            case dict():
                return {
                    (key if len(key) < _SHORT else self.text(key)): self._value(item, ask, key)
                    for key, item in value.items()
                }
            case _:
                return value

    def _string(self, text: str, ask: str, field: str) -> str:
        if text and is_secret_field(field, ask):
            return self.secret(text)
        if is_env(field) and (variable := secret_variable(text, self._given)):
            name, value = variable
            return f"{name}={{{self._named('secret', value, keep=False)}}}"
        if field == "Status" and ask.startswith("GET /containers/json") and (age := _AGE.search(text)):
            return f"{text[: age.start()]}{{{self._named('age', age[0], 'each')}}}{text[age.end() :]}"
        kind = kind_of_field(field, text, ask)
        if kind is None or text in self._nodes or (kind.unless_sent and text in self._sent):
            named = self.text(text)
            return named if field in _PRINTED else redacted_word(named, self.secret)
        return f"{{{self._of_kind(kind, text)}}}"

    def secret(self, text: str) -> str:
        """The name of a secret, in braces as in a text."""
        return text if PLACEHOLDER.fullmatch(text) else f"{{{self._named('secret', text, keep=False)}}}"


def _patterns(kinds: list[Kind]) -> Iterator[str]:
    return (kind.find.pattern for kind in kinds if isinstance(kind.find, Text))


def _ordered(value: Any, field: str = "") -> Any:
    """`value` with lists of random order sorted."""
    match value:
        case list() if field in _UNORDERED:
            return sorted(value)
        case list():
            return [_ordered(item) for item in value]
        case dict():
            return {key: _ordered(item, key) for key, item in value.items()}
        case _:
            return value


class Values:
    """Values for the names of a recording. A name's value does not depend on the order of the lookups."""

    def __init__(
        self, *, home: str = "/root", kept: dict[str, Any] | None = None, shift: float = 0.0
    ) -> None:
        """Start without values bound to wildcards.

        Args:
            home: the value of {home}.
            kept: the recorded values of the names, if they were saved.
            shift: seconds added to recorded times, so that ages stay the same.

        """
        self._values: dict[str, str] = {"home": home}
        self._now = time.time()
        for name, value in (kept or {}).items():
            self._values[name] = moved(name, value, round(shift))

    def __getitem__(self, name: str) -> str:
        if name.endswith(".short"):
            return self[name.removesuffix(".short")][:_SHORT]
        if name not in self._values:
            self._values[name] = value_for(name, self._now)
        return self._values[name]

    def bind(self, name: str, value: str) -> None:
        """Set the value of a wildcard to what the client has sent in its place."""
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
