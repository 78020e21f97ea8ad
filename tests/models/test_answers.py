"""Views against what engines really said: samples of two of them, and every recording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engineclient.events import Data, Event, Request, Response
from engineclient.models import containers, disk_usage, images, info, networks
from engineclient.models.conformity import fields_of, problems
from engineclient.models.view import View
from engineclient.recording.recording import Recording
from engineclient.wire.records import Records
from tests.models.answers import ANSWERS, objects, view_of
from tests.models.check import unmodelled

SAMPLES = {path.stem: json.loads(path.read_text()) for path in Path(__file__).parent.glob("samples/*.json")}
RECORDINGS = sorted((Path(__file__).parents[2] / "recordings").glob("*/*.json"))

# What engines send and no view names, on purpose: gone from newer APIs, or without meaning on Linux.
LEFT_TO_RAW = {
    "ContainerInspect.HostConfig.KernelMemory",
    "ContainerInspect.HostConfig.KernelMemoryTCP",
    "ContainerInspect.NetworkSettings.Bridge",
    "ContainerInspect.NetworkSettings.EndpointID",
    "ContainerInspect.NetworkSettings.GlobalIPv6Address",
    "ContainerInspect.NetworkSettings.GlobalIPv6PrefixLen",
    "ContainerInspect.NetworkSettings.HairpinMode",
    "ContainerInspect.NetworkSettings.IPPrefixLen",
    "ContainerInspect.NetworkSettings.IPv6Gateway",
    "ContainerInspect.NetworkSettings.LinkLocalIPv6Address",
    "ContainerInspect.NetworkSettings.LinkLocalIPv6PrefixLen",
    "ContainerInspect.NetworkSettings.SecondaryIPAddresses",
    "ContainerInspect.NetworkSettings.SecondaryIPv6Addresses",
    "Event.from",
    "Event.id",
    "Event.status",
    *(
        f"ImageInspect.Config.{name}"
        for name in (
            "AttachStderr",
            "AttachStdin",
            "AttachStdout",
            "Domainname",
            "Hostname",
            "Image",
            "OpenStdin",
            "StdinOnce",
            "StopTimeout",
            "Tty",
        )
    ),
    "Info.BridgeNfIp6tables",
    "Info.BridgeNfIptables",
    "Info.ContainerdCommit.Expected",
    "Info.InitCommit.Expected",
    "Info.KernelMemory",
    "Info.KernelMemoryTCP",
    "Info.RegistryConfig.AllowNondistributableArtifactsCIDRs",
    "Info.RegistryConfig.AllowNondistributableArtifactsHostnames",
    "Info.RuncCommit.Expected",
    "NetworkSummary.Containers",  # always empty in a list
}

SAMPLED = [
    pytest.param(ANSWERS[route], sample, id=f"{engine} {route} {number}")
    for engine, routes in sorted(SAMPLES.items())
    for route, answers in routes.items()
    for number, answer in enumerate(answers)
    for sample in [list(objects(answer))]
]


@pytest.mark.parametrize(("kind", "sample"), SAMPLED)
def test_a_sample_is_what_its_view_promises(kind: type[View], sample: list[Any]) -> None:
    assert [problem for raw in sample for problem in problems(kind, raw)] == []


@pytest.mark.parametrize(("kind", "sample"), SAMPLED)
def test_a_view_names_all_that_a_sample_holds(kind: type[View], sample: list[Any]) -> None:
    assert {path for raw in sample for path in unmodelled(kind, raw)} - LEFT_TO_RAW == set()


def test_the_samples_cover_the_routes() -> None:
    unsampled = {
        "GET /images/search",  # needs Docker Hub
        "GET /images/{name}/attestations",  # API 1.55
        "POST /volumes/create",  # the same view as its GET
    }
    assert set(ANSWERS) - {route for routes in SAMPLES.values() for route in routes} == unsampled


@pytest.mark.parametrize("path", RECORDINGS, ids=[f"{path.parent.name}/{path.stem}" for path in RECORDINGS])
def test_a_recording_holds_what_the_views_promise(path: Path) -> None:
    found = [
        problem for kind, raw in recorded(Recording.load(path).events()) for problem in problems(kind, raw)
    ]
    assert found == []


@pytest.mark.parametrize("path", RECORDINGS, ids=[f"{path.parent.name}/{path.stem}" for path in RECORDINGS])
def test_all_json_that_was_answered_well_has_a_view(path: Path) -> None:
    lines = Recording.load(path).lines
    asks = {line["x"]: line["ask"] for line in lines if "ask" in line}
    bad = {line["x"] for line in lines if line.get("answer", 0) >= 300}
    with_json = {
        line["x"] for line in lines if "ask" not in line and line.keys() & {"json", "records", "lines"}
    }
    assert [asks[x] for x in with_json - bad if view_of(asks[x]) is None] == []


def recorded(events: list[Event]) -> list[tuple[type[View], Any]]:
    """The objects that an engine answered well, each with the view for it."""
    routes: dict[int, str] = {}
    bodies: dict[int, Records] = {}
    answers: list[tuple[type[View], Any]] = []
    for event in events:
        match event:
            case Request():
                routes[event.exchange] = f"{event.method} {event.path}"
            case Response() if 200 <= event.status < 300:
                bodies[event.exchange] = Records()
            case Data(side="daemon", data=bytes() as data) if event.exchange in bodies:
                kind = view_of(routes[event.exchange])
                if kind is not None:
                    found = bodies[event.exchange].feed(data)
                    answers += [(kind, raw) for answer in found for raw in objects(answer)]
            case _:
                pass
    return answers


# The same things in the words of other engines.
ODD: list[tuple[type[View], str, dict[str, Any], Any]] = [
    (containers.ContainerSummary, "ports", {"Ports": None}, []),
    (containers.ContainerSummary, "names", {"Names": None}, []),
    (containers.ContainerSummary, "labels", {"Labels": None}, {}),
    (containers.ContainerCreated, "warnings", {"Id": "x", "Warnings": None}, []),
    (containers.NetworkSettings, "ports", {"Ports": {"80/tcp": None}}, {"80/tcp": []}),
    (containers.NetworkSettings, "ip_address", {}, None),
    (containers.ContainerInspect, "graph_driver", {}, None),
    (containers.ContainerInspect, "exec_ids", {"ExecIDs": None}, []),
    (containers.Top, "processes", {"Processes": None}, []),
    (images.ImageInspect, "config", {"Config": None}, None),
    (images.ImagesPruned, "deleted", {"ImagesDeleted": None}, []),
    (networks.NetworkInspect, "containers", {"Containers": {}}, {}),
    (images.Progress, "aux", {"id": "moby.buildkit.trace", "aux": "CgA="}, "CgA="),
    (images.Progress, "aux", {"aux": {"ID": "sha256:1"}}, images.Progress.Aux({"ID": "sha256:1"})),
    (images.Progress, "aux", {"aux": None}, None),
    (info.Info, "driver_status", {"DriverStatus": None}, []),
    (disk_usage.DiskUsage, "images", {"Images": None}, []),
]


@pytest.mark.parametrize(("kind", "name", "raw", "value"), ODD)
def test_nulls_and_gaps_are_read(kind: type[View], name: str, raw: dict[str, Any], value: Any) -> None:
    assert getattr(kind(raw), name) == value


def every_view(kind: type[View] = View) -> set[type[View]]:
    return {kind}.union(*(every_view(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(every_view(), key=str), ids=lambda k: k.__qualname__)
def test_no_two_fields_read_one_name(kind: type[View]) -> None:
    names = [field.wire for field in fields_of(kind).values()]
    assert sorted(names) == sorted(set(names))
