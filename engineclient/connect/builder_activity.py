"""When each builder was last used: `buildx/activity/NAME` of docker's configuration, which buildx reads and writes too."""

from __future__ import annotations

import time
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.connect.file_replacement import replace_file
from engineclient.golang.times import format_rfc3339, parse_rfc3339

if TYPE_CHECKING:
    import os


def last_activity(config: str | os.PathLike[str], builder: str) -> int | None:
    """When the builder last built, in nanoseconds since 1970; None if that is not known.

    Args:
        config: docker's configuration directory.
        builder: its name.

    """
    try:
        return parse_rfc3339(_file(config, builder).read_text().strip())
    except (OSError, ValueError):
        return None


def note_activity(config: str | os.PathLike[str], builder: str) -> None:
    """Record that the builder is used now.

    Raises:
        OSError: the file cannot be written.

    """
    file = _file(config, builder)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(file, format_rfc3339(time.time_ns(), UTC).encode())


def _file(config: str | os.PathLike[str], builder: str) -> Path:
    return Path(config, "buildx", "activity", builder)
