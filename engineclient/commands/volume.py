"""volume: create, list, inspect, update, prune and remove volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient import versions
from engineclient.api.volumes import volumes
from engineclient.cli.arity import at_least, at_most, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import volume_names
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import BOOL, FILTER, STRING
from engineclient.cli.flags import flag, flags
from engineclient.cli.option_flags import Words, flags_of
from engineclient.cli.printing.batch import print_one_by_one
from engineclient.cli.printing.inspection import INSPECT_FORMAT, Found, json_of, show
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.printing.pruning import FORCE, SURE, print_pruned, prune_filters, prune_volumes
from engineclient.cli.printing.volume_table import VOLUMES, cluster_of
from engineclient.cli.require_api import require
from engineclient.cli.settings import setting
from engineclient.cli.several_engines import run_on_each
from engineclient.golang.natural import natural_key
from engineclient.models.conformity import checked
from engineclient.options.volume import VolumeCreateFlags, volume_create

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.cli.printing.pruning import Filters

_CLUSTER_TABLE: Final = r"table {{.Name}}\t{{.Group}}\t{{.Driver}}\t{{.Availability}}\t{{.Status}}"
_ONLY_NAMES: Final = {
    "": "{{.Name}}",
    "table": "{{.Name}}",
    "raw": "name: {{.Name}}",
}

_CREATE_WORDS: Final = {
    "availability": Words(
        "string", 'Availability of a cluster volume ("active", "pause", "drain")', '"active"'
    ),
    "driver": Words("string", "Driver of the volume", '"local"'),
    "group": Words("string", "Group of a cluster volume"),
    "label": Words("list", "Set a label"),
    "limit_bytes": Words("bytes", "Maximum size of a cluster volume"),
    "opt": Words("map", "Option for the driver", "map[]"),
    "required_bytes": Words("bytes", "Minimum size of a cluster volume"),
    "scope": Words("string", 'Nodes that may use a cluster volume at once ("single", "multi")', '"single"'),
    "secret": Words("map", "Secret for the driver of a cluster volume", "map[]"),
    "sharing": Words(
        "string", 'How tasks share a cluster volume ("none", "readonly", "onewriter", "all")', '"none"'
    ),
    "topology_preferred": Words("list", "Preferred topology of a cluster volume"),
    "topology_required": Words("list", "Topology from which a cluster volume must be accessible"),
    "type": Words("string", 'How a cluster volume is used ("mount", "block")', '"block"'),
}
_VOLUMES_WARNING: Final = (
    "WARNING! This will remove anonymous local volumes not used by at least one container."
)
_ALL_VOLUMES_WARNING: Final = (
    "WARNING! This will remove all local volumes not used by at least one container."
)


@command("[OPTIONS] [VOLUME]", at_most(1))
@flag("--name", STRING, hidden=True)
@flags(*flags_of(VolumeCreateFlags, _CREATE_WORDS))
def create(app: App, *names: str, name: str, **given: Any) -> None:
    """Create a volume and print its name."""
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


@command("[OPTIONS]", several=run_on_each)
@flag("--cluster", BOOL, "Show only cluster volumes, in a table of their own")
@flag("-f, --filter", FILTER, 'Show only volumes that meet a condition (such as "dangling=true")')
@FORMAT
@flag("-q, --quiet", BOOL, "Show only names")
def ls(app: App, *, cluster: bool, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List volumes."""
    if cluster:
        require(app, '"--cluster"', "1.42")
    found = app.engine().volumes.list(filters=filter).volumes
    source = format or ("" if quiet else setting(app, "volumesFormat"))
    if cluster:
        found = [volume for volume in found if cluster_of(volume) is not None]
        source = "" if quiet else _CLUSTER_TABLE
    if quiet:
        source = _ONLY_NAMES.get(source, source)
    print_list(app, VOLUMES, sorted(found, key=lambda each: natural_key(each.name)), source)


@command(
    "[OPTIONS] VOLUME [VOLUME...]",
    at_least(1),
    description="Remove one or more volumes. A volume that a container uses is not removed.",
    complete=volume_names,
)
@flag("-f, --force", BOOL, "Ignore volumes that do not exist")
def rm(app: App, *names: str, force: bool) -> None:
    """Remove volumes one after the other."""
    remove = app.engine().volumes.remove
    print_one_by_one(app, names, lambda name: remove(name, force=force))


@command("[OPTIONS] [VOLUME]", exactly(1), complete=volume_names)
@flag(
    "--availability",
    STRING.replace(shows_zero='"active"'),
    'Availability of the volume ("active", "pause", "drain")',
    default=None,
)
def update(app: App, name: str, *, availability: str | None) -> None:
    """Change a cluster volume, the only kind that can be changed."""
    require(app, f"{PROGRAM} volume update", "1.42")
    volumes = app.engine().volumes
    cluster = cluster_of(volumes.inspect(name))
    if cluster is None:
        raise Failure("can only update cluster volumes")
    spec = checked(cluster.spec) if cluster.spec is not None else {}
    spec |= {} if availability is None else {"Availability": availability}
    volumes.update(cluster.id, spec, version=cluster.version.index)


@command("[OPTIONS] VOLUME [VOLUME...]", at_least(1), complete=volume_names)
@INSPECT_FORMAT
def inspect(app: App, *names: str, format: str) -> None:
    """`minidocker volume inspect`."""
    show(
        app,
        names,
        format,
        lambda name: Found("volume", json_of(app, volumes.inspect(name)), templates_see_json=False),
    )


@command("[OPTIONS]")
@flag("-a, --all", BOOL, "Also remove unused volumes with a name")
@flag("--filter", FILTER, 'Remove only volumes that meet a condition (such as "label=<label>")')
@FORCE
def prune(app: App, *, all: bool, filter: Filters, force: bool) -> None:
    """Remove volumes that no container uses."""
    filters = prune_filters(app, filter)
    warning = _VOLUMES_WARNING
    if all:
        require(app, '"--all"', "1.42")
        if "all" in filters:
            raise Failure("conflicting options: cannot specify both --all and --filter all=1")
        filters["all"] = ["true"]
    if all or versions.is_before(app.engine().api_version, "1.42"):
        warning = _ALL_VOLUMES_WARNING
    if force or confirmed(app, f"{warning}\n{SURE}"):
        print_pruned(app, prune_volumes(app.engine(), filters))
