"""Replaces a file atomically, so that no other program reads half of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace_file(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write `content` to a new file beside `path`, and move it there. If that fails, `path` stays as it was.

    Raises:
        OSError: it cannot be written.

    """
    import tempfile  # imported here because most commands only read

    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}", dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  # a descriptor, not a path
            file.write(content)
            os.fchmod(file.fileno(), mode)
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        os.unlink(temporary)  # noqa: PTH108
        raise
