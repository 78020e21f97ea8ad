"""Make recordings of clients comparable that send requests concurrently, whose order differs from run to run.

`unordered` finds the requests whose order is random. `containers` finds the compose containers that names such as `{c3}`
stand for, because names are numbered in the order in which the ids appear.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from engineclient.api.operations import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engineclient.recording.format import Line

_LABEL: Final = "com.docker.compose."
_CONTAINER: Final = re.compile(r"\{c\d+\}")


def unordered(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the exchanges from the first to the last that overlapped with another one.

    Exchanges that last as long as a container or a stream are ignored: they overlap with all others, in any order.
    """
    ends = {line["x"]: index for index, line in enumerate(lines)}
    begun = [(line["x"], index) for index, line in enumerate(lines) if "ask" in line]
    streamed = {line["x"] for line in lines if "stream" in line}
    short = [
        (number, index)
        for number, index in begun
        if number not in streamed and not _lasting(lines[index]["ask"])
    ]
    beside: list[int] = []
    for (number, _), (following, index) in pairwise(short):
        if ends[number] > index:
            beside += [number, following]
    if not beside:
        return frozenset()
    first, last = min(beside), max(beside)
    return frozenset(number for number, _ in begun if first <= number <= last)


def _lasting(ask: str) -> bool:
    method, _, path = ask.partition(" ")
    operation = find(method, path)
    return operation is not None and operation.id == "ContainerWait"


def containers(lines: Iterable[Line]) -> Mapping[str, str]:
    """The containers of compose projects, such as `web-1`, by the names of their ids, such as `{c3}`."""
    found: dict[str, str] = {}
    asked: dict[int, Any] = {}
    for line in lines:
        if "ask" in line:
            asked[line["x"]] = line
            continue
        for value in _objects(line.get("json")):
            config = value.get("Config")
            labels = value.get("Labels") or (config.get("Labels") if isinstance(config, dict) else None)
            if not labels and asked.get(line["x"], {}).get("ask") == "POST /containers/create":
                body = asked[line["x"]].get("json")
                labels = body.get("Labels") if isinstance(body, dict) else None
            id, called = value.get("Id"), _called(labels)
            if isinstance(id, str) and _CONTAINER.fullmatch(id) and called:
                found.setdefault(id, called)
    return found


def _objects(value: Any) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, dict)]


def _called(labels: Any) -> str:
    """Service and number from a container's labels; "" without them, and for one-off containers: several may be equal."""
    if not isinstance(labels, dict) or labels.get(f"{_LABEL}oneoff") == "True":
        return ""
    service, number = labels.get(f"{_LABEL}service"), labels.get(f"{_LABEL}container-number")
    return f"{service}-{number}" if service and number else ""
