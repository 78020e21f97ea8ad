"""The files that a trace can be kept in, by the end of their names."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.errors import EngineError

if TYPE_CHECKING:
    from engineclient.trace.collected import Trace

__all__ = ["check", "save"]

_RENDERERS: Final = {".har": "har", ".html": "html", ".jsonl": "jsonl", ".mmd": "mermaid"}


def check(path: str) -> None:
    """Go on only if a trace can be kept in a file called `path`.

    Raises:
        EngineError: the end of its name says nothing, or there is no such directory.

    """
    target = Path(path)
    if target.suffix not in _RENDERERS:
        *others, last = _RENDERERS
        raise EngineError(
            f'a trace is kept in a file that ends in {", ".join(others)} or {last}, not in "{path}"'
        )
    if target.is_dir():
        raise EngineError(f'a trace cannot be kept in "{path}": it is a directory')
    if not target.parent.is_dir():
        raise EngineError(f'a trace cannot be kept in "{path}": there is no directory {target.parent}')


def save(trace: Trace, path: str) -> None:
    """Write `trace` to `path`, as the end of its name says.

    Raises:
        OSError: it cannot be written.

    """
    renderer = import_module(f"engineclient.trace.{_RENDERERS[Path(path).suffix]}")
    Path(path).write_text(renderer.render(trace), "utf-8")
