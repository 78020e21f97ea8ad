"""Replay: play the engine's part of a recording to any client, on a socket or in this process."""
