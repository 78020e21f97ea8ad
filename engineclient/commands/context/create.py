"""context create and context update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING, FlagType
from engineclient.cli.flags import Flag, flag
from engineclient.commands.context.known_contexts import DESCRIPTION, KnownContexts
from engineclient.connect import hosts, tls
from engineclient.connect.contexts import DOCKER, Context, check_name
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.errors import ContextNotFound, EngineError, InvalidContext, InvalidTLS, UnusableHost
from engineclient.golang.csv import parse_record
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import parse_bool
from engineclient.golang.urls import parse_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.cli.app import App

_FROM, _HOST, _CA, _CERT, _KEY, _SKIP = "from", "host", "ca", "cert", "key", "skip-tls-verify"
_ABOUT_DOCKER: Final = """

Keys of --docker (KEY=VALUE,KEY=VALUE):

NAME                DESCRIPTION
from                Context to copy the engine's configuration from
host                Host of the engine (unix://, tcp://, ssh://)
ca                  Trust only certificates signed by this CA
cert                File of the TLS certificate
key                 File of the TLS key
skip-tls-verify     Accept any certificate of the engine

Example:

"""


@dataclass(frozen=True)
class _Engine:
    """The engine of a context to create: its endpoint, and its TLS files by name."""

    meta: Mapping[str, Any]
    files: Mapping[str, bytes]


def _pairs(text: str) -> dict[str, str]:
    """Parse KEY=VALUE pairs as Go's pflag does: several are one line of CSV."""
    count = text.count("=")
    pairs = parse_record(text) if count > 1 else [text.strip('"')] if count else [text]
    for pair in pairs:
        if "=" not in pair:
            raise ValueError(f"{pair} must be formatted as key=value")
    return {key: value for key, _, value in (pair.partition("=") for pair in pairs)}


def _merged(before: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    return {**before, **more}


_PAIRS: Final = FlagType[dict[str, str]]("stringToString", _pairs, dict, _merged, shows_zero="[]")
_DESCRIPTION: Final = Flag("--description", STRING, "Description of the context")
_DOCKER: Final = Flag("--docker", _PAIRS, "Address and TLS files of the engine, see above", default=None)


@command(
    "[OPTIONS] CONTEXT",
    exactly(1),
    description=f"Create a context{_ABOUT_DOCKER}$ minidocker context create my-context "
    '--description "some words" --docker "host=tcp://myserver:2376,ca=ca.pem,cert=cert.pem,key=key.pem"',
)
@_DESCRIPTION
@_DOCKER
@flag("--from", STRING, "Context to copy", dest="source")
def create(app: App, name: str, *, description: str, docker: dict[str, str] | None, source: str) -> None:
    """Create a context from --docker, or a copy of another context, by default of the one in use."""
    known = KnownContexts(app)
    _check_new(known, name)
    if docker is not None and source:
        raise Failure("cannot use --docker flag when --from is set")
    if docker is None:
        _copy(known, source or known.current, name, description)
    else:
        found = _engine(known, docker)
        known.store.put(Context(name, _described({}, description), {DOCKER: found.meta}))
        if found.files:
            known.store.write_tls(name, found.files)
    app.out.line(name)
    app.err.line(f'Successfully created context "{name}"')


@command(
    "[OPTIONS] CONTEXT",
    exactly(1),
    description=f"Change a context{_ABOUT_DOCKER}$ minidocker context update my-context "
    '--description "some words" --docker "host=tcp://myserver:2376,ca=ca.pem,cert=cert.pem,key=key.pem"',
)
@_DESCRIPTION
@_DOCKER
def update(app: App, name: str, *, description: str, docker: dict[str, str] | None) -> None:
    """Change a context: its description, its engine with all TLS files, or both."""
    check_name(name)
    known = KnownContexts(app)
    context = known.store.get(name)
    context = context._replace(metadata=_described(context.metadata or {}, description))
    if docker is not None:
        found = _engine(known, docker)
        context = context._replace(endpoints={**(context.endpoints or {}), DOCKER: found.meta})
        known.store.put(context)
        known.store.write_tls(name, found.files)
    else:
        known.store.put(context)
    app.out.line(name)
    app.err.line(f'Successfully updated context "{name}"')


def _check_new(known: KnownContexts, name: str) -> None:
    check_name(name)
    try:
        known.store.get(name)
    except ContextNotFound:
        return
    except InvalidContext as error:
        raise Failure(f"error while getting existing contexts: {error}") from error
    raise Failure(f'context "{name}" already exists')


def _copy(known: KnownContexts, source: str, name: str, description: str) -> None:
    original = known.get(source)
    files = known.tls(source)
    described_as = description or (DESCRIPTION if source == DEFAULT_CONTEXT else "")
    known.store.put(original._replace(name=name, metadata=_described(original.metadata or {}, described_as)))
    for endpoint, contents in files.items():
        known.store.write_tls(name, contents, endpoint)


def _described(metadata: Mapping[str, Any], description: str) -> Mapping[str, Any]:
    return {**metadata, "Description": description} if description else metadata


def _engine(known: KnownContexts, given: Mapping[str, str]) -> _Engine:
    try:
        return _engine_of(known, given)
    except (EngineError, ValueError) as error:
        raise Failure(f"unable to create docker endpoint config: {error}") from error


def _engine_of(known: KnownContexts, given: Mapping[str, str]) -> _Engine:
    unknown = sorted(set(given) - {_FROM, _HOST, _CA, _CERT, _KEY, _SKIP})
    if unknown:
        raise ValueError("\n".join(f"unrecognized config key: {key}" for key in unknown))
    if _FROM in given:
        return _Engine(known.get(given[_FROM]).docker(), {})  # docker does not copy TLS files here
    files = tls.TLSConfig(given.get(_CA) or None, given.get(_CERT) or None, given.get(_KEY) or None).files()
    skip = False
    if _SKIP in given:
        try:
            skip = parse_bool(given[_SKIP])
        except ValueError:
            raise ValueError(f"{_SKIP}: parsing {quote(given[_SKIP])}: invalid syntax") from None
    host = given.get(_HOST, "")
    if host:
        _check_host(host, files)
    return _Engine({**({"Host": host} if host else {}), "SkipTLSVerify": skip}, files)


def _check_host(host: str, files: Mapping[str, bytes]) -> None:
    """Check that a client could be made from it; docker accepts any scheme."""
    scheme = host.partition("://")[0]
    try:
        if scheme == "ssh":
            hosts.endpoint_of(host)
        else:
            parse_url(host)
            if scheme != "unix":
                tls.check_files(files)
    except (UnusableHost, InvalidTLS, ValueError) as error:
        raise ValueError(f"invalid docker endpoint options: {error}") from error
    try:
        hosts.endpoint_of(host)
    except UnusableHost as error:
        if "://" in host and host.partition("://")[2] and scheme not in ("unix", "npipe"):
            return
        raise ValueError(f"unable to apply docker endpoint options: {error}") from error
