"""The most common settings of a container, as Python values, interpreted by the rules of docker's flags of that name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING

from engineclient.arguments import refuse_single
from engineclient.golang.units import parse_size
from engineclient.options.values import networks
from engineclient.options.values.flag import OptionError
from engineclient.options.values.key_values import label, to_map
from engineclient.options.values.ports import port_set, publish
from engineclient.options.values.restart import restart_policy, restarts
from engineclient.options.values.volumes import volumes as sorted_volumes

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject

Ports = Mapping[int | str, int | str | None] | Sequence[int | str]
"""`["8080:80", "127.0.0.1::53/udp"]` as for -p, or `{80: 8080, "53/udp": "127.0.0.1:53", 443: None}`: ports of the host,
or addresses with a port, by the port of the container; None is any free port."""

Volumes = Mapping[str | PathLike[str], str] | Sequence[str]
"""`["data:/data", "./conf:/etc/conf:ro"]` as for -v, or `{"data": "/data", Path("conf"): "/etc/conf:ro"}`: paths in the
container by the name of a volume or by a path on the engine's machine."""

Labels = Mapping[str, str] | Sequence[str]
"""`{"tier": "web"}`, or `["tier=web", "flag"]` as for -l."""


def settings(
    *,
    ports: Ports | None = None,
    volumes: Volumes | None = None,
    labels: Labels | None = None,
    network: str | None = None,
    memory: int | str | None = None,
    restart: str | None = None,
    user: int | str | None = None,
    workdir: str | None = None,
    directory: str = "",
    remove: bool = False,
) -> JsonObject:
    """The fields of `POST /containers/create` that the given settings set.

    Args:
        ports: ports to publish.
        volumes: volumes and directories to mount.
        labels: labels of the container.
        network: the name of a network, or `name=shop,alias=db` as for --network.
        memory: the memory limit, in bytes or as `"64m"`.
        restart: the restart policy: `always`, `unless-stopped`, `on-failure:3`.
        user: a name or a uid, optionally with `:group`.
        workdir: the working directory of the command.
        directory: the caller's working directory, for relative paths such as `./conf`.
        remove: let the engine remove the container when it ends.

    Raises:
        OptionError: a value is malformed, or two of them exclude each other, in docker's words.
    """
    refuse_single(ports=ports, volumes=volumes, labels=labels)
    config: JsonObject = {}
    host: JsonObject = {}
    if ports is not None:
        bindings = publish(_ports(ports))
        config["ExposedPorts"], host["PortBindings"] = port_set(bindings), bindings
    if volumes is not None:
        found = sorted_volumes(_volumes(volumes), directory)
        if found.anonymous:
            config["Volumes"] = {path: {} for path in found.anonymous}
        if found.binds:
            host["Binds"] = found.binds
    if labels is not None:
        given = [f"{key}={value}" for key, value in labels.items()] if isinstance(labels, Mapping) else labels
        config["Labels"] = to_map([label(each) for each in given])
    if network is not None:
        attachment = networks.parse_network(network)
        host["NetworkMode"] = attachment.network
        endpoints = networks.endpoints([attachment], networks.Attachment(network=""))
        if endpoints:
            config["NetworkingConfig"] = {"EndpointsConfig": endpoints}
    if memory is not None:
        host["Memory"] = memory if isinstance(memory, int) else _bytes(memory)
    if restart is not None:
        host["RestartPolicy"] = restart_policy(restart)
        if remove and restarts(host["RestartPolicy"]):
            raise OptionError("conflicting options: cannot specify both restart and remove")
    if user is not None:
        config["User"] = str(user)
    if workdir is not None:
        config["WorkingDir"] = workdir
    return {**config, **({"HostConfig": host} if host else {})}


def _ports(ports: Ports) -> list[str]:
    if not isinstance(ports, Mapping):
        return [str(each) for each in ports]
    for outside in ports.values():
        if not (outside is None or isinstance(outside, int | str)):
            raise TypeError(
                f'a port of the host is a number, or text such as "127.0.0.1:8080", not {outside!r}'
            )
    return [str(inside) if outside is None else f"{outside}:{inside}" for inside, outside in ports.items()]


def _volumes(volumes: Volumes) -> list[str]:
    if not isinstance(volumes, Mapping):
        return [*volumes]
    for target in volumes.values():
        if not isinstance(target, str):
            raise TypeError(f'a place of a volume is text such as "/data" or "/data:ro", not {target!r}')
    return [f"{_source(source)}:{target}" for source, target in volumes.items()]


def _source(source: str | PathLike[str]) -> str:
    """A path distinguishable from the name of a volume by its beginning: `./conf` for `Path("conf")`."""
    if isinstance(source, str):
        return source
    text = fspath(source)
    return text if text.startswith(("/", ".")) else f"./{text}"


def _bytes(text: str) -> int:
    if not isinstance(text, str):
        raise TypeError(f'memory is a number of bytes, or text such as "64m", not {type(text).__name__}')
    try:
        return parse_size(text)
    except ValueError as error:
        raise OptionError(f'invalid argument "{text}" for memory: {error}') from None
