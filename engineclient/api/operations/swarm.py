"""The operations on a swarm: its nodes, services, tasks, secrets and configs."""

from __future__ import annotations

from typing import Final

from engineclient.api.operations.row import CHANGES, READS, SWARM, Born, Operation

__all__ = ["OPERATIONS"]

OPERATIONS: Final = (
    Operation("SwarmInspect", "Swarm", "GET", "/swarm", READS),
    Operation("SwarmInit", "Swarm", "POST", "/swarm/init", CHANGES, born=(Born("node", "", SWARM),)),
    Operation("SwarmJoin", "Swarm", "POST", "/swarm/join", CHANGES, answer="none"),
    Operation("SwarmLeave", "Swarm", "POST", "/swarm/leave", CHANGES, answer="none"),
    Operation("SwarmUpdate", "Swarm", "POST", "/swarm/update", CHANGES, answer="none"),
    Operation("SwarmUnlockkey", "Swarm", "GET", "/swarm/unlockkey", READS),
    Operation("SwarmUnlock", "Swarm", "POST", "/swarm/unlock", CHANGES, answer="none"),
    Operation("NodeList", "Node", "GET", "/nodes", READS),
    Operation("NodeInspect", "Node", "GET", "/nodes/{id}", READS),
    Operation("NodeDelete", "Node", "DELETE", "/nodes/{id}", CHANGES, answer="none"),
    Operation("NodeUpdate", "Node", "POST", "/nodes/{id}/update", CHANGES, answer="none"),
    Operation("ServiceList", "Service", "GET", "/services", READS),
    Operation(
        "ServiceCreate",
        "Service",
        "POST",
        "/services/create",
        CHANGES,
        status=201,
        born=(Born("service", "ID", SWARM),),
        dry={},
    ),
    Operation("ServiceInspect", "Service", "GET", "/services/{id}", READS),
    Operation("ServiceDelete", "Service", "DELETE", "/services/{id}", CHANGES, answer="none"),
    Operation("ServiceUpdate", "Service", "POST", "/services/{id}/update", CHANGES, dry={}),
    Operation("ServiceLogs", "Service", "GET", "/services/{id}/logs", READS, answer="frames", lasts="long"),
    Operation("TaskList", "Task", "GET", "/tasks", READS),
    Operation("TaskInspect", "Task", "GET", "/tasks/{id}", READS),
    Operation("TaskLogs", "Task", "GET", "/tasks/{id}/logs", READS, answer="frames", lasts="long"),
    Operation("SecretList", "Secret", "GET", "/secrets", READS),
    Operation(
        "SecretCreate",
        "Secret",
        "POST",
        "/secrets/create",
        CHANGES,
        status=201,
        born=(Born("secret", "ID", SWARM),),
        dry={},
    ),
    Operation("SecretInspect", "Secret", "GET", "/secrets/{id}", READS),
    Operation("SecretDelete", "Secret", "DELETE", "/secrets/{id}", CHANGES, answer="none", status=204),
    Operation("SecretUpdate", "Secret", "POST", "/secrets/{id}/update", CHANGES, answer="none"),
    Operation("ConfigList", "Config", "GET", "/configs", READS),
    Operation(
        "ConfigCreate",
        "Config",
        "POST",
        "/configs/create",
        CHANGES,
        status=201,
        born=(Born("config", "ID", SWARM),),
        dry={},
    ),
    Operation("ConfigInspect", "Config", "GET", "/configs/{id}", READS),
    Operation("ConfigDelete", "Config", "DELETE", "/configs/{id}", CHANGES, answer="none", status=204),
    Operation("ConfigUpdate", "Config", "POST", "/configs/{id}/update", CHANGES, answer="none"),
)
