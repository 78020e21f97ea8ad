"""The names that the engine knows for `--filter`, by command. It checks them itself; an error does not list them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TASKS: Final = "desired-state id label name node service"
_PRUNE: Final = "label label! until"
_FILTERS: Final[Mapping[str, str]] = {
    "container ls": "ancestor before exited expose health id isolation is-task label name network publish since status "
    "volume",
    "image ls": "before dangling label reference since until",
    "network ls": "driver dangling id label name scope type",
    "volume ls": "dangling driver label name",
    "plugin ls": "capability enabled",
    "node ls": "id label membership name node.label role",
    "service ls": "id label mode name",
    "secret ls": "id label name names",
    "config ls": "id label name",
    "service ps": _TASKS,
    "node ps": _TASKS,
    "stack ps": _TASKS,
    "container prune": _PRUNE,
    "image prune": f"dangling {_PRUNE}",
    "network prune": _PRUNE,
    "volume prune": "all label label!",
    "system prune": _PRUNE,
    "search": "is-automated is-official stars",
}
_SHORT: Final[Mapping[str, str]] = {"ps": "container ls", "images": "image ls", "search": "search"}


def filter_names(args: Sequence[str]) -> Sequence[str]:
    """The names for the command that the command line `args` calls; empty if it is not in the list."""
    words = " ".join(args[:2])
    path = _SHORT.get(args[0] if args else "") or words.replace(" list", " ls").replace(
        "container ps", "container ls"
    )
    return _FILTERS.get(path, "").split()
