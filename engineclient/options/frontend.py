"""The flags of `build` as attributes of BuildKit's frontend, the program that reads the Dockerfile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.errors import InvalidReference
from engineclient.golang.csv import parse_record
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import parse_bool
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SYNTAX: Final = "BUILDKIT_SYNTAX"
_HOST: Final = "host"
_FUNCTIONS: Final = {"check": "lint", "build": ""}
HOST_GATEWAY: Final = "host-gateway"
OCI_LAYOUT: Final = "oci-layout://"
REMOTE_CONTEXTS: Final = (
    "docker-image://",
    "http://",
    "https://",
    "git://",
    "git@",
    "github.com/",
    "target:",
    OCI_LAYOUT,
)


def frontend_attributes(parameters: Mapping[str, Any], *, gateway: str = "") -> dict[str, str]:
    """Convert parameters of `images.build` into the frontend's attributes.

    Args:
        parameters: by their names in `images.build`; those without an equivalent (memory, forcerm, ...) are left out.
        gateway: the address that replaces `host-gateway`.

    Raises:
        ValueError: BuildKit does not support the network; the message is buildx's.

    """
    given = parameters.get
    attributes = {
        f"build-arg:{name}": value for name, value in (given("buildargs") or {}).items() if value is not None
    }
    attributes |= {f"label:{name}": value for name, value in (given("labels") or {}).items()}
    attributes["image-resolve-mode"] = "pull" if given("pull") else "local"
    for parameter, name in (
        ("target", "target"),
        ("platform", "platform"),
        ("cgroupparent", "cgroup-parent"),
    ):
        if value := given(parameter):
            attributes[name] = value
    if given("nocache"):
        attributes["no-cache"] = ""
    if size := given("shmsize"):
        attributes["shm-size"] = str(size)
    if limits := given("ulimits"):
        attributes["ulimit"] = ",".join(f"{each['Name']}={each['Soft']}:{each['Hard']}" for each in limits)
    if hosts := given("extrahosts"):
        attributes["add-hosts"] = ",".join(_host(each, gateway) for each in hosts)
    network = given("networkmode") or ""
    if network in (_HOST, "none"):
        attributes["force-network-mode"] = network
    elif network:
        raise ValueError(
            f"network mode {quote(network)} not supported by buildkit - you can define a custom network for your "
            "builder using the network driver-opt in buildx create"
        )
    return attributes


def frontend_of(attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The name and the attributes of the frontend; the build argument BUILDKIT_SYNTAX selects an image as frontend."""
    image = attributes.get(f"build-arg:{_SYNTAX}", "").strip()
    if not image:
        return "dockerfile.v0", attributes
    return "gateway.v0", {**attributes, "source": image.split()[0], "cmdline": image}


def entitlements(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The entitlements that these parameters need: `network.host` for the host's network."""
    return ("network.host",) if parameters.get("networkmode") == _HOST else ()


def _host(line: str, gateway: str) -> str:
    name, _, address = line.partition(":")
    return f"{name}={gateway if address == HOST_GATEWAY and gateway else address}"


def named_contexts(given: Sequence[str]) -> dict[str, str]:
    """The values of --build-context, `name=path`, by name.

    Raises:
        ValueError: a value is malformed; the message is buildx's.

    """
    found: dict[str, str] = {}
    for text in given:
        if not text:
            continue
        key, equals, place = text.partition("=")
        if not equals:
            raise ValueError(f"invalid context value: {text}, expected key=value")
        try:
            name = parse(key).familiar.removesuffix(":latest")
        except InvalidReference as error:
            raise ValueError(f"invalid context name {key}: {error}") from error
        found[name] = place
    return found


def unsupported_by_driver(what: str, page: str) -> str:
    """Buildx's error for a feature that the builder `docker` lacks; `page` is the last part of its documentation's URL."""
    return (
        f"{what} is not supported for the docker driver.\n"
        "Switch to a different driver, or turn on the containerd image store, and try again.\n"
        f"Learn more at https://docs.docker.com/go/{page}/"
    )


class Call(NamedTuple):
    """One --call.

    Attributes:
        function: of the frontend: `lint`, `outline`, `targets`; "" for an ordinary build.
        format: `json`, or "" for text.
        ignores_status: exit with 0 whatever was found.

    """

    function: str = ""
    format: str = ""
    ignores_status: bool = False


def call(text: str) -> Call:
    """One --call: `check`, `outline,format=json`.

    Raises:
        ValueError: with buildx's text.

    """
    found = Call()
    for each in parse_record(text) if text else ():
        key, equals, value = each.partition("=")
        if not equals:
            if found.function:
                raise ValueError(f"invalid print value: {text}")
            found = found._replace(function=each)
        elif key == "format":
            found = found._replace(format=value)
        elif key == "ignorestatus":
            try:
                found = found._replace(ignores_status=parse_bool(value))
            except ValueError as error:
                raise ValueError(f"invalid ignorestatus print value: {value}: {error}") from error
        else:
            raise ValueError(f"invalid print field: {each}")
    return found._replace(function=_FUNCTIONS.get(found.function, found.function))
