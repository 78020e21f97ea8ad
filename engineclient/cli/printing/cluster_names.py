"""Resolve ids of nodes and services to names, with one request for each id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.errors import EngineError

if TYPE_CHECKING:
    from engineclient import Engine


def own_node(engine: Engine) -> str:
    """The id of the engine's own node.

    Raises:
        EngineError: the engine is not in a swarm, or is not a manager.

    """
    swarm = engine.info().swarm
    if swarm is not None and swarm.node_id:
        return swarm.node_id
    engine.nodes.list()  # raises the engine's own error, which says what to do
    raise EngineError("node ID not found in /info")


class ClusterNames:
    """Looks up each name once. Without `resolve`, or if there is no name, the id is returned."""

    def __init__(self, engine: Engine, *, resolve: bool = True) -> None:
        self._engine = engine
        self._resolve = resolve
        self._known: dict[tuple[str, str], str] = {}

    def node(self, id: str) -> str:
        """The name that was set for a node, or else its host name."""
        return self._name("node", id)

    def service(self, id: str) -> str:
        """The name of a service."""
        return self._name("service", id)

    def _name(self, kind: str, id: str) -> str:
        if not self._resolve or not id:
            return id
        key = (kind, id)
        if key not in self._known:
            try:
                self._known[key] = self._ask(kind, id) or id
            except EngineError:
                self._known[key] = id
        return self._known[key]

    def _ask(self, kind: str, id: str) -> str:
        if kind == "service":
            return self._engine.services.inspect(id).spec.name
        node = self._engine.nodes.inspect(id)
        return node.spec.name or (node.description and node.description.hostname) or ""
