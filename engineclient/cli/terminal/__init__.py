"""Interactive sessions. How a command uses one:

    check_tty(stdin=attach_stdin, tty=tty)                       # before anything is created
    keys = keys_to_detach(app, flag)                             # also the parameter detachKeys of attach
    with Session(app, tty=tty, stdin=attach_stdin, detach_keys=keys) as session:
        try:
            result = app.engine().perform(run(
                ...,
                created=lambda container: session.begin(forward_to=container.id if sig_proxy else None),
                talk=session.hold,
            ))
        except Detached:                                         # run and start print nothing and return 0
            return 0

Leaving the `with` block, even by an exception, restores the terminal and the signal handlers.
"""

from engineclient.cli.failures import Detached
from engineclient.cli.terminal.session import Session, check_tty, keys_to_detach, lost

__all__ = ["Detached", "Session", "check_tty", "keys_to_detach", "lost"]
