"""build's flags that only BuildKit knows: what they ask for, or why it cannot be had here and what to do instead."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.cli.builder_flags import DEBUG
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import Flag, flags
from engineclient.options.attestations import attestations
from engineclient.options.caches import cache_entry, is_inactive
from engineclient.options.frontend import Call, call, named_contexts, unsupported_by_driver
from engineclient.registry.annotations import INDEX, INDEX_DESCRIPTOR, Annotation, parse_annotations

if TYPE_CHECKING:
    from engineclient.build.solve import Worker

_ENTITLEMENTS: Final = ("network.host", "security.insecure", "device")

BUILDKIT_FLAGS: Final = flags(
    Flag("--allow", LIST, 'Allow RUN more than usual ("network.host"; BuildKit)'),
    Flag(
        "--annotation", LIST, 'Annotation of the image ("[TYPE:]KEY=VALUE"; BuildKit, containerd image store)'
    ),
    Flag("--attest", LIST, 'Record kept beside the image ("type=sbom"; BuildKit, containerd image store)'),
    Flag("--build-context", LIST, 'Further context for FROM and COPY --from ("name=path"; BuildKit)'),
    Flag("--builder", STRING, "Name of the builder, which is that of the context in use (BuildKit)"),
    Flag(
        "--cache-to",
        LIST,
        'Where the cache goes ("type=inline": into the image, "type=local,dest=path"; BuildKit)',
    ),
    Flag(
        "--call",
        STRING,
        "Do not build, but show the stages (targets), arguments (outline), or warnings (check; BuildKit)",
    ),
    Flag("--check", BOOL, "Do not build, but look for mistakes in the Dockerfile (BuildKit)"),
    DEBUG,
    Flag("--load", BOOL, "Keep the image in the engine, as is done without --output", hidden=True),
    Flag("--metadata-file", STRING, "Write what is known of the result to this file, as JSON (BuildKit)"),
    Flag("--no-cache-filter", LIST, "Run the instructions of this stage again (BuildKit)"),
    Flag("-o, --output", LIST, 'Where the result goes ("type=local,dest=path", "type=registry"; BuildKit)'),
    Flag("--print", STRING, hidden=True),  # the former name of --call
    Flag("--progress", STRING, "How to show it: auto, none, plain, tty, quiet, rawjson (BuildKit)"),
    Flag(
        "--provenance",
        STRING,
        'Record of the origin: "true", "false", "mode=max" (BuildKit, containerd image store)',
    ),
    Flag("--push", BOOL, "Push the image to its registry, by each --tag (BuildKit)"),
    Flag("--sbom", STRING, "Record of what the image contains (BuildKit, containerd image store)"),
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
        cache_exports: where the cache goes: attributes, `type` among them.
        attestations: records about the build by type; "" for one that is turned off.
        annotations: of the result.

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
    cache_exports: list[dict[str, str]]
    attestations: dict[str, str]
    annotations: Mapping[Annotation, str]


NAMES: Final = frozenset(
    {
        "allow",
        "annotation",
        "attest",
        "build_context",
        "builder",
        "cache_to",
        "call",
        "check",
        "debug",
        "load",
        "metadata_file",
        "no_cache_filter",
        "output",
        "print",
        "progress",
        "provenance",
        "push",
        "sbom",
        "secret",
        "ssh",
    }
)
"""Their names, as arguments of the command."""


def settled(given: dict[str, Any]) -> BuildKitFlags:
    """The values of the flags, by their names in the command's arguments, parsed.

    Raises:
        Failure: it cannot be had: with buildx's words where it could not either.

    """
    try:
        records = attestations(given["attest"], given["provenance"], given["sbom"])
        contexts = named_contexts(given["build_context"])
        every = [cache_entry(text) for text in given["cache_to"] if text]
        exports = [entry for entry in every if not is_inactive(entry, os.environ)]
        wanted = call("check" if given["check"] else given["call"] or given["print"])
    except ValueError as error:
        raise Failure(f"ERROR: {error}") from error
    for name in given["allow"]:
        if name not in _ENTITLEMENTS:
            raise Failure(f"ERROR: failed to build: unknown entitlement {name}")
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
        exports,
        records,
        _annotations(given["annotation"]),
    )


def _annotations(given: list[str]) -> Mapping[Annotation, str]:
    try:
        return parse_annotations(given)
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: parse annotations: {error}") from error


def check_for(wanted: BuildKitFlags, platform: str, worker: Callable[[], Worker]) -> None:
    """Check that the engine can do what is asked for.

    Args:
        wanted: the flags.
        platform: of the image, or several with commas.
        worker: finds what carries out the builds; called if that decides.

    Raises:
        Failure: it cannot, with buildx's text; or this client cannot.

    """
    needs = {
        ("Cache export", "build-cache-backends"): any(
            each["type"] != "inline" for each in wanted.cache_exports
        ),
        ("Attestation", "attestations"): any(wanted.attestations.values()),
        ("Multi-platform build", "build-multi-platform"): "," in platform,
    }
    for (what, page), is_needed in needs.items():
        if is_needed and not worker().has_manifests:
            raise not_by_this_driver(what, page)
    if wanted.annotations and not worker().has_manifests:
        if any(each.kind in (INDEX, INDEX_DESCRIPTOR) for each in wanted.annotations):
            raise Failure(
                "ERROR: failed to build: index annotations not supported for single platform export"
            )
        raise Failure(
            "--annotation is not supported by minidocker: this engine's image store would drop it; use --label, or LABEL "
            "in the Dockerfile"
        )
    for each in wanted.cache_exports:
        if each["type"] == "registry" and not each.get("ref"):
            raise Failure("ERROR: failed to build: registry cache exporter requires ref")


def not_by_this_driver(what: str, page: str) -> Failure:
    """What buildx says of what needs another builder, or the containerd image store."""
    return Failure(f"ERROR: failed to build: {unsupported_by_driver(what, page)}")
