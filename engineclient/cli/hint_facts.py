"""Facts for hints, from the engine, this machine and the command table. Lookups are short and never raise."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from engineclient.cli.command import Command
from engineclient.cli.failures import PROGRAM, failure_of, text_of
from engineclient.cli.hints import Failed, hint
from engineclient.cli.root import Group
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.cli.flags import Flag
    from engineclient.cli.root import Root

__all__ = ["Surroundings", "advice"]

_LISTENING: Final = "0A"  # the state LISTEN in /proc/net/tcp


def advice(error: BaseException, app: App, root: Root) -> str:
    """The hint for an error that ends a command, or ""."""
    candidates: list[str] = []
    texts = [failure_of(error).text]  # and what was printed before it
    cause: BaseException | None = error
    while cause is not None:
        candidates = candidates or [*getattr(cause, "candidates", ())]
        cause = cause.__cause__
        if isinstance(cause, EngineError):
            texts.append(text_of(cause))
    failed = Failed("\n".join(texts), app.args, PROGRAM, candidates)
    return hint(failed, Surroundings(app, root))


class Surroundings:
    """Looks up facts about the engine and the machine after a command failed.

    Args:
        app: the call that failed; each lookup opens a new connection.
        root: the root command, for the names of commands and flags.

    """

    def __init__(self, app: App, root: Root) -> None:
        self._app = app
        self._root = root

    def commands(self, path: str) -> list[str]:
        """The commands of a group, including nouns."""
        group = self._find(path)
        return (
            group.list_commands(click.Context(group)) + self._nouns(group)
            if isinstance(group, click.Group)
            else []
        )

    def _nouns(self, group: click.Command) -> list[str]:
        return [*self._root.nouns] if group is self._root else []

    def flags(self, path: str) -> list[str]:
        """The flags of a command."""
        return [f"--{each.long}" for each in self._flags(path)]

    def takes_value(self, path: str, flag: str) -> bool:
        """Whether a flag takes the next word as its value: it is no switch, and has no value in its own word."""
        name = flag if flag.startswith("--") else f"-{flag[-1]}"
        return any(name in each.names and each.kind.bare is None for each in self._flags(path))

    def _flags(self, path: str) -> Sequence[Flag]:
        found = self._find(path)
        return found.flags if isinstance(found, Command | Group) else ()

    def _find(self, path: str) -> click.Command | None:
        at: click.Command | None = self._root
        for word in path.split()[1:]:
            if not isinstance(at, click.Group):
                return None
            at = at.get_command(click.Context(at), word)
        return at

    def containers(self) -> list[str]:
        """The names of all containers."""
        with self._engine() as engine:
            return [
                name.removeprefix("/") for each in engine.containers.list(all=True) for name in each.names
            ]
        return []

    def images(self) -> list[str]:
        """The references of all images, with and without the tag `latest`."""
        with self._engine() as engine:
            references = [each for image in engine.images.list() for each in image.repo_tags]
            return [each.removesuffix(":latest") for each in references]
        return []

    def networks(self) -> list[str]:
        """The names of all networks."""
        with self._engine() as engine:
            return [each.name for each in engine.networks.list()]
        return []

    def volumes(self) -> list[str]:
        """The names of all volumes."""
        with self._engine() as engine:
            return [each.name for each in engine.volumes.list().volumes]
        return []

    def files(self, folder: str) -> list[str]:
        """The names of the files in a directory of this machine; none if it cannot be read."""
        with suppress(OSError):
            return os.listdir(folder)  # noqa: PTH208  # only names
        return []

    def container(self, name: str) -> tuple[str, str] | None:
        """A container's image and state."""
        with self._engine() as engine:
            found = engine.containers.inspect(name)
            return found.config.image or "", found.state.status or ""
        return None

    def newest_created(self) -> str:
        """The name of the newest container that was created and not started, or ""."""
        with self._engine() as engine:
            for each in engine.containers.list(all=True, filters={"status": ["created"]}):
                return each.names[0].removeprefix("/")
        return ""

    def users_of(self, kind: str, name: str) -> list[str]:
        """The names of the containers that use a `volume` or a `network`."""
        with self._engine() as engine:
            users = engine.containers.list(all=True, filters={kind: [name]})
            return [each.names[0].removeprefix("/") for each in users if each.names]
        return []

    def port_holder(self, port: int) -> tuple[str, str]:
        """The container, or else the process, that listens on a TCP port."""
        with self._engine() as engine:
            for each in engine.containers.list():
                if any(published.public_port == port for published in each.ports) and each.names:
                    return each.names[0].removeprefix("/"), ""
        return "", process_at(port)

    @contextmanager
    def _engine(self) -> Iterator[Engine]:
        """A new connection; errors of the engine are ignored."""
        with suppress(EngineError, OSError), self._app.connect() as engine:
            yield engine


def process_at(port: int, proc: Path = Path("/proc")) -> str:
    """The process of this machine that listens on a TCP port, as `123 (nginx)`; "" if none is visible to us."""
    wanted = {f"socket:[{inode}]" for inode in _inodes(port, proc)}
    for folder in proc.glob("[0-9]*") if wanted else ():
        with suppress(OSError):
            if any(os.readlink(each) in wanted for each in (folder / "fd").iterdir()):  # noqa: PTH115
                return f"{folder.name} ({(folder / 'comm').read_text().strip()})"
    return ""


def _inodes(port: int, proc: Path) -> Iterator[str]:
    for name in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in (proc / "net" / name).read_text().splitlines()[1:]:
                words = line.split()
                if words[3] == _LISTENING and int(words[1].rpartition(":")[2], 16) == port:
                    yield words[9]
