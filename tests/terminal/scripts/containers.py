"""Containers that scripts find when they begin, and words that several of them wait for."""

from tests.terminal.script import Before

PROMPT = rb"/ # \x1b\[6n"  # busybox asks where the cursor is

SLEEPING = Before("sleep 600")
SHELL = Before("sh", tty=True, stdin=True)
ECHO = Before("sh -c 'while read line; do echo \"got $line\"; done; echo end; exit 3'", tty=True, stdin=True)
"""A terminal that answers line by line, without a shell's prompt and editing."""
LISTENER = Before(
    'sh -c \'trap "echo int" INT; trap "echo term; exit 7" TERM; echo go; while :; do sleep 0.1; done\''
)
NEW_SHELL = Before("sh", tty=True, stdin=True, started=False)
KEEPER = Before("sh -c 'stty -echo; read line; echo $line >/said; sleep 600'", tty=True, stdin=True)
"""A terminal that keeps one line, and shows nothing."""
