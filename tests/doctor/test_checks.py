"""The rules of doctor: from facts to findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engineclient.doctor.checks import CHECKS, findings
from engineclient.doctor.facts import Ended, Facts, Registry, Socket, Trouble, User
from engineclient.doctor.finding import Finding

SOCKET = Socket(exists=True, is_socket=True, mode=0o660, owner="root", group="docker", usable=True)
INFO: dict[str, Any] = {
    "Driver": "overlay2",
    "DockerRootDir": "/var/lib/docker",
    "CgroupVersion": "2",
    "CgroupDriver": "systemd",
    "MemoryLimit": True,
}
HEALTHY = Facts(
    context="default",
    host="unix:///x",
    kind="unix",
    path="/x",
    socket=SOCKET,
    user=User(name="me", groups=["docker"]),
    version={"Version": "28.5", "ApiVersion": "1.51", "MinAPIVersion": "1.24"},
    info=INFO,
    free=50 << 30,
    size=100 << 30,
    registries=[Registry(host="registry-1.docker.io", addresses=["1.2.3.4"], by_engine="")],
    skew=0.1,
    config_path="/home/me/.docker/config.json",
)
DOWN = Trouble(
    text="Cannot connect", cause="socket-dead", hint="It has stopped.", command="systemctl restart docker"
)


def of(check: str, facts: Facts) -> list[Finding]:
    return [finding for finding in findings(facts) if finding.check == check]


def test_a_healthy_engine_passes_everything() -> None:
    assert {finding.status for finding in findings(HEALTHY)} == {"ok"}
    names = list(dict.fromkeys(finding.check for finding in findings(HEALTHY)))
    assert names == [
        "context", "socket", "permission", "daemon", "api", "storage", "disk", "cgroup", "dns", "proxy", "registry",
        "clock", "credentials", "config", "containers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "changes", "status", "words"),
    [
        (
            "context",
            {"unresolved": Trouble(text='context "x": not found', hint="None.")},
            "fail",
            "not found",
        ),
        ("socket", {"unresolved": Trouble(text="x")}, "skip", "no engine is named"),
        ("socket", {"socket": Socket(exists=False)}, "fail", "/x does not exist"),
        ("socket", {"socket": Socket(exists=True)}, "fail", "is not a socket"),
        ("socket", {"socket": None, "kind": "ssh"}, "ok", "reached by ssh"),
        ("permission", {"socket": None}, "skip", "no socket"),
        ("permission", {"socket": replace(SOCKET, usable=False)}, "fail", "not in the group docker"),
        ("daemon", {"unreached": DOWN, "version": None}, "fail", "It has stopped."),
        ("api", {"version": None}, "skip", "does not answer"),
        ("api", {"api_wanted": "1.99"}, "fail", "DOCKER_API_VERSION=1.99"),
        ("api", {"api_wanted": "1.10"}, "fail", "DOCKER_API_VERSION=1.10"),
        ("api", {"api_wanted": "1.45"}, "ok", "1.24 to 1.51"),
        ("api", {"version": {"ApiVersion": "1.30", "MinAPIVersion": "1.12"}}, "fail", "update the engine"),
        ("api", {"version": {"ApiVersion": "9.9", "MinAPIVersion": "9.1"}}, "fail", "update it"),
        ("api", {"version": {"ApiVersion": "x"}}, "warn", "not API versions"),
        ("storage", {"info": {**INFO, "Driver": "vfs"}}, "warn", "vfs"),
        ("disk", {"free": None}, "skip", "cannot be seen"),
        ("disk", {"free": 5 << 30}, "warn", "little room"),
        ("disk", {"free": 5 << 20}, "fail", "no space left on device"),
        ("cgroup", {"info": {**INFO, "CgroupVersion": "1"}}, "warn", "deprecated"),
        ("cgroup", {"info": {**INFO, "CgroupDriver": "none"}}, "warn", "no effect"),
        ("cgroup", {"info": {**INFO, "MemoryLimit": False}}, "warn", "--memory"),
        ("clock", {"skew": None}, "skip", "does not report"),
        ("clock", {"skew": 60.0}, "warn", "60.0 s ahead"),
        ("clock", {"skew": -4000.0}, "fail", "4000.0 s behind"),
        ("credentials", {"helpers": {"docker-credential-pass": True}}, "ok", "docker-credential-pass"),
        ("credentials", {"helpers": {"docker-credential-pass": False}}, "fail", "not on PATH"),
        ("config", {"config_complaint": "parsing config file: x"}, "fail", "parsing config file"),
        ("containers", {"info": None}, "skip", "does not answer"),
    ],
)
def test_finding(check: str, changes: dict[str, Any], status: str, words: str) -> None:
    (finding,) = of(check, replace(HEALTHY, **changes))
    assert finding.status == status
    assert words in f"{finding.detail} {finding.cause}"
    if status == "fail":
        assert finding.cause


def test_other_sockets_are_named_and_the_next_command_takes_one() -> None:
    facts = replace(HEALTHY, socket=Socket(exists=False), others=["/run/user/1/docker.sock"])
    (finding,) = of("socket", facts)
    assert "/run/user/1/docker.sock" in finding.cause
    assert finding.command == "export DOCKER_HOST=unix:///run/user/1/docker.sock"


@pytest.mark.parametrize(
    ("socket", "user", "words", "command"),
    [
        (SOCKET, User(name="me"), "not in the group", "sudo usermod -aG docker me"),
        (SOCKET, User(name="me", member_of=["docker"]), "not yet in this session", "newgrp docker"),
        (replace(SOCKET, mode=0o600), User(name="me"), "Only its owner", "sudo chmod g+rw /x"),
    ],
)
def test_no_permission(socket: Socket, user: User, words: str, command: str) -> None:
    (finding,) = of("permission", replace(HEALTHY, socket=replace(socket, usable=False), user=user))
    assert words in finding.cause
    assert finding.command == command


@pytest.mark.parametrize(
    ("selinux", "apparmor", "words"),
    [("enforcing", False, "SELinux"), ("", True, "AppArmor"), ("", False, "security module")],
)
def test_denied_although_the_permissions_allow_it(selinux: str, apparmor: bool, words: str) -> None:
    denied = Trouble(text="permission denied", cause="permission")
    (finding,) = of("permission", replace(HEALTHY, unreached=denied, selinux=selinux, apparmor=apparmor))
    assert (finding.status, words in finding.cause) == ("fail", True)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            "tls: failed to verify certificate: x509: certificate signed by unknown authority",
            "certs.d/r:5000/ca.crt",
        ),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate", "/etc/docker/certs.d"),
        ("x509: certificate has expired or is not yet valid", "has expired"),
        ("http: server gave HTTP response to HTTPS client", "insecure-registries"),
        ("proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused", "proxy"),
        ("dial tcp: lookup r on 127.0.0.1:53: no such host", "resolved"),
        ("toomanyrequests: You have reached your pull rate limit", "log in"),
        ("dial tcp 1.2.3.4:443: i/o timeout", "firewall"),
    ],
)
@pytest.mark.parametrize("asked_for", [False, True])
def test_a_registry_that_does_not_answer(error: str, words: str, *, asked_for: bool) -> None:
    registry = Registry(host="r:5000", asked_for=asked_for, addresses=["1.2.3.4"], by_engine=error)
    client, engine = of("registry", replace(HEALTHY, registries=[registry]))
    assert (client.status, engine.status) == ("ok", "fail" if asked_for else "warn")
    assert words in engine.cause


def test_a_name_without_an_address() -> None:
    registry = Registry(host="r:5000", dns_error="Name or service not known")
    (finding,) = of("dns", replace(HEALTHY, registries=[registry]))
    assert (finding.status, finding.command) == ("warn", "getent hosts r")


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        (
            {"environ": {"HTTPS_PROXY": "http://u:secret@p:3128"}},
            "warn",
            "the engine, which does the pulling, has none",
        ),
        ({"environ": {"HTTPS_PROXY": "u:secret@p:3128"}}, "warn", "client ***@p:3128"),
        (
            {"environ": {"https_proxy": "http://p"}, "info": {**INFO, "HttpsProxy": "http://p"}},
            "ok",
            "engine http://p",
        ),
        (
            {"environ": {"HTTP_PROXY": "http://p"}, "kind": "tcp", "host": "tcp://h.example:1"},
            "warn",
            "NO_PROXY",
        ),
        (
            {
                "environ": {"HTTP_PROXY": "http://p", "NO_PROXY": ".example"},
                "kind": "tcp",
                "host": "tcp://h.example:1",
                "info": {**INFO, "HttpProxy": "http://p"},
            },
            "ok",
            "client http://p",
        ),
        ({"container_proxies": {"default": {"httpProxy": "http://p"}}}, "ok", "containers default"),
    ],
)
def test_proxies(changes: dict[str, Any], status: str, words: str) -> None:
    (finding,) = of("proxy", replace(HEALTHY, **changes))
    assert finding.status == status
    assert words in f"{finding.detail} {finding.cause}"
    assert "secret" not in finding.detail


ENDED = Ended(name="web", command="nginx", exit_code=1, oom_killed=False, error="", seconds=0.4)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Its command failed: nginx"),
        ({"exit_code": 127}, "not in the image"),
        ({"exit_code": 126}, "is not executable"),
        ({"exit_code": 137}, "killed"),
        ({"exit_code": 137, "oom_killed": True}, "--memory"),
        ({"exit_code": 139}, "segmentation fault"),
        ({"error": "no such device", "exit_code": 128}, "could not start it: no such device"),
        (
            {"error": "Bind for 0.0.0.0:80 failed: port is already allocated", "ports": [8080, 80]},
            "Port 80 is in use by nginx (7)",
        ),
    ],
)
def test_containers_that_ended(changes: dict[str, Any], words: str) -> None:
    facts = replace(HEALTHY, ended=[replace(ENDED, **changes)], port_owners={80: "nginx (7)"})
    (finding,) = of("containers", facts)
    assert finding.status == "warn"
    assert words in finding.cause


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_can_do_without_an_engine(check: Any) -> None:
    nothing = Facts(context="x", unresolved=Trouble(text="no"))
    assert all(finding.status in ("ok", "skip", "fail") for finding in check(nothing))
