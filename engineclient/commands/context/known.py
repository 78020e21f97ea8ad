"""The contexts that a command line knows: those of the store, and `default`, which its flags and environment make."""

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
"""Of `default`, where it is listed or copied."""
_IN_MEMORY: Final = "<IN MEMORY>"


class KnownContexts:
    """The contexts by name.

    Attributes:
        store: those that are in files.
        current: the name of the one in use, which need not exist.

    """

    def __init__(self, app: App) -> None:
        self._options = app.options
        _ = app.config  # docker complains of a broken one whatever the command
        self.store: ContextStore = ContextStore(app.config_dir)
        self.current: str = context_name(app.options)

    def get(self, name: str) -> Context:
        """The context of that name.

        Raises:
            InvalidContext: there is none, or it is broken.
            InvalidHost, InvalidTLS: it is `default`, and the flags or the environment are wrong.
        """
        return self._default() if name == DEFAULT_CONTEXT else self.store.get(name)

    def all(self) -> list[Context]:
        """All of them.

        Raises:
            what `get` raises.
        """
        return [*self.store.all(), self._default()]

    def tls(self, name: str) -> dict[str, dict[str, bytes]]:
        """The contents of the files of TLS, by endpoint and name."""
        if name == DEFAULT_CONTEXT:
            config = tls_of(self._options)
            return {DOCKER: config.files()} if config else {}
        return {endpoint: self.store.read_tls(name, endpoint) for endpoint in self.store.tls_files(name)}

    def tls_files(self, name: str) -> dict[str, list[str]]:
        """The names of the files of TLS by endpoint."""
        if name == DEFAULT_CONTEXT:
            return {endpoint: sorted(files) for endpoint, files in self.tls(name).items()}
        return self.store.tls_files(name)

    def storage(self, name: str) -> tuple[str, str]:
        """Where the description and the files of TLS are."""
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
