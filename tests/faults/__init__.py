"""Faults of the daemon or the client during every kind of command, on a real engine, compared with docker.

`commands` lists the commands, `plays` runs one of them, `faults` makes the faults, `table` compares the outcomes, and `soak`
makes many thousands of calls. Terminals whose daemon is killed are in tests/terminal.
"""
