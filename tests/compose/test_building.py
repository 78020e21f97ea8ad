"""How a service's image is built: the parameters of the engine's build, and what it cannot have."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

import pytest

from engineclient.cli.failures import Failure
from engineclient.commands.compose.run import changes_of
from engineclient.compose import ComposeError
from engineclient.compose.building import Building, building
from tests.compose.support import project


def built(keys: str, more: str = "", **options: bool) -> Building:
    text = f"services: {{web: {{build: {{context: ./app, {keys}}}}}}}\n{more}"
    made = project(text, TOKEN="t0ken", NAME="value")
    return building(made, made.services["web"], "p-web", **options)


@pytest.mark.parametrize(
    ("keys", "parameter", "value"),
    [
        ("args: {A: b, NAME: , GONE: }", "buildargs", {"A": "b", "NAME": "value"}),
        ("target: dev", "target", "dev"),
        ("tags: [x:1]", "tags", ["p-web", "x:1"]),
        ("platforms: [linux/arm64]", "platform", "linux/arm64"),
        ("network: host", "networkmode", "host"),
        ("extra_hosts: [a=1.2.3.4]", "extrahosts", ["a:1.2.3.4"]),
        ("shm_size: 1m", "shmsize", 1 << 20),
        ("cache_from: [x, y]", "cachefrom", ["x", "y"]),
        ("no_cache: true", "nocache", True),
        ("pull: true", "pull", True),
        ("cache_to: ['type=inline']", "buildargs", {"BUILDKIT_INLINE_CACHE": "1"}),
        (
            "ulimits: {nproc: 5, nofile: {soft: 1, hard: 2}}",
            "ulimits",
            [{"Name": "nofile", "Soft": 1, "Hard": 2}, {"Name": "nproc", "Soft": 5, "Hard": 5}],
        ),
    ],
)
def test_a_key_becomes_a_parameter(keys: str, parameter: str, value: Any) -> None:
    assert built(keys).parameters[parameter] == value


def test_what_asks_for_no_more_than_the_engine_does_is_taken() -> None:
    made = built("provenance: false, sbom: false, entitlements: [network.host], isolation: default")
    assert made.parameters == built("").parameters


@pytest.mark.parametrize(("keys", "dockerfile"), [("", "Dockerfile"), ("dockerfile: deep/File", "deep/File")])
def test_the_engine_fetches_a_remote_context(keys: str, dockerfile: str) -> None:
    made = project(f"services: {{web: {{build: {{context: 'https://x.io/a.git#main:sub', {keys}}}}}}}")
    found = building(made, made.services["web"], "p-web")
    assert (found.remote, found.context, found.dockerfile) == (
        True,
        "https://x.io/a.git#main:sub",
        dockerfile,
    )


def test_labels_say_whose_image_it_is() -> None:
    labels = built("labels: {a: b}").parameters["labels"]
    assert labels["a"] == "b"
    assert labels["com.docker.compose.service"] == "web"


@pytest.mark.parametrize(
    ("keys", "dockerfile", "inline"),
    [
        ("", "/project/app/Dockerfile", ""),
        ("dockerfile: deep/File", "/project/app/deep/File", ""),
        ("dockerfile: /else/File", "/else/File", ""),
        ("dockerfile_inline: FROM x", "/project/app/Dockerfile", "FROM x"),
    ],
)
def test_where_the_dockerfile_is(keys: str, dockerfile: str, inline: str) -> None:
    made = built(keys)
    assert (made.context, made.dockerfile, made.inline) == ("/project/app", dockerfile, inline)


def test_secrets_and_agents() -> None:
    made = built(
        "secrets: [file, {source: variable, target: token}], ssh: [default, other=/a/socket]",
        "secrets: {file: {file: ./s.txt}, variable: {environment: TOKEN}}",
    )
    assert made.secrets == {"file": PurePath("/project/s.txt"), "token": "t0ken"}
    assert made.ssh == {"default": "", "other": "/a/socket"}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("additional_contexts: {x: .}", "uses build.additional_contexts, which is not supported: "),
        ("cache_to: [x]", "uses build.cache_to, which is not supported: "),
        ("cache_to: ['type=inline', x]", "uses build.cache_to, which is not supported: "),
        ("privileged: true", "uses build.privileged, which is not supported: "),
        ("provenance: true", "uses build.provenance, which is not supported: "),
        ("sbom: true", "uses build.sbom, which is not supported: "),
        ("entitlements: [x]", "uses build.entitlements, which is not supported: "),
        ("platforms: [linux/arm64, linux/amd64]", "uses build.platforms, which is not supported: "),
        (
            "context: https://x.io/a.git, dockerfile_inline: FROM x",
            "has a dockerfile_inline for https://x.io/a.git, which is not supported: ",
        ),
    ],
)
def test_what_a_build_cannot_have(keys: str, message: str) -> None:
    text = f"services: {{web: {{build: {{{keys if 'context:' in keys else f'context: ., {keys}'}}}}}}}"
    made = project(text)
    with pytest.raises(ComposeError) as raised:
        building(made, made.services["web"], "p-web")
    assert raised.value.message.startswith(f'service "web" {message}')


RUN: dict[str, Any] = {
    "entrypoint": None,
    "env": [],
    "env_from_file": [],
    "user": "",
    "workdir": "",
    "cap_add": [],
    "cap_drop": [],
    "publish": [],
    "volume": [],
}
WEB = project(
    "services: {web: {image: x, environment: {A: '1'}, cap_add: [X], volumes: [data:/d]}}\nvolumes: {data: {}}"
)


@pytest.mark.parametrize(
    ("command", "given", "key", "value"),
    [
        (("ls", "-l"), {}, "command", ("ls", "-l")),
        ((), {"entrypoint": "sh -c"}, "entrypoint", ("sh", "-c")),
        ((), {"entrypoint": "sh -c"}, "command", ()),
        ((), {"env": ["B=2"]}, "environment", {"A": "1", "B": "2"}),
        ((), {"user": "me"}, "user", "me"),
        ((), {"workdir": "/w"}, "working_dir", "/w"),
        ((), {"cap_add": ["Y"]}, "cap_add", ("X", "Y")),
        ((), {"cap_drop": ["Z"]}, "cap_drop", ("Z",)),
    ],
)
def test_what_the_flags_of_run_change(
    command: tuple[str, ...], given: dict[str, Any], key: str, value: Any
) -> None:
    changes = changes_of(WEB.services["web"], command, {**RUN, **given}, tty=False)
    assert changes[key] == value
    assert changes["tty"] is False


def test_variables_of_files_come_before_those_of_flags(tmp_path: Path) -> None:
    (tmp_path / "e.env").write_text('B=file\nC="x y"  # c\nBARE\n')
    given = {**RUN, "env_from_file": [f"{tmp_path}/e.env"], "env": ["B=flag"]}
    changes = changes_of(WEB.services["web"], (), given, tty=False)
    assert changes["environment"] == {"A": "1", "B": "flag", "C": "x y"}


@pytest.mark.parametrize(
    ("text", "message"), [(None, "no such file or directory"), ("A='x", "unterminated quoted value")]
)
def test_a_file_of_variables_that_cannot_be_read(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "e.env"
    if text is not None:
        path.write_text(text)
    with pytest.raises(Failure, match=message):
        changes_of(WEB.services["web"], (), {**RUN, "env_from_file": [str(path)]}, tty=False)


def test_ports_and_volumes_of_run_are_read_as_those_of_a_file() -> None:
    changes = changes_of(
        WEB.services["web"], (), {**RUN, "publish": ["8080:80"], "volume": ["/a:/b:ro"]}, tty=True
    )
    assert [(each.target, each.published) for each in changes["ports"]] == [(80, "8080")]
    assert [(each.source, each.target, each.read_only) for each in changes["volumes"]] == [
        ("data", "/d", False),
        ("/a", "/b", True),
    ]
