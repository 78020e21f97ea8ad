"""Convert a recording to a trace."""

from __future__ import annotations

from engineclient.recording.library import open_recording
from engineclient.trace.trace import Trace

__all__ = ["of_recording"]


def of_recording(name: str) -> Trace:
    """The recording of that name as a trace.

    Raises:
        EngineError: it does not exist.
        OSError, DecodeError: it cannot be read.

    """
    recording = open_recording(name)
    times = recording.times
    return Trace(
        recording.description,
        recording.command,
        began=times.began if times else 0.0,
        timed=times is not None,
        events=recording.events(),
    )
