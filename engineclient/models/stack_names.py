"""Names and labels by which an engine knows what belongs to a stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

NAMESPACE: Final = "com.docker.stack.namespace"
"""The label with the name of the stack, of all that belongs to it."""
IMAGE: Final = "com.docker.stack.image"
"""The label with a service's image as its file names it."""


def scoped(stack: str, key: str) -> str:
    """The name outside of an object that the file knows by `key`."""
    return f"{stack}_{key}"


def name_of(stack: str, key: str, declared: Any) -> str:
    """The name outside, by the `name:` that the file gives it if it does; `declared` is a record, or None."""
    return (declared is not None and declared.name) or scoped(stack, key)


def labelled(stack: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Labels with that of the stack."""
    return {**labels, NAMESPACE: stack}


def of_stack(stack: str) -> dict[str, list[str]]:
    """Filters for what belongs to a stack."""
    return {"label": [f"{NAMESPACE}={stack}"]}
