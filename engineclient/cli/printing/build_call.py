"""build --check and --call: print what BuildKit's frontend reports about a Dockerfile without building it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from engineclient.build.place import marked
from engineclient.build.solve import Source, ranges_of, source_of
from engineclient.cli.failures import Failure
from engineclient.errors import DecodeError

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.options.frontend import Call


def show_call(app: App, wanted: Call, result: Mapping[str, str], shown: str) -> None:
    """Print the result of a function of the frontend on standard output.

    Args:
        app: the call, for its output.
        wanted: the function, and the format of the output.
        result: the function's result, by name.
        shown: the path of the Dockerfile as the user gave it; "" for the name that the frontend uses.

    Raises:
        Failure: the frontend cannot parse the Dockerfile; or, with an empty text, there are warnings.
        DecodeError: the result does not have the form that is defined for the function.

    """
    if wanted.format == "json":
        app.out.line(result.get("result.json", ""))
    elif wanted.function == "lint":
        _show_check(app, check_of(result, shown))
    elif "result.txt" in result:
        app.out.write(result["result.txt"])
    else:
        app.out.line(result.get("result.json", ""))
    if (code := _code(result)) and not wanted.ignores_status:
        raise Failure("", code)


class Check(NamedTuple):
    """The result of `lint`, as text.

    Attributes:
        warnings: the warnings, or a line that there are none; "" if there are none and the check failed.
        failure: why, and where, the Dockerfile cannot be parsed; "" if it can.
        code: the exit code that the frontend proposes.

    """

    warnings: str
    failure: str
    code: int


def check_of(result: Mapping[str, str], shown: str) -> Check:
    """The text for a result of `lint`; `shown` is as for `show_call`.

    Raises:
        DecodeError: the result does not have the form that is defined for `lint`.

    """
    try:
        found = json.loads(result.get("result.json") or "{}")
        sources = [source_of({"info": info}) for info in found.get("sources") or ()]
        warnings = sorted(
            ((_source(each, sources, shown), each) for each in found.get("warnings") or ()), key=_place
        )
        texts = [_warning(source, each) for source, each in warnings]
        error = found.get("buildError")
        failure = _error(_source(error, sources, shown), error) if error else ""
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as problem:
        raise DecodeError(f"what BuildKit found in the Dockerfile cannot be read: {problem}") from problem
    text = ""
    if texts:
        count = "1 warning has" if len(texts) == 1 else f"{len(texts)} warnings have"
        text = f"Check complete, {count} been found!\n{''.join(texts)}"
    elif not failure:
        text = "Check complete, no warnings found.\n"
    return Check(text, failure, _code(result))


def _show_check(app: App, check: Check) -> None:
    app.out.write(check.warnings)
    if check.failure:
        if check.warnings:
            app.out.line("")
        raise Failure(f"ERROR: {check.failure}")


def _code(result: Mapping[str, str]) -> int:
    code = result.get("result.statuscode", "0")
    return int(code) if code.isdecimal() else 0


def _source(item: Mapping[str, Any], sources: list[Source], shown: str) -> Source | None:
    """The lines that a warning or an error refers to; None if it refers to no file."""
    location = item.get("location") or {}
    index = location.get("sourceIndex") or 0
    if not 0 <= index < len(sources):
        return None
    source = sources[index]._replace(ranges=ranges_of(location.get("ranges")))
    return source._replace(filename=shown or source.filename)


def _place(found: tuple[Source | None, Mapping[str, Any]]) -> tuple[Any, ...]:
    """The sort key of a warning: those without a file first, then by file and line."""
    source, item = found
    if source is None:
        return (0, str(item.get("ruleName", "")))
    if not source.ranges:
        return (1, source.filename, 0, str(item.get("ruleName", "")))
    return (1, source.filename, source.ranges[0][0], "")


def _warning(source: Source | None, item: Mapping[str, Any]) -> str:
    url = f" - {item['url']}" if item.get("url") else ""
    text = f"\nWARNING: {item.get('ruleName', '')}{url}\n{item.get('detail', '')}\n"
    return text + (marked(source.data, source.filename, source.ranges) if source is not None else "")


def _error(source: Source | None, item: Mapping[str, Any]) -> str:
    text = f"{item.get('message', '')}\n"
    return text + (marked(source.data, source.filename, source.ranges) if source is not None else "")
