"""Parses hosts, the values of `-H`, `host=`, DOCKER_HOST and of contexts, with docker's errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from engineclient.errors import InvalidHost, UnusableHost

if TYPE_CHECKING:
    from engineclient.connect.ssh import Target
    from engineclient.connect.tls import TLSConfig

DEFAULT_SOCKET: Final = "/var/run/docker.sock"
DEFAULT_HOST: Final = f"unix://{DEFAULT_SOCKET}"
DEFAULT_TLS_HOST: Final = "tcp://localhost:2376"
DEFAULT_CONTEXT: Final = "default"
_PORT: Final = "2375"
_LONGEST_PATH: Final = 108  # bytes: docker allows all of sun_path, without a terminating zero

Kind = Literal["unix", "tcp", "ssh", "recording"]


class Endpoint(NamedTuple):
    """The address of an engine.

    Attributes:
        kind: how to connect: `unix`, `tcp`, `ssh` or `recording`.
        address: the path of a unix socket; `host:port` for tcp, with an IPv6 address in brackets; the URL for ssh; the
            name of a recording, "" for the packaged one.
        base_path: the prefix of all request paths, for a tcp host behind a reverse proxy: `/base`.
        tls: the TLS settings; None for plain HTTP. Only for tcp.
        name: the name of the context; `default` for -H, DOCKER_HOST and docker's default socket.
        host: the host as docker's messages show it.

    """

    kind: Kind
    address: str
    base_path: str = ""
    tls: TLSConfig | None = None
    name: str = DEFAULT_CONTEXT
    host: str = ""

    def __str__(self) -> str:
        if self.host:
            return self.host
        prefix = {"unix": "unix://", "tcp": "tcp://", "recording": "recording:"}.get(self.kind, "")
        return f"{prefix}{self.address}{self.base_path}"

    @property
    def url(self) -> str:
        """As `str()`, but with `https://` if TLS is used."""
        return f"https://{self.address}{self.base_path}" if self.tls else str(self)

    @property
    def authority(self) -> str:
        """The host in the Host header and in URLs of messages, as docker's client chooses it."""
        return {"tcp": self.address, "ssh": "docker.example.com"}.get(self.kind, "api.moby.localhost")

    @property
    def hostname(self) -> str:
        """The host name of a tcp endpoint, an IPv6 address without brackets; certificates are checked against it."""
        return self.address.rpartition(":")[0].removeprefix("[").removesuffix("]")

    @property
    def port(self) -> int:
        """The port of a tcp endpoint."""
        return int(self.address.rpartition(":")[2])

    @property
    def machine(self) -> str:
        """The name or address of the engine's machine, where published ports can be reached."""
        if self.kind == "ssh":
            return self.ssh().host
        return self.hostname if self.kind == "tcp" else "127.0.0.1"

    @property
    def is_local(self) -> bool:
        """Whether it is a unix socket, so that the engine most likely runs on this machine."""
        return self.kind == "unix"

    def ssh(self) -> Target:
        """The host, user, port and remote socket of an ssh endpoint.

        Raises:
            InvalidHost: ssh does not support its URL.
        """
        from engineclient.connect.ssh import parse_target

        return parse_target(self.address)


def parse(host: str, *, tls: bool = False) -> Endpoint:
    """Parse the value of `-H` or DOCKER_HOST; "" is docker's default, with `tls` that is `tcp://localhost:2376`.

    Raises:
        InvalidHost: it is malformed, or of a kind that is not supported.
    """
    scheme, colon, rest = host.partition(":")
    if scheme == "recording" and colon:
        return Endpoint("recording", rest.removeprefix("//"))
    return endpoint_of(normalized(host, tls=tls))


def normalized(host: str, *, tls: bool = False) -> str:
    """The complete form of a host, as docker stores it: `tcp://h:2375` for `h`.

    Raises:
        InvalidHost: it is malformed.
    """
    host = host.strip()
    if not host:
        return DEFAULT_TLS_HOST if tls else DEFAULT_HOST
    proto, separator, address = host.partition("://")
    if not separator:
        proto, address = "tcp", host
    match proto:
        case "tcp":
            return _tcp(address)
        case "unix":
            return f"unix://{_simple(proto, address, DEFAULT_SOCKET)}"
        case "npipe":
            return f"npipe://{_simple(proto, address, '//./pipe/docker_engine')}"
        case "fd" | "ssh":
            return host
        case _:
            raise InvalidHost(f"invalid bind address format: {host}")


def endpoint_of(host: str, *, name: str = DEFAULT_CONTEXT, tls: TLSConfig | None = None) -> Endpoint:
    """The endpoint for a host in its complete form: one of a context, or a normalized one.

    Raises:
        UnusableHost: it is malformed, or of a kind that is not supported.
    """
    proto, separator, address = host.partition("://")
    if not separator or not (address or proto == "ssh"):
        raise UnusableHost(f"unable to parse docker host `{host}`")
    if proto != "ssh" and not (host.startswith("unix:///") and host.isprintable() and "%" not in host):
        _check_url(host)
    match proto:
        case "unix":
            if "\0" in address:
                raise UnusableHost(f"unable to parse docker host {host!r}: a path cannot hold a zero byte")
            if len(address.encode(errors="surrogateescape")) > _LONGEST_PATH:
                raise UnusableHost(f'unix socket path "{address}" is too long')
            return Endpoint("unix", address, name=name, host=host)
        case "tcp" | "http" | "https":
            from engineclient.golang.urls import parse_url  # imported here: unix sockets do not need it

            try:
                url = parse_url(f"tcp://{address}")
            except ValueError as error:
                raise UnusableHost(str(error)) from error
            given = url.host.removesuffix(":")
            # docker's HTTP client chooses the port in this way
            port = "" if url.port else ":443" if tls else ":80"
            return Endpoint("tcp", f"{given}{port}", url.path.rstrip("/"), tls, name, host)
        case "ssh":
            found = Endpoint("ssh", host, name=name, host=host)
            found.ssh()
            return found
        case "npipe":
            raise UnusableHost("protocol not available")
        case _:
            raise UnusableHost(f"unable to parse docker host `{host}`")


def _check_url(host: str) -> None:
    from engineclient.golang.urls import parse_url  # imported here: a plain path of a socket does not need it

    try:
        parse_url(host)
    except ValueError as error:
        raise UnusableHost(str(error)) from error


def with_tls(endpoint: Endpoint, tls: TLSConfig | None) -> Endpoint:
    """`endpoint` with these TLS settings if it is a tcp endpoint; sockets and ssh use no TLS."""
    return endpoint._replace(tls=tls) if endpoint.kind == "tcp" else endpoint


def _simple(proto: str, address: str, default: str) -> str:
    if "://" in address:
        raise InvalidHost(f"invalid proto, expected {proto}: {address}")
    return address or default


def _tcp(address: str) -> str:
    from engineclient.golang.host_ports import join_host_port, split_host_port
    from engineclient.golang.urls import parse_url

    if not address:
        return f"tcp://localhost:{_PORT}"
    if "://" in address:
        raise InvalidHost(f"invalid proto, expected tcp: {address}")
    try:
        url = parse_url(f"tcp://{address}")
    except ValueError as error:
        raise InvalidHost(str(error)) from error
    try:
        try:
            host, port = split_host_port(url.host)
        except ValueError:
            host, port = split_host_port(join_host_port(url.host, _PORT))
    except ValueError as error:
        raise InvalidHost(f"invalid bind address format: {address}") from error
    return f"tcp://{join_host_port(host or 'localhost', port or _PORT)}{url.path}"
