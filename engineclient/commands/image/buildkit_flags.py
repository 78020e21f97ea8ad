"""build's flags that only BuildKit knows: what they ask for, or why it cannot be had here and what to do instead."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.golang.csv import parse_record

_SOLVE: Final = "the engine's API has no way to ask for it"
_REFUSED: Final = {
    "allow": f"{_SOLVE}: RUN gets no privileges beyond docker's own",
    "annotation": f"{_SOLVE}: use --label, or LABEL in the Dockerfile",
    "build_context": f"{_SOLVE}: put the files into the context, or use COPY --from=IMAGE",
    "call": f"{_SOLVE}: build it, warnings are shown at the end",
    "check": f"{_SOLVE}: build it, warnings are shown at the end",
    "metadata_file": "use --iidfile, which has the image's ID",
    "no_cache_filter": f"{_SOLVE}: use --no-cache, or a build argument that changes",
    "push": "name the image with --tag and push it with 'minidocker push'",
}
_SWITCH: Final = "Switch to a different driver, or turn on the containerd image store, and try again.\n"
_LEARN: Final = f"{_SWITCH}Learn more at https://docs.docker.com/go/"
_OFF: Final = frozenset({"", "0", "f", "F", "FALSE", "False", "false"})
_INLINE: Final = "BUILDKIT_INLINE_CACHE"

BUILDKIT_FLAGS: Final = flags(
    Flag("--allow", LIST, hidden=True),
    Flag("--annotation", LIST, hidden=True),
    Flag("--attest", LIST, hidden=True),
    Flag("--build-context", LIST, hidden=True),
    Flag(
        "--builder",
        STRING,
        'The builder: "default", which is the engine itself, is the only one',
        hidden=True,
    ),
    Flag("--cache-to", LIST, 'Where the cache goes ("type=inline": into the image; BuildKit)'),
    Flag("--call", STRING, hidden=True),
    Flag("--check", BOOL, hidden=True),
    Flag("--load", BOOL, "Keep the image in the engine, as is done without --output", hidden=True),
    Flag("--metadata-file", STRING, hidden=True),
    Flag("--no-cache-filter", LIST, hidden=True),
    Flag("-o, --output", LIST, 'Where the result goes ("type=local,dest=path"; BuildKit)'),
    Flag("--progress", STRING, "How to show it: auto, none, plain, tty, quiet, rawjson (BuildKit)"),
    Flag("--provenance", STRING, hidden=True),
    Flag("--push", BOOL, hidden=True),
    Flag("--sbom", STRING, hidden=True),
    Flag("--secret", LIST, 'Secret for RUN ("id=mysecret[,src=/local/secret]"; BuildKit)'),
    Flag("--ssh", LIST, 'SSH agent for RUN ("default|<id>[=<socket>]"; BuildKit)'),
)


class BuildKitFlags(NamedTuple):
    """Their values."""

    progress: str
    secret: list[str]
    ssh: list[str]
    output: list[str]
    inline_cache: bool


NAMES: Final = frozenset(
    {
        *_REFUSED,
        "attest",
        "builder",
        "cache_to",
        "load",
        "output",
        "progress",
        "provenance",
        "sbom",
        "secret",
        "ssh",
    }
)
"""Their names, as arguments of the command."""


def settled(given: dict[str, Any], platform: str) -> BuildKitFlags:
    """What is asked for.

    Raises:
        Failure: it cannot be had: with buildx's words where it could not either.

    """
    if given["builder"] not in ("", "default"):
        raise Failure(f'ERROR: no builder "{given["builder"]}" found')
    if given["call"] == "build":
        given = given | {"call": ""}
    for name, instead in _REFUSED.items():
        if given[name]:
            raise Failure(f"--{name.replace('_', '-')} is not supported by minidocker: {instead}")
    if "," in platform:
        raise _not_by_this_driver("Multi-platform build", "build-multi-platform/")
    if given["attest"] or not {given["provenance"], given["sbom"]} <= _OFF:
        raise _not_by_this_driver("Attestation", "attestations/")
    exports = [parse_record(text) for text in given["cache_to"]]
    if any("type=inline" not in fields for fields in exports):
        raise _not_by_this_driver("Cache export", "build-cache-backends/")
    return BuildKitFlags(given["progress"], given["secret"], given["ssh"], given["output"], bool(exports))


def with_inline_cache(arguments: dict[str, str | None] | None) -> dict[str, str | None]:
    """Build arguments that have BuildKit write into the image what is in its cache."""
    return {**(arguments or {}), _INLINE: "1"}


def _not_by_this_driver(what: str, page: str) -> Failure:
    return Failure(f"ERROR: failed to build: {what} is not supported for the docker driver.\n{_LEARN}{page}")
