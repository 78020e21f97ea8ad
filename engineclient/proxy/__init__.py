"""A proxy in front of an engine: passes the bytes through unchanged, emits events, and can refuse requests."""
