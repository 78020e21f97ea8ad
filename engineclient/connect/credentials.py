"""Credentials for registries: finds and stores them, and makes the headers that contain them.

The helper for a single registry (`credHelpers`) takes precedence over the default helper (`credsStore`), and that over
config.json itself.
"""

from __future__ import annotations

import base64
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from engineclient.calls import EVERY_REGISTRY
from engineclient.connect import credentialhelper as helper
from engineclient.connect.configfile import HUB, ConfigFile, decode, encode
from engineclient.connect.credentialhelper import TOKEN_USER, HelperFailed, Kept
from engineclient.connect.resolve import config_folder
from engineclient.golang.json import escape_html, utf8
from engineclient.models.system import AuthConfig
from engineclient.wire.references import DEFAULT_DOMAIN, Reference, reference_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ENVIRONMENT: Final = "DOCKER_AUTH_CONFIG"


class Credentials:
    """The credentials in a config.json and in the helpers that it names.

    Args:
        config: the file.
        environ: may contain DOCKER_AUTH_CONFIG, `{"auths": {registry: {"auth": ...}}}`, which takes precedence.

    Attributes:
        complaint: docker's message if DOCKER_AUTH_CONFIG is invalid, otherwise "".

    """

    def __init__(self, config: ConfigFile, environ: Mapping[str, str] = os.environ) -> None:
        self._config = config
        self.complaint: str = ""
        self._given: dict[str, AuthConfig] = {}
        try:
            self._given = _given(environ.get(ENVIRONMENT, ""))
        except ValueError as error:
            self.complaint = f"Failed to create credential store from {ENVIRONMENT}:  {error}"

    def get(self, server: str) -> AuthConfig:
        """The credentials for `server`, empty if there are none.

        Raises:
            HelperFailed: the helper fails.

        """
        if server in self._given:
            return self._given[server]
        name = self._helper_for(server)
        if not name:
            return self._in_file(server)
        kept = helper.get(name, server)
        extra = self._in_file(server).extra
        if kept is None:
            return AuthConfig(extra=extra)
        if kept.user == TOKEN_USER:
            return AuthConfig(serveraddress=server, identity_token=kept.secret, extra=extra)
        return AuthConfig(username=kept.user, password=kept.secret, serveraddress=server, extra=extra)

    def header(self, server: str) -> str:
        """The header X-Registry-Auth for `server`. If its helper fails, the file is used, as docker does."""
        try:
            found = self.get(server)
        except HelperFailed:
            found = self._in_file(server)
        return _header(found.to_wire())

    def every_header(self) -> str:
        """The header X-Registry-Config, with the credentials for all registries. Helpers that fail are ignored."""
        found: dict[str, AuthConfig] = {}
        for server in self._servers():
            with suppress(HelperFailed):
                found[server] = self.get(server)
        return _header({server: found[server].to_wire() for server in sorted(found)})

    def every_entry(self) -> str:
        """A config.json with the credentials for all registries and nothing else. Helpers that fail are ignored."""
        found: dict[str, dict[str, Any]] = {}
        for server in sorted(self._servers()):
            with suppress(HelperFailed):
                found[server] = _entry(self.get(server))
        return escape_html(json.dumps({"auths": found}, indent="\t", ensure_ascii=False))

    def _servers(self) -> list[str]:
        """The registries for which there may be credentials."""
        config = self._config
        everywhere = config.text("credsStore")
        kept: list[str] = []
        if everywhere:
            with suppress(HelperFailed):
                kept = helper.servers(everywhere)
        return [*dict.fromkeys([*([] if everywhere else config.auths), *kept, *config.helpers, *self._given])]

    def store(self, credentials: AuthConfig) -> bool:
        """Store `credentials` for their `serveraddress`; returns whether a password was written into the file.

        Raises:
            HelperFailed: the helper fails.
            OSError: the file cannot be written.

        """
        server = credentials.serveraddress or ""
        name = self._helper_for(server)
        if not name:
            return self._write(server, _entry(credentials), secret=bool(credentials.password))
        token = credentials.identity_token
        kept = (
            Kept(TOKEN_USER, token) if token else Kept(credentials.username or "", credentials.password or "")
        )
        helper.store(name, server, kept)
        return self._write(server, dict(credentials.extra), secret=False)

    def erase(self, server: str) -> None:
        """Remove the credentials for `server`.

        Raises:
            HelperFailed: the helper fails.
            OSError: the file cannot be written.

        """
        name = self._helper_for(server)
        if name:
            helper.erase(name, server)
        if self._config.auths.pop(server, None) is not None:
            self._config.save()

    def _helper_for(self, server: str) -> str:
        config = self._config
        if not (config.text("credsStore") or config.helpers or config.auths) and (
            name := helper.default_helper()
        ):
            # Without credentials in the file, docker uses the system's default helper
            config.content["credsStore"] = name
        return config.helpers.get(server) or config.text("credsStore")

    def _in_file(self, server: str) -> AuthConfig:
        auths = self._config.auths
        if server in auths:
            return _credentials(server, auths[server])
        # The keys of old entries are URLs.
        address = next((address for address in auths if hostname(address) == server), None)
        return AuthConfig() if address is None else _credentials(address, auths[address])

    def _write(self, server: str, entry: dict[str, Any], *, secret: bool) -> bool:
        if self._config.auths.get(server) == entry:
            return False
        self._config.auths[server] = entry
        self._config.save()
        return secret


def kept_header(domain: str) -> dict[str, str]:
    """The header with the credentials in docker's config.json for a registry, or for all registries.

    Args:
        domain: the domain of the registry, as in a reference, or `EVERY_REGISTRY`.

    """
    credentials = Credentials(ConfigFile(config_folder()))
    if domain == EVERY_REGISTRY:
        return {"X-Registry-Config": credentials.every_header()}
    return {"X-Registry-Auth": credentials.header(_server(domain))}


def registry_of(reference: str | Reference) -> str:
    """The name under which credentials for the registry of an image are stored.

    Raises:
        InvalidReference: the reference is malformed.

    """
    return _server(reference_of(reference).domain)


def _server(domain: str) -> str:
    return HUB if domain == DEFAULT_DOMAIN else domain


def registry_of_search(term: str) -> str:
    """The name under which credentials for a search are stored: the Hub's, unless the term begins with a host."""
    first, slash, _ = term.partition("/")
    if not slash or not ("." in first or ":" in first or first == "localhost"):
        return HUB
    return HUB if first in (DEFAULT_DOMAIN, f"index.{DEFAULT_DOMAIN}") else first


def hostname(address: str) -> str:
    """The host and port of an address that may be a URL: `host:5000` for `https://host:5000/v2/`."""
    return address.removeprefix("http://").removeprefix("https://").partition("/")[0]


def _header(content: object) -> str:
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(utf8(escape_html(text))).decode()


def _credentials(server: str, entry: Mapping[str, Any]) -> AuthConfig:
    extra = {name: entry[name] for name in ("email",) if entry.get(name)}
    auth = entry.get("auth") or ""
    try:
        user, password = decode(auth) if auth else (entry.get("username"), entry.get("password"))
    except ValueError:  # docker warns about it when loading the file, but sends it nevertheless
        return AuthConfig(auth=auth, extra=extra)
    return AuthConfig(
        username=user or None,
        password=password or None,
        serveraddress=server,
        identity_token=entry.get("identitytoken") or None,
        registry_token=entry.get("registrytoken") or None,
        extra=extra,
    )


def _entry(credentials: AuthConfig) -> dict[str, Any]:
    fields = {
        "auth": encode(credentials.username or "", credentials.password or ""),
        **credentials.extra,
        "identitytoken": credentials.identity_token,
        "registrytoken": credentials.registry_token,
    }
    return {name: value for name, value in fields.items() if value}


def _given(text: str) -> dict[str, AuthConfig]:
    if not text:
        return {}
    content: Any = json.loads(text)
    auths: Any = cast("dict[str, Any]", content).get("auths", {}) if isinstance(content, dict) else None
    if not isinstance(auths, dict):
        raise ValueError('it is not a JSON object with an object "auths"')
    found: dict[str, AuthConfig] = {}
    for server, entry in cast("dict[str, Any]", auths).items():
        if not isinstance(entry, dict) or not entry.get("auth"):
            raise ValueError(f"{ENVIRONMENT} environment variable is missing key `auth` for {server}")
        user, password = decode(entry["auth"])
        found[server] = AuthConfig(username=user, password=password, serveraddress=server)
    return found
