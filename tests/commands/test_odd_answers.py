"""Commands that change JSON of the engine's and send it back, on answers whose fields are of other types."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.engine import Minidocker
from tests.fuzz.mutate import places

SWARM: dict[str, Any] = json.loads(Path(__file__).with_name("swarm.json").read_text())["answers"]
_ODD: tuple[Any, ...] = (None, 7, "x", [], {}, [None])


def _mutants(value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each place of `value`, lists by their first items, with `value` as it is with each odd value there, or nothing."""
    for place in places(value):
        if any(isinstance(key, int) and key for key in place) or not place:
            continue
        for odd in _ODD:
            yield place, _with(value, place, odd)


def _with(value: Any, place: tuple[Any, ...], odd: Any) -> Any:
    changed = copy.deepcopy(value)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = odd
    return changed


@pytest.mark.parametrize(
    ("args", "route"),
    [
        ("service update -d --env-add A=2 web", "GET /services/web"),
        ("service update -d --secret-rm s1 --network-add n --ulimit-add nofile=1 web", "GET /services/web"),
        ("service rollback -d web", "GET /services/web"),
        ("service scale -d web=3", "GET /services/web"),
        ("node update --label-add c=d e28", "GET /nodes/e28"),
        ("node ls", "GET /info"),
        ("node ls", "GET /nodes"),
        ("swarm update --task-history-limit 3 --cert-expiry 1h", "GET /swarm"),
        ("swarm ca --rotate -d", "GET /swarm"),
        ("config ls", "GET /configs"),
        ("config inspect --pretty c1", "GET /configs/c1"),
        ("stack ls", "GET /services"),
    ],
)
def test_no_odd_field_is_a_bug(minidocker: Minidocker, args: str, route: str) -> None:
    """Each field in turn is of another type; every end is an error in words, or none."""
    bugs = []
    for place, answer in _mutants(SWARM[route]):
        minidocker.answers = {**SWARM, "POST /services/x/update": {}, route: answer}
        _, _, err = minidocker(*args.split())
        if "(a bug" in err:
            bugs.append((place, err))
    assert bugs == []
