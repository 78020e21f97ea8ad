"""Play many scripts concurrently, because each mostly waits."""

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
    """Play `scripts` with `program` in the background; those that have not begun at the end of the block are cancelled."""
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        try:
            yield {name: pool.submit(script.play, program, engine) for name, script in scripts.items()}
        finally:
            pool.shutdown(cancel_futures=True)
