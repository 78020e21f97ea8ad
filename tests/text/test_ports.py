"""Lists of ports, as docker 28.2 ps shows them."""

from __future__ import annotations

import pytest

from engineclient.text.ports import Port, list_ports


def exposed(*numbers: int, protocol: str = "tcp") -> list[Port]:
    return [Port(number, "", 0, protocol) for number in numbers]


def published(ip: str, *pairs: tuple[int, int], protocol: str = "tcp") -> list[Port]:
    return [Port(private, ip, public, protocol) for public, private in pairs]


@pytest.mark.parametrize(
    ("ports", "text"),
    [
        ([], ""),
        (exposed(80), "80/tcp"),
        (exposed(82, 80, 81), "80-82/tcp"),
        (exposed(80, 81, 83), "80-81/tcp, 83/tcp"),
        (exposed(80) + exposed(81, protocol="udp"), "80/tcp, 81/udp"),
        (published("0.0.0.0", (8080, 80)), "0.0.0.0:8080->80/tcp"),
        (published("::", (8080, 80)), "[::]:8080->80/tcp"),
        (published("0.0.0.0", (90, 90), (91, 91)), "0.0.0.0:90-91->90-91/tcp"),
        (
            published("0.0.0.0", (90, 90)) + published("::", (90, 90)),
            "0.0.0.0:90->90/tcp, [::]:90->90/tcp",
        ),
        (
            published("0.0.0.0", (8080, 80), (443, 443)) + exposed(22),
            "22/tcp, 0.0.0.0:443->443/tcp, 0.0.0.0:8080->80/tcp",
        ),
    ],
)
def test_list_ports(ports: list[Port], text: str) -> None:
    assert list_ports(ports) == text
