"""Load stack files. Each file is parsed, interpolated, validated and converted to records; then the records are merged.

Compose merges the parsed files and validates the result once; here each file must be valid alone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.interpolate import Warn, interpolate
from engineclient.compose.kinds import Named
from engineclient.compose.record import Misread, Record
from engineclient.compose.shortforms import is_windows_absolute, join
from engineclient.compose.stack.kinds import Undecoded
from engineclient.compose.stack.model import FileObject, Network, Service, Volume
from engineclient.compose.stack.rules import REFUSED, used
from engineclient.compose.stack.schema import validate
from engineclient.compose.stack.shortforms import ignored_addresses
from engineclient.compose.stack.variables import STACK
from engineclient.compose.tree import Tree
from engineclient.compose.yamltext import YAMLError, documents
from engineclient.golang.files import file_error
from engineclient.options.values.env import file_lines
from engineclient.options.values.flag import OptionError
from engineclient.values import Data
from engineclient.versions import is_before

_NO_MAPPING: Final = "top-level object must be a mapping"
_TAGGED: Final = frozenset(("isolation", "memory", "cpus", "pids", "nocopy", "subpath"))
_GO_NAMES: Final = {"healthcheck": "HealthCheck", "dns": "DNS", "uid": "UID", "gid": "GID"}
_NAMED_SINCE: Final = {"volume": "3.4"}  # the version that added the key `name`; for other objects it is 3.5


class RefusedKeys(ComposeError):
    """Services have keys that docker stack refuses.

    Attributes:
        keys: their names.

    """

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__("Configuration contains forbidden properties")
        self.keys: tuple[str, ...] = tuple(keys)


class StackFile(Data):
    """The content of one file, or of several merged files.

    Attributes:
        version: the version of the format.
        services, networks, volumes, secrets, configs: by their keys in the file.
        extensions: the top-level keys that begin with `x-`.

    """

    version: str
    services: Mapping[str, Service]
    networks: Mapping[str, Network]
    volumes: Mapping[str, Volume]
    secrets: Mapping[str, FileObject]
    configs: Mapping[str, FileObject]
    extensions: Mapping[str, Any]


class StackLoader(Data):
    """Converts files to records.

    Attributes:
        files: the file system to read from.
        environment: the environment variables.
        directory: the absolute path that relative paths start from.
        warn: called with each of docker's warnings.
        variables: replace variables.

    """

    files: Files
    environment: Mapping[str, str]
    directory: str
    warn: Warn
    variables: bool = True

    def tree(self, path: str) -> Tree:
        """Parse a file, or standard input for `-`.

        Raises:
            ComposeError: it cannot be read, or is not a mapping.

        """
        try:
            if not path:
                raise FileNotFoundError(2, "No such file or directory")
            text = self.files.read(path)
        except OSError as error:
            raise ComposeError(file_error(path, error)) from None
        try:
            value = next((each.value for each in documents(text, path)), None)
        except YAMLError as error:
            message = error.message if error.syntax else f"yaml: unmarshal errors:\n  {error.message}"
            raise ComposeError(message, place=error.place) from None
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise ComposeError(_NO_MAPPING)
        return value

    def file(self, tree: Tree, version: str) -> StackFile:
        """Interpolate and validate a parsed file, and convert it to records.

        Raises:
            ComposeError: it is not valid.

        """
        if refused := used([tree], REFUSED):
            raise RefusedKeys(refused)
        if self.variables:
            tree = interpolate(tree, self.environment.get, self.warn, STACK)
        _check_keys(tree)
        validate(tree, version)
        read = _Sections(self, version)
        return StackFile(
            version=version,
            services={name: read.service(name, each) for name, each in tree.get("services", {}).items()},
            networks=read.objects(Network, tree, "network"),
            volumes=read.objects(Volume, tree, "volume"),
            secrets=read.objects(FileObject, tree, "secret"),
            configs=read.objects(FileObject, tree, "config"),
            extensions={key: each for key, each in tree.items() if key.startswith("x-")},
        )


def _check_keys(value: Any) -> None:
    """Check that all keys of mappings are strings. Raises ComposeError."""
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ComposeError("json: unsupported type: map[interface {}]interface {}")
        for each in value.values():
            _check_keys(each)
    elif isinstance(value, list):
        for each in value:
            _check_keys(each)


class _Sections(Data):
    """Makes records of the sections of one file."""

    loader: StackLoader
    version: str

    def service(self, name: str, tree: Tree) -> Service:
        for port in tree.get("ports", ()):
            if isinstance(port, str):
                for warning in ignored_addresses(port):
                    self.loader.warn(warning)
        service = _read(Service.read, tree)
        made: Service = service.replace(
            name=name,
            environment=self._environment(service),
            volumes=tuple(map(self._mount, service.volumes)),
        )
        return made

    def _environment(self, service: Service) -> dict[str, str | None]:
        """The variables of its files and its own; those without a value take the shell's."""
        found: dict[str, str | None] = {}
        for file in service.env_file:
            path = self.absolute(file)
            try:
                lines = file_lines([path], self.loader.files.read, self.loader.environment.get)
            except OptionError as error:
                raise ComposeError(str(error)) from None
            found.update((name, value) for name, _, value in (line.partition("=") for line in lines))
        found = {name: value or self.loader.environment.get(name, value) for name, value in found.items()}
        own = service.environment.items()
        return found | {name: value or self.loader.environment.get(name, value) for name, value in own}

    def _mount(self, mount: Any) -> Any:
        if mount.type != "bind":
            return mount
        if not mount.source:
            raise ComposeError('invalid mount config for type "bind": field Source must not be empty')
        source = mount.source
        if source.startswith("~"):
            home = self.loader.environment.get("HOME")
            if home is None:
                self.loader.warn("cannot expand '~', because the environment lacks HOME")
            else:
                source = home + source[1:]
        return mount.replace(source=source if is_windows_absolute(source) else self.absolute(source))

    def absolute(self, path: str) -> str:
        return path if posixpath.isabs(path) else join(self.loader.directory, path)

    def objects(self, record: type[Record], tree: Tree, noun: str) -> Mapping[str, Any]:
        trees = tree.get(f"{noun}s", {})
        found = _read(lambda section, at: Named(record, complete=True).read(section, at), trees)
        return {name: self._object(noun, name, each, trees[name] or {}) for name, each in found.items()}

    def _object(self, noun: str, name: str, found: Any, tree: Tree) -> Any:
        """An object with its name on the engine, and with the absolute path of its file."""
        is_file = noun in ("secret", "config")
        if found.external:
            if noun == "volume":
                _check_external(name, found)
            return found.replace(name=self._external_name(noun, name, found, tree["external"]))
        if not is_file:
            return found.replace(extensions={})
        if found.driver:
            if found.file:
                raise ComposeError(
                    f"{noun} {name}: {noun}.driver and {noun}.file conflict; only use {noun}.driver"
                )
            return found
        return found.replace(file=self.absolute(found.file))

    def _external_name(self, noun: str, name: str, found: Any, external: Any) -> str:
        old = external.get("name") if isinstance(external, dict) else None
        if not old:
            return found.name or name
        if found.name:
            raise ComposeError(
                f"{noun} {name}: {noun}.external.name and {noun}.name conflict; only use {noun}.name"
            )
        if not is_before(self.version, _NAMED_SINCE.get(noun, "3.5")):
            self.loader.warn(f"{noun} {name}: {noun}.external.name is deprecated in favor of {noun}.name")
        return str(old)


def _check_external(name: str, volume: Volume) -> None:
    for key in ("driver", "driver_opts", "labels"):
        if getattr(volume, key):
            raise ComposeError(f'conflicting parameters "external" and "{key}" specified for volume "{name}"')


def _read(read: Callable[[Any, str], Any], tree: Any) -> Any:
    try:
        return read(tree, "")
    except Misread as error:
        where = ".".join(map(_go_name, error.at.split(".")))
        form = error.form if isinstance(error, Undecoded) else "error decoding '{at}': {reason}"
        reason = form.format(at=where, reason=error.reason)
        raise ComposeError(f"decoding failed due to the following error(s):\n\n{reason}") from None


def _go_name(step: str) -> str:
    """A step of a path as docker's decoder names it: by the tag of the field if it has one, else by its Go name."""
    name, bracket, index = step.partition("[")
    if "_" in name or name in _TAGGED:
        return step
    return _GO_NAMES.get(name, name[:1].upper() + name[1:]) + bracket + index
