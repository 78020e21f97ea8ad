"""What a service is made of: request bodies. Source: Engine API, tag Service. Times are nanoseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.task_spec import NetworkAttachment, TaskSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Replicated(Body):
    """A number of tasks; without it one."""

    replicas: int | None = wire("Replicas")


class ReplicatedJob(Body):
    """A number of tasks to complete, so many at once."""

    max_concurrent: int | None = wire("MaxConcurrent")
    total_completions: int | None = wire("TotalCompletions")


class ServiceMode(Body):
    """Set one: `replicated`, `global_={}` (a task on every node), `replicated_job`, `global_job={}`."""

    replicated: Replicated | Json | None = wire("Replicated")
    global_: Json | None = wire("Global")
    replicated_job: ReplicatedJob | Json | None = wire("ReplicatedJob", since="1.41")
    global_job: Json | None = wire("GlobalJob", since="1.41")


class RolloutConfig(Body):
    """How tasks are replaced by an update or a rollback.

    `failure_action` is `pause`, `continue` or (of updates) `rollback`; `order` is `stop-first` or `start-first`.
    """

    parallelism: int | None = wire("Parallelism")  # 0 is all at once
    delay: int | None = wire("Delay")
    failure_action: str | None = wire("FailureAction")
    monitor: int | None = wire("Monitor")
    max_failure_ratio: float | None = wire("MaxFailureRatio")  # 0 to 1
    order: str | None = wire("Order")


class EndpointPort(Body):
    """A port to publish: on every node (`ingress`), or on the nodes of its tasks (`host`)."""

    name: str | None = wire("Name")
    protocol: str | None = wire("Protocol")
    target_port: int | None = wire("TargetPort")
    published_port: int | None = wire("PublishedPort")  # 0 or None: the swarm chooses one
    publish_mode: str | None = wire("PublishMode")


class EndpointSpec(Body):
    """How the service is reached: by one virtual address (`vip`) or by those of all its tasks (`dnsrr`)."""

    mode: str | None = wire("Mode")
    ports: Sequence[EndpointPort | Json] | None = wire("Ports")


class ServiceSpec(Body):
    """A service. An update replaces all of it."""

    name: str | None = wire("Name")
    labels: Mapping[str, str] | None = wire("Labels")
    task_template: TaskSpec | Json | None = wire("TaskTemplate")
    mode: ServiceMode | Json | None = wire("Mode")
    update_config: RolloutConfig | Json | None = wire("UpdateConfig")
    rollback_config: RolloutConfig | Json | None = wire("RollbackConfig")
    networks: Sequence[NetworkAttachment | Json] | None = wire(
        "Networks"
    )  # those of the task template, since 1.25
    endpoint_spec: EndpointSpec | Json | None = wire("EndpointSpec")
