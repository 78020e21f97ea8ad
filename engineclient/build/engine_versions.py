"""The version of BuildKit in engines before Docker 24, which do not report it; a table of buildx."""

from __future__ import annotations

import re
from typing import Final

_RELEASES: Final = {
    "20.10": (
        (2, "v0.8.1"),
        (3, "v0.8.1+68bb095"),
        (6, "v0.8.2"),
        (10, "v0.8.2+244e8cde"),
        (18, "v0.8.2+bc07b2b8"),
        (19, "v0.8.2+3a1eeca5"),
        (20, "v0.8.2+c0149372"),
        (23, "v0.8.2+eeb7b65"),
    ),
    "23.0": ((0, "v0.10.6"), (1, "v0.10.6+4f0ee09"), (3, "v0.10.6+70f2ad5"), (6, "v0.10.6+d52b2d5")),
}
"""By release of Docker: the last patch release with each version of BuildKit."""
_LATER: Final = {"20.10": "v0.8+unknown", "23.0": "v0.10+unknown"}
"""By release of Docker: the version that buildx shows for later patch releases."""


def buildkit_of(engine: str) -> str:
    """The version of BuildKit in an engine, as buildx shows it; "" if it is not known.

    >>> buildkit_of("20.10.24+dfsg1")
    'v0.8+unknown'

    """
    parts = re.match(r"(\d+\.\d+)\.(\d+)", engine)
    if parts is None:
        return ""
    release, patch = parts[1], int(parts[2])
    known = (version for last, version in _RELEASES.get(release, ()) if patch <= last)
    return next(known, _LATER.get(release, ""))
