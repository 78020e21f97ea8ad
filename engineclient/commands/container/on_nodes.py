"""Find containers by name on each of several engines: `--context a,b logs web`, `--context a,b stats web`."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.several_engines import app_of_each
from engineclient.engine_group import Engines
from engineclient.errors import EngineError
from engineclient.procedures.service_containers import NodeContainers, containers_named
from engineclient.steps import All

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engineclient import Engine
    from engineclient.cli.app import App


class Nodes(NamedTuple):
    """The engines that the options name.

    Attributes:
        engines: those that can be used, by the names of their contexts.
        failures: the errors of the others, and errors that occur later.
    """

    engines: dict[str, Engine]
    failures: dict[str, Failure]

    def find(self, names: Sequence[str]) -> dict[str, list[NodeContainers]]:
        """What each of `names` denotes on each engine: a container, the containers of a service, or nothing.

        Raises:
            Failure: a name denotes nothing on any engine, and no engine has failed.
        """
        found: dict[str, list[NodeContainers]] = {}
        for node, result in (
            Engines(self.engines)
            .each(lambda engine: engine.perform(All([containers_named(name) for name in names])))
            .items()
        ):
            if isinstance(result, EngineError):
                self.failures[node] = failure_of(result)
            else:
                found[node] = result
        missing = [
            name for number, name in enumerate(names) if not any(each[number].ids for each in found.values())
        ]
        if missing and not self.failures:
            raise Failure("\n".join(f"no such container or service: {name}" for name in missing))
        return found


@contextmanager
def nodes(app: App) -> Iterator[Nodes]:
    """The engines that the options name, open."""
    engines: dict[str, Engine] = {}
    failures: dict[str, Failure] = {}
    with ExitStack() as opened:
        for name, sub in app_of_each(app).items():
            opened.enter_context(sub)
            try:
                engines[name] = sub.engine()
            except (EngineError, Failure) as error:
                failures[name] = failure_of(error)
        yield Nodes(engines, failures)
