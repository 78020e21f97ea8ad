"""Shared by the inspects of swarm objects: `--pretty`, a form for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engineclient.cli.app import App

PRETTY: Final = Flag("--pretty", BOOL, "Print in a human-readable form")
_PRETTY: Final = "pretty"


_MORE: Final = "cannot supply extra formatting options to the pretty template"


def is_pretty(format: str, *, pretty: bool, error: str = _MORE) -> bool:
    """Whether the human-readable form is requested, by the flag, which beats a format, or as `--format pretty`.

    Raises:
        Failure: the format begins with `pretty`, but does not end there; `error` is what is then printed.

    """
    if pretty or format == _PRETTY:
        return True
    if format.startswith(_PRETTY):
        raise Failure(error)
    return False


def print_pretty(app: App, names: Iterable[str], text_of: Callable[[str], str]) -> None:
    """Print the texts of objects; nothing if any of them fails."""
    app.out.write("".join([f"{text_of(name)}\n" for name in names]))


def label_lines(labels: Mapping[str, str], indent: str, separator: str = "=") -> list[str]:
    """Labels sorted by key, one a line; a label without a value has no separator."""
    return [
        f"{indent}{key}{separator}{labels[key]}" if labels[key] else f"{indent}{key}"
        for key in sorted(labels)
    ]
