"""Plugins of the engine. Source: Engine API, tag Plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api import decoders
from engineclient.api.parameters import (
    Filters,
    encode_filters,
    image_path,
    name_of,
    nothing,
    query,
    view,
    views,
)
from engineclient.api.registry_auth import registry_auth
from engineclient.backend import Content
from engineclient.calls import Api, Call, Request, S_co, StreamCall, endpoint, streaming
from engineclient.models.body import Json, to_json
from engineclient.models.images import Progress
from engineclient.models.plugins import Plugin, PluginPrivilege, Privilege
from engineclient.models.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence


class Plugins(Api[S_co]):
    """Install, set up and remove plugins: drivers of volumes, networks and logs. `name` is `[host/]name[:tag]`.

    A plugin runs with what it is allowed when it is installed:

        wanted = engine.plugins.privileges("vieux/sshfs")
        engine.plugins.pull("vieux/sshfs", privileges=wanted).wait()
        engine.plugins.enable("vieux/sshfs")
    """

    @endpoint
    def privileges(self, remote: str, *, auth: str | None = None) -> Call[list[PluginPrivilege]]:
        """What a plugin in a registry wants to be allowed. `GET /plugins/privileges`.

        Args:
            remote: where it is: `vieux/sshfs:latest`.
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that
                docker's config.json keeps.

        """
        remote = name_of("plugin", remote)
        request = Request(
            method="GET",
            path="/plugins/privileges",
            query=query({"remote": remote}),
            **registry_auth(auth, remote),
            patience=None,
        )
        return Call(request, views(PluginPrivilege))

    @streaming
    def pull(
        self,
        remote: str,
        *,
        name: str | None = None,
        privileges: Sequence[PluginPrivilege | Privilege | Json] = (),
        auth: str | None = None,
    ) -> StreamCall[Progress]:
        """Install a plugin; it is not enabled yet. `POST /plugins/pull`.

        The answer is a stream of progress: read it to the end, or `wait()` for it.

        Args:
            remote: where it is: `vieux/sshfs:latest`.
            name: another name for it here.
            privileges: what it is allowed: all that it wants, as `privileges` returns it.
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that
                docker's config.json keeps.

        Raises:
            StreamError: while reading: it wants more than it is allowed, or the pull failed.

        """
        remote = name_of("plugin", remote)
        request = Request(
            method="POST",
            path="/plugins/pull",
            query=query({"remote": remote, "name": name}),
            **registry_auth(auth, remote),
            json=_allowed(privileges),
            patience=None,
        )
        return StreamCall(request, decoders.progress)

    @endpoint
    def inspect(self, name: str) -> Call[Plugin]:
        """All about a plugin. `GET /plugins/{name}/json`."""
        return Call(Request(method="GET", path=image_path("/plugins/{}/json", name)), view(Plugin))

    @endpoint
    def enable(self, name: str, *, timeout: int = 0) -> Call[None]:
        """Start a plugin. `POST /plugins/{name}/enable`.

        Args:
            name: of the plugin.
            timeout: seconds that its socket may take to answer; 0 is the engine's own limit.

        Raises:
            Conflict: it is enabled.

        """
        request = Request(
            method="POST",
            path=image_path("/plugins/{}/enable", name),
            query=query({"timeout": timeout}),  # the engine insists on it
            patience=None,
        )
        return Call(request, nothing)

    @endpoint
    def disable(self, name: str, *, force: bool = False) -> Call[None]:
        """Stop a plugin. `POST /plugins/{name}/disable`.

        Args:
            name: of the plugin.
            force: even if something uses it.

        Raises:
            Conflict: it is in use, or not enabled.

        """
        request = Request(
            method="POST",
            path=image_path("/plugins/{}/disable", name),
            query=query({"force": force}),
            patience=None,
        )
        return Call(request, nothing)

    @endpoint
    def set(self, name: str, settings: Sequence[str]) -> Call[None]:
        """Change the settings of a plugin that is not enabled. `POST /plugins/{name}/set`.

        Args:
            name: of the plugin.
            settings: such as `["DEBUG=1", "mymount.source=/srv"]`; its `config` names what is settable.

        Raises:
            Conflict: it is enabled.

        """
        request = Request(method="POST", path=image_path("/plugins/{}/set", name), json=[*settings])
        return Call(request, nothing)

    @streaming
    def upgrade(
        self,
        name: str,
        remote: str,
        *,
        privileges: Sequence[PluginPrivilege | Privilege | Json] = (),
        auth: str | None = None,
    ) -> StreamCall[Progress]:
        """Replace a plugin that is not enabled by a newer one. `POST /plugins/{name}/upgrade`.

        Args:
            name: of the plugin here.
            remote: where the newer one is.
            privileges: what it is allowed: all that the newer one wants, as `privileges` returns it.
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that
                docker's config.json keeps.

        Raises:
            Conflict: it is enabled.
            StreamError: while reading: it wants more than it is allowed, or the pull failed.

        """
        remote = name_of("plugin", remote)
        request = Request(
            method="POST",
            path=image_path("/plugins/{}/upgrade", name),
            query=query({"remote": remote}),
            **registry_auth(auth, remote),
            json=_allowed(privileges),
            patience=None,
        )
        return StreamCall(request, decoders.progress)

    @endpoint
    def create(self, name: str, content: Content) -> Call[None]:
        """Make a plugin of an archive. `POST /plugins/create`.

        Args:
            name: of the plugin, `:latest` unless it says otherwise.
            content: a tar archive with `config.json` and the directory `rootfs`; an iterable is sent as it comes.

        Raises:
            Conflict: the name is taken.

        """
        name = name_of("plugin", name)
        request = Request(
            method="POST",
            path="/plugins/create",
            query=query({"name": name}),
            headers={"Content-Type": "application/x-tar"},
            content=content,
            patience=None,
        )
        return Call(request, nothing)

    @streaming
    def push(self, name: str, *, auth: str | None = None) -> StreamCall[Progress]:
        """Give a plugin to its registry, as a stream of progress. `POST /plugins/{name}/push`.

        Args:
            name: of the plugin.
            auth: credentials, as the header X-Registry-Auth wants them; `"config"` for those that
                docker's config.json keeps.

        Raises:
            StreamError: while reading: the push failed.

        """
        request = Request(
            method="POST",
            path=image_path("/plugins/{}/push", name),
            **registry_auth(auth, name),
            patience=None,
        )
        return StreamCall(request, decoders.progress)

    @endpoint
    def remove(self, name: str, *, force: bool = False) -> Call[None]:
        """Remove a plugin. `DELETE /plugins/{name}`.

        Args:
            name: of the plugin.
            force: even if it is enabled.

        Raises:
            Conflict: it is enabled, or in use.

        """
        request = Request(
            method="DELETE",
            path=image_path("/plugins/{}", name),
            query=query({"force": force}),
            patience=None,
        )
        return Call(request, nothing)

    @endpoint
    def list(  # last: behind it `list` is no longer the type
        self, *, filters: Filters | None = None
    ) -> Call[list[Plugin]]:
        """The plugins that are installed. `GET /plugins`.

        Args:
            filters: such as `{"enabled": True, "capability": "volumedriver"}`.

        """
        request = Request(method="GET", path="/plugins", query=query({"filters": encode_filters(filters)}))
        return Call(request, views(Plugin))


def _allowed(privileges: Sequence[View | Privilege | Json]) -> object:
    return [to_json(each.raw if isinstance(each, View) else each) for each in privileges]


plugins: Plugins[None] = Plugins(None)
