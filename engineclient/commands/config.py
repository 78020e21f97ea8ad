"""config: create, list, inspect and remove the configs of a swarm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.api.configs import configs
from engineclient.cli.arity import at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import config_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, FILTER, STRING, list_of
from engineclient.cli.flags import flag, flags
from engineclient.cli.printing.batch import print_one_by_one
from engineclient.cli.printing.cluster_objects import object_formatter, pretty_time, read_content
from engineclient.cli.printing.inspection import BAD_SWARM_FORMAT, INSPECT_FORMAT, show_kind
from engineclient.cli.printing.listing import FORMAT, only_ids, print_list
from engineclient.cli.printing.pretty import PRETTY, is_pretty, label_lines, print_pretty
from engineclient.cli.settings import setting
from engineclient.golang.natural import natural_key
from engineclient.golang.quoting import quote
from engineclient.models.cluster import Driver
from engineclient.models.configs import Config, ConfigSpec
from engineclient.options.values.key_values import label as label_syntax, to_map
from engineclient.text.format import Formatter, unescaped

if TYPE_CHECKING:
    from engineclient.cli.app import App

_TABLE: Final = r"{{.ID}}\t{{.Name}}\t{{.CreatedAt}}\t{{.UpdatedAt}}"
_KEYWORDS: Final = {"table": unescaped(f"table {_TABLE}")}  # docker's inspect takes the word as ls does


@command(
    "[OPTIONS] CONFIG file|-",
    exactly(2),
    description="Create a config from a file, or from standard input (-)",
)
@flag("-l, --label", list_of(label_syntax), "Set a label")
@flag("--template-driver", STRING, "Driver that expands templates in the content")
def create(app: App, name: str, source: str, *, label: list[str], template_driver: str) -> None:
    """Create a config and print its id."""
    try:
        content = read_content(source)
    except ValueError as error:
        raise Failure(f"Error reading content from {quote(source)}: {error}") from None
    created = app.engine().configs.create(
        ConfigSpec(
            name=name,
            labels=to_map(label),
            data=content,
            templating=Driver(name=template_driver) if template_driver else None,
        )
    )
    app.out.line(created.id)


@command("[OPTIONS]")
@flag("-f, --filter", FILTER, 'Show only configs that meet a condition (such as "name=x")')
@FORMAT
@flag("-q, --quiet", BOOL, "Show only IDs")
def ls(app: App, *, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List configs."""
    found = sorted(app.engine().configs.list(filters=filter), key=lambda each: natural_key(each.spec.name))
    source = format or ("" if quiet else setting(app, "configFormat"))
    formatter: Formatter[Config] = object_formatter("*config.configContext", _TABLE, {})
    print_list(app, formatter, found, only_ids(source) if quiet else source)


@command("[OPTIONS] CONFIG [CONFIG...]", at_least(1), complete=config_names)
@flags(INSPECT_FORMAT, PRETTY)
def inspect(app: App, *names: str, format: str, pretty: bool) -> None:
    """Show configs."""
    if is_pretty(format, pretty=pretty):
        print_pretty(app, names, lambda name: _pretty(app.engine().configs.inspect(name)))
    else:
        format = _KEYWORDS.get(format, format)
        show_kind(app, names, format, "config", configs.inspect, bad_format=BAD_SWARM_FORMAT)


def _pretty(config: Config) -> str:
    labels = config.spec.labels
    lines = [
        f"ID:\t\t\t{config.id}",
        f"Name:\t\t\t{config.spec.name}",
        *(["Labels:", *label_lines(labels, " - ")] if labels else []),
        f"Created at:            \t{pretty_time(config.created_at)}",
        f"Updated at:            \t{pretty_time(config.updated_at)}",
        "Data:",
        config.spec.content.decode(errors="surrogateescape"),
    ]
    return "\n".join(lines)


@command("CONFIG [CONFIG...]", at_least(1), complete=config_names)
def rm(app: App, *names: str) -> None:
    """Remove configs, one after the other."""
    print_one_by_one(app, names, app.engine().configs.remove)
