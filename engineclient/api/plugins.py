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
from engineclient.api.registry_auth import Auth, registry_auth
from engineclient.backend import Content
from engineclient.binding import Api, S_co, endpoint, streaming
from engineclient.calls import Call, RequestSpec, StreamCall
from engineclient.models.body import Json, to_json
from engineclient.models.images import Progress
from engineclient.models.plugins import Plugin, PluginPrivilege, Privilege
from engineclient.models.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence


class Plugins(Api[S_co]):
    """Install, configure and remove plugins: drivers of volumes, networks and logs. `name` is `[host/]name[:tag]`.

    A plugin must be granted its privileges when it is installed:

        wanted = engine.plugins.privileges("vieux/sshfs")
        engine.plugins.pull("vieux/sshfs", privileges=wanted).wait()
        engine.plugins.enable("vieux/sshfs")
    """

    @endpoint
    def privileges(self, remote: str, *, auth: Auth | None = None) -> Call[list[PluginPrivilege]]:
        """List the privileges that a plugin in a registry requires. `GET /plugins/privileges`.

        Args:
            remote: the reference of the plugin: `vieux/sshfs:latest`.
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        """
        remote = name_of("plugin", remote)
        request = RequestSpec(
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
        auth: Auth | None = None,
    ) -> StreamCall[Progress]:
        """Install a plugin, without enabling it. `POST /plugins/pull`.

        The answer is a stream of progress, which must be read to its end, or use `wait()`.

        Args:
            remote: the reference of the plugin: `vieux/sshfs:latest`.
            name: a local name for the plugin.
            privileges: the privileges to grant, which must be those that `privileges` returns.
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        Raises:
            StreamError: while reading: the plugin requires other privileges, or the pull failed.

        """
        remote = name_of("plugin", remote)
        request = RequestSpec(
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
        """Inspect a plugin. `GET /plugins/{name}/json`."""
        return Call(RequestSpec(method="GET", path=image_path("/plugins/{}/json", name)), view(Plugin))

    @endpoint
    def enable(self, name: str, *, timeout: int = 0) -> Call[None]:
        """Enable a plugin, which starts it. `POST /plugins/{name}/enable`.

        Args:
            name: the name of the plugin.
            timeout: seconds in which its socket must answer; 0 is the engine's default.

        Raises:
            Conflict: the plugin is enabled already.

        """
        request = RequestSpec(
            method="POST",
            path=image_path("/plugins/{}/enable", name),
            query=query({"timeout": timeout}),  # the engine requires it
            patience=None,
        )
        return Call(request, nothing)

    @endpoint
    def disable(self, name: str, *, force: bool = False) -> Call[None]:
        """Disable a plugin, which stops it. `POST /plugins/{name}/disable`.

        Args:
            name: the name of the plugin.
            force: disable it even if it is in use.

        Raises:
            Conflict: the plugin is in use, or is not enabled.

        """
        request = RequestSpec(
            method="POST",
            path=image_path("/plugins/{}/disable", name),
            query=query({"force": force}),
            patience=None,
        )
        return Call(request, nothing)

    @endpoint
    def set(self, name: str, settings: Sequence[str]) -> Call[None]:
        """Change the settings of a disabled plugin. `POST /plugins/{name}/set`.

        Args:
            name: the name of the plugin.
            settings: such as `["DEBUG=1", "mymount.source=/srv"]`; the plugin's `config` lists what is settable.

        Raises:
            Conflict: the plugin is enabled.

        """
        request = RequestSpec(method="POST", path=image_path("/plugins/{}/set", name), json=[*settings])
        return Call(request, nothing)

    @streaming
    def upgrade(
        self,
        name: str,
        remote: str,
        *,
        privileges: Sequence[PluginPrivilege | Privilege | Json] = (),
        auth: Auth | None = None,
    ) -> StreamCall[Progress]:
        """Replace a disabled plugin by another version. `POST /plugins/{name}/upgrade`.

        The answer is a stream of progress, which must be read to its end, or use `wait()`.

        Args:
            name: the local name of the plugin.
            remote: the reference of the other version.
            privileges: the privileges to grant, which must be those that `privileges` returns for `remote`.
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        Raises:
            Conflict: the plugin is enabled.
            StreamError: while reading: the plugin requires other privileges, or the pull failed.

        """
        remote = name_of("plugin", remote)
        request = RequestSpec(
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
        """Create a plugin from an archive. `POST /plugins/create`.

        Args:
            name: the name of the plugin, with the tag `latest` by default.
            content: a tar archive with `config.json` and the directory `rootfs`; an iterable of bytes is streamed.

        Raises:
            Conflict: the name is taken.

        """
        name = name_of("plugin", name)
        request = RequestSpec(
            method="POST",
            path="/plugins/create",
            query=query({"name": name}),
            headers={"Content-Type": "application/x-tar"},
            content=content,
            patience=None,
        )
        return Call(request, nothing)

    @streaming
    def push(self, name: str, *, auth: Auth | None = None) -> StreamCall[Progress]:
        """Push a plugin to its registry. `POST /plugins/{name}/push`.

        The answer is a stream of progress, which must be read to its end, or use `wait()`.

        Args:
            name: the name of the plugin.
            auth: credentials, an `AuthConfig` or the API's own JSON; `"config"` for those in docker's config.json; or the
                value of the header X-Registry-Auth.

        Raises:
            StreamError: while reading: the push failed.

        """
        request = RequestSpec(
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
            name: the name of the plugin.
            force: remove it even if it is enabled.

        Raises:
            Conflict: the plugin is enabled or in use.

        """
        request = RequestSpec(
            method="DELETE",
            path=image_path("/plugins/{}", name),
            query=query({"force": force}),
            patience=None,
        )
        return Call(request, nothing)

    # The last method: below it, `list` would be this method instead of the type
    @endpoint
    def list(self, *, filters: Filters | None = None) -> Call[list[Plugin]]:
        """List the installed plugins. `GET /plugins`.

        Args:
            filters: such as `{"enabled": True, "capability": "volumedriver"}`.

        """
        request = RequestSpec(
            method="GET", path="/plugins", query=query({"filters": encode_filters(filters)})
        )
        return Call(request, views(Plugin))


def _allowed(privileges: Sequence[View | Privilege | Json]) -> object:
    return [to_json(each.raw if isinstance(each, View) else each) for each in privileges]


plugins: Plugins[None] = Plugins(None)
