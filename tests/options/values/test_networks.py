"""Networks: the two syntaxes of --network, and the flags beside it."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.options.values.networks import (
    Attachment,
    endpoint,
    endpoints,
    is_user_defined,
    parse_network,
)


@pytest.mark.parametrize(
    ("mode", "user_defined"),
    [
        ("default", False),
        ("bridge", False),
        ("host", False),
        ("none", False),
        ("container:web", False),
        ("mynet", True),
        ("containers", True),
        ("Bridge", True),
    ],
)
def test_is_user_defined(mode: str, user_defined: bool) -> None:
    assert is_user_defined(mode) is user_defined


@pytest.mark.parametrize(
    ("text", "attachment"),
    [
        ("Net.One", Attachment(network="Net.One")),
        ("a=", Attachment(network="a=")),
        ("name=One, alias = B ,alias=c", Attachment(network="one", aliases=("b", "c"))),
        ("name=n,gw-priority=-2", Attachment(network="n", gateway_priority=-2)),
        ("name=n,driver-opt=a=b=c", Attachment(network="n", driver_options={"a": "b=c"})),
        ("name=a,name=b", Attachment(network="b")),
    ],
)
def test_parse_network(text: str, attachment: Attachment) -> None:
    assert parse_network(text) == attachment


@pytest.mark.parametrize(
    ("networks", "beside", "expected"),
    [
        ([], {}, {"default": endpoint()}),
        (["one"], {}, {}),
        (["one"], {"aliases": ("a",)}, {"one": endpoint(Aliases=["a"])}),
        (["two", "one"], {"ipv4": "1.1.1.1"}, {"one": {}, "two": {"IPAMConfig": {"IPv4Address": "1.1.1.1"}}}),
        (["bridge"], {"links": ("db",)}, {}),
        (["one"], {"links": ("db",)}, {"one": endpoint(Links=["db"])}),
    ],
)
def test_flags_beside_are_for_the_first_network(
    networks: list[str], beside: dict[str, Any], expected: dict[str, dict[str, Any]]
) -> None:
    sent = endpoints([Attachment(network=name) for name in networks], Attachment(network="", **beside))
    assert sent == {name: endpoint(**settings) for name, settings in expected.items()}
