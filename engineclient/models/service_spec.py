"""The specification of services: request bodies. Source: Engine API, tag Service. Times are in nanoseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.models.body import Body, Json, wire
from engineclient.models.task_spec import NetworkAttachment, TaskSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Replicated(Body):
    """A fixed number of tasks, 1 by default."""

    replicas: int | None = wire("Replicas")


class ReplicatedJob(Body):
    """A number of tasks to complete, and how many of them run at the same time."""

    max_concurrent: int | None = wire("MaxConcurrent")
    total_completions: int | None = wire("TotalCompletions")


class ServiceMode(Body):
    """The mode of a service. Set one of `replicated`, `global_={}` (a task on every node), `replicated_job`,
    `global_job={}`.
    """

    replicated: Replicated | Json | None = wire("Replicated")
    global_: Json | None = wire("Global")
    replicated_job: ReplicatedJob | Json | None = wire("ReplicatedJob", since="1.41")
    global_job: Json | None = wire("GlobalJob", since="1.41")


class RolloutConfig(Body):
    """How an update or a rollback replaces tasks.

    `failure_action` is `pause`, `continue` or (for updates) `rollback`; `order` is `stop-first` or `start-first`.
    """

    parallelism: int | None = wire("Parallelism")  # 0 means all at once
    delay: int | None = wire("Delay")
    failure_action: str | None = wire("FailureAction")
    monitor: int | None = wire("Monitor")
    max_failure_ratio: float | None = wire("MaxFailureRatio")  # 0 to 1
    order: str | None = wire("Order")


class EndpointPort(Body):
    """A port to publish, on every node (`ingress`) or on the nodes of the tasks (`host`)."""

    name: str | None = wire("Name")
    protocol: str | None = wire("Protocol")
    target_port: int | None = wire("TargetPort")
    published_port: int | None = wire("PublishedPort")  # 0 or None: the swarm chooses one
    publish_mode: str | None = wire("PublishMode")


class EndpointSpec(Body):
    """How clients reach a service: at one virtual address (`vip`), or at the addresses of all its tasks (`dnsrr`)."""

    mode: str | None = wire("Mode")
    ports: Sequence[EndpointPort | Json] | None = wire("Ports")


class ServiceSpec(Body):
    """The specification of a service. An update replaces all of it."""

    name: str | None = wire("Name")
    labels: Mapping[str, str] | None = wire("Labels")
    task_template: TaskSpec | Json | None = wire("TaskTemplate")
    mode: ServiceMode | Json | None = wire("Mode")
    update_config: RolloutConfig | Json | None = wire("UpdateConfig")
    rollback_config: RolloutConfig | Json | None = wire("RollbackConfig")
    # Since 1.25 those of the task template are used
    networks: Sequence[NetworkAttachment | Json] | None = wire("Networks")
    endpoint_spec: EndpointSpec | Json | None = wire("EndpointSpec")
