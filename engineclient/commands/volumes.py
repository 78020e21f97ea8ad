"""volume: make and remove volumes, list them, and change those of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.commands.arity import at_least, at_most, exactly
from engineclient.commands.command import command
from engineclient.commands.completion import volume_names
from engineclient.commands.configfile import setting
from engineclient.commands.failures import PROGRAM, Failure
from engineclient.commands.flags import flag, flags
from engineclient.commands.flagtypes import BOOL, FILTER, STRING
from engineclient.commands.listing import FORMAT, join_pairs, print_list
from engineclient.commands.optionflags import Words, flags_of
from engineclient.commands.several import one_by_one, tell
from engineclient.commands.support import require
from engineclient.options.volume_create import VolumeCreateFlags, volume_create
from engineclient.text.format import Column, Formatter, label_column
from engineclient.text.natural import natural_key
from engineclient.text.units import human_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.commands.app import App
    from engineclient.models.volumes import Volume

_TABLE: Final = r"{{.Driver}}\t{{.Name}}"
_CLUSTER_TABLE: Final = r"table {{.Name}}\t{{.Group}}\t{{.Driver}}\t{{.Availability}}\t{{.Status}}"
_RAW: Final = r"name: {{.Name}}\ndriver: {{.Driver}}\n"
_ONLY_NAMES: Final = {
    "": "{{.Name}}",
    "table": "{{.Name}}",
    "raw": "name: {{.Name}}",
}
_UNKNOWN: Final = "N/A"

_CREATE_WORDS: Final = {
    "availability": Words(
        "string", 'What may be done with it in a cluster ("active", "pause", "drain")', '"active"'
    ),
    "driver": Words("string", "Driver of the volume", '"local"'),
    "group": Words("string", "Group of cluster volumes it belongs to"),
    "label": Words("list", "Set a label"),
    "limit_bytes": Words("bytes", "Most bytes a cluster volume may have"),
    "opt": Words("map", "Option for the driver", "map[]"),
    "required_bytes": Words("bytes", "Fewest bytes a cluster volume must have"),
    "scope": Words("string", 'Nodes that may use a cluster volume at once ("single", "multi")', '"single"'),
    "secret": Words("map", "Secret for the driver of a cluster volume", "map[]"),
    "sharing": Words(
        "string", 'How tasks share a cluster volume ("none", "readonly", "onewriter", "all")', '"none"'
    ),
    "topology_preferred": Words("list", "Where a cluster volume should be"),
    "topology_required": Words("list", "Where a cluster volume must be within reach"),
    "type": Words("string", 'How a cluster volume is used ("mount", "block")', '"block"'),
}


@command("[OPTIONS] [VOLUME]", at_most(1))
@flag("--name", STRING, hidden=True)
@flags(*flags_of(VolumeCreateFlags, _CREATE_WORDS))
def create(app: App, *names: str, name: str, **given: Any) -> None:
    """Make a volume and print its name."""
    if name and names:
        raise Failure(
            "conflicting options: cannot specify a volume-name through both --name and as a positional arg"
        )
    engine = app.engine()
    name = names[0] if names else name
    body = volume_create(VolumeCreateFlags(**given), name, api_version=engine.api_version)
    made = engine.volumes.create(config=body).name
    if name:
        app.out.line(made)
    else:
        app.print_made(made)


@command("[OPTIONS]")
@flag("--cluster", BOOL, "Show only cluster volumes, in a table of their own")
@flag("-f, --filter", FILTER, 'Show only those that meet a condition (such as "dangling=true")')
@FORMAT
@flag("-q, --quiet", BOOL, "Show only names")
def ls(app: App, *, cluster: bool, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List volumes."""
    if cluster:
        require(app, '"--cluster"', "1.42")
    found = app.engine().volumes.list(filters=filter).volumes
    source = format or ("" if quiet else setting(app, "volumesFormat"))
    if cluster:
        found = [volume for volume in found if _cluster(volume)]
        source = "" if quiet else _CLUSTER_TABLE
    if quiet:
        source = _ONLY_NAMES.get(source, source)
    print_list(app, VOLUMES, sorted(found, key=lambda each: natural_key(each.name)), source)


def _cluster(volume: Volume) -> dict[str, Any]:
    """What a volume is in a cluster; nothing for one that is in none."""
    found: dict[str, Any] = volume.raw.get("ClusterVolume") or {}
    return found


def _of_cluster(field: Callable[[dict[str, Any]], str]) -> Callable[[Volume], str]:
    def value(volume: Volume) -> str:
        cluster = _cluster(volume)
        return field(cluster) if cluster else _UNKNOWN

    return value


def _status(cluster: dict[str, Any]) -> str:
    if not (cluster.get("Info") or {}).get("VolumeID"):
        return "pending creation"
    nodes = len(cluster.get("PublishStatus") or ())
    if not nodes:
        return "created"
    return "in use (1 node)" if nodes == 1 else f"in use ({nodes} nodes)"


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
        "Group": Column("GROUP", _of_cluster(lambda cluster: cluster["Spec"].get("Group") or "")),
        "Availability": Column(
            "AVAILABILITY", _of_cluster(lambda cluster: cluster["Spec"].get("Availability") or "")
        ),
        "Status": Column("STATUS", _of_cluster(_status)),
        "Label": label_column(lambda each: each.labels),
    },
    _TABLE,
    _RAW,
)
"""What `volume ls` and `system df -v` can show of a volume."""


@command(
    "[OPTIONS] VOLUME [VOLUME...]",
    at_least(1),
    description="Remove one or more volumes. One that a container uses stays.",
    complete=volume_names,
)
@flag("-f, --force", BOOL, "Do not mind if there is none of that name")
def rm(app: App, *names: str, force: bool) -> None:
    """Remove volumes one after the other."""
    remove = app.engine().volumes.remove
    tell(app, one_by_one(names, lambda name: remove(name, force=force)))


@command("[OPTIONS] [VOLUME]", exactly(1), complete=volume_names)
@flag(
    "--availability",
    STRING._replace(shows_zero='"active"'),
    'What may be done with it ("active", "pause", "drain")',
    default=None,
)
def update(app: App, name: str, *, availability: str | None) -> None:
    """Change a volume of a cluster, the only kind that can be changed."""
    require(app, f"{PROGRAM} volume update", "1.42")
    volumes = app.engine().volumes
    cluster = _cluster(volumes.inspect(name))
    if not cluster:
        raise Failure("can only update cluster volumes")
    spec: dict[str, Any] = cluster["Spec"] | ({} if availability is None else {"Availability": availability})
    volumes.update(cluster["ID"], spec, version=cluster["Version"]["Index"])
