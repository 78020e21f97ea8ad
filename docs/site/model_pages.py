"""The page of the site that lists the views and the request bodies, with the names of their fields in the API's JSON."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from engineclient import models
from engineclient.models.body import Body, Wire
from engineclient.models.view import Field, View

_HEAD: Final = """\
# Views and bodies

Answers are views: attributes over the engine's own JSON, which is `.raw`. Bodies are what requests take: a field that is
not given is not sent, and `extra=` is for fields that are not declared, by their JSON names; each argument that takes a body
takes the API's own JSON, too. Versions are those of the API.

```python
from engineclient.models import ContainerSummary, Healthcheck, Mount
```
"""
_PLAIN: Final = re.compile(r"\bField\[(.*)\]$")


def page() -> str:
    """The page, in Markdown."""
    parts = [_HEAD]
    for file, names in models._FILES.items():
        module = import_module(f"engineclient.models.{file}")
        parts.append(f"## {file.replace('_', ' ').capitalize()}\n")
        for name in names.split():
            parts += _section(getattr(module, name), "###")
    return "\n".join(parts)


def _section(kind: type, level: str) -> Iterator[str]:
    yield f"{level} {kind.__name__}\n"
    yield inspect.getdoc(kind) if "__doc__" in vars(kind) and kind.__doc__ else ""
    rows = [*_rows(kind)]
    if rows:
        yield "\n| Attribute | Type | In the JSON |\n| --- | --- | --- |"
        yield from rows
        yield ""
    for inner in vars(kind).values():
        if isinstance(inner, type) and issubclass(inner, View | Body):
            yield from _section(inner, f"{level}#")


def _rows(kind: type) -> Iterator[str]:
    for owner in reversed(kind.__mro__):
        types = vars(owner).get("__annotations__", {})
        for name, field in _fields(owner):
            shown = _PLAIN.sub(r"\1", str(types.get(name, ""))).replace("|", r"\|")
            yield f"| `{name}` | {shown} | {field} |"


def _fields(owner: type) -> Iterator[tuple[str, str]]:
    """The fields that a class declares itself, with their names in the JSON."""
    wires: dict[str, Any] = vars(owner).get("fields", {})
    for name, found in vars(owner).items():
        if isinstance(found, Field):
            yield name, f"`{found.wire}`"
        elif name in vars(owner).get("__annotations__", {}) and isinstance(wires.get(name), Wire):
            yield name, f"`{wires[name].name}`{_versions(wires[name])}"


def _versions(wire: Wire) -> str:
    since = f", since {wire.since}" if wire.since and isinstance(wire.since, str) else ""
    return f"{since}, until {wire.until}" if wire.until else since
