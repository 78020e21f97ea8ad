"""The names and labels of a stack's objects on the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

NAMESPACE: Final = "com.docker.stack.namespace"
"""The label of all objects of a stack; its value is the name of the stack."""
IMAGE: Final = "com.docker.stack.image"
"""The label of a service with its image as written in the file."""


def scoped(stack: str, key: str) -> str:
    """The name on the engine of the object with this key in the file."""
    return f"{stack}_{key}"


def name_of(stack: str, key: str, declared: Any) -> str:
    """The name on the engine: the object's `name:` if the file has one; `declared` is its record, or None."""
    return (declared is not None and declared.name) or scoped(stack, key)


def labelled(stack: str, labels: Mapping[str, str]) -> dict[str, str]:
    """`labels` and the label of the stack."""
    return {**labels, NAMESPACE: stack}


def of_stack(stack: str) -> dict[str, list[str]]:
    """Filters for the objects of a stack."""
    return {"label": [f"{NAMESPACE}={stack}"]}
