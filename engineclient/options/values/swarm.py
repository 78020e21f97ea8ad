"""Parses addresses and certificates of a swarm: --listen-addr, --external-ca, --ca-cert."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.golang.addresses import parse_cidr
from engineclient.golang.csv import parse_list, parse_record
from engineclient.golang.files import file_error
from engineclient.golang.quoting import quote
from engineclient.options.values.flag import OptionError
from engineclient.options.values.json_object import JsonObject

if TYPE_CHECKING:
    from engineclient.options.values.env import ReadFile

_DEFAULT_HOST: Final = "0.0.0.0"  # every address, as docker listens
_DEFAULT_PORT: Final = "2377"
_SCHEME: Final = "tcp://"
_PEM: Final = re.compile(r"^-----BEGIN ([^\n]+)-----\n.*?^-----END \1-----", re.DOTALL | re.MULTILINE)
_PORT: Final = re.compile(r":[0-9]*")


def listen_address(text: str) -> str:
    """One --listen-addr as `host:port`; missing parts get their defaults. Raises OptionError."""
    address = text.removeprefix(_SCHEME)
    if not address:
        return f"{_DEFAULT_HOST}:{_DEFAULT_PORT}"
    if "://" in address:
        raise OptionError(f"invalid proto, expected tcp: {text}")
    authority = re.split("[/?#]", address, maxsplit=1)[0]
    path = re.split("[?#]", address.removeprefix(authority), maxsplit=1)[0]
    authority = authority.rpartition("@")[2]
    _check_authority(address, authority)
    host, port = _host_and_port(text, authority)
    host = host or _DEFAULT_HOST
    return f"{f'[{host}]' if ':' in host else host}:{port or _DEFAULT_PORT}{path}"


def _check_authority(address: str, authority: str) -> None:
    """Raise Go's error if a URL cannot have this host."""

    def wrong(reason: str) -> OptionError:
        return OptionError(f"parse {quote(_SCHEME + address)}: {reason}")

    if bad := re.search(r'[\s"<>\\^`{|}]', authority):
        raise wrong(f"invalid character {quote(bad[0])} in host name")
    if bad := re.search("%(?![0-9A-Fa-f]{2}).{0,2}", authority):
        raise wrong(f"invalid URL escape {quote(bad[0])}")
    if authority.startswith("["):
        if "]" not in authority:
            raise wrong("missing ']' in host")
        port = authority.rpartition("]")[2]
    else:
        port = authority[authority.rindex(":") :] if ":" in authority else ""
    if port and not _PORT.fullmatch(port):
        raise wrong(f"invalid port {quote(port)} after host")


def _host_and_port(text: str, authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        host, _, port = authority[1:].rpartition("]")
        if not port:
            raise OptionError(f"invalid bind address format: {text}")
        return host, port[1:]
    host, colon, port = authority.rpartition(":")
    if not colon or ":" in host:
        return authority, ""
    return host, port


def subnets(text: str) -> list[str]:
    """One --default-addr-pool: a list of subnets, normalized. Raises ValueError with docker's message."""
    found: list[str] = []
    for each in parse_list(text):
        try:
            found.append(str(parse_cidr(each.strip())[1]))
        except ValueError:
            raise ValueError(f"invalid string being converted to CIDR: {each}") from None
    return found


def pem(path: str, read_file: ReadFile) -> str:
    """The content of a PEM file. Raises ValueError with docker's message."""
    try:
        contents = read_file(path).decode(errors="surrogateescape")
    except OSError as error:
        raise ValueError(file_error(path, error)) from None
    if not _PEM.search(contents):
        raise ValueError("file contents must be in PEM format")
    return contents


def external_ca(text: str, read_file: ReadFile) -> JsonObject:
    """One --external-ca as an element of CAConfig.ExternalCAs. Raises ValueError with docker's message."""
    options: dict[str, str] = {}
    given: dict[str, str] = {}
    for field in parse_record(text):
        key, equals, value = field.partition("=")
        if not equals:
            raise ValueError(f"invalid field '{field}' must be a key=value pair")
        match key.lower():
            case "protocol":
                if value.lower() != "cfssl":
                    raise ValueError(f"unrecognized external CA protocol {value}")
                given["Protocol"] = "cfssl"
            case "url":
                given["URL"] = value
            case "cacert":
                given["CACert"] = _ca_cert(value, read_file)
            case _:
                options[key] = value
    for name, flag in (("Protocol", "protocol"), ("URL", "url")):
        if name not in given:
            raise ValueError(f"the external-ca option needs a {flag}= parameter")
    return {
        "Protocol": given["Protocol"],
        "URL": given["URL"],
        **({"Options": options} if options else {}),
        "CACert": given.get("CACert", ""),
    }


def _ca_cert(path: str, read_file: ReadFile) -> str:
    try:
        contents = read_file(path).decode(errors="surrogateescape")
    except OSError as error:
        raise ValueError(f"unable to read CA cert for external CA: {file_error(path, error)}") from None
    if not _PEM.search(contents):
        raise ValueError("CA cert for external CA must be in PEM format")
    return contents
