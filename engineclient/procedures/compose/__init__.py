"""Compose projects on an engine: `engine.perform(up(project))`."""
