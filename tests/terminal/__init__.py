"""What a person does at a terminal, with docker and with minidocker: the screen, the exit code and the settings agree.

Scripts are in scripts/, a function each; what docker showed is in docker-28.2.json, which
`python -m tests.terminal record` writes, and where a docker 28.2 is on PATH it is asked again.
"""
