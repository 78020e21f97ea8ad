"""network beside docker 28.2, whose words on the same answers are below."""

from __future__ import annotations

import json
import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker

ID = "3" * 64
TEN: dict[str, Any] = {
    "Name": "n10", "Id": ID, "Created": "2026-07-24T13:38:12.5Z", "Scope": "local", "Driver": "bridge",
    "EnableIPv4": True, "EnableIPv6": False, "Internal": False, "Labels": {"a": "1", "x.y-z": "2"},
}  # fmt: skip
NINE: dict[str, Any] = {
    "Name": "n9", "Id": "4" * 64, "Created": "2026-07-24T13:38:12Z", "Scope": "swarm", "Driver": "overlay",
    "EnableIPv6": True, "Internal": True, "Labels": None,
}  # fmt: skip
TABLE = """\
NETWORK ID     NAME      DRIVER    SCOPE
444444444444   n9        overlay   swarm
333333333333   n10       bridge    local
"""
RAW = """\
network_id: 444444444444
name: n9
driver: overlay
scope: swarm

network_id: 333333333333
name: n10
driver: bridge
scope: local

"""


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path / "config.json"


@pytest.mark.parametrize(
    ("args", "out"),
    [
        ([], TABLE),
        (["--format", "table"], TABLE),
        (["--format", "raw"], RAW),
        (["-q"], "444444444444\n333333333333\n"),
        (["-q", "--no-trunc"], f"{'4' * 64}\n{ID}\n"),
        (["-q", "--format", "table"], "444444444444\n333333333333\n"),
        (["-q", "--format", "raw"], "network_id: 444444444444\nnetwork_id: 333333333333\n"),
        (["-q", "--format", "{{.Name}}"], "n9\nn10\n"),
        (["--no-trunc", "--format", "{{.ID}}"], f"{'4' * 64}\n{ID}\n"),
        (["--format", "{{.IPv4}} {{.IPv6}} {{.Internal}}"], "false true true\ntrue false false\n"),
        (["--format", '{{.Label "a"}}|{{.CreatedAt}}'],
         "|2026-07-24 13:38:12 +0000 UTC\n1|2026-07-24 13:38:12.5 +0000 UTC\n"),
        (["--format", r'table {{.IPv6}}\t{{.Internal}}\t{{.Label "x.y-z"}}'],
         "IPV6      INTERNAL   y z\ntrue      true       \nfalse     false      2\n"),
    ],
)  # fmt: skip
def test_ls(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = {"GET /networks": [TEN, NINE]}
    assert minidocker("network", "ls", *args) == (0, out, "")


def test_ls_by_the_settings(minidocker: Minidocker, no_settings: Path) -> None:
    no_settings.write_text(json.dumps({"networksFormat": "{{.Name}}"}))
    minidocker.answers = {"GET /networks": [TEN]}
    assert minidocker("network", "ls").out == "n10\n"
    assert minidocker("network", "ls", "-q").out == f"{ID[:12]}\n"


@pytest.mark.parametrize(
    ("args", "query"),
    [
        ([], ""),
        (
            ["-f", "driver=bridge", "-f", "name=x", "-f", "name=y"],
            '?filters={"driver":{"bridge":true},"name":{"x":true,"y":true}}',
        ),
    ],
)
def test_ls_asks(minidocker: Minidocker, args: list[str], query: str) -> None:
    minidocker.answers = {"GET /networks": []}
    assert minidocker("network", "ls", *args) == (0, "NETWORK ID   NAME      DRIVER    SCOPE\n", "")
    assert minidocker.asked == [f"GET /networks{query}"]


def body(minidocker: Minidocker) -> Any:
    return json.loads(minidocker.bodies[-1])


def test_create(minidocker: Minidocker) -> None:
    # docker does not show what the engine warns of
    minidocker.answers = {"POST /networks/create": {"Id": ID, "Warning": "careful"}}
    assert minidocker("network", "create", "n") == (0, f"{ID}\n", "")
    assert body(minidocker) == {
        "Name": "n",
        "Driver": "bridge",
        "Scope": "",
        "IPAM": {"Driver": "default", "Options": {}, "Config": []},
        "Internal": False,
        "Attachable": False,
        "Ingress": False,
        "ConfigOnly": False,
        "ConfigFrom": None,
        "Options": {},
        "Labels": {},
    }


@pytest.mark.parametrize(
    ("args", "field", "value"),
    [
        (["-d", "overlay"], "Driver", "overlay"),
        (["--attachable"], "Attachable", True),
        (["--internal"], "Internal", True),
        (["--ingress"], "Ingress", True),
        (["--scope", "swarm"], "Scope", "swarm"),
        (["--ipv6"], "EnableIPv6", True),
        (["--ipv6=false"], "EnableIPv6", False),
        (["--ipv4=false"], "EnableIPv4", False),
        (["--label", "a=b", "--label", "c"], "Labels", {"a": "b", "c": ""}),
        (["-o", "x=y"], "Options", {"x": "y"}),
        (["--config-from", "other"], "ConfigFrom", {"Network": "other"}),
        (["--config-only"], "ConfigOnly", True),
        (
            [
                *("--subnet", "10.0.0.0/8", "--ip-range", "10.1.0.0/16", "--gateway", "10.0.0.1"),
                *("--aux-address", "h=10.0.0.9", "--ipam-driver", "x", "--ipam-opt", "k=v"),
            ],
            "IPAM",
            {
                "Driver": "x",
                "Options": {"k": "v"},
                "Config": [
                    {
                        "Subnet": "10.0.0.0/8",
                        "IPRange": "10.1.0.0/16",
                        "Gateway": "10.0.0.1",
                        "AuxiliaryAddresses": {"h": "10.0.0.9"},
                    }
                ],
            },
        ),
    ],
)
def test_create_sends(minidocker: Minidocker, args: list[str], field: str, value: object) -> None:
    minidocker.answers = {"POST /networks/create": {"Id": ID, "Warning": ""}}
    assert minidocker("network", "create", *args, "n").code == 0
    assert body(minidocker)[field] == value


@pytest.mark.parametrize(
    ("args", "sent"),
    [
        ([], {}),
        (
            ["--ip", "10.0.0.2", "--ip6", "::1", "--link-local-ip", "169.254.0.1"],
            {
                "IPAMConfig": {
                    "IPv4Address": "10.0.0.2",
                    "IPv6Address": "::1",
                    "LinkLocalIPs": ["169.254.0.1"],
                }
            },
        ),
        (["--alias", "a,b", "--alias", "c"], {"Aliases": ["a", "b", "c"]}),
        (["--link", "x:y", "--driver-opt", "k=v"], {"Links": ["x:y"], "DriverOpts": {"k": "v"}}),
        (["--gw-priority", "-3"], {"GwPriority": -3}),
    ],
)
def test_connect(minidocker: Minidocker, args: list[str], sent: dict[str, Any]) -> None:
    minidocker.answers = {"POST /networks/one/connect": 200}
    assert minidocker("network", "connect", *args, "one", "web") == (0, "", "")
    endpoint = body(minidocker)["EndpointConfig"]
    assert {name: endpoint[name] for name in sent} == sent
    assert body(minidocker)["Container"] == "web"


@pytest.mark.parametrize("force", [False, True])
def test_disconnect(minidocker: Minidocker, force: bool) -> None:
    minidocker.answers = {"POST /networks/one/disconnect": 200}
    args = ["-f"] if force else []
    assert minidocker("network", "disconnect", *args, "one", "web") == (0, "", "")
    assert body(minidocker) == {"Container": "web", "Force": force}


REMOVAL = {
    "GET /networks/one": TEN,
    "DELETE /networks/one": 204,
    "GET /networks/two": TEN,
    "DELETE /networks/two": (403, "two is in use"),
}
NO_NETWORK, IN_USE = (f"Error response from daemon: {text}\n" for text in ("none not found", "two is in use"))


@pytest.mark.parametrize(
    ("args", "code", "out", "err"),
    [
        (["one"], 0, "one\n", ""),
        (["one", "two", "none", "one"], 1, "one\none\n", f"{IN_USE}{NO_NETWORK}exit status 1\n"),
        (["-f", "none", "one"], 0, "one\n", ""),
        (["-f", "two"], 1, "", f"{IN_USE}exit status 1\n"),
    ],
)
def test_rm(minidocker: Minidocker, args: list[str], code: int, out: str, err: str) -> None:
    minidocker.answers = REMOVAL | {"DELETE /networks/none": (404, "none not found")}
    assert minidocker("network", "rm", *args) == (code, out, err)


QUESTION = (
    "WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same "
    "docker engine version. Otherwise, removal may not be effective and functionality of newly create ingress "
    "networks will be impaired.\nAre you sure you want to continue? [y/N] "
)


@pytest.mark.parametrize(
    ("answer", "force", "out"),
    [("y\n", [], "mesh\none\n"), ("n\n", [], "one\n"), ("", [], "one\n"), ("n\n", ["-f"], "one\n")],
)
def test_rm_asks_before_the_routing_mesh_goes(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, answer: str, force: list[str], out: str
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(answer))
    minidocker.answers = REMOVAL | {
        "GET /networks/mesh": TEN | {"Ingress": True},
        "DELETE /networks/mesh": 204,
    }
    assert minidocker("network", "rm", *force, "mesh", "one") == (0, QUESTION + out, "")
    assert ("DELETE /networks/mesh" in minidocker.asked) == ("mesh" in out)
