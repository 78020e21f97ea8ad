"""The flags of `build`, as parameters of `POST /build` and as what a BuildKit session offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.golang.csv import parse_record
from engineclient.golang.json import compact, encode
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import parse_bool
from engineclient.options.values.env import environment
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


CLASSIC: Final = 1
BUILDKIT: Final = 2
"""Values of the parameter `version` of `POST /build`."""


def chosen_builder(environ: Mapping[str, str], preferred: str | None) -> int:
    """The builder, chosen as by docker: by DOCKER_BUILDKIT, or else by the engine's preference.

    Args:
        environ: the caller's environment variables.
        preferred: `Builder-Version` in the engine's answer to a ping.

    Raises:
        ValueError: DOCKER_BUILDKIT is no boolean; the text is docker's.

    """
    chosen = environ.get("DOCKER_BUILDKIT", "")
    if not chosen:
        return BUILDKIT if preferred == "2" else CLASSIC
    try:
        return BUILDKIT if parse_bool(chosen) else CLASSIC
    except ValueError as error:
        raise ValueError(f"DOCKER_BUILDKIT environment variable expects boolean value: {error}") from error


def tag(text: str) -> str:
    """One --tag, unchanged. Raises InvalidReference (a ValueError) unless it is a valid image name."""
    parse(text)
    return text


def build_arguments(
    given: Sequence[str], *, environ: Mapping[str, str], proxies: Mapping[str, str]
) -> dict[str, str | None]:
    """The values for ARG instructions, by name.

    Args:
        given: the values of --build-arg; a name alone gets its value from `environ`, or None.
        environ: the caller's environment variables.
        proxies: an entry of config.json's `proxies`, used for names that are not in `given`.

    """
    lines = environment((), given, environ=environ, read_file=lambda _: b"", proxies=proxies)
    split = [line.partition("=") for line in lines]
    return {name: value if equals else None for name, equals, value in sorted(split)}


def extra_hosts(lines: Sequence[str], *, podman: bool) -> list[str]:
    """The parameter `extrahosts`: lines for Docker, a JSON list for Podman, which refuses the other form."""
    return [compact(encode([*lines]))] if podman and lines else [*lines]


class SecretSource(NamedTuple):
    """One --secret: its id, and the variable or the file that contains it."""

    id: str
    variable: str
    path: str


def secret(text: str, environ: Mapping[str, str]) -> SecretSource:
    """One --secret `id=ID[,src=PATH|env=NAME][,type=file|env]`; an id alone names a variable, or otherwise a file.

    Raises:
        ValueError: with buildx's message.

    """
    fields = _fields(text, {"type", "id", "source", "src", "env"})
    kind, path, variable = (
        fields.get("type", ""),
        fields.get("src", fields.get("source", "")),
        fields.get("env", ""),
    )
    if kind not in ("", "file", "env"):
        raise ValueError(f"unsupported secret type {quote(kind)}")
    if kind == "env" and not variable:
        path, variable = "", path
    name = fields.get("id", "")
    if not name:
        raise ValueError("secret missing ID")
    if not variable and not path:
        return SecretSource(name, name, "") if name in environ else SecretSource(name, "", name)
    return SecretSource(name, variable, path)


class Output(NamedTuple):
    """One --output: the type of the result, its attributes, and where it is written on this machine.

    Attributes:
        type: `local`, `tar`, `oci`, `docker`, `image`, ...
        destination: a directory or a file; `-` is standard output, "" is no local output.
        attributes: passed to the engine.

    """

    type: str
    destination: str
    attributes: dict[str, str]

    @property
    def is_directory(self) -> bool:
        """Whether the destination is a directory: for `local`, and for the layout of an image with `tar=false`."""
        return self.type == "local" or (self.type in _LAYOUTS and not _is_archive(self.attributes))


_LAYOUTS: Final = ("oci", "docker")
_TO_FILE: Final = ("tar", "oci")


def output(text: str) -> Output:
    """One --output: `DIRECTORY`, `-` for an archive on standard output, or `type=TYPE,dest=PATH,...`.

    Raises:
        ValueError: with buildx's message.

    """
    if parse_record(text) == [text] and not text.startswith("type="):
        return Output("tar", "-", {}) if text == "-" else Output("local", text, {})
    fields = _fields(text, None)
    kind = fields.pop("type", "")
    if not kind:
        raise ValueError("type is required for output")
    destination = fields.pop("dest", "")
    result = Output(kind, destination, fields)
    if result.is_directory and not destination:
        raise ValueError(f"dest is required for {kind} exporter")
    if result.is_directory and destination == "-":
        raise ValueError(f"dest cannot be stdout for {kind} exporter")
    if kind in _TO_FILE and not destination:
        return result._replace(destination="-")
    return result


def _is_archive(attributes: Mapping[str, str]) -> bool:
    try:
        return parse_bool(attributes.get("tar", "true"))
    except ValueError:
        return True  # the engine refuses the value


def _fields(text: str, known: set[str] | None) -> dict[str, str]:
    """The `key=value` fields of a CSV record."""
    fields: dict[str, str] = {}
    for field in parse_record(text):
        key, equals, value = field.partition("=")
        key = key.strip().lower()
        if not equals:
            raise ValueError(f"invalid field '{field}' must be a key=value pair")
        if known is not None and key not in known:
            raise ValueError(f"unexpected key '{key}' in '{field}'")
        fields[key] = value
    return fields
