"""Events as lines of the logging module."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engineclient.events.model import Request, Response

if TYPE_CHECKING:
    from engineclient.events.model import Emit, Event

__all__ = ["log_to"]


def log_to(logger: logging.Logger, level: int = logging.DEBUG) -> Emit:
    """An `on_event` that logs each request and each answer, a line each.

    A line has the attributes `method`, `path` and `exchange` (the request's number), and of an answer `status` and
    `seconds`. Secrets of requests are replaced before.

    Args:
        logger: where the lines are logged.
        level: the level of the lines; an answer with status 500 or more is at least a warning.

    Example:
        >>> logging.basicConfig(level=logging.DEBUG)
        >>> Engine(on_event=log_to(logging.getLogger("docker")))
    """
    asked: dict[int, Request] = {}

    def emit(event: Event) -> None:
        match event:
            case Request():
                asked[event.exchange] = event
                logger.log(level, "%s %s", event.method, event.path, extra=_named(event))
            case Response(exchange, at, status) if request := asked.pop(exchange, None):
                seconds = at - request.at
                logger.log(
                    max(level, logging.WARNING) if status >= 500 else level,
                    "%s %s: %d after %.1f ms",
                    *(request.method, request.path, status, seconds * 1000),
                    extra=_named(request) | {"status": status, "seconds": seconds},
                )
            case _:
                pass

    return emit


def _named(request: Request) -> dict[str, object]:
    return {"method": request.method, "path": request.path, "exchange": request.exchange}
