from __future__ import annotations

from typing import Any

import pytest

from engineclient.doctor.containers import of_container, of_image


def container(**state: Any) -> dict[str, Any]:
    return {
        "Name": "/web",
        "Path": "nginx",
        "Args": ["-g", "x"],
        "State": state,
        "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}], "81/tcp": None}},
    }


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (container(Status="running"), "ok", "runs: nginx -g x"),
        (
            container(Status="running", Health={"Status": "unhealthy", "Log": [{"Output": "no answer\n"}]}),
            "fail",
            "printed: no answer",
        ),
        (container(Status="created"), "warn", "never started"),
        (container(Status="exited", ExitCode=0), "ok", "code 0"),
        (container(Status="exited", ExitCode=2), "fail", "code 2"),
        (
            container(
                Status="created",
                ExitCode=128,
                Error="Bind for 0.0.0.0:8080 failed: port is already allocated",
            ),
            "fail",
            "Port 8080 is in use by the container old",
        ),
    ],
)
def test_container(raw: dict[str, Any], status: str, words: str) -> None:
    finding = of_container(raw, {8080: "the container old"})
    assert (finding.check, finding.status) == ("web", status)
    assert words in f"{finding.detail} {finding.cause}"


def test_image() -> None:
    containers = [
        {"Names": ["/a"], "State": "running", "ImageID": "sha256:1"},
        {"Names": ["/b"], "State": "exited", "ImageID": "sha256:2"},
    ]
    finding = of_image("img", "sha256:1", containers)
    assert "a (running)" in finding.cause
    assert finding.command == "docker rm -f a"
    assert of_image("img", "sha256:3", containers).detail == "no container uses this image"
