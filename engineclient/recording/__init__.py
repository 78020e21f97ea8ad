"""Recordings: conversations with an engine in files, recorded from any client and replayed to any client."""
