"""The progress of services, at terminals of several widths and in a pipe, is that of docker 28.2."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.terminal.convergence import CASES, KEPT, shown
from tests.terminal.script import MINIDOCKER

RECORDED = json.loads(KEPT.read_text())


@pytest.fixture(scope="module")
def played() -> Iterator[Mapping[str, Future[tuple[int, list[str]]]]]:
    """The results of all cases, played concurrently, because each mostly waits for the next poll."""
    with ThreadPoolExecutor(4) as pool:
        yield {name: pool.submit(shown, case, MINIDOCKER) for name, case in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_as_docker(name: str, played: Mapping[str, Future[tuple[int, list[str]]]]) -> None:
    code, pieces = played[name].result()
    assert [code, pieces] == RECORDED[name]
