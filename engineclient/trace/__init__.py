"""Render events for people: an explanation on a terminal, curl commands, HAR, Mermaid, an HTML page."""
