"""Typed views of the engine's JSON, and request bodies; one file for each tag of the Engine API."""
