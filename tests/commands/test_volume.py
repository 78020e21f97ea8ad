"""volume beside docker 28.2, whose words on the same answers are below."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker


def volume(name: str, driver: str = "local", **more: Any) -> dict[str, Any]:
    return {"Name": name, "Driver": driver, "Scope": "local", "Mountpoint": "/m", "Labels": None} | more


def clustered(name: str, spec: dict[str, Any], info: dict[str, Any], *nodes: str) -> dict[str, Any]:
    published = [{"NodeID": node} for node in nodes]
    cluster = {"ID": "cid", "Version": {"Index": 7}, "Spec": spec, "Info": info, "PublishStatus": published}
    return volume(name, "csi", ClusterVolume=cluster)


TEN, NINE = volume("v10", Labels={"a": "1"}), volume("v9", "nfs")
CLUSTER = [
    clustered("c1", {"Group": "g", "Availability": "active"}, {"VolumeID": "x"}, "a"),
    clustered("c2", {}, {}, "a", "b"),
    clustered("c3", {"Availability": "drain"}, {"VolumeID": "y"}, "a", "b"),
    clustered("c4", {"Availability": "drain"}, {"VolumeID": "y"}),
]


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path / "config.json"


@pytest.mark.parametrize(
    ("args", "out"),
    [
        ([], "DRIVER    VOLUME NAME\nnfs       v9\nlocal     v10\n"),
        (["-q"], "v9\nv10\n"),
        (["--format", "raw"], "name: v9\ndriver: nfs\n\nname: v10\ndriver: local\n\n"),
        (["-q", "--format", "raw"], "name: v9\nname: v10\n"),
        (["-q", "--format", "table"], "v9\nv10\n"),
        (["-q", "--format", "{{.Driver}}"], "nfs\nlocal\n"),
        (["--format", "{{.Links}} {{.Size}} {{.Group}} {{.Status}}"], "N/A N/A N/A N/A\n" * 2),
        (
            ["--format", '{{.Labels}}|{{.Label "a"}}|{{.Scope}}|{{.Mountpoint}}'],
            "||local|/m\na=1|1|local|/m\n",
        ),
        (["--format", r'table {{.Links}}\t{{.Label "q.r-s"}}'], "LINKS     r s\nN/A       \nN/A       \n"),
        (["--cluster"], "VOLUME NAME   GROUP     DRIVER    AVAILABILITY   STATUS\n"),
    ],
)
def test_ls(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = {"GET /volumes": {"Volumes": [TEN, NINE], "Warnings": None}}
    assert minidocker("volume", "ls", *args) == (0, out, "")


CLUSTER_TABLE = """\
VOLUME NAME   GROUP     DRIVER    AVAILABILITY   STATUS
c1            g         csi       active         in use (1 node)
c2                      csi                      pending creation
c3                      csi       drain          in use (2 nodes)
c4                      csi       drain          created
"""


@pytest.mark.parametrize(
    ("args", "out"),
    [([], CLUSTER_TABLE), (["-q"], "c1\nc2\nc3\nc4\n"), (["--format", "{{.Name}}"], CLUSTER_TABLE)],
)
def test_ls_of_a_cluster(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = {"GET /volumes": {"Volumes": [TEN, *CLUSTER]}}
    assert minidocker("volume", "ls", "--cluster", *args) == (0, out, "")


def test_ls_by_the_settings(minidocker: Minidocker, no_settings: Path) -> None:
    no_settings.write_text(json.dumps({"volumesFormat": "{{.Driver}}"}))
    minidocker.answers = {"GET /volumes": {"Volumes": [TEN]}}
    assert minidocker("volume", "ls").out == "local\n"
    assert minidocker("volume", "ls", "-q").out == "v10\n"


def test_ls_asks(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /volumes": {"Volumes": None}}
    assert minidocker("volume", "ls", "-f", "dangling=true", "-f", "label=a", "-f", "label=b").code == 0
    assert minidocker.asked == ['GET /volumes?filters={"dangling":{"true":true},"label":{"a":true,"b":true}}']


@pytest.mark.parametrize(
    ("args", "sent"),
    [
        ([], {}),
        (["x"], {"Name": "x"}),
        (["--name", "x"], {"Name": "x"}),
        (["-d", "nfs", "-o", "a=b"], {"Driver": "nfs", "DriverOpts": {"a": "b"}}),
        (["--label", "k=v", "--label", "q"], {"Labels": {"k": "v", "q": ""}}),
    ],
)
def test_create(minidocker: Minidocker, args: list[str], sent: dict[str, Any]) -> None:
    minidocker.answers = {"POST /volumes/create": TEN}
    assert minidocker("volume", "create", *args) == (0, "v10\n", "")
    body = json.loads(minidocker.bodies[-1])
    assert {name: value for name, value in body.items() if value} == {"Driver": "local"} | sent


def test_create_by_two_names(minidocker: Minidocker) -> None:
    err = "conflicting options: cannot specify a volume-name through both --name and as a positional arg\n"
    assert minidocker("volume", "create", "--name", "x", "y") == (1, "", err)
    assert minidocker.asked == []


IN_USE, NOT_FOUND = (
    "Error response from daemon: two is in use",
    "Error response from daemon: no such volume",
)


@pytest.mark.parametrize(
    ("args", "code", "out", "err"),
    [
        (["one"], 0, "one\n", ""),
        (["two", "one", "none"], 1, "one\n", f"{IN_USE}\n{NOT_FOUND}\n"),
    ],
)
def test_rm(minidocker: Minidocker, args: list[str], code: int, out: str, err: str) -> None:
    minidocker.answers = {
        "DELETE /volumes/one": 204,
        "DELETE /volumes/two": (409, "two is in use"),
        "DELETE /volumes/none": (404, "no such volume"),
    }
    assert minidocker("volume", "rm", *args) == (code, out, err)
    assert minidocker.asked == [f"DELETE /volumes/{name}" for name in args]


def test_rm_by_force_asks_the_engine_to_not_mind(minidocker: Minidocker) -> None:
    minidocker.answers = {"DELETE /volumes/one": 204}
    assert minidocker("volume", "rm", "-f", "one") == (0, "one\n", "")
    assert minidocker.asked == ["DELETE /volumes/one?force=1"]


def test_update(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /volumes/c1": CLUSTER[0], "PUT /volumes/cid": 200}
    assert minidocker("volume", "update", "c1", "--availability", "drain") == (0, "", "")
    assert minidocker.asked[-1] == "PUT /volumes/cid?version=7"
    assert json.loads(minidocker.bodies[-1]) == {"Spec": {"Group": "g", "Availability": "drain"}}


def test_update_of_a_volume_of_no_cluster(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /volumes/v9": NINE}
    assert minidocker("volume", "update", "v9") == (1, "", "can only update cluster volumes\n")


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (
            ["ls", "--cluster"],
            '"--cluster" requires API version 1.42, but the Docker daemon API version is 1.41\n',
        ),
        (
            ["update", "c1"],
            "minidocker volume update requires API version 1.42, but the Docker daemon API version is 1.41\n",
        ),
    ],
)
def test_an_engine_that_knows_no_cluster_volumes(minidocker: Minidocker, args: list[str], err: str) -> None:
    minidocker.api_version = "1.41"
    assert minidocker("volume", *args) == (1, "", err)
    assert minidocker.asked == []
