"""Check the names of stacks."""

from __future__ import annotations

from typing import Final

from engineclient.cli.failures import Failure
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import SPACES

_NOT_ENOUGH: Final = f"{SPACES}\"'"


def check_names(*names: str) -> None:
    """Raise Failure for the first name that consists of white space and quotes only."""
    for name in names:
        if not name.strip(_NOT_ENOUGH):
            raise Failure(f"invalid stack name: {quote(name)}")
