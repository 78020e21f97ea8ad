"""plugin install, upgrade, push and create: transfer plugins from and to registries, and create them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import at_least, between, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, plugin_names
from engineclient.cli.credentials import registry_auth
from engineclient.cli.failures import Failure, text_of
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.progress import ProgressLines, show_progress
from engineclient.cli.printing.prompt import confirmed
from engineclient.cli.trust import CONTENT_TRUST, refuse_content_trust
from engineclient.errors import APIError, EngineError, InvalidReference
from engineclient.golang.files import file_error
from engineclient.golang.json_errors import check_and_compact
from engineclient.golang.quoting import quote
from engineclient.procedures.plugins import install as install_steps, upgrade as upgrade_steps
from engineclient.wire.references import Reference, parse

if TYPE_CHECKING:
    from engineclient.calls import Steps
    from engineclient.cli.app import App
    from engineclient.models.plugins import PluginPrivilege
    from engineclient.procedures.plugins import Accept

_CUT: Final = "unexpected end of JSON input"
_MORE: Final = "after top-level value"
_KINDS: Final = {
    b"{": "",
    b"n": "",
    b"[": "array",
    b'"': "string",
    b"t": "bool",
    b"f": "bool",
}  # else a number
_AN_IMAGE: Final = ("(image) when fetching", "target is image")


@command("[OPTIONS] PLUGIN [KEY=VALUE...]", at_least(1))
@flag("--alias", STRING, "Local name of the plugin")
@flag("--disable", BOOL, "Do not enable the plugin")
@CONTENT_TRUST
@flag("--grant-all-permissions", BOOL, "Grant the plugin all privileges that it requests")
def install(
    app: App,
    remote: str,
    *settings: str,
    alias: str,
    disable: bool,
    disable_content_trust: bool,
    grant_all_permissions: bool,
) -> None:
    """Install a plugin and enable it."""
    local = _named(alias) if alias else None
    source = parse(remote)
    refuse_content_trust(disabled=disable_content_trust or bool(source.digest))
    source = source.with_default_tag()
    steps = install_steps(
        str(source),
        name=local.familiar if local is not None else None,
        accept=None if grant_all_permissions else _asking(app, remote),
        settings=settings,
        enable=not disable,
        auth=registry_auth(app, remote),
        progress=ProgressLines(app.out),
    )
    _perform(app, steps)
    app.out.line(f"Installed plugin {remote}")


@command("[OPTIONS] PLUGIN [REMOTE]", between(1, 2), complete=in_turn(plugin_names))
@CONTENT_TRUST
@flag("--grant-all-permissions", BOOL, "Grant the plugin all privileges that it requests")
@flag("--skip-remote-check", BOOL, "Allow a plugin of another name to replace it")
def upgrade(
    app: App,
    name: str,
    remote: str = "",
    *,
    disable_content_trust: bool,
    grant_all_permissions: bool,
    skip_remote_check: bool,
) -> None:
    """Replace a plugin by another version of it."""
    try:
        plugin = app.engine().plugins.inspect(name)
    except EngineError as error:
        raise Failure(f"error reading plugin data: {text_of(error)}") from error
    if plugin.enabled:
        raise Failure("the plugin must be disabled before upgrading")
    current = plugin.plugin_reference or ""
    remote = remote or current
    new = _parsed(remote, "error parsing remote upgrade image reference")
    old = _parsed(current, "error parsing current image reference")
    app.out.line(f"Upgrading plugin {plugin.name} from {old.familiar} to {new.familiar}")
    if (
        not skip_remote_check
        and new != old
        and not confirmed(app, "Plugin images do not match, are you sure?")
    ):
        return  # docker ends with 0
    refuse_content_trust(disabled=disable_content_trust or bool(new.digest))
    steps = upgrade_steps(
        plugin.name,
        str(new),
        accept=None if grant_all_permissions else _asking(app, remote),
        auth=registry_auth(app, remote),
        progress=ProgressLines(app.out),
    )
    _perform(app, steps)
    app.out.line(f"Upgraded plugin {plugin.name} to {remote}")


def _parsed(reference: str, complaint: str) -> Reference:
    try:
        return parse(reference).with_default_tag()
    except InvalidReference as error:
        raise Failure(f"{complaint}: {error}") from error


def _named(name: str) -> Reference:
    reference = parse(name)
    if reference.digest:
        raise Failure(f"invalid name: {name}")
    return reference.with_default_tag()


def _asking(app: App, remote: str) -> Accept:
    def accept(privileges: list[PluginPrivilege]) -> bool:
        app.out.line(f"Plugin {quote(remote)} is requesting the following privileges:")
        for each in privileges:
            app.out.line(f" - {each.name or ''}: [{' '.join(each.value)}]")
        if not confirmed(app, "Do you grant the above permissions?"):
            raise Failure(f"permission denied while installing plugin {remote}")
        return True

    return accept


def _perform(app: App, steps: Steps[None]) -> None:
    try:
        app.engine().perform(steps)
    except APIError as error:
        if any(text in error.message for text in _AN_IMAGE):
            raise Failure(f'{text_of(error)} - Use "docker image pull"') from error
        raise


@command("[OPTIONS] PLUGIN[:TAG]", exactly(1), complete=in_turn(plugin_names))
@CONTENT_TRUST
def push(app: App, name: str, *, disable_content_trust: bool) -> None:
    """Push a plugin to a registry."""
    reference = _named(name)
    refuse_content_trust(disabled=disable_content_trust)
    show_progress(app.out, app.engine().plugins.push(reference.familiar, auth=registry_auth(app, name)))


@command("[OPTIONS] PLUGIN PLUGIN-DATA-DIR", at_least(2))
@flag("--compress", BOOL, "Compress the directory with gzip before sending it")
def create(app: App, name: str, directory: str, *ignored: str, compress: bool) -> None:
    """Create a plugin from a directory with `config.json` and `rootfs`. As in docker, further arguments are ignored."""
    from engineclient.archive.context import LocalContext, compressed, pack_context
    from engineclient.archive.ignore import Ignore

    parse(name)
    place = os.path.abspath(directory)  # noqa: PTH100  # as docker's messages show it
    _check(place, directory)
    pieces = pack_context(LocalContext(place, ""), Ignore(()))[1]
    app.engine().plugins.create(name, compressed(pieces) if compress else pieces)
    app.out.line(name)


def _check(place: str, directory: str) -> None:
    """Check that the directory has a readable `config.json`."""
    path = Path(place)
    try:
        path.lstat()
    except OSError as error:
        raise Failure(f"lstat {place}: {(error.strerror or str(error)).lower()}") from None
    if path.is_symlink() or not path.is_dir():
        raise Failure("context must be a directory")
    described = os.path.join(directory, "config.json")  # noqa: PTH118
    try:
        content = Path(described).read_bytes()
    except OSError as error:
        raise Failure(file_error(os.path.normpath(described), error)) from None
    if complaint := _complaint(content):
        raise Failure(complaint)


def _complaint(content: bytes) -> str:
    """The error of Go's decoder for the first JSON value in a file; what follows the value is not read."""
    try:
        check_and_compact(content)
    except ValueError as error:
        if str(error) == _CUT:
            return "unexpected EOF" if content.strip() else "EOF"
        if not str(error).endswith(_MORE):
            return str(error)
    kind = _KINDS.get(content.lstrip()[:1], "number")
    return f"json: cannot unmarshal {kind} into Go value of type types.PluginConfig" if kind else ""
