"""Save a trace to a file; the suffix of its name selects the format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.errors import EngineError

if TYPE_CHECKING:
    from engineclient.trace.trace import Trace

__all__ = ["check", "save"]

_RENDERERS: Final = {".har": "har", ".html": "html", ".jsonl": "jsonl", ".mmd": "mermaid"}


def check(path: str) -> None:
    """Check that a trace can be saved to `path`.

    Raises:
        EngineError: its suffix is unknown, it is a directory, or its directory does not exist.

    """
    target = Path(path)
    if target.suffix not in _RENDERERS:
        *others, last = _RENDERERS
        raise EngineError(
            f'a trace is saved to a file that ends in {", ".join(others)} or {last}, not to "{path}"'
        )
    if target.is_dir():
        raise EngineError(f'a trace cannot be saved to "{path}": it is a directory')
    if not target.parent.is_dir():
        raise EngineError(f'a trace cannot be saved to "{path}": there is no directory {target.parent}')


def save(trace: Trace, path: str) -> None:
    """Write `trace` to `path`, in the format of its suffix.

    Raises:
        OSError: the file cannot be written.

    """
    renderer = import_module(f"engineclient.trace.{_RENDERERS[Path(path).suffix]}")
    Path(path).write_text(renderer.render(trace), "utf-8")
