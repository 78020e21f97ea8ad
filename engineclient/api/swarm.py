"""The swarm that an engine belongs to. Source: Engine API, tag Swarm."""

from __future__ import annotations

from engineclient.api.parameters import nothing, query, view
from engineclient.binding import Api, S_co, endpoint
from engineclient.calls import Call, RequestSpec, WholeAnswer
from engineclient.errors import DecodeError
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.swarm import SwarmInit, SwarmInspect, SwarmJoin, SwarmSpec, UnlockKey
from engineclient.wire.records import excerpt, load_json


class Swarm(Api[S_co]):
    """Create a swarm, join and leave it, and change its settings.

    Every operation except `init` and `join` raises `Unavailable` (503) if the engine is not in a swarm. All except
    `leave` and `unlock` also raise it if the engine is not a manager, or is locked.
    """

    @endpoint
    def init(self, config: SwarmInit | Json | None = None) -> Call[str]:
        """Create a swarm with this engine as its first manager. `POST /swarm/init`.

            node_id = engine.swarm.init(SwarmInit(listen_addr="0.0.0.0:2377", advertise_addr="10.0.0.1"))

        Args:
            config: addresses and settings, as a body or as the API's own JSON. `listen_addr` is 0.0.0.0:2377 by default;
                `advertise_addr` is by default the address of the engine's only interface.

        Returns:
            the id of the node.

        Raises:
            Unavailable: the engine is in a swarm already.
            BadRequest: the engine has several addresses, and `advertise_addr` is not set.

        """
        body = {"ListenAddr": "0.0.0.0:2377"} | to_json(config or {})
        request = RequestSpec(
            method="POST", path="/swarm/init", json=body, needs=body_needs(config), patience=None
        )
        return Call(request, _text)

    @endpoint
    def join(self, config: SwarmJoin | Json) -> Call[None]:
        """Join a swarm, in the role of the token (worker or manager). `POST /swarm/join`.

            engine.swarm.join(SwarmJoin(remote_addrs=["10.0.0.1:2377"], join_token=token))

        Args:
            config: the token and addresses, as a body or as the API's own JSON.

        Raises:
            Unavailable: the engine is in a swarm already, or no manager answered in time; it then continues to try.
            BadRequest: the token is invalid.

        """
        body = {"ListenAddr": "0.0.0.0:2377"} | to_json(config)
        request = RequestSpec(
            method="POST", path="/swarm/join", json=body, needs=body_needs(config), patience=None
        )
        return Call(request, nothing)

    @endpoint
    def leave(self, *, force: bool = False) -> Call[None]:
        """Leave the swarm; the tasks of this node are stopped. `POST /swarm/leave`.

        Args:
            force: leave even as a manager; if it is the last one, the swarm and all its objects are lost.

        Raises:
            Unavailable: the engine is not in a swarm, or is a manager and `force` is not set.

        """
        request = RequestSpec(
            method="POST", path="/swarm/leave", query=query({"force": force}), patience=None
        )
        return Call(request, nothing)

    @endpoint
    def inspect(self) -> Call[SwarmInspect]:
        """Inspect the swarm: its settings and join tokens. `GET /swarm`."""
        return Call(RequestSpec(method="GET", path="/swarm"), view(SwarmInspect))

    @endpoint
    def update(
        self,
        spec: SwarmSpec | Json,
        *,
        version: int,
        rotate_worker_token: bool = False,
        rotate_manager_token: bool = False,
        rotate_manager_unlock_key: bool = False,
    ) -> Call[None]:
        """Replace the settings of the swarm. `POST /swarm/update`.

            swarm = engine.swarm.inspect()
            engine.swarm.update(swarm.spec.raw, version=swarm.version.index, rotate_worker_token=True)

        Args:
            spec: the complete settings, as a body or as the API's own JSON.
            version: `version.index` of the swarm as inspected.
            rotate_worker_token: create a new join token for workers; the old one becomes invalid at once.
            rotate_manager_token: create a new join token for managers.
            rotate_manager_unlock_key: create a new key for unlocking managers.

        Raises:
            ServerError: the swarm was changed meanwhile (`update out of sequence`).

        """
        request = RequestSpec(
            method="POST",
            path="/swarm/update",
            slow=True,
            query=query(
                {
                    "version": version,
                    "rotateWorkerToken": rotate_worker_token,
                    "rotateManagerToken": rotate_manager_token,
                    "rotateManagerUnlockKey": rotate_manager_unlock_key,
                }
            ),
            json=to_json(spec),
            needs=body_needs(spec),
        )
        return Call(request, nothing)

    @endpoint
    def unlock_key(self) -> Call[UnlockKey]:
        """Read the key that unlocks managers after a restart. `GET /swarm/unlockkey`."""
        return Call(RequestSpec(method="GET", path="/swarm/unlockkey"), view(UnlockKey))

    @endpoint
    def unlock(self, key: str) -> Call[None]:
        """Unlock this manager after a restart. `POST /swarm/unlock`.

        Args:
            key: the key that `unlock_key` returned.

        Raises:
            Conflict: the manager is not locked.
            ServerError: the key is wrong.

        """
        return Call(
            RequestSpec(method="POST", path="/swarm/unlock", json={"UnlockKey": key}, patience=None), nothing
        )


def _text(answer: WholeAnswer) -> str:
    found = load_json(answer.body)
    if not isinstance(found, str):
        raise DecodeError(f"the engine's answer is not a string: {excerpt(answer.body)}")
    return found


swarm: Swarm[None] = Swarm(None)
