"""Services of the swarm. Source: Engine API, tag Service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engineclient.api import framing
from engineclient.api.parameters import Filters, encode_filters, needs, nothing, path, query, view, views
from engineclient.api.registry_auth import registry_auth
from engineclient.api.tasks import logs_request
from engineclient.calls import Answer, Api, Call, Request, S_co, StreamCall, endpoint, streaming
from engineclient.models.body import Json, body_needs, to_json
from engineclient.models.services import Service, ServiceCreated, ServiceUpdated

if TYPE_CHECKING:
    from datetime import datetime

    from engineclient.models.service_spec import ServiceSpec
    from engineclient.streams import Decoder
    from engineclient.wire.frames import Frame

RegistryAuthFrom = Literal["spec", "previous-spec"]


class Services(Api[S_co]):
    """Create, change, list and remove services. `id` is an id, the beginning of one, or a name.

    Every operation raises `Unavailable` (503) unless the engine is a manager of a swarm.
    """

    @endpoint
    def create(self, spec: ServiceSpec | Json, *, auth: str | None = None) -> Call[ServiceCreated]:
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
            auth: credentials for the nodes that pull the image, as the header X-Registry-Auth wants them;
                `"config"` for those that docker's config.json keeps.

        Raises:
            Conflict: the name is taken.
            BadRequest: the service cannot be as `spec` describes it.

        """
        request = Request(
            method="POST",
            path="/services/create",
            **registry_auth(auth, _image(spec)),
            json=to_json(spec),
            needs=body_needs(spec),
        )
        return Call(request, view(ServiceCreated))

    @endpoint
    def inspect(self, id: str, *, insert_defaults: bool = False) -> Call[Service]:
        """A service. `GET /services/{id}`.

        Args:
            id: of the service.
            insert_defaults: fill in what was left out when it was created. Do not send that back in an update.

        """
        request = Request(
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
        auth: str | None = None,
    ) -> Call[ServiceUpdated]:
        """Replace a service; its tasks are replaced afterwards. `POST /services/{id}/update`.

            web = engine.services.inspect("web")
            spec = web.spec.raw | {"Mode": {"Replicated": {"Replicas": 3}}}
            engine.services.update(web.id, spec, version=web.version.index)

        Args:
            id: of the service.
            spec: the whole of it, as a body or as the API's own JSON.
            version: the index that `inspect` returned with the definition it was made from.
            registry_auth_from: without `auth`, whose credentials the nodes pull the image with: those of the present
                definition (`spec`) or of the one before (`previous-spec`).
            rollback: return to the definition before the last update; `spec` is then the present one.
            auth: credentials for the nodes that pull the image, as the header X-Registry-Auth wants them;
                `"config"` for those that docker's config.json keeps.

        Raises:
            ServerError: the service was changed meanwhile (`update out of sequence`).
            BadRequest: the service cannot be as `spec` describes it.

        """
        request = Request(
            method="POST",
            path=path("/services/{}/update", id),
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
        return Call(Request(method="DELETE", path=path("/services/{}", id)), nothing)

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
        """The output of all tasks of a service, wherever in the swarm they run. `GET /services/{id}/logs`.

        Each frame is a line; `details` says which task wrote it. The lines of one task are in order.

        Args:
            id: of the service.
            stdout: their standard output.
            stderr: their standard error.
            follow: go on until the stream is closed, with the tasks that start meanwhile.
            timestamps: begin each line with its time.
            details: begin each line with the labels and variables that the log driver keeps, and with
                `com.docker.swarm.node.id`, `com.docker.swarm.service.id` and `com.docker.swarm.task.id`.
            tail: so many lines from the end of each task; None or "all" for all.
            since: from then on: unix seconds (a fraction is allowed), a `datetime`, or one as text (RFC 3339); without a
                zone it is of this machine.
            tty: whether they have a terminal, if you know: saves a request to engines before API 1.42, which do not
                declare the framing of the stream.

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
        return StreamCall(request, framing.by_terminal_or_head(tty), _framing_of(id))

    @endpoint
    def list(  # last: behind it `list` is no longer the type
        self, *, filters: Filters | None = None, status: bool = False
    ) -> Call[list[Service]]:
        """The services of the swarm. `GET /services`.

        Args:
            filters: by `id`, `label`, `mode` (`replicated`, `global`, and of API 1.41 `replicated-job`, `global-job`)
                and `name` (the beginning of one).
            status: with the numbers of their tasks (API 1.41).

        """
        request = Request(
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


def _framing_of(id: str) -> Call[Decoder[Frame]]:
    """Find out whether the tasks have a terminal."""

    def decode(answer: Answer) -> Decoder[Frame]:
        container = view(Service)(answer).spec.task_template.container_spec
        return framing.by_terminal(container is not None and bool(container.tty))

    return Call(Request(method="GET", path=path("/services/{}", id)), decode)


services: Services[None] = Services(None)
