"""Procedures that carry out compose projects on an engine; `engine.compose` has those for programs."""
