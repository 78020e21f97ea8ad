"""Errors of compose files and projects."""

from __future__ import annotations

from typing import NamedTuple

from engineclient.errors import EngineError


class Place(NamedTuple):
    """A position in a file; its `str` is `compose.yaml:3:5`. Lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class ComposeError(EngineError, ValueError):
    """The files do not define a valid project, or the project cannot be carried out.

    Attributes:
        message: the message, in docker compose's words where it has the same error.
        path: the path of the wrong key, such as `("services", "web", "image")`; empty if the error is about no key.
        place: the position of the key in its file; None if it is not known.
        hint: what to do about it, such as the key that was probably meant; "" for none.

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
    """A request about an object of a project failed.

    Attributes:
        what: the operation that failed, such as `unable to get image 'busybox'`.
        cause: the error of the request.

    """

    def __init__(self, what: str, cause: EngineError) -> None:
        super().__init__(f"{what}: {cause}")
        self.what = what
        self.cause = cause
