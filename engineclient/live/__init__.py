"""The live page: show the conversations of clients with an engine in a browser, while they happen."""
