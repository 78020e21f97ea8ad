"""plugin ls, inspect, enable, disable, set and rm: manage the engine's installed plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.api.plugins import plugins
from engineclient.cli.arity import at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, plugin_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, FILTER, INT
from engineclient.cli.flags import flag
from engineclient.cli.printing.batch import print_one_by_one
from engineclient.cli.printing.inspection import INSPECT_FORMAT, show_kind
from engineclient.cli.printing.listing import FORMAT, only_ids, print_list, short_id
from engineclient.cli.settings import setting
from engineclient.golang.natural import natural_key
from engineclient.models.plugins import Plugin
from engineclient.text.format import Column, Formatter
from engineclient.text.table import ellipsis

if TYPE_CHECKING:
    from engineclient.cli.app import App

_TABLE: Final = r"{{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}"
_RAW: Final = r"plugin_id: {{.ID}}\nname: {{.Name}}\ndescription: {{.Description}}\nenabled: {{.Enabled}}\n"
_DESCRIPTION_WIDTH: Final = 45


@command("[OPTIONS]")
@flag("-f, --filter", FILTER, 'Show only plugins that meet a condition (such as "enabled=true")')
@FORMAT
@flag("--no-trunc", BOOL, "Show IDs and descriptions in full")
@flag("-q, --quiet", BOOL, "Show only IDs")
def ls(app: App, *, filter: dict[str, list[str]], format: str, no_trunc: bool, quiet: bool) -> None:
    """List plugins."""
    found = sorted(app.engine().plugins.list(filters=filter), key=lambda each: natural_key(each.name))
    source = format or ("" if quiet else setting(app, "pluginsFormat"))
    if quiet:
        source = only_ids(source, "plugin_id: {{.ID}}")
    print_list(app, _formatter(truncate=not no_trunc), found, source)


def _formatter(*, truncate: bool) -> Formatter[Plugin]:
    columns: dict[str, Column[Plugin]] = {
        "ID": Column("ID", lambda each: short_id(each.id or "") if truncate else each.id or ""),
        "Name": Column("NAME", lambda each: each.name),
        "Description": Column("DESCRIPTION", lambda each: _description(each, truncate=truncate)),
        "Enabled": Column("ENABLED", lambda each: each.enabled),
        "PluginReference": Column("PLUGIN REFERENCE", lambda each: each.plugin_reference or ""),
    }
    return Formatter("*plugin.pluginContext", columns, _TABLE, _RAW)


def _description(plugin: Plugin, *, truncate: bool) -> str:
    text = (plugin.config.description or "").replace("\n", "").replace("\r", "")
    return ellipsis(text, _DESCRIPTION_WIDTH) if truncate else text


@command("[OPTIONS] PLUGIN [PLUGIN...]", at_least(1), complete=plugin_names)
@INSPECT_FORMAT
def inspect(app: App, *names: str, format: str) -> None:
    """Show plugins."""
    show_kind(app, names, format, "plugin", plugins.inspect)


@command("[OPTIONS] PLUGIN", exactly(1), complete=in_turn(plugin_names))
@flag(
    "--timeout",
    INT.replace(shows_zero="30"),
    "Seconds to wait for the plugin to answer",
    default=30,
)
def enable(app: App, name: str, *, timeout: int) -> None:
    """Enable a plugin."""
    if timeout < 0:
        raise Failure(f"negative timeout {timeout} is invalid")
    app.engine().plugins.enable(name, timeout=timeout)
    app.out.line(name)


@command("[OPTIONS] PLUGIN", exactly(1), complete=in_turn(plugin_names))
@flag("-f, --force", BOOL, "Disable a plugin that is in use")
def disable(app: App, name: str, *, force: bool) -> None:
    """Disable a plugin."""
    app.engine().plugins.disable(name, force=force)
    app.out.line(name)


@command("PLUGIN KEY=VALUE [KEY=VALUE...]", at_least(2), complete=in_turn(plugin_names))
def set_(app: App, name: str, *settings: str) -> None:
    """Change the settings of a plugin."""
    app.engine().plugins.set(name, settings)


@command("[OPTIONS] PLUGIN [PLUGIN...]", at_least(1), complete=plugin_names)
@flag("-f, --force", BOOL, "Remove plugins that are enabled")
def rm(app: App, *names: str, force: bool) -> None:
    """Remove plugins, one after the other."""
    remove = app.engine().plugins.remove
    print_one_by_one(app, names, lambda name: remove(name, force=force))
