"""The columns of a container in `ps` and `system df -v`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from engineclient.cli.printing.listing import short_id
from engineclient.golang.durations import SECOND, ago
from engineclient.golang.quoting import quote
from engineclient.golang.units import human_size
from engineclient.text import ports
from engineclient.text.format import Column, Formatter, label_column
from engineclient.text.table import ellipsis

if TYPE_CHECKING:
    from engineclient.models.container_summary import ContainerSummary, Port

_COMMAND_WIDTH: Final = 20
_MOUNT_WIDTH: Final = 15


def container_formatter(*, truncate: bool = True, size: bool = False) -> Formatter[ContainerSummary]:
    """The formatter of containers; `truncate` shortens columns, `size` adds the size to the default views."""
    shown = _Shown(truncate=truncate, now=time.time_ns())
    columns: dict[str, Column[ContainerSummary]] = {
        "ID": Column("CONTAINER ID", shown.id),
        "Names": Column("NAMES", shown.names),
        "Image": Column("IMAGE", shown.image),
        "Command": Column("COMMAND", shown.command),
        "CreatedAt": Column("CREATED AT", _created_at),
        "RunningFor": Column("CREATED", lambda each: ago(each.created * SECOND, shown.now)),
        "Ports": Column("PORTS", lambda each: ports.list_ports(map(_port, each.ports))),
        "State": Column("STATE", lambda each: each.state),
        "Status": Column("STATUS", lambda each: each.status),
        "Size": Column("SIZE", _size),
        "Labels": Column(
            "LABELS", lambda each: ",".join(f"{key}={each.labels[key]}" for key in sorted(each.labels))
        ),
        "Mounts": Column("MOUNTS", shown.mounts),
        "LocalVolumes": Column("LOCAL VOLUMES", _local_volumes),
        "Networks": Column("NETWORKS", _networks),
        "Platform": Column("PLATFORM", _platform),
        "Label": label_column(lambda each: each.labels),
    }
    return Formatter(
        "*formatter.ContainerContext",
        columns,
        _TABLE + (r"\t{{.Size}}" if size else ""),
        _RAW + (r"size: {{.Size}}\n" if size else ""),
    )


_TABLE: Final = r"{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}"

_RAW: Final = (
    r"container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\n"
    r"state:{{pad .State 1 0}}\nstatus:{{pad .Status 1 0}}\nnames: {{.Names}}\n"
    r"labels:{{pad .Labels 1 0}}\nports:{{pad .Ports 1 0}}\n"
)


class _Shown:
    """The columns that --no-trunc shows in full."""

    def __init__(self, *, truncate: bool, now: int) -> None:
        self.truncate = truncate
        self.now = now

    def id(self, container: ContainerSummary) -> str:
        return short_id(container.id) if self.truncate else container.id

    def names(self, container: ContainerSummary) -> str:
        names = [name.removeprefix("/") for name in container.names]
        if self.truncate:
            names = [name for name in names if "/" not in name][:1] or names  # names with a slash are links
        return ",".join(names)

    def image(self, container: ContainerSummary) -> str:
        image = container.image
        if not image:
            return "<no image>"
        if not self.truncate:
            return image
        if short_id(container.image_id) == short_id(image):
            return short_id(image)
        if "/" not in image and "@" not in image:
            return image  # as it would be below
        from engineclient.errors import InvalidReference
        from engineclient.wire.references import parse

        try:
            return parse(image)._replace(digest="").familiar
        except InvalidReference:
            return image

    def command(self, container: ContainerSummary) -> str:
        return quote(ellipsis(container.command, _COMMAND_WIDTH) if self.truncate else container.command)

    def mounts(self, container: ContainerSummary) -> str:
        names = (mount.name or mount.source or "" for mount in container.mounts)
        return ",".join(ellipsis(name, _MOUNT_WIDTH) if self.truncate else name for name in names)


def _created_at(container: ContainerSummary) -> str:
    from engineclient.golang.times import format_time

    return format_time(container.created * SECOND)


def _port(port: Port) -> ports.Port:
    return ports.Port(port.private_port, port.ip or "", port.public_port or 0, port.type)


def _size(container: ContainerSummary) -> str:
    own = human_size(container.size_rw or 0, 3)
    whole = container.size_root_fs
    return f"{own} (virtual {human_size(whole, 3)})" if whole else own


def _local_volumes(container: ContainerSummary) -> str:
    return str(sum(mount.driver == "local" for mount in container.mounts))


def _networks(container: ContainerSummary) -> str:
    settings = container.network_settings
    return ",".join(sorted(settings.networks)) if settings else ""


def _platform(container: ContainerSummary) -> object:
    from engineclient.golang.template import NIL, Record

    descriptor = container.image_manifest_descriptor
    platform = descriptor and descriptor.raw.get("platform")
    return Record("formatter.Platform", platform) if platform else NIL
