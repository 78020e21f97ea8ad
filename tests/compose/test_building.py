"""The builds of services: parameters, order, and what builders do not support."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from engineclient.cli.failures import Failure
from engineclient.commands.compose.run import changes_of
from engineclient.compose import ComposeError
from engineclient.compose.building import (
    Building,
    Secret,
    after_dependencies,
    building,
    check_buildable,
    check_classic,
    has_effect,
    in_build_order,
    records,
)
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
        ("tags: [x:1]", "tags", ["x:1", "p-web"]),
        ("platforms: [linux/arm64]", "platform", "linux/arm64"),
        ("network: host", "networkmode", "host"),
        ("extra_hosts: [a=1.2.3.4]", "extrahosts", ["a:1.2.3.4"]),
        ("shm_size: 1m", "shmsize", 1 << 20),
        ("cache_from: [x, y]", "cachefrom", ["x", "y"]),
        ("no_cache: true", "nocache", True),
        ("pull: true", "pull", True),
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
    assert made.secrets == {"file": Secret(file="/project/s.txt"), "token": Secret(variable="TOKEN")}
    assert made.ssh == {"default": "", "other": "/a/socket"}


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        (
            "additional_contexts: {x: ./y, z: docker-image://i}",
            "contexts",
            {"x": "/project/y", "z": "docker-image://i"},
        ),
        (
            "entitlements: [network.host], privileged: true",
            "entitlements",
            ["network.host", "security.insecure"],
        ),
        ("provenance: mode=max, sbom: true", "attestations", ["type=provenance,mode=max", "type=sbom"]),
        ("provenance: false, sbom: 'disabled=true'", "attestations", ["type=sbom,disabled=true"]),
        ("cache_to: ['type=inline']", "cache_to", ("type=inline",)),
        ("platforms: [linux/arm64, linux/amd64]", "platforms", ("linux/arm64", "linux/amd64")),
    ],
)
def test_a_key_that_only_buildkit_knows(keys: str, field: str, value: Any) -> None:
    assert getattr(built(keys), field) == value


def test_a_dockerfile_in_the_file_does_not_go_with_a_url() -> None:
    made = project("services: {web: {build: {context: https://x.io/a.git, dockerfile_inline: FROM x}}}")
    with pytest.raises(
        ComposeError,
        match="has a dockerfile_inline for the context https://x.io/a.git, which is not supported",
    ):
        building(made, made.services["web"], "p-web")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("", ""),
        ("cache_to: ['type=inline'], provenance: false, platforms: [linux/arm64], privileged: true", ""),
        ("cache_to: [x]", "Cache export is not supported for the docker driver."),
        ("cache_to: ['type=inline', x]", "Cache export is not supported for the docker driver."),
        ("provenance: true", "Attestation is not supported for the docker driver."),
        ("sbom: true", "Attestation is not supported for the docker driver."),
        (
            "platforms: [linux/arm64, linux/amd64]",
            "Multi-platform build is not supported for the docker driver.",
        ),
    ],
)
def test_what_buildkit_cannot_build(keys: str, message: str) -> None:
    assert complaint(check_buildable, built(keys)).partition("\n")[0] == message


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("cache_to: ['type=registry,ref=x'], sbom: true, platforms: [linux/arm64, linux/amd64]", ""),
        ("cache_to: ['type=registry']", "registry cache exporter requires ref"),
        ("cache_to: ['type=local,dest=/x']", ""),
        ("cache_to: ['a=b']", 'type required form> "a=b"'),
        ("provenance: max", "invalid value max"),
    ],
)
def test_what_the_containerd_image_store_makes_possible(keys: str, message: str) -> None:
    check = partial(check_buildable, has_manifests=True)
    found = complaint(check, built(keys))
    assert found.startswith(message) if message else found == ""


@pytest.mark.parametrize(
    ("keys", "flags", "expected"),
    [
        ("provenance: mode=max", {}, {"provenance": "type=provenance,mode=max"}),
        ("provenance: mode=max", {"provenance": ""}, {"provenance": ""}),
        (
            "provenance: mode=max",
            {"sbom": "type=sbom"},
            {"provenance": "type=provenance,mode=max", "sbom": "type=sbom"},
        ),
        ("provenance: false", {}, {}),
        ("provenance: 'disabled=true'", {}, {"provenance": ""}),
    ],
)
def test_attestations_of_flags_come_before_those_of_the_file(
    keys: str, flags: dict[str, str], expected: dict[str, str]
) -> None:
    assert records(built(keys)._replace(attestation_flags=flags)) == expected


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ("", ""),
        ("platforms: [linux/arm64, linux/amd64]", "multi-arch build"),
        ("privileged: true", "privileged mode"),
        ("additional_contexts: {x: .}", "additional contexts"),
        ("ssh: [default]", "SSH keys"),
        ("secrets: [s]", "secrets"),
    ],
)
def test_what_the_classic_builder_cannot_build(keys: str, what: str) -> None:
    message = (
        f"the classic builder doesn't support {what}, set DOCKER_BUILDKIT=1 to use BuildKit" if what else ""
    )
    assert complaint(check_classic, built(keys, "secrets: {s: {file: x}}")) == message


def complaint(check: Callable[[Building], None], wanted: Building) -> str:
    try:
        check(wanted)
    except ComposeError as error:
        return error.message
    return ""


def test_an_image_is_built_before_those_that_need_it() -> None:
    keys = {
        "a": "additional_contexts: {x: 'service:c'}",
        "b": "",
        "c": "additional_contexts: {y: 'service:d'}",
        "d": "",
    }
    assert [each.service for each in in_build_order(several(keys))] == ["d", "c", "a", "b"]


def test_images_that_need_each_other_cannot_be_built() -> None:
    keys = {"a": "additional_contexts: {x: 'service:b'}", "b": "additional_contexts: {x: 'service:a'}"}
    with pytest.raises(ComposeError, match="infinite loop from b to a"):
        in_build_order(several(keys))


def test_without_bake_an_image_is_built_after_those_of_the_service_s_dependencies() -> None:
    made = project(
        "services: {a: {build: ., depends_on: [b]}, b: {image: x, depends_on: [c, d]}, c: {build: .}, d: {image: x}}"
    )
    builds = [building(made, made.services[name], name) for name in ("a", "c")]
    ordered = after_dependencies(made, builds)
    assert [(each.service, each.earlier) for each in ordered] == [("c", []), ("a", ["c"])]


def several(keys: dict[str, str]) -> dict[str, Building]:
    services = ", ".join(f"{name}: {{build: {{context: ., {each}}}}}" for name, each in keys.items())
    made = project(f"services: {{{services}}}")
    return {name: building(made, each, f"p-{name}") for name, each in made.services.items()}


@pytest.mark.parametrize(
    ("cache", "usable"),
    [
        ("busybox", True),
        ("type=registry,ref=busybox", True),
        ("type=local,src=/c", True),
        ("type=gha", False),
    ],
)
def test_caches_that_the_engine_reads(cache: str, usable: bool) -> None:
    assert has_effect(cache) is usable


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
