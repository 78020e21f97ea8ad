"""The input and output of a build with BuildKit: services of a session for context, Dockerfile, keys, logins and results."""

from __future__ import annotations

import hashlib
import os
import secrets as random
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.archive.context import DOCKERFILE, LocalContext
from engineclient.archive.memory import MemoryContext, MemoryTree
from engineclient.archive.results import ResultDirectory, ResultFile, ResultStream
from engineclient.archive.tree import Tree
from engineclient.build.auth import Login, auth
from engineclient.build.filesend import receive_archive, receive_files
from engineclient.build.filesync import Files, Transfer, file_sync
from engineclient.build.ssh import ssh_agents
from engineclient.build.upload import uploads
from engineclient.connect.configfile import ConfigFile
from engineclient.connect.credentials import Credentials
from engineclient.connect.resolve import config_folder
from engineclient.connect.ssh_agent import SSHAgent, is_socket
from engineclient.options.frontend import REMOTE_CONTEXTS

if TYPE_CHECKING:
    from engineclient.options.build import Output
    from engineclient.wire.grpc import Methods

CLIENT_SESSION: Final = "client-session"
"""The parameter `remote` of a build whose context is served by the session."""
LOCAL_TYPES: Final = ("local", "tar", "oci")
"""Types of outputs that are written on this machine."""
_NONE: Final[Mapping[str, Files]] = {}
_TAKEN: Final = ("context", "dockerfile")  # names of the directories that every build has
# The URL below which BuildKit requests uploads from the session.
_MOST_OF_KEY: Final = 1 << 16  # bytes
_UPLOADED: Final = "http://buildkit-session/"


class BuildSource(NamedTuple):
    """The context and the Dockerfile of a build.

    Attributes:
        methods: the methods of the session that serve them.
        dockerfile: the path of the Dockerfile in its directory.
        remote: the parameter `remote` of the build.
        shared_key: the session's key for the context, under which BuildKit keeps the files that it has received.
        content: returns the content of the Dockerfile.
        transfer: counts the files and bytes sent.
        local: the context, if it is a directory.
        has_dockerfile: the session serves the Dockerfile, but not the context.
        shown: the path of the Dockerfile as the caller gave it.

    """

    methods: Methods
    dockerfile: str
    remote: str = CLIENT_SESSION
    shared_key: str = ""
    content: Callable[[], bytes] = bytes
    transfer: Transfer | None = None
    local: LocalContext | None = None
    has_dockerfile: bool = False
    shown: str = ""


def from_directory(context: LocalContext, dockerfile: bytes | None = None) -> BuildSource:
    """A local directory; `dockerfile` is the content of a Dockerfile that replaces the one that `context` names."""
    directory = context.directory
    if dockerfile is not None:
        text = MemoryTree({DOCKERFILE: dockerfile})
        return from_files(Tree(directory), text, DOCKERFILE, directory, dockerfile)._replace(local=context)
    path = os.path.normpath(f"{directory}/{context.dockerfile}")
    place, name = os.path.split(path)
    found = from_files(Tree(directory), Tree(place), name, directory, Path(path).read_bytes)
    return found._replace(local=context)


def from_memory(context: MemoryContext, others: Mapping[str, Files] = _NONE) -> BuildSource:
    """Files in memory; `others` are the directories of named contexts."""
    tree = MemoryTree(context.files)
    content = context.files.get(context.dockerfile, b"")
    text = content.encode() if isinstance(content, str) else content
    return from_files(tree, tree, context.dockerfile, "", text, others)


def from_archive(
    pieces: Iterable[bytes], dockerfile: str = "", others: Mapping[str, Files] = _NONE
) -> BuildSource:
    """A tar archive, plain or compressed; `dockerfile` is a path in it."""
    name = random.token_hex(12)
    methods = uploads({name: iter(pieces)}) | (file_sync(others) if others else {})
    return BuildSource(methods, dockerfile or DOCKERFILE, remote=_UPLOADED + name)


def from_url(
    url: str, dockerfile: str = "", text: bytes | None = None, others: Mapping[str, Files] = _NONE
) -> BuildSource:
    """The URL of a Dockerfile, an archive or a repository, which the engine fetches; `text` replaces its Dockerfile."""
    files = dict(others)
    if text is not None:
        files["dockerfile"] = MemoryTree({DOCKERFILE: text})
    source = BuildSource(file_sync(files) if files else {}, dockerfile or DOCKERFILE, remote=url)
    return source._replace(has_dockerfile=text is not None)


def from_files(
    context: Files,
    dockerfile: Files,
    name: str,
    place: str,
    content: bytes | Callable[[], bytes],
    others: Mapping[str, Files] = _NONE,
) -> BuildSource:
    """Directories of files.

    Args:
        context: the directory that instructions copy from.
        dockerfile: the directory that contains the Dockerfile.
        name: the name of the Dockerfile in it.
        place: the path of the context, from which `shared_key` is derived; "" if it has none.
        content: the content of the Dockerfile, or a function that returns it.
        others: further directories, by the names under which the engine requests them.

    """
    transfer = Transfer()
    methods = file_sync({"context": context, "dockerfile": dockerfile, **others}, transfer)
    read = content if callable(content) else lambda: content
    key = _key(place) if place else ""
    return BuildSource(methods, name, shared_key=key, content=read, transfer=transfer)


def named_directories(named: Mapping[str, str]) -> dict[str, Files]:
    """The named contexts that are directories of this machine, by the names under which the engine requests them.

    Args:
        named: a path, a URL, `docker-image://NAME` or `target:NAME`, by the name of the context.

    Raises:
        ValueError: there is no such directory, or this kind of context is not supported; the message is buildx's
            where buildx has one.

    """
    found: dict[str, Files] = {}
    for name, place in named.items():
        if place.startswith(REMOTE_CONTEXTS):
            continue
        if not os.path.exists(place):  # noqa: PTH110
            raise ValueError(f"failed to get build context {name}: stat {place}: no such file or directory")
        if not os.path.isdir(place):  # noqa: PTH112
            raise ValueError(f"failed to get build context path {{{place} <nil>}}: not a directory")
        found[_local_name(name)] = Tree(os.path.realpath(place))
    return found


def context_attributes(source: BuildSource, named: Mapping[str, str]) -> dict[str, str]:
    """The attributes that tell the frontend where to find the Dockerfile and the contexts."""
    attributes = {"filename": source.dockerfile}
    if source.remote != CLIENT_SESSION:
        attributes["context"] = source.remote
        if source.has_dockerfile:
            attributes["dockerfilekey"] = "dockerfile"
    for name, place in named.items():
        if place.startswith(REMOTE_CONTEXTS):
            attributes[f"context:{name}"] = place
        else:
            attributes[f"context:{name}"] = f"local:{_local_name(name)}"
    if named:
        attributes["frontend.caps"] = "moby.buildkit.frontend.contexts+forward"
    return attributes


def _local_name(name: str) -> str:
    return f"_{name}" if name in _TAKEN else name


def _key(directory: str) -> str:
    """A key that is the same in every build of a directory, so that the engine reuses the files it has received."""
    return hashlib.sha256(f"engineclient:{directory}".encode("utf-8", "surrogateescape")).hexdigest()


def agent_sockets(given: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """The paths of the sockets of SSH agents, by id.

    Args:
        given: the paths by id; "" is the path in SSH_AUTH_SOCK.
        environ: the environment variables.

    Raises:
        ValueError: there is no socket at a path; the message is buildx's.

    """
    found: dict[str, str] = {}
    for name, named in given.items():
        failed = f"failed to convert agent config {{{name} [{named}] false}}: "
        path = named or environ.get("SSH_AUTH_SOCK", "")
        if not path:
            raise ValueError(f"{failed}invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set")
        try:
            usable = is_socket(path)
        except OSError as error:
            reason = f"stat {path}: {(error.strerror or '').lower()}"
            raise ValueError(f'{failed}failed to convert agent config for ID: "{name}": {reason}') from error
        if not usable:
            if not _is_key(path):
                reason = f"failed to parse {path}: ssh: no key found"
                raise ValueError(f'{failed}failed to convert agent config for ID: "{name}": {reason}')
            raise ValueError(
                f"{path} is no socket: keys themselves are not supported by minidocker; give them to an agent "
                f"(ssh-add {path}) and use --ssh {name}"
            )
        found[name] = path
    return found


def _is_key(path: str) -> bool:
    """Whether a file looks like a key, which begins with a line in the form of PEM."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # paths are used as given
            return b"-----BEGIN " in file.read(_MOST_OF_KEY)
    except OSError:
        return False


def forwarded_agents(paths: Mapping[str, str]) -> Methods:
    """The service that connects the build to SSH agents; `paths` are those of their sockets, by id."""
    return ssh_agents({name: partial(SSHAgent, path) for name, path in paths.items()})


def login_of(credentials: Credentials, server: str) -> Login:
    """The stored login for a registry; empty if there is none."""
    found = credentials.get(server)
    if found.identity_token:
        return Login("", found.identity_token, found.registry_token or "")
    return Login(found.username or "", found.password or "", found.registry_token or "")


def logins(*, kept: bool) -> Methods:
    """The service that answers the engine's requests for logins: from docker's config.json if `kept`, otherwise none.

    The engine fetches tokens itself: this sends no request.
    """
    if not kept:
        return auth(lambda _: Login())
    return auth(lambda server: login_of(Credentials(ConfigFile(config_folder())), server))


def receiving(result: Output, write: Callable[[bytes], object] = bytes) -> Methods:
    """The service that receives the result of a build, {} if it does not leave the engine.

    `write` is called with the pieces of a result whose destination is `-`.
    """
    if result.type != "local" and result.is_directory:
        return {}  # the engine writes it piece by piece, see `procedures.local_images`
    if result.type == "local":
        return receive_files(partial(ResultDirectory, result.destination))
    if result.type not in LOCAL_TYPES and not (result.type == "docker" and result.destination):
        return {}
    if result.destination == "-":
        return receive_archive(partial(ResultStream, write))
    return receive_archive(partial(ResultFile, result.destination))


def pieces_of(content: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """An archive, in pieces."""
    return iter((content,)) if isinstance(content, bytes) else iter(content)
