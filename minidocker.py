"""The first step of the program `minidocker`: from here on Ctrl-C ends it in silence, though nothing is imported yet.

The interpreter's own handler would print a traceback; `signal` itself takes as long to import as a short command.
"""

import _signal

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:  # not if somebody has it ignored
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)


def main() -> int:
    """Run the program with the arguments of the process; gives its exit code."""
    from engineclient.commands import main

    return main()
