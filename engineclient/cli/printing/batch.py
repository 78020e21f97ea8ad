"""Apply one operation to several objects; collect the errors and report them at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure, of_several
from engineclient.errors import EngineError
from engineclient.steps import All

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engineclient import Engine
    from engineclient.calls import Step, Steps
    from engineclient.cli.app import App

    Error = EngineError | Failure
    Act = Callable[[str], object]
    Outcome = tuple[str, Error | None]
    Report = Callable[[str, Error | None], object]
    Procedure = Callable[[str], Steps[object] | Step[object]]


def one_by_one(names: Iterable[str], act: Act) -> Iterator[Outcome]:
    """Call `act` for each name, and yield the name with its error, or None."""
    for name in names:
        try:
            act(name)
        except (EngineError, Failure) as error:
            yield name, error
        else:
            yield name, None


def at_once(engine: Engine, names: Sequence[str], procedure: Procedure, report: Report) -> None:
    """Run `procedure` for all names concurrently, and report each outcome in the order of the names."""
    reported = iter(names)

    def each(error: Error | None) -> None:
        report(next(reported), error)

    engine.perform(All([_outcome(procedure, name) for name in names], each=each))


def _outcome(procedure: Procedure, name: str) -> Steps[Error | None]:
    """The error of a procedure for a name, or None. A name that cannot be put in a request is an error too."""
    try:
        yield from procedure(name)
    except (EngineError, Failure) as error:
        return error
    return None


class Names:
    """Prints each name that succeeded, and collects the errors of the others."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._errors: list[Error] = []

    def report(self, name: str, error: Error | None) -> None:
        """Print the name, or keep its error."""
        if error is None:
            self._app.out.line(name)
        else:
            self._errors.append(error)

    def end(self) -> None:
        """Report the collected errors.

        Raises:
            Failure: some names failed; the text has all their errors.
        """
        if self._errors:
            raise of_several(self._errors)


def print_one_by_one(app: App, names: Iterable[str], act: Act) -> None:
    """Call `act` for each name and print those that succeeded.

    Raises:
        Failure: some failed; the text has all their errors.
    """
    printed = Names(app)
    for name, error in one_by_one(names, act):
        printed.report(name, error)
    printed.end()


def print_at_once(app: App, names: Sequence[str], procedure: Procedure) -> None:
    """Run `procedure` for all names concurrently, and print those that succeeded, in order.

    Raises:
        Failure: some failed; the text has all their errors.
    """
    printed = Names(app)
    at_once(app.engine(), names, procedure, printed.report)
    printed.end()
