"""system dial-stdio: connect standard input and output to the engine; the remote end of `ssh://`."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Final

from engineclient.backend import READ_SIZE, finish
from engineclient.cli.command import command
from engineclient.cli.connection import connected
from engineclient.cli.failures import Failure
from engineclient.connect import causes
from engineclient.transport.endpoints import connector
from engineclient.transport.threads import Threads

if TYPE_CHECKING:
    from engineclient.backend import Line
    from engineclient.cli.app import App
    from engineclient.transport.http1 import Connect

_STDIN: Final = 0


@command(observable=False)
def dial_stdio(app: App) -> None:
    """Copy both ways until the engine closes; the end of standard input becomes a half-close."""
    endpoint, connect = connected(app.options, lambda endpoint: connector(endpoint, Threads()))
    try:
        line = finish(_opened(connect))
    except OSError as error:
        reason = causes.go_text(error, endpoint)
        raise Failure(f"failed to open the raw stream connection: {reason}") from error
    try:
        threading.Thread(target=_send, args=(line,), daemon=True).start()
        while data := finish(line.receive(READ_SIZE, None)):
            app.out.write(data)
    except OSError as error:
        raise Failure(causes.go_text(error, endpoint)) from error
    finally:
        line.abort()


async def _opened(connect: Connect) -> Line:
    return await connect(None)


def _send(line: Line) -> None:
    try:
        while data := os.read(_STDIN, READ_SIZE):
            finish(line.send(data, None))
        finish(line.shut())
    except OSError:
        pass  # the engine has closed the connection; the other direction reports it
