"""The throwaway engine: containerd, dockerd, and a registry in place of Docker Hub, started and stopped together."""

import json
import os
import socket
import subprocess
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network
from pathlib import Path

from . import catalogue, certificates, cgroups, leftovers, network, packages, registry, rest
from .errors import EngineSetupError
from .images import Image
from .processes import Process, alive, launch, wait_until
from .state import Record, State

_DAEMONS = ["registry", "containerd", "dockerd"]
# Without this option older daemons make a key in /etc/docker; newer ones make none, and refuse the option
_KEY_PATH = "deprecated-key-path"


def running(state: State) -> bool:
    """Whether all parts of the engine run and the daemon answers."""
    states = status(state)
    return set(states) == set(_DAEMONS) and all(states.values()) and rest.answers(state.host, "/_ping")


def status(state: State) -> dict[str, bool]:
    """The started daemons by name, and whether each still runs."""
    record = state.read()
    return {name: alive(process) for name, process in record.processes.items()} if record else {}


def up(state: State, *, features: Sequence[str] = ()) -> bool:
    """Start the engine unless it runs; returns whether it was started. Raises EngineSetupError.

    `features` are switched on in the daemon, as by its option `--feature`.
    """
    _require_root()
    with state.locked():
        if running(state):
            return False
        packages.ensure()
        _clear(state)
        try:
            _start(state, features)
        except BaseException:
            _clear(state)
            raise
        return True


def down(state: State) -> None:
    """Stop what `up` started, and remove all of its files; does nothing if there are none. Raises EngineSetupError."""
    _require_root()
    if state.directory.exists():
        with state.locked():
            _clear(state)


def _require_root() -> None:
    if os.geteuid() != 0:
        raise EngineSetupError("only root can run this engine: it needs namespaces, mounts and a bridge")


def _start(state: State, features: Sequence[str]) -> None:
    record = Record({}, network.forwarding())
    state.write(record)  # first, because nothing is undone without a record
    group = cgroups.create(state.tag)
    pool = network.create(state.tag)

    def started(name: str, process: Process, ready: Callable[[], bool]) -> None:
        record.processes[name] = process
        state.write(record)
        wait_until(ready, process, state.path(f"{name}.log"))

    process, hub = registry.start(state.directory, group)
    started("registry", process, lambda: rest.answers(hub, "/v2/"))
    registry.push(hub, _images())
    started("containerd", _start_containerd(state, group), lambda: _listens(state.path("containerd.sock")))
    dockerd = _start_dockerd(state, group, pool, hub, features)
    started("dockerd", dockerd, lambda: rest.answers(state.host, "/_ping"))


def _start_containerd(state: State, group: Path) -> Process:
    """Start our own containerd: dockerd alone would use the system's, if there is one."""
    configuration = state.path("containerd.toml")
    configuration.write_text(
        f"""\
version = 2
root = "{state.path("containerd")}"
state = "{state.path("containerd-run")}"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "{state.path("containerd.sock")}"
[plugins."io.containerd.internal.v1.opt"]
path = "{state.path("containerd-opt")}"
"""
    )
    return launch(["containerd", "--config", str(configuration)], state.path("containerd.log"), group)


def _start_dockerd(
    state: State, group: Path, pool: IPv4Network, hub: str, features: Sequence[str]
) -> Process:
    certificates.make(state.tls)
    state.path("tls-port").write_text(str(_free_port()))
    configuration: dict[str, object] = {
        "hosts": [state.host, state.tls_host],
        "tlsverify": True,  # of the port; a unix socket has no TLS
        "tlscacert": str(state.tls / "ca.pem"),
        "tlscert": str(state.tls / "server-cert.pem"),
        "tlskey": str(state.tls / "server-key.pem"),
        "containerd": str(state.path("containerd.sock")),
        "data-root": str(state.path("data")),
        "exec-root": str(state.path("exec")),
        "pidfile": str(state.path("dockerd.pid")),
        "bridge": state.tag,
        "default-address-pools": [{"base": str(pool), "size": 24}],
        "iptables": False,  # see network.py
        "ip6tables": False,
        "cgroup-parent": f"/{state.tag}",
        "exec-opts": ["native.cgroupdriver=cgroupfs"],  # the parent is no systemd slice
        "registry-mirrors": [hub],
        "features": dict.fromkeys(features, True),
    }
    if packages.mentions("dockerd", _KEY_PATH):
        configuration[_KEY_PATH] = str(state.path("key.json"))
    file = state.path("daemon.json")
    file.write_text(json.dumps(configuration, indent=1))
    return launch(["dockerd", "--config-file", str(file)], state.path("dockerd.log"), group)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _images() -> list[Image]:
    busybox = packages.command("busybox") or "busybox"
    listed = subprocess.run([busybox, "--list-full"], check=True, capture_output=True, text=True)
    return catalogue.build(Path(busybox).read_bytes(), listed.stdout.split(), packages.architecture())


def _clear(state: State) -> None:
    """Undo `up`, however far it got and whatever has ended since.

    All processes are killed, then their files and links are removed, without the help of any daemon.
    """
    record = state.read()
    if record is None:
        return
    cgroups.destroy(state.tag)
    leftovers.unmount(state.directory)
    leftovers.remove_shim_sockets(state.path("containerd-run"))
    leftovers.remove_run_directories()
    network.destroy({state.tag} | network.user_bridges(state.path("data")), owner=state.tag)
    if record.forwarding == "0" and not network.other_engines():
        network.set_forwarding("0")
    leftovers.empty(state.directory)
