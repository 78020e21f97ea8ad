"""What every endpoint sends: a table, and that the table is whole."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engineclient.api.containers import containers
from engineclient.api.distribution import distribution
from engineclient.api.exec import exec  # noqa: A004
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.plugins import plugins
from engineclient.api.system import system
from engineclient.api.volumes import volumes
from engineclient.binding import Api
from engineclient.calls import Call, HijackCall, RequestSpec, StreamCall
from engineclient.errors import InvalidName, InvalidReference
from engineclient.models.cluster_volumes import ClusterVolumeSpec
from engineclient.models.container_config import ContainerConfig, Healthcheck, UpdateConfig
from engineclient.models.exec import ExecConfig
from engineclient.models.networks import EndpointConfig, NetworkConfig
from engineclient.models.plugins import PluginPrivilege, Privilege
from engineclient.models.system import AuthConfig
from engineclient.models.volumes import VolumeConfig
from engineclient.versions import Gate
from engineclient.wire.websocket import HANDSHAKE

TAR = {"Content-Type": "application/x-tar"}
NO_CREDENTIALS = {"X-Registry-Auth": "e30="}
ARM = '{"os":"linux","architecture":"arm64","variant":"v8"}'
AMD = '{"os":"linux","architecture":"amd64"}'


def get(path: str, **rest: Any) -> RequestSpec:
    return RequestSpec(method="GET", path=path, **rest)


def post(path: str, **rest: Any) -> RequestSpec:
    return RequestSpec(method="POST", path=path, **rest)


def delete(path: str, **rest: Any) -> RequestSpec:
    return RequestSpec(method="DELETE", path=path, **rest)


SENT: list[tuple[Call[Any] | StreamCall[Any], RequestSpec]] = [
    # containers
    (
        containers.create("busybox"),
        post("/containers/create", patience=None, json={"Image": "busybox", "Cmd": None}),
    ),
    (
        containers.create(
            "a", ["sh"], name="web", platform="linux/arm64", config={"Tty": True, "Image": "b"}
        ),
        post(
            "/containers/create",
            patience=None,
            query={"name": "web", "platform": "linux/arm64"},
            json={"Image": "b", "Cmd": ["sh"], "Tty": True},
            needs=(Gate("platform", "1.41"),),
        ),
    ),
    (
        containers.create("a", config=ContainerConfig(healthcheck=Healthcheck(start_interval=5))),
        post(
            "/containers/create",
            patience=None,
            json={"Image": "a", "Cmd": None, "Healthcheck": {"StartInterval": 5}},
            needs=(Gate("healthcheck.start_interval", "1.44"),),
        ),
    ),
    (containers.inspect("web"), get("/containers/web/json")),
    (containers.inspect("web", size=True), get("/containers/web/json", query={"size": "1"}, patience=None)),
    (containers.start("web"), post("/containers/web/start", slow=True, unchanged=True)),
    (
        containers.start("web", detach_keys="ctrl-a,b"),
        post("/containers/web/start", query={"detachKeys": "ctrl-a,b"}, slow=True, unchanged=True),
    ),
    (containers.stop("web"), post("/containers/web/stop", patience=None, unchanged=True)),
    (containers.stop("web", t=0), post("/containers/web/stop", query={"t": "0"}, patience=0, unchanged=True)),
    (
        containers.stop("web", t=-1),
        post("/containers/web/stop", query={"t": "-1"}, patience=None, unchanged=True),
    ),
    (
        containers.stop("web", t=5, signal="INT"),
        post(
            "/containers/web/stop",
            query={"t": "5", "signal": "INT"},
            patience=5,
            unchanged=True,
            needs=(Gate("signal", "1.42"),),
        ),
    ),
    (
        containers.restart("web", t=5, signal="INT"),
        post(
            "/containers/web/restart",
            query={"t": "5", "signal": "INT"},
            patience=5,
            needs=(Gate("signal", "1.42"),),
        ),
    ),
    (containers.restart("web"), post("/containers/web/restart", patience=None)),
    (containers.kill("web"), post("/containers/web/kill")),
    (containers.kill("web", signal="HUP"), post("/containers/web/kill", query={"signal": "HUP"})),
    (containers.pause("web"), post("/containers/web/pause")),
    (containers.unpause("web"), post("/containers/web/unpause")),
    (containers.wait("web"), post("/containers/web/wait", patience=None)),
    (
        containers.wait("web", condition="next-exit"),
        post("/containers/web/wait", query={"condition": "next-exit"}, patience=None),
    ),
    (containers.rename("web", "new name"), post("/containers/web/rename", query={"name": "new name"})),
    (containers.update("web", UpdateConfig(memory=1)), post("/containers/web/update", json={"Memory": 1})),
    (containers.update("web", {"Memory": 1}), post("/containers/web/update", json={"Memory": 1})),
    (containers.remove("web"), delete("/containers/web", patience=None)),
    (
        containers.remove("web", force=True, volumes=True, link=True),
        delete("/containers/web", query={"v": "1", "link": "1", "force": "1"}, patience=None),
    ),
    (containers.top("web"), get("/containers/web/top")),
    (containers.top("web", ps_args="-o pid"), get("/containers/web/top", query={"ps_args": "-o pid"})),
    (
        containers.logs("web"),
        get("/containers/web/logs", query={"stdout": "1", "stderr": "1"}, patience=None),
    ),
    (
        containers.logs(
            "web", stderr=False, follow=True, timestamps=True, details=True, tail=5, since=1.5, until="2"
        ),
        get(
            "/containers/web/logs",
            query={
                "stdout": "1",
                "follow": "1",
                "since": "1.5",
                "until": "2",
                "timestamps": "1",
                "details": "1",
                "tail": "5",
            },
            patience=None,
        ),
    ),
    (
        containers.logs("web", tail="all"),
        get("/containers/web/logs", query={"stdout": "1", "stderr": "1"}, patience=None),
    ),
    (
        containers.attach("web", stdin=True, detach_keys="ctrl-x"),
        post(
            "/containers/web/attach",
            query={"detachKeys": "ctrl-x", "stream": "1", "stdin": "1", "stdout": "1", "stderr": "1"},
            headers={"Content-Type": "text/plain"},
            upgrade=True,
            patience=None,
        ),
    ),
    (
        containers.attach("web", logs=True, stream=False, stderr=False),
        post(
            "/containers/web/attach",
            query={"logs": "1", "stream": "0", "stdout": "1"},
            headers={"Content-Type": "text/plain"},
            upgrade=True,
            patience=None,
        ),
    ),
    (
        containers.resize("web", height=24, width=80),
        post("/containers/web/resize", query={"h": "24", "w": "80"}),
    ),
    (containers.changes("web"), get("/containers/web/changes", patience=None)),
    (containers.export("web"), get("/containers/web/export", patience=None)),
    (containers.stats("web"), get("/containers/web/stats", query={"stream": "1"}, patience=None)),
    (
        containers.stats("web", stream=False, one_shot=True),
        get(
            "/containers/web/stats",
            query={"stream": "0", "one-shot": "1"},
            patience=None,
            needs=(Gate("one_shot", "1.41"),),
        ),
    ),
    (
        containers.archive_info("web", "/a b"),
        RequestSpec(method="HEAD", path="/containers/web/archive", query={"path": "/a b"}),
    ),
    (
        containers.get_archive("web", "/a"),
        get("/containers/web/archive", query={"path": "/a"}, patience=None),
    ),
    (
        containers.put_archive("web", "/a", b"tar"),
        RequestSpec(
            method="PUT",
            path="/containers/web/archive",
            query={"path": "/a"},
            headers=TAR,
            content=b"tar",
            patience=None,
        ),
    ),
    (
        containers.put_archive("web", "/a", b"tar", no_overwrite_dir_non_dir=True, copy_uid_gid=True),
        RequestSpec(
            method="PUT",
            path="/containers/web/archive",
            query={"path": "/a", "noOverwriteDirNonDir": "1", "copyUIDGID": "1"},
            headers=TAR,
            content=b"tar",
            patience=None,
        ),
    ),
    (containers.commit("web"), post("/commit", query={"container": "web"}, patience=None)),
    (
        containers.commit(
            "web",
            "me/it",
            comment="c",
            author="a",
            changes=["CMD x", "USER y"],
            pause=False,
            config={"User": "z"},
        ),
        post(
            "/commit",
            query={
                "container": "web",
                "repo": "docker.io/me/it",
                "tag": "latest",
                "comment": "c",
                "author": "a",
                "changes": ["CMD x", "USER y"],
                "pause": "0",
            },
            json={"User": "z"},
            patience=None,
        ),
    ),
    (containers.prune(), post("/containers/prune", patience=None)),
    (
        containers.prune(filters={"until": "24h"}),
        post("/containers/prune", query={"filters": '{"until":{"24h":true}}'}, patience=None),
    ),
    (containers.list(), get("/containers/json")),
    (
        containers.list(all=True, limit=3, size=True, filters={"status": ["exited", "dead"]}),
        get(
            "/containers/json",
            query={
                "all": "1",
                "limit": "3",
                "size": "1",
                "filters": '{"status":{"exited":true,"dead":true}}',
            },
            patience=None,
        ),
    ),
    # exec
    (
        exec.create("web", ["ls"]),
        post("/containers/web/exec", json={"Cmd": ["ls"], "AttachStdout": True, "AttachStderr": True}),
    ),
    (
        exec.create("web", ["ls"], config=ExecConfig(tty=True, console_size=(24, 80))),
        post(
            "/containers/web/exec",
            json={"Cmd": ["ls"], "Tty": True, "ConsoleSize": [24, 80]},
            needs=(Gate("console_size", "1.42"),),
        ),
    ),
    (
        exec.create("web", config={"Cmd": ["ls"], "Privileged": True}),
        post("/containers/web/exec", json={"Cmd": ["ls"], "Privileged": True}),
    ),
    (
        exec.start("e"),
        post("/exec/e/start", json={"Detach": False, "Tty": False}, upgrade=True, patience=None),
    ),
    (
        exec.start("e", tty=True, console_size=(24, 80)),
        post(
            "/exec/e/start",
            json={"Detach": False, "Tty": True, "ConsoleSize": [24, 80]},
            upgrade=True,
            patience=None,
            needs=(Gate("console_size", "1.42"),),
        ),
    ),
    (exec.start_detached("e", tty=True), post("/exec/e/start", json={"Detach": True, "Tty": True})),
    (exec.resize("e", height=24, width=80), post("/exec/e/resize", query={"h": "24", "w": "80"})),
    (exec.inspect("e"), get("/exec/e/json")),
    # images
    (images.inspect("host:5000/a/b:1"), get("/images/host:5000/a/b:1/json")),
    (
        images.inspect("a", platform="linux/arm64/v8"),
        get("/images/a/json", query={"platform": ARM}, needs=(Gate("platform", "1.49"),)),
    ),
    (
        images.inspect("a", manifests=True),
        get("/images/a/json", query={"manifests": "1"}, needs=(Gate("manifests", "1.48"),)),
    ),
    (images.history("a"), get("/images/a/history")),
    (
        images.history("a", platform={"os": "linux", "architecture": "amd64"}),
        get("/images/a/history", query={"platform": AMD}, needs=(Gate("platform", "1.48"),)),
    ),
    (
        images.tag("sha256:1", "host:5000/a/b"),
        post("/images/sha256:1/tag", query={"repo": "host:5000/a/b", "tag": "latest"}),
    ),
    (images.remove("a"), delete("/images/a", patience=None)),
    (
        images.remove("a", force=True, prune=False, platforms=["linux/amd64", "linux/arm64/v8"]),
        delete(
            "/images/a",
            query={"force": "1", "noprune": "1", "platforms": [AMD, ARM]},
            patience=None,
            needs=(Gate("platforms", "1.50"),),
        ),
    ),
    (
        images.pull("busybox"),
        post(
            "/images/create",
            query={"fromImage": "docker.io/library/busybox", "tag": "latest"},
            headers=NO_CREDENTIALS,
            patience=None,
        ),
    ),
    *(
        (
            images.push("host:5000/me/it:1", auth=login),
            post(
                "/images/host:5000/me/it/push",
                query={"tag": "1"},
                headers={"X-Registry-Auth": "eyJ1c2VybmFtZSI6ICJtZSIsICJwYXNzd29yZCI6ICJcdTAwZTQ_In0="},
                patience=None,
            ),
        )
        for login in (AuthConfig(username="me", password="ä?"), {"username": "me", "password": "ä?"})
    ),
    (
        images.pull("busybox:1", platform="linux/arm64", auth="abc"),
        post(
            "/images/create",
            query={"fromImage": "docker.io/library/busybox", "tag": "1", "platform": "linux/arm64"},
            headers={"X-Registry-Auth": "abc"},
            patience=None,
        ),
    ),
    (
        images.import_(b"tar"),
        post("/images/create", query={"fromSrc": "-"}, headers=TAR, content=b"tar", patience=None),
    ),
    (
        images.import_("http://x/y", "a:b", message="m", changes=["CMD x"], platform="linux/arm64"),
        post(
            "/images/create",
            query={
                "fromSrc": "http://x/y",
                "repo": "a:b",
                "message": "m",
                "changes": ["CMD x"],
                "platform": "linux/arm64",
            },
            patience=None,
        ),
    ),
    (
        images.push("me/it"),
        post("/images/me/it/push", query={"tag": "latest"}, headers=NO_CREDENTIALS, patience=None),
    ),
    (
        images.push("host:5000/me/it:1", platform="linux/amd64", auth="abc"),
        post(
            "/images/host:5000/me/it/push",
            query={"tag": "1", "platform": AMD},
            headers={"X-Registry-Auth": "abc"},
            patience=None,
            needs=(Gate("platform", "1.46"),),
        ),
    ),
    (images.push("me/it", all_tags=True), post("/images/me/it/push", headers=NO_CREDENTIALS, patience=None)),
    (
        images.search("nginx", limit=3, filters={"is-official": True}),
        get(
            "/images/search",
            query={"term": "nginx", "limit": "3", "filters": '{"is-official":{"true":true}}'},
            headers=NO_CREDENTIALS,
            patience=None,
        ),
    ),
    (
        images.prune(filters={"dangling": False}),
        post("/images/prune", query={"filters": '{"dangling":{"false":true}}'}, patience=None),
    ),
    (images.get("a:1"), get("/images/get", query={"names": ["a:1"]}, patience=None)),
    (
        images.get(["a", "b"], platform="linux/amd64"),
        get(
            "/images/get",
            query={"names": ["a", "b"], "platform": [AMD]},
            patience=None,
            needs=(Gate("platform", "1.48"),),
        ),
    ),
    (
        images.get("a", platform=["linux/amd64", "linux/arm64/v8"]),
        get(
            "/images/get",
            query={"names": ["a"], "platform": [AMD, ARM]},
            patience=None,
            needs=(Gate("platform", "1.52"),),
        ),
    ),
    (
        images.load(b"tar"),
        post("/images/load", query={"quiet": "0"}, headers=TAR, content=b"tar", patience=None),
    ),
    (
        images.load(b"tar", quiet=True, platform="linux/amd64"),
        post(
            "/images/load",
            query={"quiet": "1", "platform": [AMD]},
            headers=TAR,
            content=b"tar",
            patience=None,
            needs=(Gate("platform", "1.48"),),
        ),
    ),
    (images.build(b"tar"), post("/build", headers=TAR, content=b"tar", patience=None)),
    (
        images.build(
            "https://x/y.git",
            dockerfile="D",
            tags=["a", "b"],
            buildargs={"A": "1", "B": None},
            labels={"l": "1"},
            target="t",
            platform="linux/arm64",
            pull=True,
            nocache=True,
            cachefrom=["c"],
            networkmode="host",
            extrahosts=["h:1.2.3.4"],
            quiet=True,
            rm=False,
            forcerm=True,
            squash=True,
            memory=1,
            memswap=-1,
            cpushares=2,
            cpusetcpus="0",
            cpuperiod=3,
            cpuquota=4,
            shmsize=5,
            registry_config="cfg",
        ),
        post(
            "/build",
            query={
                "dockerfile": "D",
                "t": ["a", "b"],
                "remote": "https://x/y.git",
                "buildargs": '{"A":"1","B":null}',
                "labels": '{"l":"1"}',
                "target": "t",
                "platform": "linux/arm64",
                "pull": "1",
                "nocache": "1",
                "cachefrom": '["c"]',
                "networkmode": "host",
                "extrahosts": ["h:1.2.3.4"],
                "q": "1",
                "rm": "0",
                "forcerm": "1",
                "squash": "1",
                "memory": "1",
                "memswap": "-1",
                "cpushares": "2",
                "cpusetcpus": "0",
                "cpuperiod": "3",
                "cpuquota": "4",
                "shmsize": "5",
            },
            headers=TAR | {"X-Registry-Config": "cfg"},
            patience=None,
        ),
    ),
    (images.build_prune(), post("/build/prune", patience=None)),
    (
        images.build_prune(
            all=True,
            filters={"until": "24h"},
            reserved_space=2,
            max_used_space=3,
            min_free_space=4,
        ),
        post(
            "/build/prune",
            query={
                "all": "1",
                "filters": '{"until":{"24h":true}}',
                "keep-storage": "2",
                "reserved-space": "2",
                "max-used-space": "3",
                "min-free-space": "4",
            },
            patience=None,
            needs=(Gate("max_used_space", "1.48"), Gate("min_free_space", "1.48")),
        ),
    ),
    (images.list(), get("/images/json")),
    (
        images.list(
            all=True,
            digests=True,
            shared_size=True,
            manifests=True,
            identity=True,
            filters={"reference": "busybox"},
        ),
        get(
            "/images/json",
            query={
                "all": "1",
                "digests": "1",
                "shared-size": "1",
                "manifests": "1",
                "identity": "1",
                "filters": '{"reference":{"busybox":true}}',
            },
            patience=None,
            needs=(
                Gate("shared_size", "1.42"),
                Gate("manifests", "1.47"),
                Gate("identity", "1.54"),
            ),
        ),
    ),
    (images.attestations("a"), get("/images/a/attestations", needs=(Gate("images.attestations", "1.55"),))),
    (
        images.attestations("a", platform="linux/amd64", types=["t1", "t2"], statement=True),
        get(
            "/images/a/attestations",
            query={"platform": AMD, "type": ["t1", "t2"], "statement": "1"},
            needs=(Gate("images.attestations", "1.55"),),
        ),
    ),
    (
        containers.attach_websocket("web", stdin=True, logs=True, detach_keys="ctrl-a"),
        get(
            "/containers/web/attach/ws",
            query={
                "detachKeys": "ctrl-a",
                "logs": "1",
                "stream": "1",
                "stdin": "1",
                "stdout": "1",
                "stderr": "1",
            },
            headers=HANDSHAKE,
            upgrade=True,
            patience=None,
            needs=(Gate("containers.attach_websocket", "1.42"),),
        ),
    ),
    (
        networks.connect("n", "web", config=EndpointConfig(mac_address="02:00:00:00:00:01")),
        post(
            "/networks/n/connect",
            json={"Container": "web", "EndpointConfig": {"MacAddress": "02:00:00:00:00:01"}},
            slow=True,
            needs=(Gate("mac_address", "1.54"), Gate("mac_address", "1.44")),
        ),
    ),
    (
        containers.update("web", UpdateConfig(blkio_device_read_bps=[])),
        post(
            "/containers/web/update",
            json={"BlkioDeviceReadBps": []},
            needs=(Gate("blkio_device_read_bps", "1.55"),),
        ),
    ),
    (
        containers.commit("web", config=ContainerConfig(healthcheck=Healthcheck(start_interval=5))),
        post(
            "/commit",
            query={"container": "web"},
            json={"Healthcheck": {"StartInterval": 5}},
            patience=None,
            needs=(Gate("healthcheck.start_interval", "1.44"),),
        ),
    ),
    (
        volumes.create("v", config=VolumeConfig(cluster_volume_spec=ClusterVolumeSpec(group="g"))),
        post(
            "/volumes/create",
            json={"Name": "v", "ClusterVolumeSpec": {"Group": "g"}},
            patience=None,
            needs=(Gate("cluster_volume_spec", "1.42"),),
        ),
    ),
    (
        containers.list(filters={"annotation": "a"}),
        get(
            "/containers/json",
            query={"filters": '{"annotation":{"a":true}}'},
            needs=(Gate("filters.annotation", "1.56"),),
        ),
    ),
    # networks
    (networks.create("net"), post("/networks/create", json={"Name": "net"}, slow=True)),
    (
        networks.create("net", config=NetworkConfig(internal=True, enable_ipv4=False)),
        post(
            "/networks/create",
            json={"Name": "net", "EnableIPv4": False, "Internal": True},
            slow=True,
            needs=(Gate("enable_ipv4", "1.48"),),
        ),
    ),
    (
        networks.create("net", config={"Driver": "bridge"}),
        post("/networks/create", json={"Name": "net", "Driver": "bridge"}, slow=True),
    ),
    (networks.inspect("net"), get("/networks/net")),
    (
        networks.inspect("net", verbose=True, scope="local"),
        get("/networks/net", query={"verbose": "1", "scope": "local"}),
    ),
    (
        networks.connect("net", "web"),
        post("/networks/net/connect", json={"Container": "web", "EndpointConfig": {}}, slow=True),
    ),
    (
        networks.connect("net", "web", config=EndpointConfig(aliases=["db"], gw_priority=1)),
        post(
            "/networks/net/connect",
            json={"Container": "web", "EndpointConfig": {"Aliases": ["db"], "GwPriority": 1}},
            slow=True,
            needs=(Gate("gw_priority", "1.48"),),
        ),
    ),
    (
        networks.disconnect("net", "web", force=True),
        post("/networks/net/disconnect", json={"Container": "web", "Force": True}, slow=True),
    ),
    (networks.remove("net"), delete("/networks/net", slow=True)),
    (
        networks.prune(filters={"label!": "keep"}),
        post("/networks/prune", query={"filters": '{"label!":{"keep":true}}'}, patience=None),
    ),
    (networks.list(), get("/networks")),
    (
        networks.list(filters={"driver": "bridge"}),
        get("/networks", query={"filters": '{"driver":{"bridge":true}}'}),
    ),
    # volumes
    (volumes.create(), post("/volumes/create", json={}, patience=None)),
    (
        volumes.create("data", config=VolumeConfig(labels={"a": "b"})),
        post("/volumes/create", json={"Name": "data", "Labels": {"a": "b"}}, patience=None),
    ),
    (volumes.inspect("data"), get("/volumes/data")),
    (
        volumes.update("data", {"Availability": "drain"}, version=7),
        RequestSpec(
            method="PUT",
            path="/volumes/data",
            query={"version": "7"},
            json={"Spec": {"Availability": "drain"}},
            needs=(Gate("volumes.update", "1.42"),),
        ),
    ),
    (volumes.remove("data"), delete("/volumes/data", patience=None)),
    (volumes.remove("data", force=True), delete("/volumes/data", query={"force": "1"}, patience=None)),
    (
        volumes.prune(filters={"all": True}),
        post(
            "/volumes/prune",
            query={"filters": '{"all":{"true":true}}'},
            patience=None,
            needs=(Gate("filters.all", "1.42"),),
        ),
    ),
    (volumes.list(), get("/volumes")),
    (
        volumes.list(filters={"dangling": True}),
        get("/volumes", query={"filters": '{"dangling":{"true":true}}'}),
    ),
    # plugins
    (
        plugins.privileges("host/a/b:1"),
        get("/plugins/privileges", query={"remote": "host/a/b:1"}, patience=None),
    ),
    (
        plugins.pull("a/b"),
        post("/plugins/pull", query={"remote": "a/b"}, json=[], patience=None),
    ),
    (
        plugins.pull(
            "a/b",
            name="c",
            privileges=[
                PluginPrivilege({"Name": "network", "Value": ["host"]}),
                Privilege(name="mount", value=["/"]),
            ],
            auth="abc",
        ),
        post(
            "/plugins/pull",
            query={"remote": "a/b", "name": "c"},
            headers={"X-Registry-Auth": "abc"},
            json=[{"Name": "network", "Value": ["host"]}, {"Name": "mount", "Value": ["/"]}],
            patience=None,
        ),
    ),
    (plugins.inspect("a/b:1"), get("/plugins/a/b:1/json")),
    (plugins.enable("a/b"), post("/plugins/a/b/enable", query={"timeout": "0"}, patience=None)),
    (plugins.enable("a/b", timeout=9), post("/plugins/a/b/enable", query={"timeout": "9"}, patience=None)),
    (plugins.disable("a/b", force=True), post("/plugins/a/b/disable", query={"force": "1"}, patience=None)),
    (plugins.set("a/b", ["DEBUG=1"]), post("/plugins/a/b/set", json=["DEBUG=1"])),
    (
        plugins.upgrade("a/b", "c/d:2"),
        post("/plugins/a/b/upgrade", query={"remote": "c/d:2"}, json=[], patience=None),
    ),
    (
        plugins.create("a/b", b"tar"),
        post("/plugins/create", query={"name": "a/b"}, headers=TAR, content=b"tar", patience=None),
    ),
    (plugins.push("a/b"), post("/plugins/a/b/push", patience=None)),
    (plugins.remove("a/b", force=True), delete("/plugins/a/b", query={"force": "1"}, patience=None)),
    (plugins.list(), get("/plugins")),
    (
        plugins.list(filters={"enabled": True}),
        get("/plugins", query={"filters": '{"enabled":{"true":true}}'}),
    ),
    # distribution
    (distribution.inspect("host/a:1"), get("/distribution/host/a:1/json", patience=None)),
    (
        distribution.inspect("a", auth="abc"),
        get("/distribution/a/json", headers={"X-Registry-Auth": "abc"}, patience=None),
    ),
    # system
    (system.ping(), get("/_ping", versioned=False)),
    (system.version(), get("/version")),
    (system.info(), get("/info")),
    (system.df(), get("/system/df", patience=None)),
    (
        system.df(types=["image", "build-cache"], verbose=True),
        get(
            "/system/df",
            query={"type": ["image", "build-cache"], "verbose": "1"},
            patience=None,
            needs=(Gate("type", "1.42"), Gate("verbose", "1.52")),
        ),
    ),
    (
        system.auth(AuthConfig(username="u", password="p", serveraddress="s")),
        post("/auth", json={"username": "u", "password": "p", "serveraddress": "s"}, patience=None),
    ),
    (system.events(), get("/events", patience=None)),
    (
        system.events(since=1, until=2.5, filters={"type": "image"}),
        get(
            "/events",
            query={"since": "1", "until": "2.5", "filters": '{"type":{"image":true}}'},
            patience=None,
        ),
    ),
]

GROUPS: dict[str, Api[None]] = {
    "containers": containers,
    "exec": exec,
    "images": images,
    "networks": networks,
    "volumes": volumes,
    "plugins": plugins,
    "distribution": distribution,
    "system": system,
}


@pytest.mark.parametrize(("call", "sent"), SENT, ids=[f"{sent.method} {sent.path}" for _, sent in SENT])
def test_what_is_sent(call: Call[Any] | StreamCall[Any], sent: RequestSpec) -> None:
    assert call.request == sent


ENDPOINTS = [
    pytest.param(member.__doc__, id=f"{group}.{name}")
    for group, api in GROUPS.items()
    for name, member in vars(type(api)).items()
    if hasattr(member, "verb")
]


@pytest.mark.parametrize("doc", ENDPOINTS)
def test_the_route_that_an_endpoint_documents_is_one_in_the_table(doc: str) -> None:
    route = re.search(r"`((?:GET|HEAD|POST|PUT|DELETE) /[^`]+)`", doc)
    assert route is not None
    pattern = route[1].replace("{id}", "[^/]+").replace("{name}", ".+")
    assert [sent for _, sent in SENT if re.fullmatch(pattern, f"{sent.method} {sent.path}")] != []


NAMELESS = ["", " ", "/", "//"]

BY_ID: list[Any] = [
    containers.inspect,
    containers.start,
    containers.stop,
    containers.restart,
    containers.kill,
    containers.pause,
    containers.unpause,
    containers.wait,
    containers.remove,
    containers.top,
    containers.logs,
    containers.attach,
    containers.changes,
    containers.export,
    containers.stats,
    exec.create,
    exec.start,
    exec.start_detached,
    exec.inspect,
    images.inspect,
    images.history,
    images.remove,
    images.get,
    networks.inspect,
    networks.remove,
    volumes.inspect,
    volumes.remove,
    distribution.inspect,
]


@pytest.mark.parametrize("name", NAMELESS)
@pytest.mark.parametrize("endpoint", BY_ID, ids=lambda endpoint: endpoint.__qualname__)
def test_nothing_is_sent_without_an_id(endpoint: Any, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        endpoint(name)


QUOTED: list[tuple[Any, str]] = [
    (containers.inspect("a/b c?d#e%"), "/containers/a%2Fb%20c%3Fd%23e%25/json"),
    (containers.inspect("/web"), "/containers/web/json"),  # the name as the API gives it
    (containers.stop("//./web/"), "/containers/web/stop"),
    (containers.inspect("web\r\n"), "/containers/web/json"),
    (containers.inspect("\u00a0web\u2028"), "/containers/web/json"),
    (containers.inspect("web\x1f"), "/containers/web%1F/json"),  # white space to Python, not to Go
    (exec.inspect("/abc"), "/exec/abc/json"),
    (networks.remove("/net "), "/networks/net"),
    (volumes.remove("/vol\r"), "/volumes/vol"),
    (images.inspect("/a//b"), "/images/a/b/json"),
    (images.inspect("a "), "/images/a%20/json"),  # as docker: no image's name is trimmed
    (distribution.inspect("/a"), "/distribution/a/json"),
    (networks.inspect("my net"), "/networks/my%20net"),
    (volumes.inspect("ü"), "/volumes/%C3%BC"),
    (images.inspect("host:5000/a/b@sha256:1"), "/images/host:5000/a/b@sha256:1/json"),
    (images.inspect("a?b#c d"), "/images/a%3Fb%23c%20d/json"),
]


@pytest.mark.parametrize(("call", "path"), QUOTED)
def test_ids_are_quoted(call: Any, path: str) -> None:
    assert call.request.path == path


ELSEWHERE: list[tuple[Any, str]] = [
    (containers.inspect, "../../info"),
    (containers.remove, "web/.."),
    (networks.remove, "../volumes/v"),
    (volumes.remove, "../networks/n"),
    (images.remove, "../containers/web"),
]


@pytest.mark.parametrize(("endpoint", "name"), ELSEWHERE)
def test_a_name_leads_to_no_other_route(endpoint: Any, name: str) -> None:
    with pytest.raises(InvalidName, match="leads to another route"):
        endpoint(name)


def _body(call: Any) -> Any:
    return call.request.json


def test_names_that_are_no_part_of_a_path_are_trimmed_as_well() -> None:
    assert _body(networks.connect("n", "web\r"))["Container"] == "web"
    assert _body(networks.disconnect("n", " web"))["Container"] == "web"
    assert containers.commit("web\r").request.query["container"] == "web"


REFUSED: list[tuple[Any, tuple[Any, ...]]] = [
    (images.pull, ("UPPER",)),
    (images.push, ("a@sha256:" + "0" * 64,)),
    (images.tag, ("a", "b@sha256:" + "0" * 64)),
    (images.import_, (b"", "UPPER")),
    (containers.commit, ("web", "UPPER")),
]


@pytest.mark.parametrize(("endpoint", "arguments"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_references_that_are_refused(endpoint: Any, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(InvalidReference):
        endpoint(*arguments)


@pytest.mark.parametrize("platform", ["/", "linux/", "linux/arm64/v8/x"])
def test_platforms_that_are_refused(platform: str) -> None:
    with pytest.raises(ValueError, match="a platform is os/architecture"):
        images.history("a", platform=platform)


@pytest.mark.parametrize(
    "endpoint", [lambda: containers.create("a", "ls -l"), lambda: exec.create("a", "ls -l")]
)
def test_a_command_is_no_string(endpoint: Any) -> None:
    with pytest.raises(TypeError, match="a command is a list"):
        endpoint()


RESIZED: list[tuple[HijackCall, str]] = [
    (containers.attach("web"), "/containers/web/resize"),
    (exec.start("e"), "/exec/e/resize"),
]


@pytest.mark.parametrize(("call", "path"), RESIZED)
def test_a_hijacked_stream_knows_how_to_resize_its_terminal(call: HijackCall, path: str) -> None:
    assert call.resize is not None
    assert call.resize(24, 80).request == post(path, query={"h": "24", "w": "80"})
