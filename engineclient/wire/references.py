"""Image references: `[domain[:port]/]path[:tag][@digest]`, as docker reads and prints them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from engineclient.errors import InvalidReference

DEFAULT_DOMAIN: Final = "docker.io"
DEFAULT_TAG: Final = "latest"
_OFFICIAL: Final = "library/"
_NAME_LIMIT: Final = 255

# Patterns, compiled when they are first used: few references have all of these parts.
_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN: Final = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_PATH: Final = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_TAG: Final = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST: Final = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_NO_UTF8: Final = "[\ud800-\udfff]"
_HEX: Final = "0123456789abcdef"
_SHA256_LENGTH: Final = 64


class Reference(NamedTuple):
    """The name of an image: `domain` and `path`, and `tag` and `digest`, which are "" if not given."""

    domain: str
    path: str
    tag: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        """The full repository name, `docker.io/library/busybox`."""
        return f"{self.domain}/{self.path}"

    @property
    def familiar_name(self) -> str:
        """The repository as docker shows it, `busybox`."""
        if self.domain != DEFAULT_DOMAIN:
            return self.name
        return self.path.removeprefix(_OFFICIAL) if self.path.count("/") == 1 else self.path

    @property
    def suffix(self) -> str:
        """`:tag` and `@digest`, as far as they are given."""
        return (f":{self.tag}" if self.tag else "") + (f"@{self.digest}" if self.digest else "")

    @property
    def familiar(self) -> str:
        """The reference as docker shows it, `busybox:latest`."""
        return self.familiar_name + self.suffix

    def __str__(self) -> str:
        return self.name + self.suffix

    def with_default_tag(self) -> Reference:
        """The reference with the tag `latest` if it has neither tag nor digest."""
        return self if self.tag or self.digest else self._replace(tag=DEFAULT_TAG)

    @property
    def tag_or_digest(self) -> str:
        """The value for `POST /images/create?tag=`: the digest if there is one, otherwise the tag."""
        return self.digest or self.tag


def parse(text: str) -> Reference:
    """Parse a reference, adding docker's default domain and `library/`, but no default tag.

    Raises:
        InvalidReference: with docker's own message.
    """
    if _is_sha256(text):
        raise InvalidReference(
            f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings"
        )
    domain, rest = _split_domain(text)
    repository = rest.partition(":")[0]  # a tag may contain capitals
    # Go replaces bytes that are not UTF-8 when it converts to lower case
    if repository != repository.lower() or (not repository.isascii() and re.search(_NO_UTF8, repository)):
        raise InvalidReference(f"invalid reference format: repository name ({repository}) must be lowercase")
    named, at, digest = rest.partition("@")
    path, colon, tag = named.partition(":")
    if not (
        re.fullmatch(_PATH, path)
        and (domain == DEFAULT_DOMAIN or re.fullmatch(_DOMAIN, domain))
        and (not colon or re.fullmatch(_TAG, tag))
        and (not at or re.fullmatch(_DIGEST, digest))
    ):
        raise InvalidReference("invalid reference format")
    algorithm, _, encoded = digest.partition(":")
    if algorithm == "sha256" and len(encoded) != _SHA256_LENGTH:
        raise InvalidReference("invalid checksum digest length")
    if len(domain) + 1 + len(path) > _NAME_LIMIT:
        raise InvalidReference(f"repository name must not be more than {_NAME_LIMIT} characters")
    return Reference(domain, path, tag, digest)


def tagged(image: str) -> str:
    """`image` in its familiar form, with `:latest` if it has neither tag nor digest; unchanged if it is malformed."""
    try:
        return parse(image).with_default_tag().familiar
    except InvalidReference:
        return image


def reference_of(image: str | Reference) -> Reference:
    """`image` if it is a reference already, otherwise parsed; raises what `parse` does."""
    return parse(image) if isinstance(image, str) else image


def _split_domain(text: str) -> tuple[str, str]:
    """The domain and the rest, by docker's rule: the part before the first slash is a domain if it looks like one."""
    first, slash, rest = text.partition("/")
    looks_like_host = slash and (
        "." in first or ":" in first or first == "localhost" or first != first.lower()
    )
    domain, rest = (first, rest) if looks_like_host else (DEFAULT_DOMAIN, text)
    if domain == "index.docker.io":
        domain = DEFAULT_DOMAIN
    if domain == DEFAULT_DOMAIN and "/" not in rest:
        rest = _OFFICIAL + rest
    return domain, rest


def is_image_id(text: str) -> bool:
    """Whether `text` is a full image id (with or without `sha256:`), which cannot be pulled."""
    return _is_sha256(text.removeprefix("sha256:"))


def _is_sha256(text: str) -> bool:
    return len(text) == _SHA256_LENGTH and not text.strip(_HEX)
