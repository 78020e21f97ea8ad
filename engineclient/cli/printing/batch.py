"""One act on several objects: an error does not keep it from the others, and is told at the end."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure, of_several
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engineclient.cli.app import App

    Error = EngineError | Failure
    Act = Callable[[str], object]
    Outcome = tuple[str, Error | None]

_AT_ONCE = 50  # as docker


def one_by_one(names: Iterable[str], act: Act) -> Iterator[Outcome]:
    """Do `act` for each name, and give with the name the error of it, if there was one."""
    for name in names:
        try:
            act(name)
        except (EngineError, Failure) as error:
            yield name, error
        else:
            yield name, None


def at_once(names: Sequence[str], act: Act) -> Iterator[Outcome]:
    """The same in up to 50 threads; what comes of it is given in the order of the names all the same."""
    if len(names) < 2:
        yield from one_by_one(names, act)
        return
    todo: SimpleQueue[tuple[str, SimpleQueue[Exception | None]]] = SimpleQueue()
    answers = [(name, SimpleQueue[Exception | None]()) for name in names]
    for each in answers:
        todo.put(each)

    def work() -> None:
        while True:
            try:
                name, answer = todo.get_nowait()
            except Empty:
                return
            answer.put(_error_of(act, name))

    for _ in range(min(len(names), _AT_ONCE)):
        # Daemons: after Ctrl-C nobody waits for what is under way.
        threading.Thread(target=work, daemon=True).start()
    for name, answer in answers:
        error = answer.get()
        if error is not None and not isinstance(error, (EngineError, Failure)):
            raise error
        yield name, error


def tell(app: App, outcomes: Iterable[Outcome]) -> None:
    """Print the names with which all went well, as they come.

    Raises:
        Failure: with some it did not; the text is that of all their errors.

    """
    errors: list[Error] = []
    for name, error in outcomes:
        if error is None:
            app.out.line(name)
        else:
            errors.append(error)
    if errors:
        raise of_several(errors)


def _error_of(act: Act, name: str) -> Exception | None:
    try:
        act(name)
    except Exception as error:  # raised again where the answer is read
        return error
    return None
