"""What is wrong with a compose file, and where."""

from __future__ import annotations

from typing import NamedTuple

from engineclient.errors import EngineError


class Place(NamedTuple):
    """A place in a file; `str()` gives `compose.yaml:3:5`. Lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class ComposeError(EngineError, ValueError):
    """The files do not define a valid project.

    Attributes:
        message: docker compose's own text.
        path: the keys that lead to what is wrong, such as `("services", "web", "image")`; empty if it is the whole.
        place: where that stands, if it is known.
        hint: what to do about it, such as the key that was probably meant; "" without one.

    """

    def __init__(
        self,
        message: str,
        path: tuple[str | int, ...] = (),
        *,
        place: Place | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.place = place
        self.hint = hint


class ObjectFailed(EngineError):
    """A request of the engine about an object of a project failed.

    Attributes:
        what: what was not done, such as `unable to get image 'busybox'`.
        cause: why.

    """

    def __init__(self, what: str, cause: EngineError) -> None:
        super().__init__(f"{what}: {cause}")
        self.what = what
        self.cause = cause
