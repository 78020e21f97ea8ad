"""The flags of build that become parameters of `POST /build`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..golang.json import compact, encode
from ..wire.references import parse
from .values.env import environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def tag(text: str) -> str:
    """One --tag, unchanged. Raises InvalidReference, a ValueError, unless it is a name for an image."""
    parse(text)
    return text


def build_arguments(
    given: Sequence[str], *, environ: Mapping[str, str], proxies: Mapping[str, str]
) -> dict[str, str | None]:
    """The values of ARG instructions, by name.

    Args:
        given: --build-arg values; one that is a name alone takes the caller's value, or has none.
        environ: the caller's variables.
        proxies: one entry of config.json's `proxies`, used where `given` says nothing.

    """
    lines = environment((), given, environ=environ, read_file=lambda _: b"", proxies=proxies)
    split = [line.partition("=") for line in lines]
    return {name: value if equals else None for name, equals, value in sorted(split)}


def extra_hosts(lines: Sequence[str], *, podman: bool) -> list[str]:
    """The parameter `extrahosts`: a line each for Docker, all as one JSON list for Podman, which refuses the other."""
    return [compact(encode([*lines]))] if podman and lines else [*lines]
