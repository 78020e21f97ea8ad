"""Faults beside docker: the daemon or the client is ended or stopped amid every kind of command, on a real engine.

`commands` says which commands, `plays` has one of them under way, `faults` makes the fault, `table` compares what came of
it, `soak` does the same things many thousand times. Terminals that lose their daemon are in tests/terminal.
"""
