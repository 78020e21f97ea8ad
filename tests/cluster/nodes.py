"""The nodes: engines with their own network namespaces and host names, connected by a bridge. Requires root."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engineclient import Engine
from tests.engines import cgroups, leftovers, packages, rest
from tests.engines.errors import EngineSetupError
from tests.engines.processes import Process, command_path, launch, wait_until

_BRIDGE: Final = "ecswarm"
_NETWORK: Final = "10.251.77"
_PREFIX: Final = 24
_PATIENCE: Final = 60.0  # seconds for a node to change its state


@dataclass
class Node:
    """An engine. `number` is the last part of its address.

    Attributes:
        name: its host name.
        directory: all that it has.

    """

    number: int
    directory: Path
    name: str = field(init=False)
    _processes: list[Process] = field(default_factory=list[Process], init=False)

    def __post_init__(self) -> None:
        self.name = f"node{self.number}"

    @property
    def host(self) -> str:
        """Its DOCKER_HOST."""
        return f"unix://{self.directory}/docker.sock"

    @property
    def address(self) -> str:
        """Its address in the cluster."""
        return f"{_NETWORK}.{self.number}"

    @property
    def _namespace(self) -> str:
        return f"{_BRIDGE}{self.number}"

    def link(self) -> None:
        """Create its network namespace."""
        _ip("netns", "add", self._namespace)
        inside = f"{_BRIDGE}-e{self.number}"
        _ip("link", "add", self._namespace, "type", "veth", "peer", "name", inside)
        _ip("link", "set", self._namespace, "master", _BRIDGE, "up")
        _ip("link", "set", inside, "netns", self._namespace, "name", "eth0")
        for words in (
            ("address", "add", f"{self.address}/{_PREFIX}", "dev", "eth0"),
            ("link", "set", "eth0", "up"),
            ("link", "set", "lo", "up"),
            ("route", "add", "default", "via", f"{_NETWORK}.254"),
        ):
            _ip("-n", self._namespace, *words)

    def start(self) -> None:
        """Start the engine, with its former state if it ran before."""
        self.directory.mkdir(parents=True, exist_ok=True)
        group = cgroups.create(self._namespace)
        settings = {
            "hosts": [self.host],
            "data-root": str(self.directory / "data"),
            "exec-root": str(self.directory / "exec"),
            "pidfile": str(self.directory / "docker.pid"),
            "cgroup-parent": f"/{self._namespace}",
            "exec-opts": ["native.cgroupdriver=cgroupfs"],
            "containerd": str(self.directory / "containerd.sock"),
        }
        (self.directory / "daemon.json").write_text(json.dumps(settings))
        (self.directory / "containerd.toml").write_text(
            f"""version = 2
root = "{self.directory}/containerd"
state = "{self.directory}/containerd-run"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "{self.directory}/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
path = "{self.directory}/containerd-opt"
"""
        )
        (self.directory / "docker.pid").unlink(missing_ok=True)
        self._launch(group, "containerd", "--config", f"{self.directory}/containerd.toml")
        dockerd = self._launch(group, "dockerd", "--config-file", f"{self.directory}/daemon.json")
        wait_until(lambda: rest.answers(self.host, "/_ping"), dockerd, self.directory / "dockerd.log")

    def _launch(self, group: Path, *argv: str) -> Process:
        # not `ip netns exec`: that mounts another /sys, without the control groups
        inside = ["nsenter", f"--net=/run/netns/{self._namespace}", "unshare", "--uts"]
        named = ["sh", "-c", f'hostname {self.name}; exec "$@"', "sh", *argv]
        process = launch([*inside, *named], self.directory / f"{argv[0]}.log", group)
        self._processes.append(process)
        return process

    def kill(self) -> None:
        """Kill the engine and everything it runs at once, as a power cut would."""
        cgroups.destroy(self._namespace)

    def remove(self) -> None:
        """Remove the node and all of its files."""
        self.kill()
        leftovers.unmount(self.directory)
        leftovers.remove_shim_sockets(self.directory / "containerd-run")
        with suppress(EngineSetupError):
            _ip("netns", "del", self._namespace)
        with suppress(EngineSetupError):
            _ip("link", "del", self._namespace)
        if self.directory.exists():
            leftovers.empty(self.directory)
            self.directory.rmdir()


def _ip(*words: str) -> None:
    done = subprocess.run(
        ["ip", *words], capture_output=True, text=True, env={"PATH": command_path()}, check=False
    )
    if done.returncode:
        raise EngineSetupError(f"ip {' '.join(words)}: {done.stderr.strip()}")


@contextmanager
def cluster(directory: Path, count: int = 3) -> Iterator[list[Node]]:
    """Yield connected engines, each with an image `busybox` and not in a swarm; they are removed at the end."""
    packages.ensure()
    nodes = [Node(number, directory / f"node{number}") for number in range(1, count + 1)]
    _clear(nodes)
    try:
        _ip("link", "add", _BRIDGE, "type", "bridge")
        _ip("address", "add", f"{_NETWORK}.254/{_PREFIX}", "dev", _BRIDGE)
        _ip("link", "set", _BRIDGE, "up")
        for node in nodes:
            node.link()
            node.start()
            _load(node)
        yield nodes
    finally:
        _clear(nodes)


def _clear(nodes: list[Node]) -> None:
    for node in nodes:
        node.remove()
    with suppress(EngineSetupError):
        _ip("link", "del", _BRIDGE)


def _load(node: Node) -> None:
    """Load an image into it."""
    busybox = packages.command("busybox") or "busybox"
    links = "for a in sh sleep echo false; do ln -s busybox bin/$a; done"
    script = f"mkdir bin && cp {busybox} bin/busybox && {links} && tar c bin"
    with tempfile.TemporaryDirectory() as place, Engine(node.host) as engine:
        tar = subprocess.run(["sh", "-ec", script], cwd=place, check=True, capture_output=True).stdout
        engine.images.import_(tar, "busybox", changes=["ENV PATH=/bin"]).wait()


def wait_for(what: str, condition: Callable[[], bool], seconds: float = _PATIENCE) -> None:
    """Wait until `condition()` is true.

    Raises:
        TimeoutError: it does not in time.

    """
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} has not come about in {seconds:g} seconds")
        time.sleep(0.2)
