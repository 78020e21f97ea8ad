"""Procedures that run on several engines at the same time, and all end when one interrupts them."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engineclient.steps import All, Sleep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engineclient import Engine
    from engineclient.calls import Steps

_TICK: Final = 0.05  # seconds


class _Stopped(Exception):
    """The block was left."""


@contextmanager
def side_by_side(
    engines: Mapping[str, Engine], procedures: Mapping[str, Steps[None]]
) -> Iterator[dict[str, Future[None]]]:
    """Perform a procedure on each engine in a thread of its own; those still running when the block is left are cancelled.

    Args:
        engines: by name.
        procedures: by the names of their engines.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(max(len(procedures), 1)) as pool:
        try:
            yield {
                name: pool.submit(_perform, engines[name], steps, stop) for name, steps in procedures.items()
            }
        finally:
            stop.set()


def _perform(engine: Engine, steps: Steps[None], stop: threading.Event) -> None:
    ended = False

    def working() -> Steps[None]:
        nonlocal ended
        try:
            yield from steps
        finally:
            ended = True

    def watching() -> Steps[None]:
        while not ended:
            if stop.is_set():
                raise _Stopped
            yield from Sleep(_TICK)

    try:
        engine.perform(All([working(), watching()]))
    except _Stopped:
        pass
