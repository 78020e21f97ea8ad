"""Tasks of services. Source: Engine API, tag Task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api import framing
from engineclient.api.parameters import Filters, encode_filters, path, query, view, views
from engineclient.api.task_logs import logs_request
from engineclient.binding import Api, S_co, endpoint, streaming
from engineclient.calls import Call, RequestSpec, StreamCall
from engineclient.models.tasks import Task

if TYPE_CHECKING:
    from datetime import datetime

    from engineclient.wire.frames import Frame


class Tasks(Api[S_co]):
    """List and inspect the tasks of services. `id` is an id, the beginning of one, or a name (`web.1.ID`).

    Every operation raises `Unavailable` (503) unless the engine is a manager of a swarm.
    """

    @endpoint
    def inspect(self, id: str) -> Call[Task]:
        """Inspect a task. `GET /tasks/{id}`."""
        return Call(RequestSpec(method="GET", path=path("/tasks/{}", id)), view(Task))

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
        """Read the output of a task, on any node of the swarm. `GET /tasks/{id}/logs`.

        Args:
            id: id or name of the task.
            stdout: include standard output.
            stderr: include standard error.
            follow: wait for further output until the task ends.
            timestamps: begin each line with its time.
            details: begin each line with the labels and variables that the log driver stores, and with
                `com.docker.swarm.node.id`, `com.docker.swarm.service.id` and `com.docker.swarm.task.id`.
            tail: only this many lines from the end; None or "all" for all.
            since: only lines from this time on: unix seconds (with a fraction), a `datetime`, or RFC 3339 text; without a
                zone in local time.
            tty: whether the task has a terminal, if you know; this saves a request to engines before API 1.42, which do
                not declare the framing of the stream.

        """
        request = logs_request(
            path("/tasks/{}/logs", id),
            stdout=stdout,
            stderr=stderr,
            follow=follow,
            timestamps=timestamps,
            details=details,
            tail=tail,
            since=since,
        )
        return StreamCall(request, framing.by_terminal_or_head(tty), framing.by_task(id))

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(self, *, filters: Filters | None = None) -> Call[list[Task]]:
        """List the tasks of the swarm, including those that have ended. `GET /tasks`.

        Args:
            filters: by `desired-state` (`running`, `shutdown`, `accepted`), `id`, `label`, `name`, `node`, `service`
                and `_up-to-date` (`True`: created from the current spec of their service).

        """
        request = RequestSpec(method="GET", path="/tasks", query=query({"filters": encode_filters(filters)}))
        return Call(request, views(Task))


tasks: Tasks[None] = Tasks(None)
