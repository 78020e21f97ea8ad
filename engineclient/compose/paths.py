"""Resolve the relative paths of a compose file."""

from __future__ import annotations

from typing import Any, NamedTuple

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import go_type
from engineclient.compose.interpolate import Warn
from engineclient.compose.local import is_remote
from engineclient.compose.shortforms import is_windows_absolute, join
from engineclient.compose.tree import Path, Rewrite, Rules, Tree, rewrite


class Where(NamedTuple):
    """The base of relative paths.

    Attributes:
        directory: the directory that they are relative to.
        home: the home directory, for paths that begin with `~`; "" if it is unknown.
        warn: takes the warning about a `~` that cannot be replaced.
        real: returns a path without symbolic links.

    """

    directory: str
    home: str
    warn: Warn
    real: Any = str


def resolve(tree: Tree, where: Where) -> Tree:
    """`tree` with the relative paths in it joined to `where.directory`, which makes them absolute if it is.

    Raises:
        ComposeError: a bind mount has no source, or a path is not a text.

    """

    def expanded(path: str) -> str:
        if not path.startswith("~"):
            return path
        if not where.home:
            where.warn("cannot expand '~', because the environment lacks HOME")
            return path
        return join(where.home, path[1:].lstrip("/"))

    def absolute(value: Any, path: Path) -> Any:
        match value:
            case list():
                return [absolute(each, path) for each in value]
            case str():
                value = expanded(value)
                return value if value.startswith("/") or not value else join(where.directory, value)
            case _:
                raise ComposeError(f"unexpected type {go_type(value)}", path)

    def unix(value: Any, path: Path) -> Any:
        if not isinstance(value, str):
            return value
        value = expanded(value)
        return value if value.startswith("/") or is_windows_absolute(value) else join(where.directory, value)

    def context(value: Any, path: Path) -> Any:
        if "://" in value or value.startswith("service:") or is_remote(value):
            return value
        return absolute(value, path)

    def mount(value: Any, path: Path) -> Any:
        if not isinstance(value, dict) or value.get("type") != "bind":
            return value
        if "source" not in value:
            raise ComposeError('invalid mount config for type "bind": field Source must not be empty', path)
        return {**value, "source": unix(value["source"], path)}

    def driver_options(value: Any, path: Path) -> Any:
        options = (value or {}).get("driver_opts")
        if (
            not options
            or value.get("driver") != "local"
            or options.get("o") != "bind"
            or "device" not in options
        ):
            return value
        return {**value, "driver_opts": {**options, "device": unix(options["device"], path)}}

    def real(value: Any, path: Path) -> Any:
        found = absolute(value, path)
        return where.real(found) if isinstance(found, str) else found

    rules: Rules[Rewrite] = Rules(
        {
            "services.*.build.context": context,
            "services.*.build.additional_contexts.*": context,
            "services.*.build.ssh.*": unix,
            "services.*.env_file.*.path": absolute,
            "services.*.label_file.*": absolute,
            "services.*.extends.file": absolute,
            "services.*.develop.watch.*.path": real,
            "services.*.volumes.*": mount,
            "configs.*.file": unix,
            "secrets.*.file": unix,
            "include.path": absolute,
            "include.project_directory": absolute,
            "include.env_file": absolute,
            "volumes.*": driver_options,
        }
    )
    made: Tree = rewrite(tree, rules)
    return made
