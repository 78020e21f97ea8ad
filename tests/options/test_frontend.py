"""The flags of `build` as attributes of BuildKit's frontend."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.options.frontend import (
    Call,
    call,
    entitlements,
    frontend_attributes,
    frontend_of,
    named_contexts,
)

LOCAL = {"image-resolve-mode": "local"}


@pytest.mark.parametrize(
    ("parameters", "attributes"),
    [
        ({}, LOCAL),
        ({"pull": True}, {"image-resolve-mode": "pull"}),
        ({"buildargs": {"A": "1", "B": None, "C": ""}}, LOCAL | {"build-arg:A": "1", "build-arg:C": ""}),
        ({"labels": {"a": "b"}}, LOCAL | {"label:a": "b"}),
        ({"target": "web", "platform": "linux/arm64"}, LOCAL | {"target": "web", "platform": "linux/arm64"}),
        ({"nocache": True}, LOCAL | {"no-cache": ""}),
        ({"shmsize": 65536}, LOCAL | {"shm-size": "65536"}),
        ({"ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 2}]}, LOCAL | {"ulimit": "nofile=1:2"}),
        ({"extrahosts": ["a:1.2.3.4", "b:::1"]}, LOCAL | {"add-hosts": "a=1.2.3.4,b=::1"}),
        ({"extrahosts": ["a:host-gateway"]}, LOCAL | {"add-hosts": "a=10.0.0.1"}),
        ({"networkmode": "none"}, LOCAL | {"force-network-mode": "none"}),
        ({"networkmode": "host"}, LOCAL | {"force-network-mode": "host"}),
        ({"cgroupparent": "/x"}, LOCAL | {"cgroup-parent": "/x"}),
        ({"memory": 5, "forcerm": True}, LOCAL),
    ],
)
def test_attributes(parameters: dict[str, Any], attributes: dict[str, str]) -> None:
    assert frontend_attributes(parameters, gateway="10.0.0.1") == attributes


def test_a_network_of_the_engine() -> None:
    with pytest.raises(ValueError, match='network mode "web" not supported by buildkit'):
        frontend_attributes({"networkmode": "web"})


def test_the_network_of_the_host_has_to_be_allowed() -> None:
    assert entitlements({"networkmode": "host"}) == ("network.host",)
    assert entitlements({"networkmode": "none"}) == ()


def test_a_frontend_that_is_an_image() -> None:
    given = {"build-arg:BUILDKIT_SYNTAX": "docker/dockerfile:1 x"}
    assert frontend_of(given) == (
        "gateway.v0",
        given | {"source": "docker/dockerfile:1", "cmdline": "docker/dockerfile:1 x"},
    )
    assert frontend_of({}) == ("dockerfile.v0", {})


@pytest.mark.parametrize(
    ("given", "contexts"),
    [
        ([], {}),
        (["", "a=b"], {"a": "b"}),
        (["a=b=c"], {"a": "b=c"}),
        (["docker.io/library/a:latest=b"], {"a": "b"}),
        (["a:1=b"], {"a:1": "b"}),
    ],
)
def test_named_contexts(given: list[str], contexts: dict[str, str]) -> None:
    assert named_contexts(given) == contexts


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("x", "invalid context value: x, expected key=value"), ("A/=x", "invalid context name A/: ")],
)
def test_contexts_that_have_no_name(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        named_contexts([text])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Call()),
        ("build", Call()),
        ("check", Call("lint")),
        ("lint", Call("lint")),
        ("outline,format=json", Call("outline", "json")),
        ("format=json,targets,ignorestatus=true", Call("targets", "json", True)),
    ],
)
def test_calls(text: str, wanted: Call) -> None:
    assert call(text) == wanted


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a,b", "invalid print value: a,b"),
        ("a,x=y", "invalid print field: x=y"),
        ("a,ignorestatus=x", "invalid ignorestatus print value: x: "),
    ],
)
def test_calls_that_are_none(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        call(text)
