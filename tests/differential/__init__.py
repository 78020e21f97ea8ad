"""The same shell scripts with docker and with minidocker on one real engine: they must print and end the same.

Scripts are in scripts/THEME.sh, a block each; what docker answered is in answers/THEME.txt, which
`python -m tests.differential record` writes. To add a script, add its block and record.
"""
