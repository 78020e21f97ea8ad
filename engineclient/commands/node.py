"""node: list, inspect, change and remove the nodes of a swarm, and list their tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.api.nodes import nodes
from engineclient.cli.arity import ANY, at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, node_names
from engineclient.cli.failures import Failure, of_several
from engineclient.cli.flag_types import BOOL, FILTER, LIST, STRING
from engineclient.cli.flags import flag, flags
from engineclient.cli.printing.batch import print_one_by_one
from engineclient.cli.printing.cluster_names import own_node
from engineclient.cli.printing.cluster_objects import pretty_time
from engineclient.cli.printing.inspection import BAD_SWARM_FORMAT, INSPECT_FORMAT, Found, json_of, show
from engineclient.cli.printing.listing import FORMAT, only_ids, print_list
from engineclient.cli.printing.node_load_table import print_loads
from engineclient.cli.printing.pretty import PRETTY, is_pretty, label_lines, print_pretty
from engineclient.cli.printing.task_table import TASK_FLAGS, TaskOptions, capitalized, print_tasks
from engineclient.cli.settings import setting
from engineclient.errors import EngineError
from engineclient.golang.json import escape_html
from engineclient.golang.natural import natural_key
from engineclient.golang.units import binary_size
from engineclient.models.conformity import checked
from engineclient.models.nodes import Node
from engineclient.options.values.key_values import to_map
from engineclient.procedures.cluster_view import node_loads
from engineclient.text.format import Column, Formatter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.models.cluster import TLSInfo
    from engineclient.models.info import Info
    from engineclient.models.tasks import Task

_TABLE: Final = (
    r"{{.ID}} {{if .Self}}*{{else}} {{ end }}\t{{.Hostname}}\t{{.Status}}\t{{.Availability}}"
    r"\t{{.ManagerStatus}}\t{{.EngineVersion}}"
)
_RAW: Final = (
    r"node_id: {{.ID}}\nhostname: {{.Hostname}}\nstatus: {{.Status}}\navailability: {{.Availability}}\n"
    r"manager_status: {{.ManagerStatus}}\n"
)
_KEYWORDS: Final = {"table": f"table {_TABLE}", "raw": _RAW}  # docker's inspect takes the words as ls does
_SELF: Final = "self"
_NANO: Final = 10**9


@command("[OPTIONS]")
@flag("-f, --filter", FILTER, 'Show only nodes that meet a condition (such as "role=manager")')
@FORMAT
@flag("-q, --quiet", BOOL, "Show only IDs")
def ls(app: App, *, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List nodes."""
    engine = app.engine()
    found = sorted(engine.nodes.list(filters=filter), key=lambda each: natural_key(_hostname(each)))
    info = engine.info() if found and not quiet else None
    source = format or ("" if quiet else setting(app, "nodesFormat"))
    print_list(app, _formatter(info), found, only_ids(source, "node_id: {{.ID}}") if quiet else source)


def _formatter(info: Info | None) -> Formatter[Node]:
    swarm = info.swarm if info is not None else None
    own = swarm.node_id if swarm is not None else None
    trusted = swarm.cluster.tls_info if swarm is not None and swarm.cluster is not None else None
    columns: dict[str, Column[Node]] = {
        "ID": Column("ID", lambda node: node.id),
        "Self": Column("", lambda node: node.id == own),
        "Hostname": Column("HOSTNAME", _hostname),
        "Status": Column("STATUS", lambda node: capitalized((node.status and node.status.state) or "")),
        "Availability": Column("AVAILABILITY", lambda node: capitalized(node.spec.availability or "")),
        "ManagerStatus": Column("MANAGER STATUS", _manager_status),
        "TLSStatus": Column("TLS STATUS", lambda node: _tls_status(node, trusted)),
        "EngineVersion": Column("ENGINE VERSION", _engine_version),
    }
    return Formatter("*node.nodeContext", columns, _TABLE, _RAW)


def _hostname(node: Node) -> str:
    return (node.description and node.description.hostname) or ""


def _engine_version(node: Node) -> str:
    engine = node.description and node.description.engine
    return (engine and engine.engine_version) or ""


def _manager_status(node: Node) -> str:
    status = node.manager_status
    if status is None:
        return ""
    return "Leader" if status.leader else capitalized(status.reachability or "")


def _tls_status(node: Node, trusted: TLSInfo | None) -> str:
    own = node.description.tls_info if node.description else None
    if trusted is None or own is None or not trusted.raw or not own.raw:
        return "Unknown"
    return "Ready" if own == trusted else "Needs Rotation"


@command("[OPTIONS] self|NODE [NODE...]", at_least(1), complete=node_names)
@flags(INSPECT_FORMAT, PRETTY)
def inspect(app: App, *names: str, format: str, pretty: bool) -> None:
    """Show nodes; `self` is the engine's own node."""
    engine = app.engine()
    if is_pretty(format, pretty=pretty):
        print_pretty(app, names, lambda name: _pretty(engine.nodes.inspect(_reference(engine, name))))
        return

    def find(name: str) -> Found:
        text = json_of(app, nodes.inspect(_reference(engine, name)))
        return Found("node", escape_html(text), templates_see_json=False)

    show(app, names, _KEYWORDS.get(format, format), find, bad_format=BAD_SWARM_FORMAT)


def _reference(engine: Engine, name: str) -> str:
    return own_node(engine) if name == _SELF else name


def _pretty(node: Node) -> str:
    return "\n".join(_lines(node))


def _lines(node: Node) -> Iterator[str]:
    spec = node.spec
    yield f"ID:\t\t\t{node.id}"
    if spec.name:
        yield f"Name:\t\t\t{spec.name}"
    if spec.labels:
        yield from ["Labels:", *label_lines(spec.labels, " - ")]
    yield f"Hostname:              \t{_hostname(node)}"
    yield f"Joined at:             \t{pretty_time(node.created_at)}"
    yield "Status:"
    status = node.status
    yield f" State:\t\t\t{capitalized((status and status.state) or '')}"
    if status is not None and status.message:
        yield f" Message:              \t{capitalized(status.message)}"
    yield f" Availability:         \t{capitalized(spec.availability or '')}"
    if status is not None and status.addr:
        yield f" Address:\t\t{status.addr}"
    manager = node.manager_status
    if manager is not None:
        yield "Manager Status:"
        yield f" Address:\t\t{manager.addr or ''}"
        yield f" Raft Status:\t\t{capitalized(manager.reachability or '')}"
        yield f" Leader:\t\t{'Yes' if manager.leader else 'No'}"
    yield from _machine(node)


def _machine(node: Node) -> Iterator[str]:
    description = node.description
    if description is None:
        return
    platform, resources, engine = description.platform, description.resources, description.engine
    yield "Platform:"
    yield f" Operating System:\t{(platform and platform.os) or ''}"
    yield f" Architecture:\t\t{(platform and platform.architecture) or ''}"
    yield "Resources:"
    yield f" CPUs:\t\t\t{((resources and resources.nano_cpus) or 0) // _NANO}"
    yield f" Memory:\t\t{binary_size((resources and resources.memory_bytes) or 0)}"
    plugins: dict[str, list[str]] = {}
    for plugin in engine.plugins if engine is not None else ():
        plugins.setdefault(plugin.type or "", []).append(plugin.name or "")
    if plugins:
        yield "Plugins:"
        yield from (f" {kind}:\t\t{', '.join(plugins[kind])}" for kind in sorted(plugins))
    yield f"Engine Version:\t\t{_engine_version(node)}"
    if engine is not None and engine.labels:
        yield from ["Engine Labels:", *label_lines(engine.labels, " - ")]
    if description.tls_info is not None:
        yield from _tls(description.tls_info)


def _tls(info: TLSInfo) -> Iterator[str]:
    if info.raw:
        yield "TLS Info:"
        yield " TrustRoot:"
        yield info.trust_root or ""
        yield f" Issuer Subject:\t{info.cert_issuer_subject or ''}"
        yield f" Issuer Public Key:\t{info.cert_issuer_public_key or ''}"


@command("[OPTIONS] [NODE...]", ANY, complete=node_names)
@flag("--all", BOOL, "List all nodes with their tasks and reserved CPUs and memory")
@flags(*TASK_FLAGS)
def ps(app: App, *names: str, all: bool, **given: Any) -> None:
    """List the tasks of nodes, by default of the engine's own node."""
    options = TaskOptions(**given)
    engine = app.engine()
    if all:
        if names or options.filter or options.quiet:
            raise Failure("--all lists every node: it takes no NODE, no --filter and no --quiet")
        print_loads(app, engine.perform(node_loads()), options.names(engine), options.format)
        return
    errors: list[EngineError | Failure] = []
    tasks: list[Task] = []
    wanted = [*options.filter.get("node", ())]
    for name in names or (_SELF,):
        try:
            node = engine.nodes.inspect(_reference(engine, name))
            wanted.append(node.id)  # docker lists the tasks of the nodes before it again
            tasks += engine.tasks.list(filters=options.filter | {"node": wanted})
        except (EngineError, Failure) as error:
            errors.append(error)
    if tasks or not errors:
        print_tasks(app, tasks, options)
    if errors:
        raise of_several(errors)


@command("[OPTIONS] NODE", exactly(1), complete=in_turn(node_names))
@flag("--availability", STRING, 'Availability for tasks ("active", "pause", "drain")', default=None)
@flag("--label-add", LIST, 'Add or change a label ("key=value")')
@flag("--label-rm", LIST, "Remove a label by its key")
@flag("--role", STRING, 'Role in the swarm ("worker", "manager")', default=None)
def update(
    app: App,
    name: str,
    *,
    availability: str | None,
    label_add: list[str],
    label_rm: list[str],
    role: str | None,
) -> None:
    """Change a node and print its name as given."""

    def change(node: Node) -> dict[str, Any]:
        labels = {**node.spec.labels, **to_map(label_add)}
        for key in label_rm:
            if key not in labels:
                raise Failure(f"key {key} doesn't exist in node's labels")
            del labels[key]
        given = {"Role": role, "Availability": availability}
        spec = {
            **checked(node.spec),
            "Labels": labels,
            **{field: value for field, value in given.items() if value is not None},
        }
        return {field: value for field, value in spec.items() if value != ""}

    _update(app, (name,), change, lambda name: name)


@command("NODE [NODE...]", at_least(1), complete=node_names)
def promote(app: App, *names: str) -> None:
    """Promote nodes to managers; stop at the first error."""
    _update(
        app, names, _role(app, "manager"), lambda name: f"Node {name} promoted to a manager in the swarm."
    )


@command("NODE [NODE...]", at_least(1), complete=node_names)
def demote(app: App, *names: str) -> None:
    """Demote managers to workers; stop at the first error."""
    _update(app, names, _role(app, "worker"), lambda name: f"Manager {name} demoted in the swarm.")


def _role(app: App, role: str) -> Callable[[Node], dict[str, Any] | None]:
    def change(node: Node) -> dict[str, Any] | None:
        if node.spec.role == role:
            app.out.line(f"Node {node.id} is already a {role}.")
            return None
        return {**checked(node.spec), "Role": role}

    return change


def _update(
    app: App,
    names: tuple[str, ...],
    change: Callable[[Node], dict[str, Any] | None],
    done: Callable[[str], str],
) -> None:
    engine = app.engine()
    for name in names:
        node = engine.nodes.inspect(name)
        spec = change(node)
        if spec is not None:
            engine.nodes.update(node.id, spec, version=node.version.index)
            app.out.line(done(name))


@command("[OPTIONS] NODE [NODE...]", at_least(1), complete=node_names)
@flag("-f, --force", BOOL, "Remove nodes that are not down")
def rm(app: App, *names: str, force: bool) -> None:
    """Remove nodes, one after the other."""
    remove = app.engine().nodes.remove
    print_one_by_one(app, names, lambda name: remove(name, force=force))
