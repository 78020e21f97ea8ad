"""Conversations with an engine kept in files: recorded from any client, replayed to any client."""
