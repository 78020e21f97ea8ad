"""Wait for a service to converge, with progress on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.failures import Terminated
from engineclient.cli.printing.convergence import ConvergenceLines

if TYPE_CHECKING:
    from engineclient.cli.app import App


def wait_for(app: App, service: str, *, quiet: bool = False) -> None:
    """Wait until a service has converged, and show the progress unless `quiet`. Ctrl-C ends the wait without an error.

    Raises:
        UpdatePaused: the swarm has paused the update or the rollback.

    """
    lines = ConvergenceLines(app, service)
    try:
        app.engine().services.wait_converged(service, progress=None if quiet else lines)
    except Terminated:
        raise
    except KeyboardInterrupt:
        if not quiet:
            lines.interrupted()
