"""Procedures that carry out compose projects on an engine: `engine.perform(up(project))`."""
