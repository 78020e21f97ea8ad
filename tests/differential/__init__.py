"""Shell scripts, run with docker and with minidocker on one real engine: output and exit codes must be the same.

Scripts are in scripts/THEME.sh, a block each. Docker's output is in answers/THEME.txt, which
`python -m tests.differential record` writes. To add a script, add its block and record.
"""
