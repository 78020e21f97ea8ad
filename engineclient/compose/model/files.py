"""Files that a project or a service names: secrets, configs, env files, and the file of an extended service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose.kinds import BOOL, LABELS, MODE, OPTIONS, TEXT
from engineclient.compose.order import Style
from engineclient.compose.record import Record, key


class FileMount(Record):
    """The use of a secret or config by a service: its path in the container, its owner and its permissions."""

    source: str = key(TEXT)
    target: str = key(TEXT)
    uid: str = key(TEXT)
    gid: str = key(TEXT)
    mode: int | None = key(MODE)


class EnvFile(Record):
    """An env file; `format` is "" or `raw`."""

    extensible = False
    path: str = key(TEXT)
    required: bool = key(BOOL, always=True)
    format: str = key(TEXT)

    def show(self, style: Style) -> Any:
        """The path alone if the file is required, otherwise a mapping."""
        if self.required:
            return self.path
        shown = {"path": self.path, "required": False}
        return {**shown, "format": self.format} if self.format and style is Style.JSON else shown


class Extends(Record):
    """The service that another one extends, and its file."""

    extensible = False
    file: str = key(TEXT)
    service: str = key(TEXT)


class FileObject(Record):
    """A secret or a config of a project. `content` is its content if the project knows it without reading `file`."""

    name: str = key(TEXT)
    file: str = key(TEXT)
    environment: str = key(TEXT)
    content: str = key(TEXT)
    external: bool = key(BOOL)
    labels: Mapping[str, str] = key(LABELS)
    driver: str = key(TEXT)
    driver_opts: Mapping[str, str] = key(OPTIONS)
    template_driver: str = key(TEXT)


class Secret(FileObject):
    """A secret of a project."""

    def show(self, style: Style) -> Any:
        """The mapping without the content of the secret."""
        shown = super().show(style)
        shown.pop("content", None)
        return shown


class Config(FileObject):
    """A config of a project."""

    def show(self, style: Style) -> Any:
        """The mapping without a content that came from a variable."""
        shown = super().show(style)
        if self.environment:
            shown.pop("content", None)
        return shown
