"""`buildx history inspect` and `inspect attachment`: the details of a build in the engine's history, and its attachments."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any, Final

from engineclient.archive.content_store import is_digest
from engineclient.build.content import READ, read_piece, read_request
from engineclient.build.inspection import STRUCTS, inspection, without_empty
from engineclient.build.inspection_text import inspection_text
from engineclient.build.place import marked as marked_lines
from engineclient.build.provenance import is_provenance, materials_of
from engineclient.build.solve import STATUS, sources, stacks, status_request, vertex_of
from engineclient.build.trace import decode_status
from engineclient.cli.arity import ANY
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildkit_control import called, read_content
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import flag
from engineclient.cli.local_files import working_directory
from engineclient.cli.printing.listing import FORMAT
from engineclient.commands.buildx.attachments import attachments, has_type
from engineclient.commands.buildx.history import desktop_url, named_build
from engineclient.connect.build_refs import build_place
from engineclient.golang.json import encode_ordered, escape_html
from engineclient.golang.quoting import quote
from engineclient.golang.template import Template, TemplateError
from engineclient.wire.grpc_client import details_of

if TYPE_CHECKING:
    from engineclient.build.history import BuildRecord, Descriptor
    from engineclient.cli.app import App

_PRETTY: Final = ("", "pretty")
_LAST_LINES: Final = 16  # the lines of output of a failed step that are shown


@command("[OPTIONS] [REF]", ANY, description=(
    "Show the details of a build.\n\n"
    "REF is a build's id, as `buildx history ls` shows it, or ^1 for the last build but\n"
    "one, ^2 for the one before, and so on; without it the last build is shown."
))  # fmt: skip
@on_builder
@FORMAT
def inspect(app: App, *refs: str, format: str) -> None:
    """`minidocker buildx history inspect`."""
    with marked():
        if len(refs) > 1:
            raise Failure(f"accepts at most 1 arg(s), received {len(refs)}")
        ref = refs[0] if refs else ""
        build = named_build(app, ref)
        found = _inspected(app, build)
        if format == "json":
            app.out.write(escape_html(encode_ordered(without_empty(found), indent=2)) + "\n")
        elif format not in _PRETTY:
            app.out.line(_rendered(format, found))
        else:
            app.out.write(inspection_text(found, with_ref=not ref))
            app.out.write(_stack(app, found["Error"]))
            app.out.line(f"Print build logs: {PROGRAM} buildx history logs {build.ref}")
            app.out.line(f"View build in Docker Desktop: {desktop_url(app, build)}")


@command("[OPTIONS] [REF [DIGEST]]", ANY)
@on_builder
@flag("--platform", STRING, "Platform that it is of")
@flag("--type", STRING, "What it is: index, manifest, image, provenance, sbom, or a media type")
def attachment(app: App, *words: str, platform: str, type: str) -> None:
    """Print an attachment of a build: the one with a digest, or the first of a type or a platform."""
    with marked():
        if len(words) > 2:
            raise Failure(f"accepts at most 2 arg(s), received {len(words)}")
        ref, digest = (*words, "", "")[:2]
        if digest and not is_digest(digest):
            raise Failure(f"invalid digest {quote(digest)}: {_complaint(digest)}")
        if not (digest or platform or type):
            raise Failure("at least one of --type, --platform or DIGEST must be specified")
        build = named_build(app, ref)
        if not digest:
            digest = _chosen(app, build, platform, type, ref)
        for answer in called(app, READ, read_request(digest)):
            app.out.write(read_piece(answer))


def _complaint(digest: str) -> str:
    algorithm, colon, value = digest.partition(":")
    if not colon or not algorithm or not value:
        return "invalid checksum digest format"
    known = {"sha256": 64, "sha384": 96, "sha512": 128}
    if algorithm not in known:
        return "unsupported digest algorithm"
    return (
        "invalid checksum digest length"
        if len(value) != known[algorithm]
        else "invalid checksum digest format"
    )


def _chosen(app: App, build: BuildRecord, platform: str, type: str, ref: str) -> str:
    for each in attachments(app, build):
        if platform in ("", each.platform) and has_type(each, type):
            return each.descriptor.digest
    raise Failure(f"no matching attachment found for ref {quote(ref)}")


def _inspected(app: App, build: BuildRecord) -> dict[str, Any]:
    left = attachments(app, build)
    provenance = next((each.descriptor for each in left if is_provenance(each.descriptor)), None)
    return inspection(
        build,
        build_place(app.config_dir, context_name(app.options), build.ref),
        working_directory(),
        now=time.time_ns(),
        error=_error(app, build) if build.details is not None else None,
        materials=[] if provenance is None else materials_of(_read(app, provenance), provenance.type),
        attachments=[
            {"Digest": each.descriptor.digest, "Platform": each.platform, "Type": each.descriptor.type}
            for each in left
        ],
    )


def _read(app: App, descriptor: Descriptor) -> bytes:
    return read_content(app, descriptor.digest, descriptor.size)


def _error(app: App, build: BuildRecord) -> dict[str, Any]:
    """The details of a build's error: the position in the Dockerfile, the stack, and the step with its last lines."""
    assert build.details is not None
    details = details_of(_read(app, build.details))
    lines = "".join(f"{marked_lines(each.data, each.filename, each.ranges)}\n" for each in sources(details))
    message = build.error.message if build.error is not None else ""
    stack = f"{message}\n{stacks(details)}"
    found: dict[str, Any] = {
        "Stack": base64.b64encode(stack.encode()).decode(),
        "Sources": base64.b64encode(lines.encode()).decode(),
    }
    if vertex := vertex_of(details):
        name, output = _output_of(app, build, vertex)
        found |= {"Name": name, "Logs": output[-_LAST_LINES:]}
    return found


def _stack(app: App, error: dict[str, Any] | None) -> str:
    """The stack traces of an error with --debug, otherwise a note about the flag."""
    if not error or not error["Stack"]:
        return ""
    if not app.options.debug:
        return "Enable --debug to see stack traces for error\n"
    return f"\n{base64.b64decode(error['Stack']).decode('utf-8', 'replace')}\n"


def _output_of(app: App, build: BuildRecord, vertex: str) -> tuple[str, list[str]]:
    """The name of a step, and the lines of its output; a line may arrive in several pieces of one stream."""
    name, lines = "", list[bytes]()
    unfinished: dict[int, int] = {}
    for report in map(decode_status, called(app, STATUS, status_request(build.ref))):
        name = next((each.name for each in report.vertexes if each.digest == vertex), name)
        for log in report.logs:
            if log.vertex != vertex:
                continue
            first, *rest = log.data.split(b"\n")
            if (place := unfinished.pop(log.stream, None)) is not None:
                lines[place] += first
            elif first:
                lines.append(first)
                place = len(lines) - 1
            lines += filter(None, rest)
            if rest:
                place = len(lines) - 1 if rest[-1] else None
            if place is not None:
                unfinished[log.stream] = place
    return name, [line.decode("utf-8", "replace") for line in lines]


def _rendered(format: str, found: dict[str, Any]) -> str:
    try:
        template = Template(format, name="inspect")
    except TemplateError as error:
        raise Failure(f"failed to parse format template: {error}") from error
    try:
        return template.render(STRUCTS.struct("Output", without_empty(found)))
    except TemplateError as error:
        raise Failure(f"failed to execute format template: {error}") from error
