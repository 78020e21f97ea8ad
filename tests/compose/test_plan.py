"""Plans: the decisions, their reasons, and the order of the steps."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.compose import ComposeError, Project, labels
from engineclient.compose.bodies import creation, with_containers
from engineclient.compose.differences import Change
from engineclient.compose.hashes import network_hash, service_hash, volume_hash
from engineclient.compose.plan import Action, Plan, PlanOptions, Recreate
from engineclient.compose.planner import plan
from engineclient.compose.state import Container, State
from engineclient.compose.teardown import DownOptions, plan_down, plan_down_by_labels
from tests.compose.support import project

TEXT = """
services:
  db: {image: x, volumes: ['data:/data']}
  web: {image: x, environment: {LEVEL: '1'}, depends_on: {db: {condition: service_healthy, restart: true}}}
volumes: {data: {}}
"""
IMAGE = {"Id": "sha256:1", "Config": {"Env": ["PATH=/bin"]}}


def running(found: Project, *services: str, state: str = "running", **changed: Any) -> State:
    """The state of an engine after `up` of a project, by default with all its services."""
    containers: list[Container] = []
    for name in services or sorted(found.services):
        service = found.services[name]
        ids = {each.service: each.id for each in containers}
        resolved = with_containers(service, ids)
        for number in range(1, service.replicas + 1):
            body = creation(found, resolved, number).body
            listed = {
                "Id": f"{name}{number}".ljust(64, "0"),
                "Names": [f"/project-{name}-{number}"],
                "State": state,
                "Labels": labels.of_container(found, resolved, number, image_id="sha256:1"),
                "NetworkSettings": {
                    "Networks": {
                        found.networks[key].name: {"NetworkID": f"id of {key}"} for key in service.networks
                    }
                },
                "Mounts": [
                    {"Type": "volume", "Name": found.volumes[mount.source].name}
                    for mount in service.volumes
                    if mount.type == "volume" and mount.source
                ],
            }
            config = {**body, "Env": [*(body["Env"] or ()), "PATH=/bin"]}
            containers.append(
                Container(
                    listed,
                    {
                        "Config": config,
                        "HostConfig": body["HostConfig"],
                        "NetworkSettings": {
                            "Networks": body.get("NetworkingConfig", {}).get("EndpointsConfig", {})
                        },
                    },
                )
            )
    had: dict[str, Any] = {
        "containers": tuple(containers),
        "networks": {
            each.name: {"Id": f"id of {key}", "Labels": labels.of_network(found, key, each)}
            for key, each in found.networks.items()
        },
        "volumes": {
            each.name: {"Name": each.name, "Labels": labels.of_volume(found, key, each)}
            for key, each in found.volumes.items()
        },
        "images": {"x": IMAGE},
    }
    return State(**{**had, **changed})


def decided(made: Plan) -> dict[str, str]:
    return {each.name: each.action.value for each in made.decisions}


def steps(made: Plan) -> list[str]:
    return [f"{each.operation} {each.target}" for each in made.steps]


def test_an_engine_without_anything_gets_everything() -> None:
    found = project(TEXT)
    made = plan(found, State(images={"x": IMAGE}))
    assert steps(made) == [
        "network create project_default",
        "volume create project_data",
        "container create project-db-1",
        "container create project-web-1",
        "container start project-db-1",
        "wait db",
        "container start project-web-1",
    ]
    assert {each.target: each.after for each in made.steps if each.operation == "container create"} == {
        "project-db-1": (0, 1),
        "project-web-1": (0, 2),
    }
    assert made.steps[5].after == (4,)
    assert made.steps[6].after == (3, 4, 5)


def test_nothing_is_done_where_all_is_there() -> None:
    found = project(TEXT)
    made = plan(found, running(found))
    assert made.changes_nothing
    assert set(decided(made).values()) == {"keep"}


def test_what_was_stopped_is_started() -> None:
    found = project(TEXT)
    made = plan(found, running(found, state="exited"))
    assert decided(made)["project-web-1"] == "start"
    assert "container create" not in " ".join(steps(made))


def test_a_change_names_its_key_and_both_values() -> None:
    old = project(TEXT)
    new = project(TEXT.replace("LEVEL: '1'", "LEVEL: '2', MORE: x"))
    made = plan(new, running(old))
    web = next(each for each in made.decisions if each.name == "project-web-1")
    assert web.action is Action.RECREATE
    assert web.changes == (Change("environment.LEVEL", "1", "2"), Change("environment.MORE", None, "x"))
    temporary = "web100000000_project-web-1"
    assert steps(made) == [
        f"container create {temporary}",
        "container stop project-web-1",
        "container remove project-web-1",
        f"container rename {temporary}",
        "wait db",
        "container start project-web-1",
    ]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("command: a", "command: b", Change("command", ["a"], ["b"])),
        ("ports: ['80:80']", "", Change("ports", {"80/tcp": [{"HostIp": "", "HostPort": "80"}]}, None)),
        ("labels: {a: b}", "labels: {a: c}", Change("labels.a", "b", "c")),
        ("mem_limit: 1m", "mem_limit: 2m", Change("mem_limit", 1 << 20, 1 << 21)),
        ("", "cap_add: [ALL]", Change("cap_add", None, ["ALL"])),
        ("restart: always", "restart: 'no'", Change("restart", {"Name": "always"}, None)),
        ("networks: [n]", "networks: [m]", Change("networks.project_m", None, "connected")),
        ("user: a", "user: b", Change("user", "a", "b")),
        ("", "volumes: ['/a:/b']", Change("volumes", None, ["/a:/b:rw"])),
    ],
)
def test_changes_are_in_the_words_of_the_file(old: str, new: str, change: Change) -> None:
    text = "services:\n  a:\n    image: x\n    {}\nnetworks: {{n: , m: }}\n"
    before = project(text.format(old))
    made = plan(project(text.format(new)), running(before))
    assert change in next(each for each in made.decisions if each.kind == "container").changes


def test_what_depends_with_restart_is_stopped_and_started_again() -> None:
    old = project(TEXT)
    made = plan(project(TEXT.replace("db: {image: x", "db: {image: x, hostname: h")), running(old))
    assert decided(made)["project-web-1"] == "start"
    assert steps(made)[0] == "container stop project-web-1"


def test_a_service_that_shares_a_namespace_follows_it() -> None:
    text = "services: {a: {image: x}, b: {image: x, network_mode: 'service:a'}}"
    old = project(text)
    assert plan(old, running(old)).changes_nothing
    made = plan(project(text.replace("a: {image: x}", "a: {image: x, hostname: h}")), running(old))
    assert decided(made)["project-b-1"] == "recreate"


def test_another_image_is_a_reason() -> None:
    found = project(TEXT)
    made = plan(found, running(found, images={"x": {"Id": "sha256:2"}}))
    web = next(each for each in made.decisions if each.service == "web")
    assert (web.action, web.changes) == (Action.RECREATE, (Change("image", "sha256:1", "sha256:2"),))


@pytest.mark.parametrize(("policy", "action"), [(Recreate.ALWAYS, "recreate"), (Recreate.NEVER, "keep")])
def test_recreation_can_be_forced_and_forbidden(policy: Recreate, action: str) -> None:
    old, new = project(TEXT), project(TEXT.replace("LEVEL: '1'", "LEVEL: '2'"))
    made = plan(new, running(old), PlanOptions(services=("web",), recreate=policy))
    assert decided(made)["project-web-1"] == action
    assert decided(made)["project-db-1"] == "keep"


def test_scaling_takes_the_highest_number_first_and_goes_on_from_it() -> None:
    three = project("services: {a: {image: x, scale: 3}}")
    one = project("services: {a: {image: x}}")
    made = plan(one, running(three))
    assert decided(made)["project-a-1"] == "keep"
    assert [decided(made)[f"project-a-{number}"] for number in (2, 3)] == ["remove", "remove"]
    made = plan(three, running(one))
    assert decided(made)["project-a-3"] == "create"


def test_a_changed_network_is_made_anew_under_its_containers() -> None:
    old = project("services: {a: {image: x, networks: [n]}}\nnetworks: {n: {}}")
    new = project("services: {a: {image: x, networks: [n]}}\nnetworks: {n: {internal: true}}")
    made = plan(new, running(old))
    assert steps(made)[:5] == [
        "container stop project-a-1",
        "network disconnect project-a-1",
        "network remove project_n",
        "network create project_n",
        "network connect project-a-1",
    ]


def test_a_changed_volume_is_a_question() -> None:
    old = project(TEXT)
    made = plan(project(TEXT.replace("data: {}", "data: {labels: {a: b}}")), running(old))
    volume = next(each for each in made.decisions if each.kind == "volume")
    assert volume.question == (
        'Volume "project_data" exists but doesn\'t match configuration in compose file. Recreate (data will be lost)?'
    )


@pytest.mark.parametrize(
    ("text", "state", "message"),
    [
        (
            "networks: {n: {external: true}}",
            State(),
            "network n declared as external, but could not be found",
        ),
        (
            "networks: {n: {}}",
            State(networks={"project_n": {"Labels": {}}}),
            'network project_n was found but has incorrect label com.docker.compose.network set to "" (expected: "n")',
        ),
    ],
)
def test_what_is_in_the_way_is_an_error(text: str, state: State, message: str) -> None:
    with pytest.raises(ComposeError) as caught:
        plan(project(f"services: {{a: {{image: x, networks: [n]}}}}\n{text}"), state)
    assert str(caught.value) == message


def test_orphans_are_warned_of_or_removed() -> None:
    old, new = project("services: {a: {image: x}, b: {image: x}}"), project("services: {a: {image: x}}")
    assert (
        plan(new, running(old))
        .warnings[0]
        .startswith("Found orphan containers ([project-b-1]) for this project.")
    )
    made = plan(new, running(old), PlanOptions(remove_orphans=True))
    assert steps(made) == ["container stop project-b-1", "container remove project-b-1"]
    assert plan(new, running(old), PlanOptions(ignore_orphans=True)).warnings == ()


@pytest.mark.parametrize(("state", "warned"), [("running", False), ("exited", True), ("dead", True)])
def test_a_one_off_container_is_an_orphan_once_it_has_ended(state: str, warned: bool) -> None:
    found = project("services: {a: {image: x}}")
    ours = running(found)
    made = Container(
        {
            "Id": "1" * 64,
            "Names": ["/one"],
            "State": state,
            "Labels": {labels.SERVICE: "a", labels.ONE_OFF: "True"},
        }
    )
    there = ours.replace(containers=(*ours.containers, made))
    assert bool(plan(found, there).warnings) is warned
    removed = ["container stop one", "container remove one"] if warned else []
    assert steps(plan(found, there, PlanOptions(remove_orphans=True))) == removed


def test_down_goes_backward_through_the_dependencies() -> None:
    found = project(TEXT)
    made = plan_down(found, running(found), DownOptions(volumes=True, images="all"))
    assert steps(made) == [
        "container stop project-web-1",
        "container remove project-web-1",
        "container stop project-db-1",
        "container remove project-db-1",
        "network remove project_default",
        "volume remove project_data",
        "image remove x:latest",
    ]
    assert made.steps[2].after == (1,)
    assert made.steps[4].after == (1, 3)


def test_down_of_a_name_alone_reads_the_labels() -> None:
    found = project(TEXT)
    made = plan_down_by_labels("project", running(found))
    assert steps(made) == steps(plan_down(found, running(found)))


def test_down_of_a_service_of_a_name_alone_takes_what_depends_on_it() -> None:
    found = project(TEXT)
    made = plan_down_by_labels("project", running(found), DownOptions(services=("db",)))
    assert steps(made) == steps(plan_down(found, running(found)))


def test_down_of_nothing_is_warned_of_where_there_could_be_no_network_either() -> None:
    warning = 'Warning: No resource found to remove for project "project".'
    alone = project("services: {a: {image: x, network_mode: none}}")
    assert plan_down_by_labels("project", State()).warnings == (warning,)
    assert plan_down(alone, State()).warnings == (warning,)
    assert plan_down(project(TEXT), State()).warnings == ()


def test_hashes_are_docker_composes() -> None:
    found = project("services: {a: {image: busybox, command: sleep 1000, stop_grace_period: 1s}}\nname: t")
    assert (
        service_hash(found.services["a"])
        == "b944bd9578d1de4b1856074290b98b6a1eb1953d880883b48c3fb9970c528205"
    )
    recorded = project(
        "name: up1\nservices: {a: {image: x, volumes: ['vol:/v']}}\nvolumes: {vol: {labels: {vl: '1'}}}"
    )
    assert network_hash(recorded.networks["default"]) == (
        "68c92bbea0d05aa66c50799f2254fa0800f7c91d003e4727d88efcd7112faf86"
    )
    assert len(volume_hash(recorded.volumes["vol"])) == 64
