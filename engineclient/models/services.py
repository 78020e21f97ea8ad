"""Services: views. Source: Engine API, tag Service. Their request bodies are in `service_spec`."""

from __future__ import annotations

from engineclient.models.cluster import ClusterObject, JobIteration, PortView
from engineclient.models.inspected_task import InspectedAttachment, InspectedTaskSpec
from engineclient.models.view import Field, View, mapping, optional, required, sequence


class InspectedServiceMode(View):
    """The mode of a service; one of the four fields is set."""

    class Replicated(View):
        """A fixed number of tasks."""

        replicas: Field[int | None] = optional(int, "Replicas")

    class ReplicatedJob(View):
        """A number of tasks to complete."""

        max_concurrent: Field[int | None] = optional(int, "MaxConcurrent")
        total_completions: Field[int | None] = optional(int, "TotalCompletions")

    class Global(View):
        """A task on every node."""

    class GlobalJob(View):
        """A task to complete on every node."""

    replicated: Field[Replicated | None] = optional(Replicated, "Replicated")
    global_: Field[Global | None] = optional(Global, "Global")
    replicated_job: Field[ReplicatedJob | None] = optional(ReplicatedJob, "ReplicatedJob")  # API 1.41
    global_job: Field[GlobalJob | None] = optional(GlobalJob, "GlobalJob")  # API 1.41


class InspectedRollout(View):
    """How tasks are replaced; times are in nanoseconds."""

    parallelism: Field[int | None] = optional(int, "Parallelism")
    delay: Field[int | None] = optional(int, "Delay")
    failure_action: Field[str | None] = optional(str, "FailureAction")
    monitor: Field[int | None] = optional(int, "Monitor")
    max_failure_ratio: Field[float | None] = optional(float, "MaxFailureRatio")
    order: Field[str | None] = optional(str, "Order")


class InspectedEndpointSpec(View):
    """How clients reach the service, and its published ports, as configured."""

    mode: Field[str | None] = optional(str, "Mode")
    ports: Field[list[PortView]] = sequence(PortView, "Ports")


class InspectedServiceSpec(View):
    """The current specification of a service."""

    name: Field[str] = required(str, "Name")
    labels: Field[dict[str, str]] = mapping(str, "Labels")
    task_template: Field[InspectedTaskSpec] = required(InspectedTaskSpec, "TaskTemplate")
    mode: Field[InspectedServiceMode] = required(InspectedServiceMode, "Mode")
    update_config: Field[InspectedRollout | None] = optional(InspectedRollout, "UpdateConfig")
    rollback_config: Field[InspectedRollout | None] = optional(InspectedRollout, "RollbackConfig")
    networks: Field[list[InspectedAttachment]] = sequence(InspectedAttachment, "Networks")
    endpoint_spec: Field[InspectedEndpointSpec | None] = optional(InspectedEndpointSpec, "EndpointSpec")


class Service(ClusterObject):
    """`GET /services/{id}`, and an item of `GET /services`."""

    class Endpoint(View):
        """The current addresses and ports of the service."""

        class VirtualIP(View):
            """Its address in a network, including the prefix length."""

            network_id: Field[str | None] = optional(str, "NetworkID")
            addr: Field[str | None] = optional(str, "Addr")

        spec: Field[InspectedEndpointSpec | None] = optional(InspectedEndpointSpec, "Spec")
        ports: Field[list[PortView]] = sequence(PortView, "Ports")
        virtual_ips: Field[list[VirtualIP]] = sequence(VirtualIP, "VirtualIPs")

    class UpdateStatus(View):
        """The state of the last update: `updating`, `paused`, `completed`, `rollback_started`, `rollback_paused`, ..."""

        state: Field[str | None] = optional(str, "State")
        started_at: Field[str | None] = optional(str, "StartedAt")  # RFC 3339
        completed_at: Field[str | None] = optional(str, "CompletedAt")  # RFC 3339
        message: Field[str | None] = optional(str, "Message")

    class Status(View):
        """The numbers of its tasks; only in `GET /services?status=1` (API 1.41)."""

        running_tasks: Field[int | None] = optional(int, "RunningTasks")
        desired_tasks: Field[int | None] = optional(int, "DesiredTasks")
        completed_tasks: Field[int | None] = optional(int, "CompletedTasks")

    class JobStatus(View):
        """The last run of a job (API 1.41)."""

        job_iteration: Field[JobIteration | None] = optional(JobIteration, "JobIteration")
        last_execution: Field[str | None] = optional(str, "LastExecution")  # RFC 3339

    spec: Field[InspectedServiceSpec] = required(InspectedServiceSpec, "Spec")
    previous_spec: Field[InspectedServiceSpec | None] = optional(InspectedServiceSpec, "PreviousSpec")
    endpoint: Field[Endpoint | None] = optional(Endpoint, "Endpoint")
    update_status: Field[UpdateStatus | None] = optional(UpdateStatus, "UpdateStatus")
    service_status: Field[Status | None] = optional(Status, "ServiceStatus")
    job_status: Field[JobStatus | None] = optional(JobStatus, "JobStatus")


class ServiceCreated(View):
    """The answer to `POST /services/create`."""

    id: Field[str] = required(str, "ID")
    warnings: Field[list[str]] = sequence(str, "Warnings")


class ServiceUpdated(View):
    """The answer to `POST /services/{id}/update`."""

    warnings: Field[list[str]] = sequence(str, "Warnings")
