from __future__ import annotations

from typing import Any

import pytest

from engineclient.models.body import Body, body_needs, to_json
from engineclient.models.container_config import ContainerConfig, Healthcheck, NetworkingConfig, UpdateConfig
from engineclient.models.exec import ExecConfig
from engineclient.models.host_config import (
    BindOptions,
    DeviceRequest,
    HostConfig,
    Mount,
    PortBinding,
    RestartPolicy,
    TmpfsOptions,
    Ulimit,
)
from engineclient.models.networks import (
    EndpointConfig,
    EndpointIPAMConfig,
    IPAMConfig,
    IPAMPoolConfig,
    NetworkConfig,
)
from engineclient.models.system import AuthConfig
from engineclient.models.volumes import VolumeConfig
from engineclient.versions import Gate

BODIES: list[tuple[Body, dict[str, Any]]] = [
    (ContainerConfig(), {}),
    (ContainerConfig(tty=False, stop_timeout=0), {"Tty": False, "StopTimeout": 0}),
    (ContainerConfig(env={"A": "1", "B": None}), {"Env": ["A=1", "B"]}),
    (ContainerConfig(env=["A=1"]), {"Env": ["A=1"]}),
    (ContainerConfig(exposed_ports=["80/tcp", "53/udp"]), {"ExposedPorts": {"80/tcp": {}, "53/udp": {}}}),
    (ContainerConfig(volumes={"/data"}), {"Volumes": {"/data": {}}}),
    (ContainerConfig(entrypoint=("sh", "-c")), {"Entrypoint": ["sh", "-c"]}),
    (
        ContainerConfig(healthcheck=Healthcheck(test=["CMD", "true"], interval=10**9)),
        {"Healthcheck": {"Test": ["CMD", "true"], "Interval": 1000000000}},
    ),
    (ContainerConfig(host_config={"Memory": 1}), {"HostConfig": {"Memory": 1}}),
    (
        ContainerConfig(host_config=HostConfig(memory=1, extra={"New": 2})),
        {"HostConfig": {"Memory": 1, "New": 2}},
    ),
    (ContainerConfig(user="a", extra={"User": "b"}), {"User": "b"}),
    (
        ContainerConfig(
            networking_config=NetworkingConfig(
                endpoints_config={
                    "net": EndpointConfig(
                        aliases=["db"], ipam_config=EndpointIPAMConfig(ipv4_address="10.0.0.2")
                    )
                }
            )
        ),
        {
            "NetworkingConfig": {
                "EndpointsConfig": {"net": {"IPAMConfig": {"IPv4Address": "10.0.0.2"}, "Aliases": ["db"]}}
            }
        },
    ),
    (
        HostConfig(
            port_bindings={"80/tcp": [PortBinding(host_ip="127.0.0.1", host_port="8080"), {"HostPort": ""}]}
        ),
        {"PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}, {"HostPort": ""}]}},
    ),
    (
        HostConfig(
            mounts=[Mount(type="tmpfs", target="/t", tmpfs_options=TmpfsOptions(size_bytes=1, mode=0o700))]
        ),
        {"Mounts": [{"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": 1, "Mode": 448}}]},
    ),
    (
        HostConfig(ulimits=[Ulimit(name="nofile", soft=1, hard=2)]),
        {"Ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 2}]},
    ),
    (HostConfig(console_size=(24, 80)), {"ConsoleSize": [24, 80]}),
    (
        HostConfig(device_requests=[DeviceRequest(count=-1, capabilities=[["gpu"]])]),
        {"DeviceRequests": [{"Count": -1, "Capabilities": [["gpu"]]}]},
    ),
    (
        UpdateConfig(nano_cpus=1, restart_policy=RestartPolicy(name="on-failure", maximum_retry_count=3)),
        {"NanoCpus": 1, "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}},
    ),
    (
        ExecConfig(tty=True, env={"A": "1"}, console_size=(1, 2)),
        {"Tty": True, "Env": ["A=1"], "ConsoleSize": [1, 2]},
    ),
    (
        NetworkConfig(enable_ipv6=False, ipam=IPAMConfig(config=[IPAMPoolConfig(subnet="10.0.0.0/8")])),
        {"EnableIPv6": False, "IPAM": {"Config": [{"Subnet": "10.0.0.0/8"}]}},
    ),
    (VolumeConfig(driver_opts={"type": "nfs"}), {"DriverOpts": {"type": "nfs"}}),
    (AuthConfig(username="a", identity_token="t"), {"username": "a", "identitytoken": "t"}),
]


@pytest.mark.parametrize(("body", "sent"), BODIES)
def test_what_a_body_sends(body: Body, sent: dict[str, Any]) -> None:
    assert to_json(body) == sent


NEEDS: list[tuple[Any, tuple[Gate, ...]]] = [
    (None, ()),
    ({"HostConfig": {"Annotations": {"a": "b"}}}, ()),  # plain JSON is sent as it is
    (ContainerConfig(user="a"), ()),
    (
        ContainerConfig(healthcheck=Healthcheck(start_interval=1)),
        (Gate("healthcheck.start_interval", "1.44"),),
    ),
    (HostConfig(annotations={"a": "b"}), (Gate("annotations", "1.43"),)),
    (
        HostConfig(
            mounts=[Mount(bind_options=BindOptions(create_mountpoint=True, read_only_non_recursive=True))]
        ),
        (
            Gate("mounts.bind_options.create_mountpoint", "1.42"),
            Gate("mounts.bind_options.read_only_non_recursive", "1.44"),
        ),
    ),
    (
        ContainerConfig(networking_config={"EndpointsConfig": {"a": EndpointConfig(gw_priority=1)}}),
        (Gate("networking_config.gw_priority", "1.48"),),
    ),
    (NetworkConfig(enable_ipv4=False), (Gate("enable_ipv4", "1.48"),)),
    (ExecConfig(console_size=(1, 2)), (Gate("console_size", "1.42"),)),
    (
        ContainerConfig(mac_address="02:00:00:00:00:01"),
        (
            Gate(
                "mac_address",
                until="1.51",
                instead="give it to the endpoint, EndpointConfig(mac_address=...) in the networking_config",
            ),
        ),
    ),
    (HostConfig(console_size=(1, 2), umask=0o22), (Gate("console_size", "1.42"), Gate("umask", "1.56"))),
    (HostConfig(mounts=[Mount(type="bind"), Mount(type="image")]), (Gate("mounts.type", "1.48"),)),
    (HostConfig(mounts=[Mount(type="cluster")]), (Gate("mounts.type", "1.42"),)),
    (NetworkingConfig(endpoints_config={"a": {}}), ()),
    (NetworkingConfig(endpoints_config={"a": {}, "b": {}}), (Gate("endpoints_config", "1.44"),)),
    (EndpointConfig(driver_opts={"a": "b"}), ()),
    (
        EndpointConfig(driver_opts={"com.docker.network.endpoint.sysctls": "net.x=1"}),
        (Gate("driver_opts", "1.46"),),
    ),
    (VolumeConfig(cluster_volume_spec={}), (Gate("cluster_volume_spec", "1.42"),)),
]


@pytest.mark.parametrize(("body", "needs"), NEEDS)
def test_what_a_body_needs(body: Any, needs: tuple[Gate, ...]) -> None:
    assert body_needs(body) == needs


def every_body(kind: type[Body] = Body) -> set[type[Body]]:
    return {kind}.union(*(every_body(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(every_body() - {Body}, key=str))
def test_no_two_fields_of_a_body_send_one_name(kind: type[Body]) -> None:
    names = [field.name for field in kind.fields.values()]
    assert sorted(names) == sorted(set(names))


def test_the_repr_of_credentials_tells_no_secret() -> None:
    config = AuthConfig(username="me", password="pass", identity_token="token", serveraddress="host")
    assert repr(config) == "AuthConfig(username='me', serveraddress='host')"
