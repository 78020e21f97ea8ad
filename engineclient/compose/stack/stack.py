"""A stack as its files describe it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files, LocalFiles
from engineclient.compose.interpolate import Warn
from engineclient.compose.order import Style, in_order, yaml_order
from engineclient.compose.stack.load import StackFile, StackLoader
from engineclient.compose.stack.merge import merged
from engineclient.compose.stack.model import FileObject, Network, Service, Volume
from engineclient.compose.stack.rules import DEPRECATED, UNSUPPORTED, used
from engineclient.compose.stack.versions import version_of
from engineclient.compose.tree import Tree
from engineclient.compose.yamlwrite import write
from engineclient.errors import InvalidReference
from engineclient.golang.strconv import clean_path
from engineclient.wire.references import is_image_id, parse

_SECTIONS = ("networks", "volumes", "secrets", "configs")


class Stack(StackFile):
    """The services of a stack, and the networks, volumes, secrets and configs that they use. Immutable.

        >>> Stack.load(["stack.yaml"]).services["web"].image  # doctest: +SKIP
        'nginx'

    Attributes:
        unsupported: keys of services that have no effect.
        deprecated: further keys of services that have no effect, which docker calls deprecated.
        warnings: docker's warnings about the files.

    """

    unsupported: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def load(
        cls,
        paths: Sequence[str | os.PathLike[str]],
        *,
        variables: bool = True,
        environ: Mapping[str, str] | None = None,
        files: Files | None = None,
        warn: Warn | None = None,
    ) -> Stack:
        """Load a stack as `docker stack` does: version 3 of the format of compose files, or a file without a version.

        Args:
            paths: the files, merged in this order; `-` is standard input.
            variables: replace variables.
            environ: the environment variables, by default those of this process.
            files: the file system to read from, by default that of this machine.
            warn: called with each warning as it occurs.

        Raises:
            ComposeError: the files are not valid.

        """
        names = [os.fspath(path) for path in paths]
        if not names:
            raise ComposeError("Specify a Compose file (with --compose-file)")
        files = files or LocalFiles()
        warnings: list[str] = []

        def complain(text: str) -> None:
            warnings.append(text)
            if warn is not None:
                warn(text)

        loader = StackLoader(
            files=files,
            environment=os.environ if environ is None else environ,
            directory=_directory(names, files.working_directory()),
            warn=complain,
            variables=variables,
        )
        trees = [loader.tree(name) for name in names]
        found = _merged(loader, trees)
        parts = {name: getattr(found, name) for name in StackFile.__match_args__}
        return cls(
            **parts,
            unsupported=tuple(used(trees, UNSUPPORTED)),
            deprecated=tuple(used(trees, DEPRECATED)),
            warnings=tuple(warnings),
        )

    def check_images(self) -> None:
        """Check that each service has a valid image. Raises ComposeError."""
        for name, service in self.services.items():
            if not service.image:
                raise ComposeError(f"invalid image reference for service {name}: no image specified")
            try:
                if not is_image_id(service.image):
                    parse(service.image)
            except InvalidReference as error:
                raise ComposeError(f"invalid image reference for service {name}: {error}") from None

    def text(self) -> str:
        """The stack as `stack config` prints it, in YAML."""
        shown: Tree = {"version": self.version, "services": _shown(self.services)}
        shown |= {name: _shown(section) for name in _SECTIONS if (section := getattr(self, name))}
        return write({**shown, **in_order(dict(self.extensions), Style.YAML)})


def _shown(section: Mapping[str, Service | Network | Volume | FileObject]) -> Any:
    return {name: section[name].show(Style.YAML) for name in sorted(section, key=yaml_order)}


def _directory(paths: Sequence[str], here: str) -> str:
    """The directory of the first file; for standard input alone the current directory."""
    if paths == ["-"]:
        return here
    return posixpath.dirname(clean_path(posixpath.join(here, paths[0])))


def _merged(loader: StackLoader, trees: Sequence[Tree]) -> StackFile:
    version = version_of(trees[0])
    found: StackFile | None = None
    for tree in trees:
        if (own := version_of(tree)) != version:
            raise ComposeError(f"version mismatched between two composefiles : {version} and {own}")
        file = loader.file(tree, version)
        found = file if found is None else merged(found, file)
    assert found is not None, "there is a file"
    return found
