"""A recording: the conversation of one scenario with one engine, and its text in a file."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import DecodeError
from engineclient.events import Event, Response
from engineclient.events.redaction import redacted_command
from engineclient.golang.quoting import plain
from engineclient.languages import gettext as _
from engineclient.recording.canonical import Canon, Values
from engineclient.recording.checking import check, check_times
from engineclient.recording.event_order import settled
from engineclient.recording.format import Line, events_of, to_lines
from engineclient.recording.pull_progress import without_passing_progress
from engineclient.wire.records import json_bytes, parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["FORMAT", "EngineInfo", "Recording", "Times"]

FORMAT: Final = 1

_COMMON: Final = ("api-version", "docker-experimental", "ostype", "server", "libpod-api-version")


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """The engine that was recorded, from its `GET /version`."""

    name: str
    version: str
    api: str
    min_api: str = ""
    os: str = "linux"
    arch: str = ""
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def from_version(cls, version: dict[str, Any]) -> EngineInfo:
        """Read the answer to `GET /version`."""
        components = version.get("Components") or [{}]
        podman = any("podman" in str(component.get("Name", "")).lower() for component in components)
        return cls(
            "Podman" if podman else "Docker",
            str(version.get("Version", "")),
            str(version.get("ApiVersion", "")),
            str(version.get("MinAPIVersion", "")),
            str(version.get("Os", "linux")),
            str(version.get("Arch", "")),
        )

    def __str__(self) -> str:
        return plain(f"{self.name} {self.version} (API {self.api})")


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a recording and the values of its names, in a file of their own as they differ in every run.

    Attributes:
        began: seconds since 1970.
        at: for each line of the recording, milliseconds since `began`.
        values: the values of the names in the lines, without secrets.

    """

    began: float
    at: Sequence[float]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recording:
    """The conversation of one scenario with one engine.

    Attributes:
        scenario: its name.
        engine: the engine.
        command: the recorded command line; empty if there was none.
        lines: the events, as format.py and canonical.py describe.
        times: the times, None if they were not saved.

    """

    scenario: str
    engine: EngineInfo
    lines: Sequence[Line]
    command: Sequence[str] = ()
    times: Times | None = None

    @property
    def description(self) -> str:
        """A line for the user that names the recording, and says that no engine is running."""
        text = _("this is a recording of {engine} ({scenario}); no engine is running")
        return text.format(engine=self.engine, scenario=plain(self.scenario))

    @classmethod
    def of(
        cls,
        events: Iterable[Event],
        *,
        scenario: str,
        engine: EngineInfo,
        command: Sequence[str] = (),
        home: str = "",
        began: float | None = None,
    ) -> Recording:
        """Make a recording of `events`: in a fixed order, with ids and dates replaced by names, and without secrets.

        Args:
            events: the events as they happened.
            scenario: the name of the recording.
            engine: the engine.
            command: the command line.
            home: the home directory of the user, to hide it in paths.
            began: the start of the list in seconds since 1970; by default now.

        """
        order = settled(events)
        common = _common_headers(order)
        timed = without_passing_progress(to_lines(order))
        lines = [_without_headers(line, common) for line, _ in timed]
        at = [round(moment * 1000, 3) for _, moment in timed]
        canon = Canon(lines, home=home, unordered=engine.name == "Podman")
        named = [canon.line(line) for line in lines]
        info = EngineInfo(
            engine.name, engine.version, engine.api, engine.min_api, engine.os, engine.arch, common
        )
        named = [
            {key: value for key, value in line.items() if (key, value) != ("api", engine.api)}
            for line in named
        ]
        return cls(
            scenario,
            info,
            named,
            tuple(redacted_command([canon.text(word) for word in command], canon.secret)),
            Times(time.time() if began is None else began, at, canon.kept),
        )

    @classmethod
    def loads(cls, text: str, times: str = "") -> Recording:
        """Parse a recording from its text, and its times from the text `times`.

        Raises:
            DecodeError: it is not a recording, or has another format version.

        """
        try:
            whole = parse_json(text.encode("utf-8", "surrogatepass"))
            if whole["format"] != FORMAT:
                raise DecodeError(f"a recording of format {whole['format']}; this version reads {FORMAT}")
            check(whole)
            kept = parse_json(times.encode("utf-8", "surrogatepass")) if times else None
            if kept is not None:
                check_times(kept, len(whole["events"]))
            return cls(
                whole["scenario"],
                EngineInfo(**whole["engine"]),
                whole["events"],
                tuple(whole.get("command") or ()),
                Times(kept["began"], kept["at"], kept["values"]) if kept else None,
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DecodeError(f"not a recording: {error!r}") from error

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read the file `path`, and NAME.times beside it if that exists."""
        times = path.with_suffix(".times")
        return cls.loads(path.read_text("utf-8"), times.read_text("utf-8") if times.exists() else "")

    def dumps(self) -> str:
        """The text of the file: JSON with one event a line."""
        engine = {
            key: value
            for key, value in (
                ("name", self.engine.name),
                ("version", self.engine.version),
                ("api", self.engine.api),
                ("min_api", self.engine.min_api),
                ("os", self.engine.os),
                ("arch", self.engine.arch),
                ("headers", self.engine.headers),
            )
            if value
        }
        head = [
            f'"format":{FORMAT}',
            f'"scenario":{_json(self.scenario)}',
            f'"engine":{_json(engine)}',
        ]
        if self.command:
            head.append(f'"command":{_json(list(self.command))}')
        lines = ",\n".join(map(_json, self.lines))
        return "{" + ",\n".join(head) + ',\n"events":[\n' + lines + "\n]}\n"

    def dumps_times(self) -> str:
        """The text of the file with the times, or ""."""
        if self.times is None:
            return ""
        return _json({"began": self.times.began, "at": self.times.at, "values": self.times.values}) + "\n"

    def save(self, path: Path, *, times: bool = True) -> None:
        """Write the file `path`, and with `times` NAME.times beside it (which is not for version control)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.dumps(), "utf-8")
        if times and self.times is not None:
            path.with_suffix(".times").write_text(self.dumps_times(), "utf-8")

    def values(self, *, home: str = "/root") -> Values:
        """New values for the names in the lines; recorded times are shifted so that ages stay the same."""
        if self.times is None:
            return Values(home=home)
        return Values(home=home, kept=self.times.values, shift=time.time() - self.times.began)

    def events(self, values: Values | None = None) -> list[Event]:
        """The events, with names replaced by `values`, or by invented ones."""
        values = values or self.values()
        at = self.times.at if self.times else [0.0] * len(self.lines)
        return [
            event
            for line, moment in zip(self.lines, at, strict=True)
            for event in self.line_events(line, values, moment / 1000)
        ]

    def line_events(self, line: Line, values: Values, at: float = 0.0) -> list[Event]:
        """The events of one line, with the common headers added again."""
        filled: Line = values.fill(line)
        if "ask" in filled:
            filled.setdefault("api", "" if filled["ask"].endswith("/_ping") else self.engine.api)
        events = events_of(filled, at)
        if isinstance(first := events[0], Response) and first.framing != "hijack":
            own = dict(first.headers)
            headers = tuple((self.engine.headers | own).items())
            events[0] = Response(first.exchange, first.at, first.status, headers, first.framing)
        return events


def _json(value: Any) -> str:
    return json_bytes(value).decode()


def _common_headers(events: Iterable[Event]) -> dict[str, str]:
    """The headers that are the same in every answer, such as the name of the engine."""
    for event in events:
        if isinstance(event, Response) and event.framing != "hijack":
            return {name: value for name, value in event.headers if name in _COMMON}
    return {}


def _without_headers(line: Line, common: dict[str, str]) -> Line:
    if "answer" not in line or "headers" not in line:
        return line
    own = {name: value for name, value in line["headers"].items() if common.get(name) != value}
    return {key: own if key == "headers" else value for key, value in line.items() if key != "headers" or own}
