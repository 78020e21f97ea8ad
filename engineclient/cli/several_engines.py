"""One command on several engines at once, above all a listing: `--context a,b ps`, `-H HOST -H HOST ps`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.cli.app import App
from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.printing.listing import CONTEXT_COLUMN, Listing, print_list, with_context
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engineclient.cli.global_options import GlobalOptions

_AT_ONCE: Final = 16


class _Outcome(NamedTuple):
    listings: Sequence[Listing[Any]]
    failure: Failure | None


def run_on_each(app: App, function: Callable[..., object], args: Sequence[str], given: dict[str, Any]) -> int:
    """Run a listing command on each engine that the options name, and print one listing of all.

    An engine that fails does not stop the others; its error is printed with its name.
    """
    from concurrent.futures import ThreadPoolExecutor

    targets = app_of_each(app)
    with ThreadPoolExecutor(min(len(targets), _AT_ONCE)) as pool:
        outcomes = dict(
            zip(
                targets, pool.map(lambda sub: _run(sub, function, args, given), targets.values()), strict=True
            )
        )
    listed = [(name, listing) for name, outcome in outcomes.items() for listing in outcome.listings]
    if listed:
        first = listed[0][1]
        rows = [(name, item) for name, listing in listed for item in listing.items]
        print_list(app, with_context(first.formatter), rows, source_with_context(first.source))
    return report(app, {name: outcome.failure for name, outcome in outcomes.items() if outcome.failure})


def app_of_each(app: App) -> dict[str, App]:
    """An App for each engine that the options name; use it with `with`.

    Raises:
        Failure: the conversation with the engine is to be shown, and there are several.
    """
    if app.options.observing:
        raise Failure(f"{app.options.observing} shows the conversation with one engine, not with several")
    return {name: _sub_app(app, options) for name, options in each_engine(app.options).items()}


def report(app: App, failures: Mapping[str, Failure]) -> int:
    """Print the failures of engines, each with the engine's name; the exit code."""
    for name, failure in failures.items():
        app.err.line(f"{name}: {failure.text}")
        if failure.advice and app.hints:
            app.err.line(failure.advice)
    return 1 if failures else 0


def each_engine(options: GlobalOptions) -> dict[str, GlobalOptions]:
    """The options for each engine, by the name of its context, or by its host as given."""
    if len(options.hosts) > 1:
        return {host: options.replace(hosts=(host,)) for host in options.hosts}
    return {name: options.replace(context=name) for name in options.context.split(",") if name}


def _sub_app(app: App, options: GlobalOptions) -> App:
    sub = App(app.opener)
    sub.options, sub.path, sub.args = options, app.path, app.args
    sub.config = app.config  # read once, so that its warning is printed once
    sub.listings = []
    return sub


def _run(sub: App, function: Callable[..., object], args: Sequence[str], given: dict[str, Any]) -> _Outcome:
    assert sub.listings is not None
    try:
        with sub:
            function(sub, *args, **given)
    except (EngineError, Failure) as error:
        return _Outcome(sub.listings, failure_of(error))
    return _Outcome(sub.listings, None)


def source_with_context(source: str) -> str:
    """The format with a column for the engine, if it is a table; a template without headers is unchanged."""
    own = source.removeprefix("table")
    return f"table {CONTEXT_COLUMN}{own.lstrip()}" if own != source and own.strip() else source
