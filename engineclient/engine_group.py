"""Several engines at once, named by docker contexts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from engineclient.arguments import refuse_single
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from engineclient.engine import Engine

R = TypeVar("R")

_AT_ONCE: Final = 16


class Engines(Mapping[str, "Engine"]):
    """A mapping of engines by the names of their contexts; close it, or use `with`."""

    def __init__(self, by_name: Mapping[str, Engine]) -> None:
        self._by_name = by_name

    def each(self, function: Callable[[Engine], R]) -> dict[str, R | EngineError]:
        """Call `function` with every engine, in parallel; the results by name, or the EngineError of an engine that failed.

        Example:
            >>> with engines(["north", "south"]) as both:
            ...     both.each(lambda engine: len(engine.containers.list()))
            {'north': 3, 'south': ConnectionFailed('Cannot connect to the Docker daemon at ...')}

        """
        from concurrent.futures import ThreadPoolExecutor

        def call(engine: Engine) -> R | EngineError:
            try:
                return function(engine)
            except EngineError as error:
                return error

        if not self._by_name:
            return {}
        with ThreadPoolExecutor(min(len(self._by_name), _AT_ONCE)) as pool:
            return dict(zip(self._by_name, pool.map(call, self._by_name.values()), strict=True))

    def close(self) -> None:
        """Close all engines."""
        for engine in self._by_name.values():
            engine.close()

    def __getitem__(self, name: str) -> Engine:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def engines(contexts: Iterable[str] | None = None, **options: Any) -> Engines:
    """The engines of several docker contexts; by default of all existing ones, including `default`.

    Args:
        contexts: the names of the contexts.
        options: arguments for each engine, as for `Engine`.

    Raises:
        InvalidContext: there is no such context, or it is broken.
        InvalidHost, InvalidTLS: the host or the TLS settings of a context cannot be used.
    """
    from engineclient.connect.contexts import ContextStore
    from engineclient.connect.resolve import config_folder
    from engineclient.engine import Engine

    refuse_single(contexts=contexts)
    if contexts is None:
        contexts = [DEFAULT_CONTEXT, *sorted(each.name for each in ContextStore(config_folder()).all())]
    made: dict[str, Engine] = {}
    try:
        for name in contexts:
            made[name] = Engine(context=name, **options)
    except BaseException:
        Engines(made).close()
        raise
    return Engines(made)
