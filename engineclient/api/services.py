"""Services of the swarm. Source: Engine API, tag Service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engineclient.api import framing
from engineclient.api.parameters import Filters, encode_filters, needs, nothing, path, query, view, views
from engineclient.api.registry_auth import Auth, registry_auth
from engineclient.api.task_logs import logs_request
from engineclient.binding import Api, S_co, endpoint, streaming
from engineclient.calls import Call, RequestSpec, StreamCall
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.services import Service, ServiceCreated, ServiceUpdated

if TYPE_CHECKING:
    from datetime import datetime

    from engineclient.models.service_spec import ServiceSpec
    from engineclient.wire.frames import Frame

RegistryAuthFrom = Literal["spec", "previous-spec"]


class Services(Api[S_co]):
    """Create, change, list and remove services. `id` is an id, the beginning of one, or a name.

    Every operation raises `Unavailable` (503) unless the engine is a manager of a swarm.
    """

    @endpoint
    def create(self, spec: ServiceSpec | Json, *, auth: Auth | None = None) -> Call[ServiceCreated]:
        """Create a service; its tasks start afterwards. `POST /services/create`.

            engine.services.create(
                ServiceSpec(
                    name="web",
                    task_template=TaskSpec(container_spec=ContainerSpec(image="nginx")),
                    mode=ServiceMode(replicated=Replicated(replicas=2)),
                )
            )

        Args:
            spec: the service, as a body or as the API's own JSON.
            auth: credentials for the nodes that pull the image, an `AuthConfig` or the API's own JSON; `"config"` for those
                in docker's config.json; or the value of the header X-Registry-Auth.

        Raises:
            Conflict: the name is taken.
            BadRequest: the spec is invalid.

        """
        request = RequestSpec(
            method="POST",
            path="/services/create",
            slow=True,
            **registry_auth(auth, _image(spec)),
            json=to_json(spec),
            needs=body_needs(spec),
        )
        return Call(request, view(ServiceCreated))

    @endpoint
    def inspect(self, id: str, *, insert_defaults: bool = False) -> Call[Service]:
        """Inspect a service. `GET /services/{id}`.

        Args:
            id: id or name of the service.
            insert_defaults: include the defaults of fields that are not set. Do not use such a spec for an update.

        """
        request = RequestSpec(
            method="GET", path=path("/services/{}", id), query=query({"insertDefaults": insert_defaults})
        )
        return Call(request, view(Service))

    @endpoint
    def update(
        self,
        id: str,
        spec: ServiceSpec | Json,
        *,
        version: int,
        registry_auth_from: RegistryAuthFrom | None = None,
        rollback: bool = False,
        auth: Auth | None = None,
    ) -> Call[ServiceUpdated]:
        """Replace the spec of a service; its tasks are replaced afterwards. `POST /services/{id}/update`.

            web = engine.services.inspect("web")
            spec = web.spec.raw | {"Mode": {"Replicated": {"Replicas": 3}}}
            engine.services.update(web.id, spec, version=web.version.index)

        Args:
            id: id or name of the service.
            spec: the complete spec, as a body or as the API's own JSON.
            version: `version.index` of the service as inspected.
            registry_auth_from: without `auth`, the credentials with which nodes pull the image: those of the current spec
                (`spec`) or of the previous one (`previous-spec`).
            rollback: return to the spec before the last update; `spec` is then the current one.
            auth: credentials for the nodes that pull the image, an `AuthConfig` or the API's own JSON; `"config"` for those
                in docker's config.json; or the value of the header X-Registry-Auth.

        Raises:
            ServerError: the service was changed meanwhile (`update out of sequence`).
            BadRequest: the spec is invalid.

        """
        request = RequestSpec(
            method="POST",
            path=path("/services/{}/update", id),
            slow=True,
            query=query(
                {
                    "version": version,
                    "registryAuthFrom": registry_auth_from,
                    "rollback": "previous" if rollback else None,
                }
            ),
            **registry_auth(auth, _image(spec)),
            json=to_json(spec),
            needs=body_needs(spec),
        )
        return Call(request, view(ServiceUpdated))

    @endpoint
    def remove(self, id: str) -> Call[None]:
        """Remove a service; its tasks are stopped afterwards. `DELETE /services/{id}`."""
        return Call(RequestSpec(method="DELETE", path=path("/services/{}", id)), nothing)

    @streaming
    def logs(
        self,
        id: str,
        *,
        stdout: bool = True,
        stderr: bool = True,
        follow: bool = False,
        timestamps: bool = False,
        details: bool = False,
        tail: int | str | None = None,
        since: float | str | datetime | None = None,
        tty: bool | None = None,
    ) -> StreamCall[Frame]:
        """Read the output of all tasks of a service, on all nodes of the swarm. `GET /services/{id}/logs`.

        Each frame is a line; with `details` it begins with the id of its task. The lines of one task are in order.

        Args:
            id: id or name of the service.
            stdout: include standard output.
            stderr: include standard error.
            follow: wait for further output, also of new tasks, until the stream is closed.
            timestamps: begin each line with its time.
            details: begin each line with the labels and variables that the log driver stores, and with
                `com.docker.swarm.node.id`, `com.docker.swarm.service.id` and `com.docker.swarm.task.id`.
            tail: only this many lines from the end for each task; None or "all" for all.
            since: only lines from this time on: unix seconds (with a fraction), a `datetime`, or RFC 3339 text; without a
                zone in local time.
            tty: whether the tasks have a terminal, if you know; this saves a request to engines before API 1.42, which do
                not declare the framing of the stream.

        """
        request = logs_request(
            path("/services/{}/logs", id),
            stdout=stdout,
            stderr=stderr,
            follow=follow,
            timestamps=timestamps,
            details=details,
            tail=tail,
            since=since,
        )
        return StreamCall(request, framing.by_terminal_or_head(tty), framing.by_service(id))

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(self, *, filters: Filters | None = None, status: bool = False) -> Call[list[Service]]:
        """List the services of the swarm. `GET /services`.

        Args:
            filters: by `id`, `label`, `mode` (`replicated`, `global`, and since API 1.41 `replicated-job`, `global-job`)
                and `name` (the beginning of one).
            status: include the numbers of their tasks (API 1.41).

        """
        request = RequestSpec(
            method="GET",
            path="/services",
            query=query({"filters": encode_filters(filters), "status": status}),
            needs=needs(("status", "1.41", status)),
        )
        return Call(request, views(Service))


def _image(spec: ServiceSpec | Json) -> str:
    """The image of a service's tasks, "" if it names none."""
    task = to_json(spec).get("TaskTemplate") or {}
    image: str = (task.get("ContainerSpec") or {}).get("Image") or ""
    return image


services: Services[None] = Services(None)
