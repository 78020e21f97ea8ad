"""The flags of run and create, as a command line gives them."""

from __future__ import annotations

import json

import pytest

from tests.commands.engine import Minidocker

CREATED = {"POST /containers/create": {"Id": "1", "Warnings": []}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["--net", "host"], ["--network", "host"]),
        (["--net=a", "--net", "b"], ["--network", "a", "--network", "b"]),
        (["--net=a", "--network=b"], ["--network=a", "--network=b"]),
        (["--network=n", "--net-alias=x"], ["--network=n", "--network-alias=x"]),
        (["--dns-opt", "ndots:2"], ["--dns-option", "ndots:2"]),
    ],
)
def test_old_names_of_flags_do_the_same(minidocker: Minidocker, old: list[str], new: list[str]) -> None:
    minidocker.answers = CREATED
    minidocker("create", *old, "busybox")
    minidocker("create", *new, "busybox")
    first, second = map(json.loads, minidocker.bodies)
    assert first == second
    minidocker("create", "busybox")
    assert json.loads(minidocker.bodies[-1]) != first


@pytest.mark.parametrize("name", ["--net", "--net-alias", "--dns-opt"])
def test_old_names_of_flags_are_not_shown(minidocker: Minidocker, name: str) -> None:
    assert f"{name} " not in minidocker("create", "--help").out


def test_an_error_names_the_flag_as_it_was_given(minidocker: Minidocker) -> None:
    assert minidocker("create", "--net=alias=x", "busybox").err.startswith(
        'invalid argument "alias=x" for "--net" flag: network name/id is not specified\n'
    )
