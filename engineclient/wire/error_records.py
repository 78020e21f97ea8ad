"""Errors inside an answer with status 200: the engine failed after it had begun to answer.

They have the form of the engine's other errors: `message`, and from Podman also `cause` and `response`, the status. In a
stream of progress they are `errorDetail` and `error`; old engines and Podman send only `error`.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["ErrorRecord", "error_in"]

_FORMS: Final = ({"cause", "message", "response"}, {"error", "errorDetail"})
_MOST: Final = max(
    map(len, _FORMS)
)  # a record of more fields is no error, which takes no comparison of names


class ErrorRecord(NamedTuple):
    """The content of an error.

    Attributes:
        message: the engine's message.
        code: the exit code of a failed build step; from Podman, the status that the answer should have had; None if
            the error has neither.

    """

    message: str
    code: int | None


def error_in(record: dict[str, Any]) -> ErrorRecord | None:
    """The error in `record`, None if it is no error."""
    if not 0 < len(record) <= _MOST or not any(record.keys() <= names for names in _FORMS):
        return None
    detail = record.get("errorDetail")
    if not isinstance(detail, dict):
        detail = {"message": detail}
    messages = (detail.get("message"), record.get("error"), record.get("message"), record.get("cause"))
    message = next((each for each in messages if isinstance(each, str) and each), None)
    code = detail.get("code", record.get("response"))
    known = isinstance(code, int) and not isinstance(code, bool)
    return ErrorRecord(message or f"an error without a message: {str(record)[:120]}", code if known else None)
