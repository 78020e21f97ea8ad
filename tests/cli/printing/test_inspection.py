"""inspect: where it looks, in which order, and what templates see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engineclient.cli.printing.inspected_structs import INSPECTED, TYPES
from engineclient.golang.template import Template

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

NOTHING = {
    "GET /images/x/json": (404, "No such image: x:latest"),
    "GET /networks/x": (404, "network x not found"),
    "GET /volumes/x": (404, "get x: no such volume"),
    "GET /info": {"Swarm": {"ControlAvailable": False}},
    "GET /plugins/x/json": (404, 'plugin "x" not found'),
}
RAW = b'{"Name":"/web","Size":1e+06,"State":{"Running":true,"ExitCode":0},"Note":"a\\u003cb"}\n'
WEB = {"GET /containers/web/json": RAW}


def test_the_order_of_kinds(minidocker: Minidocker) -> None:
    minidocker.answers = NOTHING
    assert minidocker("inspect", "x") == (1, "[]\n", "Error: No such object: x\n")
    assert minidocker.asked == ["GET /containers/x/json", *NOTHING]


def test_swarm_kinds_on_a_manager(minidocker: Minidocker) -> None:
    minidocker.answers = NOTHING | {"GET /info": {"Swarm": {"ControlAvailable": True}}}
    minidocker("inspect", "x", "y")
    assert minidocker.asked[4:] == [
        "GET /info",
        "GET /services/x",
        "GET /tasks/x",
        "GET /nodes/x",
        "GET /plugins/x/json",
        "GET /secrets/x",
        "GET /configs/x",
        *(
            f"GET /{route}"
            for route in (
                "containers/y/json",
                "images/y/json",
                "networks/y",
                "volumes/y",
                "services/y",
                "tasks/y",
                "nodes/y",
                "plugins/y/json",
                "secrets/y",
                "configs/y",
            )
        ),
    ]


@pytest.mark.parametrize(
    ("args", "asked"),
    [
        (["inspect", "--type", "volume", "x"], "GET /volumes/x"),
        (["inspect", "--type", "node", "x"], "GET /nodes/x"),
        (["inspect", "-s", "--type", "container", "x"], "GET /containers/x/json?size=1"),
        (["container", "inspect", "-s", "x"], "GET /containers/x/json?size=1"),
        (["image", "inspect", "a/b:c"], "GET /images/a/b:c/json"),
        (
            ["image", "inspect", "--platform", "linux/arm64", "x"],
            'GET /images/x/json?platform={"architecture":"arm64","os":"linux"}',
        ),
        (["network", "inspect", "x"], "GET /networks/x"),
        (["network", "inspect", "-v", "x"], "GET /networks/x?verbose=1"),
        (["volume", "inspect", "x"], "GET /volumes/x"),
    ],
)
def test_one_kind(minidocker: Minidocker, args: list[str], asked: str) -> None:
    ended = minidocker(*args)
    assert (ended.code, ended.out, minidocker.asked) == (1, "[]\n", [asked])


def test_other_errors_end_the_search(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /containers/x/json": (500, "on fire")}
    assert minidocker("inspect", "x").err == "Error response from daemon: on fire\n"


@pytest.mark.parametrize(("given", "what"), [("y", 'unknown type: "y"'), ("", "type is empty")])
def test_bad_types(minidocker: Minidocker, given: str, what: str) -> None:
    ended = minidocker("inspect", "--type", given, "x")
    assert ended.err.startswith(f'{what}: must be one of "config", "container", "image", "network", "node"')
    assert (ended.code, ended.out) == (1, "")


def test_sizes_are_for_containers(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /volumes/v": {"Name": "v"}}
    assert minidocker("inspect", "-s", "-f", "{{.Name}}", "v") == (
        0,
        "v\n",
        "WARNING: --size ignored for volume\n",
    )


def test_json_keeps_its_spelling(minidocker: Minidocker) -> None:
    minidocker.answers = WEB
    assert minidocker("inspect", "web").out == (
        '[\n    {\n        "Name": "/web",\n        "Size": 1e+06,\n        "State": {\n'
        '            "Running": true,\n            "ExitCode": 0\n        },\n'
        '        "Note": "a\\u003cb"\n    }\n]\n'
    )


def test_json_in_a_line(minidocker: Minidocker) -> None:
    minidocker.answers = WEB
    one = RAW.decode().strip()
    assert minidocker("inspect", "-f", "json", "web", "web").out == f"[{one},{one}]\n"


@pytest.mark.parametrize(
    ("template", "out"),
    [
        ("{{.Name}}", "/web"),
        ("{{.State.Health}}", "<nil>"),
        ("{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}", "none"),
        ("{{json .State.Health}}", "null"),
        ("{{.State}}", "{ true false false false false 0 0    <nil>}"),
        ("{{eq .State.ExitCode 0}}", "true"),
        ("{{.HostConfig.Init}} {{.HostConfig.Memory}} {{.HostConfig.Binds}}", ""),
        ("{{.Note}}", "a<b"),
        ("{{.Size}}", "1e+06"),
        (r"{{.Name}}\t", r"/web\t"),
    ],
)
def test_templates(minidocker: Minidocker, template: str, out: str) -> None:
    minidocker.answers = WEB
    assert minidocker("inspect", "-f", template, "web").out == f"{out}\n"


@pytest.mark.parametrize(
    ("template", "code", "out", "err"),
    [
        ("{{", 64, "", "template: :1: unclosed action"),
        ("{{nope}}", 64, "", 'template: :1: function "nope" not defined'),
        (
            "{{.Nope}}",
            1,
            "\n",
            'template: :1:2: executing "" at <.Nope>: map has no entry for key "Nope"',
        ),
        (
            "{{.State.Health.Status}}",
            1,
            "\n",
            'template: :1:8: executing "" at <.State.Health.Status>: map has no entry for key "Health"',
        ),
    ],
)
def test_bad_templates(minidocker: Minidocker, template: str, code: int, out: str, err: str) -> None:
    minidocker.answers = WEB
    assert minidocker("inspect", "-f", template, "web") == (code, out, f"template parsing error: {err}\n")


def test_what_there_is_comes_before_errors(minidocker: Minidocker) -> None:
    minidocker.answers = WEB
    assert minidocker("container", "inspect", "-f", "{{.Name}}", "no", "web", "nor") == (
        1,
        "/web\n",
        (
            "Error response from daemon: No such container: no\n"
            "Error response from daemon: No such container: nor\n"
        ),
    )


def test_volume_inspect_knows_dockers_own_fields_alone(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /volumes/v": {"Name": "v", "Extra": 1}}
    assert minidocker("inspect", "--type", "volume", "-f", "{{.Extra}}", "v").out == "1\n"
    assert minidocker("volume", "inspect", "-f", "{{.Extra}}", "v").err == (
        'template parsing error: template: :1:2: executing "" at <.Extra>: '
        "can't evaluate field Extra in type volume.Volume\n"
    )


def test_the_json_of_an_image_in_a_template_has_the_order_of_go() -> None:
    data = {"Config": {"Cmd": ["sh"], "Entrypoint": None, "Env": ["A=1"], "Labels": None}, "Id": "i"}
    value = INSPECTED.value(TYPES["image"], data)
    assert Template("{{json .Config}}").render(value) == '{"Env":["A=1"],"Cmd":["sh"]}'
    assert (
        Template("{{json .}}")
        .render(value)
        .startswith('{"Id":"i","RepoTags":null,"RepoDigests":null,"Parent":"",')
    )
