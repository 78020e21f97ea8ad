"""Errors in the place of an answer: with the status 200, because the engine had begun to answer when it failed.

They have the form of the engine's other errors: `message`, with Podman also `cause` and `response`, the status; in progress
`errorDetail` and `error`, of which old engines and Podman send only the latter.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["ErrorRecord", "error_in"]

_FORMS: Final = ({"cause", "message", "response"}, {"error", "errorDetail"})


class ErrorRecord(NamedTuple):
    """What an error says.

    Attributes:
        message: the engine's.
        code: of a step of a build its exit code; of Podman the status that the answer should have had. None if unknown.

    """

    message: str
    code: int | None


def error_in(record: dict[str, Any]) -> ErrorRecord | None:
    """The error that `record` is, None if it is anything else."""
    if not record or not any(record.keys() <= names for names in _FORMS):
        return None
    detail = record.get("errorDetail")
    if not isinstance(detail, dict):
        detail = {"message": detail}
    said = (detail.get("message"), record.get("error"), record.get("message"), record.get("cause"))
    message = next((each for each in said if isinstance(each, str) and each), None)
    code = detail.get("code", record.get("response"))
    known = isinstance(code, int) and not isinstance(code, bool)
    return ErrorRecord(message or f"an error that is odd: {str(record)[:120]}", code if known else None)
