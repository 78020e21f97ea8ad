"""What `volume ls` and `system df -v` can show of a volume."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.printing.listing import join_pairs
from engineclient.golang.units import human_size
from engineclient.text.format import Column, Formatter, label_column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engineclient.models.cluster_volumes import ClusterVolume
    from engineclient.models.volumes import Volume

_TABLE: Final = r"{{.Driver}}\t{{.Name}}"
_RAW: Final = r"name: {{.Name}}\ndriver: {{.Driver}}\n"
_UNKNOWN: Final = "N/A"


def cluster_of(volume: Volume) -> ClusterVolume | None:
    """The cluster fields of a volume, None for a volume of a single engine."""
    found = volume.cluster_volume
    return found if found is not None and found.raw else None


def _of_cluster(field: Callable[[ClusterVolume], str]) -> Callable[[Volume], str]:
    def value(volume: Volume) -> str:
        cluster = cluster_of(volume)
        return field(cluster) if cluster is not None else _UNKNOWN

    return value


def _group(cluster: ClusterVolume) -> str:
    return (cluster.spec and cluster.spec.group) or ""


def _availability(cluster: ClusterVolume) -> str:
    return (cluster.spec and cluster.spec.availability) or ""


def _status(cluster: ClusterVolume) -> str:
    if not (cluster.info and cluster.info.volume_id):
        return "pending creation"
    nodes = len(cluster.publish_status)
    if not nodes:
        return "created"
    return "in use (1 node)" if nodes == 1 else f"in use ({nodes} nodes)"


def _labels(volume: Volume) -> Mapping[str, str]:
    return volume.labels


VOLUMES: Final[Formatter[Volume]] = Formatter(
    "*formatter.volumeContext",
    {
        "Name": Column("VOLUME NAME", lambda each: each.name),
        "Driver": Column("DRIVER", lambda each: each.driver),
        "Scope": Column("SCOPE", lambda each: each.scope),
        "Labels": Column("LABELS", lambda each: join_pairs(each.labels)),
        "Mountpoint": Column("MOUNTPOINT", lambda each: each.mountpoint),
        "Links": Column("LINKS", lambda each: str(each.usage.ref_count) if each.usage else _UNKNOWN),
        "Size": Column("SIZE", lambda each: human_size(each.usage.size) if each.usage else _UNKNOWN),
        "Group": Column("GROUP", _of_cluster(_group)),
        "Availability": Column("AVAILABILITY", _of_cluster(_availability)),
        "Status": Column("STATUS", _of_cluster(_status)),
        "Label": label_column(_labels),
    },
    _TABLE,
    _RAW,
)
"""What `volume ls` and `system df -v` can show of a volume."""
