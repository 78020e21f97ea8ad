"""The operations on containers, and on commands in them."""

from __future__ import annotations

from typing import Final

from engineclient.api.operations.row import CHANGES, READS, Born, Operation, Uses

__all__ = ["OPERATIONS"]

OPERATIONS: Final = (
    Operation("ContainerList", "Container", "GET", "/containers/json", READS),
    Operation(
        "ContainerCreate",
        "Container",
        "POST",
        "/containers/create",
        CHANGES,
        status=201,
        born=(Born("container"),),
        uses=(Uses("image", "Image"),),
        dry={"Warnings": []},
    ),
    Operation("ContainerInspect", "Container", "GET", "/containers/{id}/json", READS),
    Operation("ContainerTop", "Container", "GET", "/containers/{id}/top", READS),
    Operation(
        "ContainerLogs", "Container", "GET", "/containers/{id}/logs", READS, answer="frames", lasts="long"
    ),
    Operation("ContainerChanges", "Container", "GET", "/containers/{id}/changes", READS),
    Operation(
        "ContainerExport", "Container", "GET", "/containers/{id}/export", READS, answer="tar", lasts="long"
    ),
    Operation(
        "ContainerStats", "Container", "GET", "/containers/{id}/stats", READS, answer="records", lasts="long"
    ),
    Operation("ContainerResize", "Container", "POST", "/containers/{id}/resize", CHANGES, answer="none"),
    Operation(
        "ContainerStart", "Container", "POST", "/containers/{id}/start", CHANGES, answer="none", status=204
    ),
    Operation(
        "ContainerStop",
        "Container",
        "POST",
        "/containers/{id}/stop",
        CHANGES,
        answer="none",
        status=204,
        lasts="long",
    ),
    Operation(
        "ContainerRestart",
        "Container",
        "POST",
        "/containers/{id}/restart",
        CHANGES,
        answer="none",
        status=204,
        lasts="long",
    ),
    Operation(
        "ContainerKill", "Container", "POST", "/containers/{id}/kill", CHANGES, answer="none", status=204
    ),
    Operation(
        "ContainerUpdate", "Container", "POST", "/containers/{id}/update", CHANGES, dry={"Warnings": []}
    ),
    Operation(
        "ContainerRename", "Container", "POST", "/containers/{id}/rename", CHANGES, answer="none", status=204
    ),
    Operation(
        "ContainerPause", "Container", "POST", "/containers/{id}/pause", CHANGES, answer="none", status=204
    ),
    Operation(
        "ContainerUnpause",
        "Container",
        "POST",
        "/containers/{id}/unpause",
        CHANGES,
        answer="none",
        status=204,
    ),
    Operation(
        "ContainerAttach",
        "Container",
        "POST",
        "/containers/{id}/attach",
        CHANGES,
        answer="hijack",
        lasts="waits",
        upgrade="tcp",
        unless="stdin",
    ),
    Operation(
        "ContainerAttachWebsocket",
        "Container",
        "GET",
        "/containers/{id}/attach/ws",
        CHANGES,
        answer="hijack",
        lasts="waits",
        upgrade="websocket",
    ),
    Operation(
        "ContainerWait",
        "Container",
        "POST",
        "/containers/{id}/wait",
        READS,
        lasts="waits",
        dry={"StatusCode": 0},
    ),
    Operation(
        "ContainerDelete", "Container", "DELETE", "/containers/{id}", CHANGES, answer="none", status=204
    ),
    Operation("ContainerArchiveInfo", "Container", "HEAD", "/containers/{id}/archive", READS, answer="none"),
    Operation(
        "ContainerArchive", "Container", "GET", "/containers/{id}/archive", READS, answer="tar", lasts="long"
    ),
    Operation(
        "PutContainerArchive",
        "Container",
        "PUT",
        "/containers/{id}/archive",
        CHANGES,
        answer="none",
        lasts="long",
    ),
    Operation(
        "ContainerPrune",
        "Container",
        "POST",
        "/containers/prune",
        CHANGES,
        lasts="long",
        dry={"SpaceReclaimed": 0},
    ),
    Operation(
        "ContainerExec",
        "Exec",
        "POST",
        "/containers/{id}/exec",
        CHANGES,
        status=201,
        born=(Born("exec"),),
        dry={},
    ),
    Operation(
        "ExecStart", "Exec", "POST", "/exec/{id}/start", CHANGES, answer="hijack", lasts="long", upgrade="tcp"
    ),
    Operation("ExecResize", "Exec", "POST", "/exec/{id}/resize", CHANGES, answer="none"),
    Operation("ExecInspect", "Exec", "GET", "/exec/{id}/json", READS, dry={"ExitCode": 0, "Running": False}),
)
