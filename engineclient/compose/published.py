"""The files of a project as they are published: files that they name get new names, made from the hash of their paths."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import yaml

from engineclient.compose.artifact import Layer, compose_file, env_file
from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.interpolate import substitute
from engineclient.compose.local import is_remote
from engineclient.compose.project import Project
from engineclient.compose.shortforms import join
from engineclient.golang.strconv import clean_path

# docker compose drops a comment after a changed value; so does this, to give the layers the same digests
_COMMENT: Final = re.compile(r"\A[ \t]+#.*")
_Loader: Final[type] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def published_layers(project: Project, files: Files, *, with_env: bool = False) -> list[Layer]:
    """The layers of a project: its compose files, those that their services extend, and with `with_env` its env files.

    Raises:
        ComposeError: a file includes others.
        OSError: a file cannot be read.

    """
    found = _Found(project.environment, files)
    layers = [
        compose_file(posixpath.basename(path), found.prepared(path, project.working_dir))
        for path in project.compose_files
    ]
    done: set[str] = set()
    while waiting := [path for path in found.extended if path not in done]:
        for path in waiting:
            done.add(path)
            content = found.prepared(path, posixpath.dirname(path))
            layers.append(compose_file(found.extended[path], content, extended=True))
    if with_env:
        layers += [
            env_file(name, files.read(path)) for path, name in found.env_files.items() if files.exists(path)
        ]
    return layers


class _Change(NamedTuple):
    """A replacement of a scalar: the indexes of its first character and of the one after its last, and the new text."""

    start: int
    end: int
    text: str


class _Found:
    """Collects the files that compose files name: their new names by path."""

    def __init__(self, environment: Mapping[str, str], files: Files) -> None:
        self.extended: dict[str, str] = {}
        self.env_files: dict[str, str] = {}
        self._environment = environment
        self._files = files

    def prepared(self, path: str, directory: str) -> bytes:
        """The content of a compose file with the new names of the files that it names, and no other changes.

        Raises:
            ComposeError: it includes other files.

        """
        text = self._files.read(path).decode("utf-8", "surrogateescape")
        changes: set[_Change] = set()
        for root in yaml.compose_all(text, _Loader):
            if _child(root, "include") is not None:
                raise ComposeError("cannot publish compose file with local includes", ("include",))
            for service in _values(_child(root, "services")):
                changes.update(self._changes(service, directory))
        for change in sorted(changes, reverse=True):
            behind = _COMMENT.sub("", text[change.end :], count=1)
            text = f"{text[: change.start]}{change.text}{behind}"
        return text.encode("utf-8", "surrogateescape")

    def _changes(self, service: Any, directory: str) -> Iterator[_Change]:
        for node in _env_file_nodes(_child(service, "env_file")):
            path = self._path(node.value, directory)
            self.env_files[path] = _new_name(path, "env")
            yield _Change(node.start_mark.index, node.end_mark.index, self.env_files[path])
        file = _child(_child(service, "extends"), "file")
        if isinstance(file, yaml.ScalarNode) and file.value and not is_remote(file.value):
            path = self._path(file.value, directory)
            if self._files.exists(path):
                self.extended[path] = _new_name(path, "yaml")
                yield _Change(file.start_mark.index, file.end_mark.index, self.extended[path])

    def _path(self, text: str, directory: str) -> str:
        value = substitute(text, self._environment.get, lambda _warning: None)
        return clean_path(value if value.startswith("/") else join(directory, value))


def _new_name(path: str, suffix: str) -> str:
    return f"{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()}.{suffix}"


def _child(node: Any, key: str) -> Any:
    """The value of a key of a mapping, or of one merged with `<<`; None if the key is missing."""
    if not isinstance(node, yaml.MappingNode):
        return None
    own = {name.value: value for name, value in node.value if isinstance(name, yaml.ScalarNode)}
    if key in own:
        return own[key]
    merged = own.get("<<")
    bases = merged.value if isinstance(merged, yaml.SequenceNode) else [merged]
    return next((found for base in bases if (found := _child(base, key)) is not None), None)


def _values(node: Any) -> list[Any]:
    return [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _env_file_nodes(node: Any) -> Iterator[yaml.ScalarNode]:
    for each in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        path = _child(each, "path") if isinstance(each, yaml.MappingNode) else each
        if isinstance(path, yaml.ScalarNode) and path.value:
            yield path
