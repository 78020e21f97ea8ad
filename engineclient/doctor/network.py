"""Checks of the network: DNS, proxies, and whether registries can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from engineclient.connect.proxies import without_password
from engineclient.doctor.finding import Finding, Status
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from engineclient.doctor.facts import Facts, Registry

_LOCAL: Final = ("localhost", "::1")


def dns(facts: Facts) -> Iterator[Finding]:
    """Whether the names of the registries can be resolved."""
    for registry in facts.registries:
        if registry.dns_error:
            yield Finding(
                "dns",
                _severity(registry),
                f"{registry.host}: {registry.dns_error}",
                _("This machine finds no address of it: DNS does not work, or there is no network."),
                f"getent hosts {_name_of(registry.host)}",
            )
        else:
            yield Finding(
                "dns",
                "ok",
                _("{host} is {addresses}").format(
                    host=registry.host, addresses=", ".join(registry.addresses[:2])
                ),
            )


def proxy(facts: Facts) -> Iterator[Finding]:
    """Which proxies client, engine and containers use, and whether they are consistent."""
    names = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    client = {name: facts.environ.get(name) or facts.environ.get(name.lower()) or "" for name in names}
    info = facts.info or {}
    engine = {
        name: info.get(key) or ""
        for name, key in zip(names, ("HttpProxy", "HttpsProxy", "NoProxy"), strict=True)
    }
    containers = {
        host: settings
        for host, settings in facts.container_proxies.items()
        if isinstance(settings, dict) and settings
    }
    shown = [
        without_password(client["HTTPS_PROXY"] or client["HTTP_PROXY"]),
        without_password(engine["HTTPS_PROXY"] or engine["HTTP_PROXY"]),
        ", ".join(containers),
    ]
    detail = _("client {client}; engine {engine}; containers {containers}").format(
        **{
            name: each or _("none")
            for name, each in zip(("client", "engine", "containers"), shown, strict=True)
        }
    )
    uses = client["HTTPS_PROXY"] or client["HTTP_PROXY"]
    if uses and facts.kind == "tcp" and not _bypassed(facts.host, client["NO_PROXY"]):
        yield Finding(
            "proxy",
            "warn",
            detail,
            _(
                "The engine itself is reached through the proxy, which attached terminals cannot pass: name it in NO_PROXY."
            ),
            f"export NO_PROXY={_host_of(facts.host)}",
        )
    elif facts.info is not None and uses and not (engine["HTTPS_PROXY"] or engine["HTTP_PROXY"]):
        yield Finding(
            "proxy",
            "warn",
            detail,
            _("The client has a proxy, and the engine, which does the pulling, has none."),
            "sudo systemctl edit docker   # Environment=HTTPS_PROXY=...",
        )
    else:
        yield Finding("proxy", "ok", detail)


REGISTRY_ERRORS: Final = (
    (
        r"x509: certificate signed by unknown authority|CERTIFICATE_VERIFY_FAILED|self.signed",
        ("The registry's certificate is signed by an authority that is not known: a private one, or a proxy's. Put its "
        "certificate into /etc/docker/certs.d/{host}/ca.crt."),
        "openssl s_client -connect {address} -showcerts </dev/null",
    ),
    (
        r"certificate has expired|x509: certificate is valid for",
        "The registry's certificate is not valid: it has expired, or is for another name.",
        "openssl s_client -connect {address} </dev/null | openssl x509 -noout -dates -ext subjectAltName",
    ),
    (
        r"gave HTTP response to HTTPS client",
        "The registry speaks plain HTTP: list it under insecure-registries in /etc/docker/daemon.json.",
        "sudoedit /etc/docker/daemon.json",
    ),
    (
        r"proxyconnect|407|Proxy",
        "The proxy refuses the connection.",
        "env | grep -i proxy",
    ),
    (
        r"no such host|Temporary failure in name resolution|Name or service not known|server misbehaving|lookup ",
        "Its name cannot be resolved there: DNS does not work, or there is no network.",
        "getent hosts {name}",
    ),
    (r"toomanyrequests|429", "It refuses more requests for now: log in, or wait.", "docker login"),
    (r"", "It cannot be reached: there is no network, a firewall is in between, or a proxy is needed.", "curl -v https://{host}/v2/"),
)  # fmt: skip


def registry(facts: Facts) -> Iterator[Finding]:
    """Whether the registries answer to this machine and to the engine."""
    for registry in facts.registries:
        facts_of = {
            "host": registry.host,
            "name": _name_of(registry.host),
            "address": _address_of(registry.host),
        }
        sides = [(_("this machine"), registry.by_client)]
        if registry.by_engine is not None:
            sides.append((_("the engine"), registry.by_engine))
        for side, error in sides:
            detail = _("{host}, seen by {side}").format(host=registry.host, side=side)
            if not error:
                yield Finding("registry", "ok", _("{detail}: answers").format(detail=detail))
                continue
            cause, command = next(
                (cause, command)
                for pattern, cause, command in REGISTRY_ERRORS
                if re.search(pattern, error, re.IGNORECASE)
            )
            yield Finding(
                "registry",
                _severity(registry),
                f"{detail}: {error}",
                _(cause).format(**facts_of),
                command.format(**facts_of),
            )


def _severity(registry: Registry) -> Status:
    """How severe an error is: an engine works without Docker Hub, except for pulls; other registries were asked for."""
    return "fail" if registry.asked_for else "warn"


def _name_of(host: str) -> str:
    return host.rpartition(":")[0] if re.search(r":\d+$", host) else host


def _address_of(host: str) -> str:
    return host if re.search(r":\d+$", host) else f"{host}:443"


def _host_of(endpoint: str) -> str:
    return _name_of(endpoint.partition("://")[2].partition("/")[0])


def _bypassed(endpoint: str, no_proxy: str) -> bool:
    host = _host_of(endpoint).strip("[]")
    if host in _LOCAL or host.startswith("127."):
        return True
    entries = [entry.strip().lstrip(".") for entry in no_proxy.split(",") if entry.strip()]
    return any(entry == "*" or host == entry or host.endswith(f".{entry}") for entry in entries)
