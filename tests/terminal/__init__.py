"""Interactive scripts at a terminal, with docker and with minidocker: screen, exit code and terminal settings must agree.

Scripts are in scripts/, a function each. Docker's results are in docker-28.2.json, which
`python -m tests.terminal record` writes; with a docker 28.2 on PATH they are compared with its current results.
"""
