"""Lines of service logs, which begin with details of their task: `TIME KEY=VALUE,... TEXT`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

_NODE: Final = "com.docker.swarm.node.id"
_SERVICE: Final = "com.docker.swarm.service.id"
_TASK: Final = "com.docker.swarm.task.id"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line of a service's log, with the task that printed it.

    Attributes:
        node, service, task: ids.
        details: the other details, by name.
        text: the line as it was printed, including its line end.
        time: RFC 3339, b"" if it was not requested.
    """

    node: str
    service: str
    task: str
    details: Mapping[str, str]
    text: bytes
    time: bytes = b""

    def rest(self) -> bytes:
        """The other details, as docker prints them."""
        pairs = sorted(self.details.items())
        return ",".join(f"{key}={value}" for key, value in pairs).encode(errors="surrogateescape")


def parse_context(line: bytes, *, timestamps: bool = False) -> TaskLine:
    """Parse a line of `logs(details=True)`.

    Raises:
        ValueError: the line has no details of a task; the message is docker's.
    """
    parts = line.split(b" ", 2 if timestamps else 1)
    if len(parts) != (3 if timestamps else 2):
        raise ValueError(f"invalid context in log message: {line.decode(errors='replace')}")
    *times, encoded, text = parts
    details = _details(encoded.decode(errors="surrogateescape"))
    for name, key in (("node", _NODE), ("service", _SERVICE), ("task", _TASK)):
        if key not in details:
            raise ValueError(f"missing {name} id in details: {_go_map(details)}")
    node, service, task = (details.pop(key) for key in (_NODE, _SERVICE, _TASK))
    return TaskLine(node, service, task, details, text, times[0] if times else b"")


def _details(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in text.split(",") if text else []:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ValueError("invalid details format")
        found[unquote_plus(key)] = unquote_plus(value)
    return found


def _go_map(details: Mapping[str, str]) -> str:
    return f"map[{' '.join(f'{key}:{details[key]}' for key in sorted(details))}]"
