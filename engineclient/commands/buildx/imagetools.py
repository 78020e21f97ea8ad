"""`buildx imagetools inspect`: show an image in a registry, without pulling it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.cli import registries
from engineclient.cli.arity import exactly
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildx_errors import head_text, marked, registry_text
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.commands.buildx.image_data import image_data
from engineclient.commands.buildx.image_text import image_text
from engineclient.golang import json as gojson
from engineclient.golang.template import Function, Template, TemplateError
from engineclient.registry.addresses import is_loopback
from engineclient.registry.errors import RegistryError
from engineclient.registry.manifests import is_content_of
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.registry.manifests import Manifest
    from engineclient.transport.registry_client import RegistryClient
    from engineclient.wire.references import Reference

_MANIFEST: Final = re.compile(r"\{\{-?\s*\.Manifest")


@command("[OPTIONS] NAME", exactly(1), observable=False)
@on_builder
@flag(
    "--format",
    STRING,
    "Output of a Go template: its fields are .Name, .Manifest, .Image, .Provenance and .SBOM",
)
@flag("--raw", BOOL, "Show the manifest unchanged")
def inspect(app: App, name: str, *, format: str, raw: bool) -> None:
    """Show the details of an image in a registry."""
    with marked():
        if format and raw:
            raise Failure("format and raw cannot be used together")
        reference = parse(name).with_default_tag()
        with registries.client(app, reference, plain=is_loopback(reference.domain)) as registry:
            found = resolved(registry, reference)
            if raw:
                app.out.write(found.raw.decode("utf-8", "surrogateescape"))
            elif format:
                app.out.write(_rendered(registry, reference, found, name, format))
            else:
                app.out.write(image_text(reference, found))


def resolved(registry: RegistryClient, reference: Reference) -> Manifest:
    """The manifest of a name. Error messages are those of buildx, which sends a HEAD request."""
    try:
        found = registry.manifest(reference.path, reference.tag_or_digest)
    except RegistryError as error:
        raise Failure(head_text(error, reference)) from error
    if reference.digest and not is_content_of(reference.digest, found.raw):
        raise Failure(
            f"failed precondition: {reference}: the registry sent a manifest with the digest {found.digest}: "
            "try again, or use another registry"
        )
    return found


def _rendered(registry: RegistryClient, reference: Reference, found: Manifest, name: str, format: str) -> str:
    try:
        template = Template(format, {"json": Function(_json, ("any",))})
        if _MANIFEST.match(format):
            return image_text(reference, found)  # as buildx does
        return template.render(image_data(registry, reference, found, name))
    except TemplateError as error:
        raise Failure(str(error)) from error
    except RegistryError as error:
        raise Failure(f"failed to copy: {registry_text(error)}") from error


def _json(value: object) -> str:
    return gojson.indent(gojson.escape_html(gojson.encode(value)), "  ")
