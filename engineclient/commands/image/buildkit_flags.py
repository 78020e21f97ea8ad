"""build's flags that only BuildKit knows: what they ask for, or why it cannot be had here and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.golang.csv import parse_record
from engineclient.options.frontend import Call, cache_entry, call, named_contexts, unsupported_by_driver

_REFUSED: Final = {
    "annotation": "use --label, or LABEL in the Dockerfile",
}
_OFF: Final = frozenset({"", "0", "f", "F", "FALSE", "False", "false"})
_ENTITLEMENTS: Final = ("network.host", "security.insecure", "device")

BUILDKIT_FLAGS: Final = flags(
    Flag("--allow", LIST, 'Allow RUN more than usual ("network.host"; BuildKit)'),
    Flag("--annotation", LIST, hidden=True),
    Flag("--attest", LIST, hidden=True),
    Flag("--build-context", LIST, 'Further context for FROM and COPY --from ("name=path"; BuildKit)'),
    Flag(
        "--builder",
        STRING,
        'The builder: "default", which is the engine itself, is the only one',
        hidden=True,
    ),
    Flag("--cache-to", LIST, 'Where the cache goes ("type=inline": into the image; BuildKit)'),
    Flag(
        "--call",
        STRING,
        "Do not build, but show the stages (targets), arguments (outline), or warnings (check; BuildKit)",
    ),
    Flag("--check", BOOL, "Do not build, but look for mistakes in the Dockerfile (BuildKit)"),
    Flag("--load", BOOL, "Keep the image in the engine, as is done without --output", hidden=True),
    Flag("--metadata-file", STRING, "Write what is known of the result to this file, as JSON (BuildKit)"),
    Flag("--no-cache-filter", LIST, "Run the instructions of this stage again (BuildKit)"),
    Flag("-o, --output", LIST, 'Where the result goes ("type=local,dest=path", "type=registry"; BuildKit)'),
    Flag("--progress", STRING, "How to show it: auto, none, plain, tty, quiet, rawjson (BuildKit)"),
    Flag("--provenance", STRING, hidden=True),
    Flag("--push", BOOL, "Push the image to its registry, by each --tag (BuildKit)"),
    Flag("--sbom", STRING, hidden=True),
    Flag("--secret", LIST, 'Secret for RUN ("id=mysecret[,src=/local/secret]"; BuildKit)'),
    Flag("--ssh", LIST, 'SSH agent for RUN ("default|<id>[=<socket>]"; BuildKit)'),
)


class BuildKitFlags(NamedTuple):
    """Their values.

    Attributes:
        progress: a mode of display, "" if not given.
        secret, ssh, output: the values as given.
        push: push the image.
        load: keep it in the engine whatever the outputs are.
        contexts: further contexts by name.
        call: what to do instead of building.
        no_cache_filter: stages.
        metadata_file: a path, "" if not given.
        allow: entitlements.
        inline_cache: write the cache into the image.

    """

    progress: str
    secret: list[str]
    ssh: list[str]
    output: list[str]
    push: bool
    load: bool
    contexts: dict[str, str]
    call: Call
    no_cache_filter: list[str]
    metadata_file: str
    allow: list[str]
    inline_cache: bool


NAMES: Final = frozenset(
    {
        *_REFUSED,
        "allow",
        "attest",
        "build_context",
        "builder",
        "cache_to",
        "call",
        "check",
        "load",
        "metadata_file",
        "no_cache_filter",
        "output",
        "progress",
        "provenance",
        "push",
        "sbom",
        "secret",
        "ssh",
    }
)
"""Their names, as arguments of the command."""


def settled(given: dict[str, Any], platform: str, environ: Mapping[str, str]) -> BuildKitFlags:
    """What is asked for.

    Args:
        given: the values by the names of the flags.
        platform: the value of --platform.
        environ: the caller's environment variables.

    Raises:
        Failure: it cannot be had: with buildx's words where it could not either.

    """
    builder = given["builder"] or environ.get("BUILDX_BUILDER", "")
    if builder not in ("", "default"):
        raise Failure(f'ERROR: no builder "{builder}" found')
    for name, instead in _REFUSED.items():
        if given[name]:
            raise Failure(f"--{name.replace('_', '-')} is not supported by minidocker: {instead}")
    try:
        attestations = _attestations(given)
        contexts = named_contexts(given["build_context"])
        exports = [cache_entry(text) for text in given["cache_to"] if text]
        wanted = call("check" if given["check"] else given["call"])
    except ValueError as error:
        raise Failure(f"ERROR: {error}") from error
    for name in given["allow"]:
        if name not in _ENTITLEMENTS:
            raise Failure(f"ERROR: failed to build: unknown entitlement {name}")
    if any(each["type"] != "inline" for each in exports):
        raise not_by_this_driver("Cache export", "build-cache-backends")
    if attestations:
        raise not_by_this_driver("Attestation", "attestations")
    if "," in platform:
        raise not_by_this_driver("Multi-platform build", "build-multi-platform")
    return BuildKitFlags(
        given["progress"],
        given["secret"],
        given["ssh"],
        given["output"],
        given["push"],
        given["load"],
        contexts,
        wanted,
        given["no_cache_filter"],
        given["metadata_file"],
        given["allow"],
        bool(exports),
    )


def _attestations(given: dict[str, Any]) -> list[str]:
    """The kinds of attestations that are asked for.

    Raises:
        ValueError: a value cannot be read; with buildx's text.

    """
    found = [name for name in ("provenance", "sbom") if given[name] not in _OFF]
    for text in given["attest"]:
        if "=" not in text:
            raise ValueError(f"invalid value {text}")
        pairs = (each.partition("=") for each in parse_record(text))
        fields = {name: value for name, _, value in pairs}
        if fields.get("disabled", "") in _OFF:
            found.append(fields.get("type", ""))
    return found


def not_by_this_driver(what: str, page: str) -> Failure:
    """What buildx says of what needs another builder, or the containerd image store."""
    return Failure(f"ERROR: failed to build: {unsupported_by_driver(what, page)}")
