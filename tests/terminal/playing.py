"""Going through many scripts at a time: most of the time of each is waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from engineclient import Engine
from tests.terminal.script import Script, Seen

_AT_A_TIME: Final = 8

Played = Mapping[str, Future[Seen]]


@contextmanager
def playing(scripts: Mapping[str, Script], program: Sequence[str], engine: Engine) -> Iterator[Played]:
    """Go through `scripts` with `program` in the background; what has not begun at the end does not begin."""
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        try:
            yield {name: pool.submit(script.play, program, engine) for name, script in scripts.items()}
        finally:
            pool.shutdown(cancel_futures=True)
