"""config.json, docker's file of settings and credentials. Changing it keeps unknown settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

# Every command looks for the file, but most machines have none: modules for parsing are imported only when it exists.

NAME: Final = "config.json"
HUB: Final = "https://index.docker.io/v1/"
"""The name under which credentials for Docker Hub are stored."""
_TEXT, _TEXTS, _MAP = "string", "[]string", "map[string]string"
_AUTH, _PROXY = "types.AuthConfig", "configfile.ProxyConfig"
_MAP_OF: Final = "map[string]"
_AUTHS: Final = "auths"

# The fields that docker knows, in the order in which it writes them, with the Go types that its messages contain.
_FIELDS: Final = {
    _AUTHS: _MAP_OF + _AUTH,
    "HttpHeaders": _MAP,
    "psFormat": _TEXT,
    "imagesFormat": _TEXT,
    "networksFormat": _TEXT,
    "pluginsFormat": _TEXT,
    "volumesFormat": _TEXT,
    "statsFormat": _TEXT,
    "detachKeys": _TEXT,
    "credsStore": _TEXT,
    "credHelpers": _MAP,
    "serviceInspectFormat": _TEXT,
    "servicesFormat": _TEXT,
    "tasksFormat": _TEXT,
    "secretFormat": _TEXT,
    "configFormat": _TEXT,
    "nodesFormat": _TEXT,
    "pruneFilters": _TEXTS,
    "proxies": _MAP_OF + _PROXY,
    "currentContext": _TEXT,
    "cliPluginsExtraDirs": _TEXTS,
    "plugins": "map[string]map[string]string",
    "aliases": _MAP,
    "features": _MAP,
}
_OF_AUTH: Final = ("username", "password", "auth", "email", "serveraddress", "identitytoken", "registrytoken")
_OF_PROXY: Final = ("httpProxy", "httpsProxy", "noProxy", "ftpProxy", "allProxy")
_STRUCTS: Final = {_AUTH: ("AuthConfig.auths", _OF_AUTH), _PROXY: ("ProxyConfig.proxies", _OF_PROXY)}
_WHITE: Final = " \t\n\r"
_OUTSIDE_BASE64: Final = r"[^A-Za-z0-9+/]"


class ConfigFile:
    """The settings in a configuration directory; empty if there is no file.

    Attributes:
        content: the JSON, with the known fields in docker's spelling; known fields of a wrong type are left out.
        complaint: docker's message if the file is invalid, otherwise "".

    """

    def __init__(self, directory: str | os.PathLike[str]) -> None:
        self._file = os.path.join(directory, NAME)  # noqa: PTH118
        self.content: dict[str, Any] = {}
        self.complaint: str = ""
        try:
            with open(self._file, "rb") as file:  # noqa: PTH123
                data = file.read()
        except FileNotFoundError:
            return
        except IsADirectoryError:
            self._complain(f"read {self.path}: is a directory")
            return
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self.complaint = f"loading config file: open {self.path}: {reason}"
            return
        try:
            content = _spelled(_parse(data), _FIELDS)
            fitting = {
                name: self._fitting(value, _FIELDS[name], f"ConfigFile.{name}")
                for name, value in content.items()
                if name in _FIELDS
            }
            self.content = {
                name: value for name, value in {**content, **fitting}.items() if value is not None
            }
            for credentials in self.auths.values():
                decode(credentials.get("auth") or "")
        except ValueError as error:
            self._complain(str(error))

    def _fitting(self, value: Any, kind: str, field: str) -> Any:
        """The parts of `value` that fit the Go type `kind`; None if nothing does."""
        if value is None:
            return None
        if isinstance(value, dict) and kind not in (_TEXT, _TEXTS):
            members = cast("dict[str, Any]", value)
            if kind in _STRUCTS:
                where, names = _STRUCTS[kind]
                fits = {
                    name: self._fitting(each, _TEXT, f"{where}.{name}")
                    for name, each in _spelled(members, names).items()
                }
            else:
                inner = kind.removeprefix(_MAP_OF)
                fits = {name: self._fitting(each, inner, field) for name, each in members.items()}
            return {name: each for name, each in fits.items() if each is not None}
        if isinstance(value, list) and kind == _TEXTS:
            texts = [self._fitting(each, _TEXT, field) for each in value]
            return [each for each in texts if each is not None]
        if isinstance(value, str) and kind == _TEXT:
            return value
        from engineclient.wire.shapes import go_kind

        self._complain(f"json: cannot unmarshal {go_kind(value)} into Go struct field {field} of type {kind}")
        return None

    def _complain(self, reason: str) -> None:
        self.complaint = self.complaint or f"parsing config file ({self.path}): {reason}"

    @property
    def path(self) -> Path:
        """The path of the file."""
        from pathlib import Path

        return Path(self._file)

    @property
    def auths(self) -> dict[str, dict[str, Any]]:
        """The credentials in the file, by registry; the mapping may be changed."""
        found: dict[str, dict[str, Any]] = self.content.setdefault(_AUTHS, {})
        return found

    @property
    def helpers(self) -> dict[str, str]:
        """The names of credential helpers for single registries, by registry."""
        found: dict[str, str] = self.content.get("credHelpers") or {}
        return found

    def text(self, name: str) -> str:
        """The string `name` (such as `psFormat`), "" if missing."""
        found: str = self.content.get(name) or ""
        return found

    def texts(self, name: str) -> list[str]:
        """The strings in the list `name` (such as `pruneFilters`), [] if missing."""
        found: list[str] = self.content.get(name) or []
        return found

    def save(self) -> None:
        """Replace the file atomically; if it is a symbolic link, its target is replaced.

        A new file is readable only by its owner; an existing one keeps its permissions.

        Raises:
            OSError: it cannot be written.

        """
        from pathlib import Path

        from engineclient.connect.file_replacement import replace_file
        from engineclient.golang.json import utf8

        path = Path(os.path.realpath(self.path))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        replace_file(path, utf8(self._text()), mode)

    def _text(self) -> str:
        import json

        from engineclient.golang.json import escape_html

        filled = {name: value for name, value in self.content.items() if value}
        known = {name: filled[name] for name in _FIELDS if name in filled}
        ordered = {
            name: dict(sorted(value.items())) if isinstance(value, dict) else value
            for name, value in known.items()
        }
        rest = {name: value for name, value in self.content.items() if name not in _FIELDS}
        return escape_html(json.dumps({_AUTHS: {}, **ordered, **rest}, indent="\t", ensure_ascii=False))


def decode(auth: str) -> tuple[str, str]:
    """The user and the password in the value of `auth`; both "" for "".

    Raises:
        ValueError: the value is invalid; the message is docker's.

    """
    if not auth:
        return "", ""
    import base64
    import binascii

    try:
        decoded = base64.b64decode(auth.encode(), validate=True).decode(errors="replace")
    except binascii.Error:
        import re

        wrong = re.search(_OUTSIDE_BASE64, auth)
        raise ValueError(
            f"illegal base64 data at input byte {wrong.start() if wrong else len(auth)}"
        ) from None
    user, colon, password = decoded.partition(":")
    if not colon or not user:
        raise ValueError("Invalid auth configuration file")
    return user, password.strip("\0")


def encode(user: str, password: str) -> str:
    """The value of `auth` for a user and a password."""
    import base64

    pair = f"{user}:{password}".encode(errors="surrogateescape")
    return base64.b64encode(pair).decode() if user or password else ""


def _parse(data: bytes) -> dict[str, Any]:
    """The first JSON value in the file; as in docker the rest is ignored. Invalid UTF-8 is replaced."""
    text = data.decode(errors="replace").lstrip(_WHITE)
    if not text:
        return {}
    import json

    try:
        content: Any = json.JSONDecoder(parse_constant=_constant).raw_decode(text)[0]
    except (ValueError, RecursionError) as error:
        raise ValueError(_in_gos_words(data, error)) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        from engineclient.wire.shapes import go_kind

        raise ValueError(
            f"json: cannot unmarshal {go_kind(content)} into Go value of type configfile.ConfigFile"
        )
    return cast("dict[str, Any]", content)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _in_gos_words(data: bytes, error: Exception) -> str:
    from engineclient.golang.json_errors import check_and_compact  # imported here because errors are rare

    if isinstance(error, RecursionError):
        return "exceeded max depth"
    try:
        check_and_compact(data)
    except ValueError as known:
        return str(known).replace("unexpected end of JSON input", "unexpected EOF")
    return str(error)


def _spelled(members: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """`members` with keys in the spelling of `names`. As in Go, case does not matter and the last of equal keys counts.

    Members that are null are left out.
    """
    if all(name in names for name in members):
        return members
    spellings = {name.casefold(): name for name in names}
    spelled: dict[str, Any] = {}
    for name, value in members.items():
        known = spellings.get(name.casefold())
        if known is None or value is not None:
            spelled[known or name] = value
    return spelled
