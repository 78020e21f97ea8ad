"""The lists that `manifest create` makes and `manifest push` sends, in `manifests/` of docker's configuration directory.

A list is a directory, and each of its manifests a file of JSON, as docker itself keeps them.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.connect.file_replacement import replace_file
from engineclient.errors import EngineError
from engineclient.registry.manifests import ImageManifest, from_json

if TYPE_CHECKING:
    import os

    from engineclient.wire.references import Reference


class NotKept(EngineError):
    """There is no such local list, or no such manifest in it."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(f"No such manifest: {reference}")


class ManifestLists:
    """The lists below a configuration directory."""

    def __init__(self, config: str | os.PathLike[str]) -> None:
        self._folder = Path(config, "manifests")

    def manifests(self, name: Reference) -> list[ImageManifest]:
        """The manifests of a list, sorted by their names.

        Raises:
            NotKept: there is no list of that name.
            DecodeError: a file in it is damaged.

        """
        try:
            files = sorted(self._place(name).iterdir())
        except FileNotFoundError as error:
            raise NotKept(name) from error
        return [from_json(file.read_bytes()) for file in files]

    def manifest(self, name: Reference, image: Reference) -> ImageManifest:
        """One manifest of a list.

        Raises:
            NotKept: the list has none of that name, or does not exist.
            DecodeError: its file is damaged.

        """
        try:
            return from_json((self._place(name) / _file_name(image)).read_bytes())
        except FileNotFoundError as error:
            raise NotKept(image) from error

    def keep(self, name: Reference, image: Reference, manifest: ImageManifest) -> None:
        """Add a manifest to a list, which is made if it does not exist, or replace it."""
        place = self._place(name)
        place.mkdir(parents=True, exist_ok=True)
        replace_file(place / _file_name(image), manifest.to_json().encode(), 0o644)

    def remove(self, name: Reference) -> None:
        """Remove a list.

        Raises:
            NotKept: there is no list of that name.

        """
        try:
            shutil.rmtree(self._place(name))
        except FileNotFoundError as error:
            raise NotKept(name) from error

    def _place(self, name: Reference) -> Path:
        return self._folder / _file_name(name)


def _file_name(reference: Reference) -> str:
    return str(reference).replace(":", "-").replace("/", "_")
