"""`extends`: merge a service into the one that it extends, of the same file or of another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any

from engineclient.compose.errors import ComposeError
from engineclient.compose.job import Job, Reader
from engineclient.compose.local import directory_of, local
from engineclient.compose.merge import merge_service, without
from engineclient.compose.paths import resolve
from engineclient.compose.tree import Path, Tree
from engineclient.values import Data

_Chain = tuple[tuple[str, str], ...]


class Extension(Data):
    """Carries out `extends` in one document of a file.

    Attributes:
        loader: reads other files.
        path: the path of the file.
        job: how the file is read.
        replaced: the paths that the document tags `!reset` or `!override`.

    """

    loader: Reader
    path: str
    job: Job
    replaced: tuple[Path, ...]

    def all(self, tree: Tree) -> Tree:
        """`tree` with each service merged into the one that it extends.

        Raises:
            ComposeError: an extended service does not exist, or services extend each other.

        """
        if "services" not in tree:
            return tree
        services = tree["services"]
        if not isinstance(services, dict):
            raise ComposeError("services must be a mapping", ("services",))
        made = dict(services)
        for name in services:
            made[name] = self._service(name, made, self.replaced, ())
        return {**tree, "services": made}

    def _service(self, name: str, services: Tree, replaced: Iterable[Path], chain: _Chain) -> Any:
        service = services[name]
        if service is None:
            return None
        if not isinstance(service, dict):
            raise ComposeError(f"services.{name} must be a mapping", ("services", name))
        if "extends" not in service:
            return service
        ref, file = _extended(name, service["extends"])
        path = self.path
        theirs: tuple[Path, ...] = ()
        if file:
            path = file
            services, theirs = self._services_of(file, name, ref)
        elif ref not in services:
            raise ComposeError(
                f'cannot extend service "{name}" in {self.path}: service "{ref}" not found',
                ("services", name, "extends"),
            )
        base = self._service(ref, services, theirs, _linked(chain, (path, name)))
        if base is None:
            return service
        cleaned: Tree = without({"services": {name: base}}, replaced)["services"].get(name, base)
        merged = merge_service(cleaned, service)
        return {key: value for key, value in merged.items() if key != "extends"}

    def _services_of(self, path: str, name: str, ref: str) -> tuple[Tree, tuple[Path, ...]]:
        """The services of another file, with paths relative to this one, and the paths tagged `!reset` or `!override`."""
        full = local(path, self.job.folder, self.loader.files)
        directory = directory_of(path, self.job.folder, self.loader.files)
        inner = self.job.replace(
            folder=posixpath.dirname(full), extends=False, includes=False, validates=False
        )
        tree, replaced = self.loader.layered(full, {}, inner, ())
        if "services" not in tree:
            raise ComposeError(f'cannot extend service "{name}" in {full}: no services section')
        if not isinstance(tree["services"], dict):
            raise ComposeError(f'cannot extend service "{name}" in {full}: services must be a mapping')
        if ref not in tree["services"]:
            raise ComposeError(
                f'cannot extend service "{name}" in {self.path}: service "{ref}" not found in {path}',
                ("services", name, "extends"),
            )
        services: Tree = resolve(tree, self.loader.where(directory))["services"]
        return services, replaced


def _extended(name: str, extends: Any) -> tuple[str, str]:
    """The name of the extended service and its file, which is "" for the same file."""
    if not isinstance(extends, dict):
        return extends if isinstance(extends, str) else "", ""
    if not isinstance(extends.get("service"), str):
        raise ComposeError(f"extends.{name}.service is required", ("services", name, "extends"))
    return extends["service"], str(extends.get("file") or "")


def _linked(chain: _Chain, link: tuple[str, str]) -> _Chain:
    if link in chain:
        lines = ["Circular reference:", f"  {chain[0][1]} in {chain[0][0]}"]
        lines += [f"  extends {service} in {file}" for file, service in (*chain[1:], link)]
        raise ComposeError("\n".join(lines), ("services", link[1], "extends"))
    return (*chain, link)
