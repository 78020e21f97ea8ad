"""Docker's store of contexts: `contexts/meta/ID/meta.json` and `contexts/tls/ID/docker/*.pem` in `~/.docker`.

ID is the SHA-256 of the name. Changing a context of another program keeps its unknown content.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.connect import contextjson
from engineclient.connect.file_replacement import replace_file
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.connect.tls import CA, CERT, KEY, TLSConfig
from engineclient.errors import ContextNotFound, InvalidContext

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCKER: Final = "docker"
"""The name of the endpoint of a docker engine; other programs may have other endpoints."""
PATTERN: Final = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"
_META: Final = "meta.json"
_NAME = re.compile(PATTERN.removesuffix("$") + r"\Z")


class Context(NamedTuple):
    """A context.

    Attributes:
        name: its name, the value of --context.
        metadata: its metadata, such as `Description`; None if there are none.
        endpoints: its endpoints by name, `docker` being `{"Host": ..., "SkipTLSVerify": ...}`; None if there are none.

    """

    name: str
    metadata: Mapping[str, Any] | None = None
    endpoints: Mapping[str, Any] | None = None

    @property
    def description(self) -> str:
        """The description, "" if there is none."""
        text: str = (self.metadata or {}).get("Description", "")
        return text

    def docker(self) -> Mapping[str, Any]:
        """The endpoint of the engine.

        Raises:
            InvalidContext: the context has no such endpoint.
        """
        endpoints = self.endpoints or {}
        if DOCKER not in endpoints:
            raise InvalidContext(f"cannot find {DOCKER} endpoint in context")
        found: Mapping[str, Any] | None = endpoints[DOCKER]
        if found is None:
            raise InvalidContext(f'endpoint "{DOCKER}" is not of type EndpointMeta')
        return found

    @property
    def host(self) -> str:
        """The host of the engine, as typed.

        Raises:
            InvalidContext: the context has no endpoint of an engine.
        """
        host: str = self.docker().get("Host", "")
        return host


class ContextStore:
    """The contexts in a configuration directory (`~/.docker`)."""

    def __init__(self, config_dir: str | os.PathLike[str]) -> None:
        self.root: Path = Path(config_dir, "contexts")

    def all(self) -> list[Context]:
        """All contexts, unsorted, except `default`, which is not stored.

        Raises:
            InvalidContext: a context is broken.
        """
        try:
            return [self._read(path) for path in _metadata_files(self.root / "meta")]
        except OSError as error:
            raise InvalidContext(_go_error("open", error)) from error
        except ValueError as error:
            raise InvalidContext(f"failed to read metadata: {error}") from error

    def get(self, name: str) -> Context:
        """The context of that name.

        Raises:
            ContextNotFound: there is no such context.
            InvalidContext: the context is broken.
        """
        try:
            return self._read(self.metadata_folder(name) / _META)
        except FileNotFoundError as error:
            raise ContextNotFound(
                f'context "{name}": context not found: {_go_error("open", error)}'
            ) from error
        except OSError as error:
            raise InvalidContext(f'context "{name}": {_go_error("open", error)}') from error
        except ValueError as error:
            raise InvalidContext(f'context "{name}": {error}') from error

    def put(self, context: Context) -> None:
        """Create or replace the metadata of a context; its TLS files are not changed."""
        folder = self.metadata_folder(context.name)
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        replace_file(
            folder / _META, contextjson.dump(context.name, context.metadata, context.endpoints), 0o644
        )

    def remove(self, name: str) -> None:
        """Remove a context and its files.

        Raises:
            InvalidContext: they cannot be removed.
        """
        for what, folder in (("metadata", self.metadata_folder(name)), ("TLS data", self.tls_folder(name))):
            try:
                shutil.rmtree(folder)
            except FileNotFoundError:
                pass
            except OSError as error:
                reason = f"unlinkat {folder}: {_reason(error)}"
                raise InvalidContext(
                    f"failed to remove context {name}: failed to remove {what}: {reason}"
                ) from error

    def tls_files(self, name: str) -> dict[str, list[str]]:
        """The names of the TLS files, by endpoint."""
        folder = self.tls_folder(name)
        try:
            endpoints = sorted(path for path in folder.iterdir() if path.is_dir())
        except FileNotFoundError:
            return {}
        return {
            each.name: sorted(path.name for path in each.iterdir() if not path.is_dir()) for each in endpoints
        }

    def read_tls(self, name: str, endpoint: str = DOCKER) -> dict[str, bytes]:
        """The contents of the TLS files of an endpoint, by name."""
        folder = self.tls_folder(name) / endpoint
        return {file: (folder / file).read_bytes() for file in self.tls_files(name).get(endpoint, ())}

    def write_tls(self, name: str, files: Mapping[str, bytes], endpoint: str = DOCKER) -> None:
        """Replace the TLS files of an endpoint."""
        folder = self.tls_folder(name) / endpoint
        shutil.rmtree(folder, ignore_errors=True)
        for file, content in files.items():
            self.write_tls_file(name, endpoint, file, content)

    def write_tls_file(self, name: str, endpoint: str, file: str, content: bytes) -> None:
        """Write one TLS file, readable only by its owner."""
        folder = self.tls_folder(name) / endpoint
        # mkdir applies its mode only to the last directory
        for each in (
            folder.parent.parent,
            folder.parent,
            folder,
        ):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(folder / file, content, 0o600)

    def tls_config(self, context: Context) -> TLSConfig | None:
        """The TLS settings for the engine of a context; None for plain HTTP."""
        skip = bool(context.docker().get("SkipTLSVerify"))
        folder = self.tls_folder(context.name) / DOCKER
        present = set(self.tls_files(context.name).get(DOCKER, ()))
        ca, cert, key = (folder / name if name in present else None for name in (CA, CERT, KEY))
        if not (skip or ca or cert or key):
            return None
        return TLSConfig(ca, cert, key, verify=not skip)

    def metadata_folder(self, name: str) -> Path:
        """The directory of the metadata of a context."""
        return self.root / "meta" / _id(name)

    def tls_folder(self, name: str) -> Path:
        """The directory of the TLS files of a context."""
        return self.root / "tls" / _id(name)

    def _read(self, path: Path) -> Context:
        try:
            return Context(*contextjson.parse(path.read_bytes()))
        except ValueError as error:
            raise ValueError(f"parsing {path}: {error}") from error


def check_name(name: str) -> None:
    """Check the name of a context.

    Raises:
        InvalidContext: the name is not allowed.
    """
    if not name:
        raise InvalidContext("context name cannot be empty")
    if name == DEFAULT_CONTEXT:
        raise InvalidContext(f'"{DEFAULT_CONTEXT}" is a reserved context name')
    if not _NAME.match(name):
        raise InvalidContext(
            f'context name "{name}" is invalid, names are validated against regexp "{PATTERN}"'
        )


def _id(name: str) -> str:
    from hashlib import sha256

    return sha256(name.encode(errors="surrogateescape")).hexdigest()


def _metadata_files(folder: Path) -> Iterator[Path]:
    """The files `meta.json` in the subdirectories, sorted by the names of those."""
    try:
        entries: Sequence[Path] = sorted(folder.iterdir())
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            if (entry / _META).is_file():
                yield entry / _META
            yield from _metadata_files(entry)


def _go_error(action: str, error: OSError) -> str:
    return f"{action} {error.filename}: {_reason(error)}"


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
