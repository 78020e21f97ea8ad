"""recordings: record, inspect and replay conversations with the engine; the proxy, the live page and the tour."""
