"""secret: create, list, inspect and remove the secrets of a swarm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.api.secrets import secrets
from engineclient.cli.arity import at_least, between
from engineclient.cli.command import command
from engineclient.cli.completion import secret_names
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
from engineclient.models.cluster import Driver
from engineclient.models.secrets import Secret, SecretSpec
from engineclient.options.values.key_values import label as label_syntax, to_map
from engineclient.text.format import Column, unescaped

if TYPE_CHECKING:
    from engineclient.cli.app import App

_TABLE: Final = r"{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.CreatedAt}}\t{{.UpdatedAt}}"
_KEYWORDS: Final = {"table": unescaped(f"table {_TABLE}")}  # docker's inspect takes the word as ls does


@command(
    "[OPTIONS] SECRET [file|-]",
    between(1, 2),
    description="Create a secret from a file, or from standard input (-)",
)
@flag("-d, --driver", STRING, "Driver that provides the content")
@flag("-l, --label", list_of(label_syntax), "Set a label")
@flag("--template-driver", STRING, "Driver that expands templates in the content")
def create(
    app: App, name: str, source: str = "", *, driver: str, label: list[str], template_driver: str
) -> None:
    """Create a secret and print its id."""
    created = app.engine().secrets.create(
        SecretSpec(
            name=name,
            labels=to_map(label),
            data=_content(source, driver),
            driver=Driver(name=driver) if driver else None,
            templating=Driver(name=template_driver) if template_driver else None,
        )
    )
    app.out.line(created.id)


def _content(source: str, driver: str) -> bytes | None:
    if driver:
        if source:
            raise Failure("When using secret driver secret data must be empty")
        return None
    if not source:
        raise Failure("secret file is required")
    try:
        return read_content(source)
    except ValueError as error:
        raise Failure(str(error)) from None


@command("[OPTIONS]")
@flag("-f, --filter", FILTER, 'Show only secrets that meet a condition (such as "name=x")')
@FORMAT
@flag("-q, --quiet", BOOL, "Show only IDs")
def ls(app: App, *, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List secrets."""
    found = sorted(app.engine().secrets.list(filters=filter), key=lambda each: natural_key(each.spec.name))
    source = format or ("" if quiet else setting(app, "secretFormat"))
    columns = {"Driver": Column[Secret]("DRIVER", _driver)}
    formatter = object_formatter("*secret.secretContext", _TABLE, columns)
    print_list(app, formatter, found, only_ids(source) if quiet else source)


def _driver(secret: Secret) -> str:
    return (secret.spec.driver and secret.spec.driver.name) or ""


@command("[OPTIONS] SECRET [SECRET...]", at_least(1), complete=secret_names)
@flags(INSPECT_FORMAT, PRETTY)
def inspect(app: App, *names: str, format: str, pretty: bool) -> None:
    """Show secrets, without their contents."""
    if is_pretty(format, pretty=pretty):
        print_pretty(app, names, lambda name: _pretty(app.engine().secrets.inspect(name)))
    else:
        format = _KEYWORDS.get(format, format)
        show_kind(app, names, format, "secret", secrets.inspect, bad_format=BAD_SWARM_FORMAT)


def _pretty(secret: Secret) -> str:
    labels = secret.spec.labels
    lines = [
        f"ID:              {secret.id}",
        f"Name:              {secret.spec.name}",
        *(["Labels:", *label_lines(labels, " - ")] if labels else []),
        f"Driver:            {_driver(secret)}",
        f"Created at:        {pretty_time(secret.created_at)}",
        f"Updated at:        {pretty_time(secret.updated_at)}",
    ]
    return "\n".join(lines)


@command("SECRET [SECRET...]", at_least(1), complete=secret_names)
def rm(app: App, *names: str) -> None:
    """Remove secrets, one after the other."""
    print_one_by_one(app, names, app.engine().secrets.remove)
