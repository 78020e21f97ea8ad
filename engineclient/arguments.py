"""Refuse arguments of a wrong type that Python itself would accept or report in a puzzling way.

Text is iterable: given where several values are taken, it would be read letter by letter.
"""

from __future__ import annotations

import os


def refuse_text(what: str, data: object) -> None:
    """Raise TypeError if text is given where bytes are needed."""
    if isinstance(data, str):
        raise TypeError(f"{what} is bytes, not text: encode it, for example with .encode()")


def refuse_single(**several: object) -> None:
    """Raise TypeError if one text or path is given for an argument that takes several."""
    for name, value in several.items():
        if isinstance(value, str | bytes | os.PathLike):
            raise TypeError(f"{name} takes several values: [{os.fspath(value)!r}]")
