"""The contexts of a command line: those of the store, and `default`, which flags and environment define."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from engineclient.cli.connection import context_name, host_of, tls_of
from engineclient.connect import hosts
from engineclient.connect.contexts import DOCKER, Context, ContextStore
from engineclient.connect.hosts import DEFAULT_CONTEXT

if TYPE_CHECKING:
    from engineclient.cli.app import App

DESCRIPTION: Final = "Current DOCKER_HOST based configuration"
"""The description of `default`, where it is listed or copied."""
_IN_MEMORY: Final = "<IN MEMORY>"


class KnownContexts:
    """The contexts by name.

    Attributes:
        store: the contexts in files.
        current: the name of the context in use. There may be no such context.

    """

    def __init__(self, app: App) -> None:
        self._options = app.options
        _ = app.config  # docker warns about a broken config.json in every command
        self.store: ContextStore = ContextStore(app.config_dir)
        self.current: str = context_name(app.options)

    def get(self, name: str) -> Context:
        """The context of that name.

        Raises:
            InvalidContext: it does not exist, or is broken.
            InvalidHost, InvalidTLS: it is `default`, and the flags or the environment are invalid.
        """
        return self._default() if name == DEFAULT_CONTEXT else self.store.get(name)

    def all(self) -> list[Context]:
        """All contexts.

        Raises:
            the same as `get`.
        """
        return [*self.store.all(), self._default()]

    def tls(self, name: str) -> dict[str, dict[str, bytes]]:
        """The contents of the TLS files, by endpoint and name."""
        if name == DEFAULT_CONTEXT:
            config = tls_of(self._options)
            return {DOCKER: config.files()} if config else {}
        return {endpoint: self.store.read_tls(name, endpoint) for endpoint in self.store.tls_files(name)}

    def tls_files(self, name: str) -> dict[str, list[str]]:
        """The names of the TLS files, by endpoint."""
        if name == DEFAULT_CONTEXT:
            return {endpoint: sorted(files) for endpoint, files in self.tls(name).items()}
        return self.store.tls_files(name)

    def storage(self, name: str) -> tuple[str, str]:
        """The paths of the metadata and of the TLS files."""
        if name == DEFAULT_CONTEXT:
            return _IN_MEMORY, _IN_MEMORY
        return str(self.store.metadata_folder(name)), str(self.store.tls_folder(name))

    def _default(self) -> Context:
        tls = tls_of(self._options)
        given = host_of(self._options)
        host = hosts.normalized(
            os.environ.get("DOCKER_HOST", "") if given is None else given, tls=tls is not None
        )
        if tls is not None:
            tls.files()
        endpoint = {"Host": host, "SkipTLSVerify": tls is not None and not tls.verify}
        return Context(DEFAULT_CONTEXT, {}, {DOCKER: endpoint})
