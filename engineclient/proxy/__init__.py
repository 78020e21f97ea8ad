"""A proxy in front of an engine: passes every byte through, emits events of it, refuses what it is to refuse."""
