"""info beside docker 28.2, whose words on the same answers are below."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker

FACTS: dict[str, Any] = {
    "ID": "abc", "Containers": 3, "ContainersRunning": 1, "ContainersPaused": 0, "ContainersStopped": 2,
    "Images": 7, "Driver": "overlay2", "DriverStatus": [["Backing Filesystem", "extfs"]],
    "Plugins": {"Volume": ["local"], "Network": ["bridge", "host"], "Authorization": None, "Log": ["json-file"]},
    "Debug": False, "NFd": 26, "NGoroutines": 47, "SystemTime": "2026-11-24T09:22:40Z", "NEventsListener": 1,
    "LoggingDriver": "json-file", "CgroupDriver": "cgroupfs", "CgroupVersion": "1",
    "KernelVersion": "6.18", "OperatingSystem": "Debian", "OSType": "linux", "Architecture": "x86_64",
    "RegistryConfig": {
        "AllowNondistributableArtifactsCIDRs": None,
        "IndexConfigs": {"docker.io": {"Name": "docker.io", "Mirrors": [], "Secure": True, "Official": True}},
        "InsecureRegistryCIDRs": ["127.0.0.0/8"],
        "Mirrors": [],
    },
    "NCPU": 2, "MemTotal": 25276502016, "DockerRootDir": "/var/lib/docker", "Name": "host", "Labels": [],
    "ExperimentalBuild": False, "ServerVersion": "28.5.2", "Runtimes": {"runc": {"path": "runc"}},
    "DefaultRuntime": "runc", "Swarm": {"LocalNodeState": "inactive"}, "LiveRestoreEnabled": False,
    "InitBinary": "docker-init", "ContainerdCommit": {"ID": "c1", "Expected": "c2"},
    "RuncCommit": {"ID": "r"}, "InitCommit": {"ID": "", "Expected": ""},
    "SecurityOptions": ["name=seccomp,profile=builtin", "name=cgroupns"], "CDISpecDirs": ["/etc/cdi"],
    "Warnings": None,
}  # fmt: skip

SERVER = """\
Server:
 Containers: 3
  Running: 1
  Paused: 0
  Stopped: 2
 Images: 7
 Server Version: 28.5.2
 Storage Driver: overlay2
  Backing Filesystem: extfs
 Logging Driver: json-file
 Cgroup Driver: cgroupfs
 Cgroup Version: 1
 Plugins:
  Volume: local
  Network: bridge host
  Log: json-file
 CDI spec directories:
  /etc/cdi
 Swarm: inactive
 Runtimes: runc
 Default Runtime: runc
 Init Binary: docker-init
 containerd version: c1
 runc version: r
 init version:\x20
 Security Options:
  seccomp
   Profile: builtin
  cgroupns
 Kernel Version: 6.18
 Operating System: Debian
 OSType: linux
 Architecture: x86_64
 CPUs: 2
 Total Memory: 23.54GiB
 Name: host
 ID: abc
 Docker Root Dir: /var/lib/docker
 Debug Mode: false
 Experimental: false
 Insecure Registries:
  127.0.0.0/8
 Live Restore Enabled: false

"""


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path / "config.json"


def server_part(minidocker: Minidocker, *args: str, **more: Any) -> str:
    minidocker.answers = {"GET /info": FACTS | more}
    out = minidocker(*args, "info").out
    return out[out.index("Server:\n") :]


def test_all_of_it(minidocker: Minidocker) -> None:
    assert server_part(minidocker) == SERVER


MANAGER: dict[str, Any] = {
    "NodeID": "n1", "NodeAddr": "10.0.0.1", "LocalNodeState": "active", "ControlAvailable": True, "Error": "",
    "RemoteManagers": [{"Addr": "10.0.0.2:2377"}, {"Addr": "10.0.0.10:2377"}], "Nodes": 3, "Managers": 2,
    "Cluster": {
        "ID": "cl", "DefaultAddrPool": ["10.0.0.0/8", "11.0.0.0/8"], "SubnetSize": 24, "DataPathPort": 4789,
        "RootRotationInProgress": False,
        "Spec": {
            "Orchestration": {"TaskHistoryRetentionLimit": 5},
            "Raft": {"SnapshotInterval": 10000, "KeepOldSnapshots": 0, "HeartbeatTick": 1, "ElectionTick": 10},
            "Dispatcher": {"HeartbeatPeriod": 5 * 10**9},
            "CAConfig": {"NodeCertExpiry": 7776 * 10**12, "ForceRotate": 3, "SigningCACert": "pem\n",
                         "ExternalCAs": [{"Protocol": "cfssl", "URL": "https://x"}]},
            "EncryptionConfig": {"AutoLockManagers": True},
        },
    },
}  # fmt: skip

NOT_IN_A_SWARM = [" Swarm: inactive"]
MANAGERS = ["  Node Address: 10.0.0.1", "  Manager Addresses:", "   10.0.0.10:2377", "   10.0.0.2:2377"]
CLUSTER = [
    "  ClusterID: cl",
    "  Managers: 2",
    "  Nodes: 3",
    "  Default Address Pool: 10.0.0.0/8  11.0.0.0/8  ",
    "  SubnetSize: 24",
    "  Data Path Port: 4789",
    "  Orchestration:",
    "   Task History Retention Limit: 5",
    "  Raft:",
    "   Snapshot Interval: 10000",
    "   Number of Old Snapshots to Retain: 0",
    "   Heartbeat Tick: 1",
    "   Election Tick: 10",
    "  Dispatcher:",
    "   Heartbeat Period: 5 seconds",
    "  CA Configuration:",
    "   Expiry Duration: 3 months",
    "   Force Rotate: 3",
    "   Signing CA Certificate: ",
    "pem",
    "",
    "   External CAs:",
    "     cfssl: https://x",
    "  Autolock Managers: true",
    "  Root Rotation In Progress: false",
]


@pytest.mark.parametrize(
    ("facts", "gone", "come"),
    [
        (
            {"Swarm": MANAGER},
            NOT_IN_A_SWARM,
            [" Swarm: active", "  NodeID: n1", "  Is Manager: true", *CLUSTER, *MANAGERS],
        ),
        (
            {"Swarm": MANAGER | {"ControlAvailable": False}},
            NOT_IN_A_SWARM,
            [" Swarm: active", "  NodeID: n1", "  Is Manager: false", *MANAGERS],
        ),
        (
            {"Swarm": MANAGER | {"Error": "bad"}},
            NOT_IN_A_SWARM,
            [" Swarm: active", "  NodeID: n1", "  Error: bad", "  Is Manager: true", *MANAGERS],
        ),
        (
            {"Swarm": MANAGER | {"LocalNodeState": "error"}},
            NOT_IN_A_SWARM,
            [" Swarm: error", "  NodeID: n1", "  Is Manager: true", *MANAGERS],
        ),
        ({"Swarm": {"LocalNodeState": "locked"}}, NOT_IN_A_SWARM, [" Swarm: locked"]),
        (
            {"Swarm": {"LocalNodeState": "pending", "NodeAddr": "a"}},
            NOT_IN_A_SWARM,
            [" Swarm: pending", "  NodeID: ", "  Is Manager: false", "  Node Address: a"],
        ),
        (
            {"Debug": True},
            [" Debug Mode: false"],
            [
                " Debug Mode: true",
                "  File Descriptors: 26",
                "  Goroutines: 47",
                "  System Time: 2026-11-24T09:22:40Z",
                "  EventsListeners: 1",
            ],
        ),
        (
            {"HttpProxy": "p", "HttpsProxy": "q", "NoProxy": "n"},
            [],
            [" HTTP Proxy: p", " HTTPS Proxy: q", " No Proxy: n"],
        ),
        ({"Labels": ["a=1", "b"]}, [], [" Labels:", "  a=1", "  b"]),
        (
            {"LiveRestoreEnabled": True, "ProductLicense": "Free"},
            [" Live Restore Enabled: false"],
            [" Live Restore Enabled: true", " Product License: Free"],
        ),
        (
            {"DefaultAddressPools": [{"Base": "10.0.0.0/8", "Size": 24}]},
            [],
            [" Default Address Pools:", "   Base: 10.0.0.0/8, Size: 24"],
        ),
        (
            {"SecurityOptions": ["apparmor"]},
            ["  seccomp", "   Profile: builtin", "  cgroupns"],
            ["  apparmor"],
        ),
        ({"Runtimes": {}}, [" Runtimes: runc", " Default Runtime: runc"], []),
        ({"Plugins": FACTS["Plugins"] | {"Authorization": ["x", "y"]}}, [], ["  Authorization: x y"]),
        ({"RegistryConfig": None}, [" Insecure Registries:", "  127.0.0.0/8"], []),
        (
            {"RegistryConfig": {"IndexConfigs": {"r:5": {"Name": "r:5", "Secure": False}}, "Mirrors": ["m"]}},
            ["  127.0.0.0/8"],
            ["  r:5", " Registry Mirrors:", "  m"],
        ),
        (
            {"DiscoveredDevices": [{"Source": "cdi", "ID": "gpu"}]},
            [],
            [" Discovered Devices:", "  cdi: gpu"],
        ),
    ],
)
def test_what_else_there_may_be(
    minidocker: Minidocker, facts: dict[str, Any], gone: list[str], come: list[str]
) -> None:
    usual = [*SERVER.split("\n")]
    shown = server_part(minidocker, **facts).split("\n")
    assert [line for line in usual if line not in shown] == gone
    assert _beyond(usual, shown, gone) == come


def _beyond(usual: list[str], shown: list[str], gone: list[str]) -> list[str]:
    """The lines that are shown beyond the usual ones, which must be in their order."""
    rest = iter([line for line in usual if line not in gone])
    awaited = next(rest)
    beyond: list[str] = []
    for line in shown:
        if line == awaited:
            awaited = next(rest, "\0")
        else:
            beyond.append(line)
    assert awaited == "\0"
    return beyond


def test_the_client_in_debug_mode_asks_the_engine_for_its_own_figures(minidocker: Minidocker) -> None:
    assert "\n Debug Mode: false\n  File Descriptors: 26\n" in server_part(minidocker, "-D")


def test_the_user_of_docker_hub(minidocker: Minidocker, no_settings: Path) -> None:
    no_settings.write_text(json.dumps({"auths": {"https://index.docker.io/v1/": {"auth": "bWU6c2VjcmV0"}}}))
    facts = {"IndexServerAddress": "https://index.docker.io/v1/"}
    assert "\n Username: me\n" in server_part(minidocker, **facts)


def test_warnings_are_the_engine_s_own(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /info": FACTS | {"Warnings": ["WARNING: a", "b"], "MemoryLimit": False}}
    assert minidocker("info").err == "WARNING: a\nb\n"


@pytest.mark.parametrize(
    ("source", "out"),
    [
        (
            "{{json .RegistryConfig}}",
            (
                '{"IndexConfigs":{"docker.io":{"Mirrors":[],"Name":"docker.io","Official":true,"Secure":true}},'
                '"InsecureRegistryCIDRs":["127.0.0.0/8"],"Mirrors":[]}'
            ),
        ),
        ("{{json .InitCommit}} {{json .ContainerdCommit}}", '{"ID":""} {"ID":"c1","Expected":"c2"}'),
        ("{{.CPUCfsPeriod}} {{.HTTPProxy}}|{{.Swarm.LocalNodeState}}", "false |inactive"),
        ("{{.Plugins.Authorization}} {{.Labels}} {{.ServerErrors}}", "[] [] []"),
        ("{{range .SecurityOptions}}{{.}};{{end}}", "name=seccomp,profile=builtin;name=cgroupns;"),
        ("x", "x"),
        ("{{range .Runtimes}}{{.Path}}{{end}} {{(index .Runtimes `no`).Path}}.", "runc ."),
        ("{{.Plugins}}", "{[local] [bridge host] [] [json-file]}"),
        ("{{.Swarm}} {{.ContainerdCommit}}", "{  inactive false  [] 0 0 <nil> []} {c1 c2}"),
        ("{{(index .RegistryConfig.IndexConfigs `docker.io`).Secure}}", "true"),
        ("{{.FirewallBackend}} {{eq .Swarm.Cluster nil}}", "<nil> true"),
    ],
)
def test_formats(minidocker: Minidocker, source: str, out: str) -> None:
    minidocker.answers = {"GET /info": FACTS}
    assert minidocker("info", "-f", source) == (0, f"{out}\n", "")
    assert minidocker.asked == ["GET /info"]


def test_json_has_what_the_engine_does_not_tell(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /info": {"ID": "abc", "FirewallBackend": {"Driver": "iptables"}, "New": 1}}
    found = json.loads(minidocker("info", "--format", "json").out)
    assert (found["Images"], found["FirewallBackend"]) == (0, {"Driver": "iptables"})
    assert "New" not in found
    assert "SystemStatus" not in found
    assert list(found)[-2:] == ["Warnings", "ClientInfo"]


def test_what_is_known_without_an_engine_is_not_asked_for(minidocker: Minidocker) -> None:
    assert minidocker("info", "-f", "{{.ClientInfo.Context}}") == (0, "default\n", "")
    assert minidocker.asked == []


@pytest.mark.parametrize(
    ("answer", "source", "code", "out", "err"),
    [
        (FACTS, "{{", 64, "", "template parsing error: template: :1: unclosed action"),
        (
            FACTS,
            "{{.Nope}}",
            1,
            "\n",
            'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type system.dockerInfo',
        ),
        *(
            (FACTS, f"{{{{{path}}}}}", 1, "\n", f'template: :1:{at}: executing "" at <{path}>: {complaint}')
            for path, at, complaint in (
                (".Plugins.Nope", 10, "can't evaluate field Nope in type system.PluginsInfo"),
                (".RuncCommit.Nope", 13, "can't evaluate field Nope in type system.Commit"),
                (".Swarm.Cluster.Spec", 8, "nil pointer evaluating *swarm.ClusterInfo.Spec"),
                (".RegistryConfig.Nope", 17, "can't evaluate field Nope in type *registry.ServiceConfig"),
            )
        ),
        ((500, "boom"), "{{.ServerVersion}}|{{.Images}}", 0, "|0\n", "Error response from daemon: boom"),
        (
            (403, "boom"),
            "{{.ServerErrors}} {{json .ServerErrors}}",
            0,
            '[Error response from daemon: boom] ["Error response from daemon: boom"]\n',
            "Error response from daemon: boom",
        ),
        (
            (500, "boom"),
            "{{.Nope}}",
            1,
            "\n",
            (
                "Error response from daemon: boom\n"
                'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type system.dockerInfo'
            ),
        ),
    ],
)
def test_errors(minidocker: Minidocker, answer: Any, source: str, code: int, out: str, err: str) -> None:
    minidocker.answers = {"GET /info": answer}
    assert minidocker("info", "-f", source) == (code, out, f"{err}\n")


def test_a_wrong_field_comes_with_the_right_one(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /info": FACTS}
    code, _, err = minidocker("--hints", "info", "-f", "{{.Driwer}}")
    assert (code, err.splitlines()[1:]) == (1, ['Did you mean "Driver"?'])


def test_an_engine_that_fails_leaves_the_client_s_part(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /info": (500, "boom")}
    code, out, err = minidocker("info")
    assert (code, err) == (1, "ERROR: Error response from daemon: boom\nerrors pretty printing info\n")
    assert out.startswith("Client:\n Version:    ")
    assert out.endswith(" Debug Mode: false\n\nServer:\n")
