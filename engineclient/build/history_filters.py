"""The conditions of `buildx history ls --filter`, for BuildKit and for records, by buildx's rules. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.archive.git import is_git_url
from engineclient.golang.csv import format_record
from engineclient.golang.durations import parse_duration
from engineclient.golang.times import parse_rfc3339

if TYPE_CHECKING:
    from engineclient.build.history import BuildRecord

_BILLION: Final = 1_000_000_000
_OPERATORS: Final = ("!=", "=", "<=", "<", ">=", ">")  # in the order in which buildx searches for them
_ORDERS: Final[dict[str, Callable[[int, int], bool]]] = {"<=": le, "<": lt, ">=": ge, ">": gt}
_TEXTS: Final = ("ref", "repository", "status")
_NUMBERS: Final = ("startedAt", "completedAt", "duration")


class Filters(NamedTuple):
    """Conditions, all of which builds must meet.

    Attributes:
        condition: the conditions in BuildKit's syntax; "" for none. BuildKit before 0.20 ignores it.
        meets: whether a build meets them.

    """

    condition: str
    meets: Callable[[BuildRecord], bool]


def history_filters(texts: Sequence[str], now: int) -> Filters:
    """Parse conditions such as `status=error` or `startedAt>5m`.

    Args:
        texts: the conditions.
        now: the time in nanoseconds since 1970, from which durations are subtracted.

    Raises:
        ValueError: a condition is malformed or unknown; with buildx's message.

    """
    conditions: list[str] = []
    tests: list[Callable[[BuildRecord], bool]] = []
    for text in texts:
        operator = next((each for each in _OPERATORS if each in text), "")
        if not operator:
            raise ValueError(f'invalid filter "{text}"')
        key, _, value = text.partition(operator)
        if key in _TEXTS:
            tests.append(_text_test(text, key, operator, value))
            sent = {"=": "==" if key == "status" else "~="}.get(operator, operator)
        elif key in _NUMBERS:
            tests.append(_number_test(text, key, operator, value, now))
            sent = operator
        else:
            raise ValueError(f'unsupported filter "{text}"')
        conditions.append(f"{key}{sent}{value}")
    condition = format_record(conditions) if conditions else ""
    return Filters(condition, lambda record: all(test(record) for test in tests))


def _text_test(text: str, key: str, operator: str, value: str) -> Callable[[BuildRecord], bool]:
    if operator not in ("=", "!="):
        raise ValueError(f'invalid separator for "{text}", expected = or !=')
    read = {"ref": lambda record: record.ref, "repository": _repository, "status": _status}[key]
    if operator == "!=":
        return lambda record: read(record) != value
    if key == "status":
        return lambda record: read(record) == value
    return lambda record: value in read(record)


def _number_test(text: str, key: str, operator: str, value: str, now: int) -> Callable[[BuildRecord], bool]:
    if operator not in _ORDERS:
        raise ValueError(f'invalid separator for "{text}", expected <=, <, >= or >')
    compare = _ORDERS[operator]
    if key == "duration":
        try:
            limit = parse_duration(value)
        except ValueError as error:
            raise ValueError(f"invalid duration {value}") from error
        return lambda record: compare(_duration(record), limit)
    limit = _moment(value, now) // _BILLION

    def meets(record: BuildRecord) -> bool:
        moment = record.created if key == "startedAt" else record.completed
        return compare((moment or 0) // _BILLION, limit)

    return meets


def _moment(text: str, now: int) -> int:
    try:
        return now - parse_duration(text)
    except ValueError:
        pass
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise ValueError(f"invalid time {text}") from error


def _duration(record: BuildRecord) -> int:
    return 0 if record.completed is None else record.completed - (record.created or 0)


def _repository(record: BuildRecord) -> str:
    if source := record.attributes.get("vcs:source"):
        return source
    context = record.attributes.get("context", "")
    return context.partition("#")[0] if is_git_url(context) else ""


def _status(record: BuildRecord) -> str:
    if record.completed is None:
        return "running"
    return "canceled" if record.is_canceled else record.status.lower()
