"""Typed views over the engine's JSON, and request bodies; one file a tag of the Engine API."""
