"""Install and upgrade plugins: privileges + pull, and for an installation settings + enable."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engineclient.api.plugins import plugins
from engineclient.api.registry_auth import Auth
from engineclient.calls import Steps, StreamCall
from engineclient.errors import EngineError
from engineclient.models.images import Progress
from engineclient.models.plugins import PluginPrivilege
from engineclient.steps import Next
from engineclient.wire.references import parse

Accept = Callable[[list[PluginPrivilege]], bool]
OnProgress = Callable[[Progress], None]


def install(
    remote: str,
    *,
    name: str | None = None,
    accept: Accept | None = None,
    settings: Sequence[str] = (),
    enable: bool = True,
    auth: Auth | None = None,
    progress: OnProgress | None = None,
) -> Steps[None]:
    """Install a plugin, change its settings and enable it.

    Args:
        remote: the reference of the plugin, with its tag.
        name: a local name for it, with its tag.
        accept: called with the privileges that it requests, returns whether to grant them; by default all are granted.
        settings: settings to change, such as `["DEBUG=1"]`.
        enable: enable the plugin.
        auth: credentials for the registry, an `AuthConfig` or the API's own JSON.
        progress: called with each record of the pull.

    Raises:
        EngineError: the privileges were not granted.
        StreamError: the pull failed.
    """
    wanted = yield from _granted(remote, accept, auth)
    yield from _read(plugins.pull(remote, name=name, privileges=wanted, auth=auth), progress)
    local = name or parse(remote).familiar
    if settings:
        yield from plugins.set(local, settings)
    if enable:
        yield from plugins.enable(local)


def upgrade(
    name: str,
    remote: str,
    *,
    accept: Accept | None = None,
    auth: Auth | None = None,
    progress: OnProgress | None = None,
) -> Steps[None]:
    """Replace a disabled plugin by another version; the arguments are those of `install`.

    Raises:
        EngineError: the privileges were not granted.
        StreamError: the pull failed.
    """
    wanted = yield from _granted(remote, accept, auth)
    yield from _read(plugins.upgrade(name, remote, privileges=wanted, auth=auth), progress)


def _granted(remote: str, accept: Accept | None, auth: Auth | None) -> Steps[list[PluginPrivilege]]:
    wanted = yield from plugins.privileges(remote, auth=auth)
    if wanted and accept is not None and not accept(wanted):
        raise EngineError(f"permission denied while installing plugin {remote}")
    return wanted


def _read(call: StreamCall[Progress], progress: OnProgress | None) -> Steps[None]:
    stream = yield from call
    while (record := (yield from Next(stream))) is not None:
        if progress is not None:
            progress(record)
