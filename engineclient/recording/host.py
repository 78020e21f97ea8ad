"""What the host `recording:NAME` means: a recording in the place of an engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engineclient.recording.library import open_recording
from engineclient.recording.replay import AsyncReplayTransport, ReplayTransport

if TYPE_CHECKING:
    from engineclient.recording.recording import Recording

__all__ = ["SCHEME", "RecordedHost"]

SCHEME: Final = "recording:"


@dataclass(frozen=True, slots=True)
class RecordedHost:
    """A recording that takes the place of an engine.

    Attributes:
        recording: it, read.
        lenient: match requests by method and path alone.

    """

    recording: Recording
    lenient: bool = False

    @classmethod
    def open(cls, host: str, *, lenient: bool = False) -> RecordedHost:
        """Find what `host` names: `recording:NAME`, `recording:PATH.json`, `recording:` (the default).

        Raises:
            EngineError: there is no such recording.
            DecodeError: the file is no recording.

        """
        return cls(open_recording(host.removeprefix(SCHEME).removeprefix("//")), lenient)

    @property
    def description(self) -> str:
        """One line for a person: that no engine is asked, and what was recorded."""
        recording = self.recording
        return f"this is a recording of {recording.engine} ({recording.scenario}); no engine is running"

    def transport(self) -> ReplayTransport:
        """A transport that plays it once."""
        return ReplayTransport(self.recording, lenient=self.lenient)

    def async_transport(self) -> AsyncReplayTransport:
        """The same for `AsyncEngine`."""
        return AsyncReplayTransport(self.recording, lenient=self.lenient)
