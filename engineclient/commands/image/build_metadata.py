"""build --metadata-file: what is known of the result, as buildx writes it."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.build.history import LISTEN_BUILD_HISTORY, build_record, history_request
from engineclient.build.own_step import OwnStep
from engineclient.build.provenance import as_version_02, provenances_of, without_details
from engineclient.build.rawjson import warning_object
from engineclient.cli.buildkit_control import UnknownCall, called, read_content
from engineclient.cli.failures import Failure
from engineclient.connect.file_replacement import replace_file
from engineclient.errors import EngineError
from engineclient.golang.json import encode, encode_ordered, escape_html, indent
from engineclient.golang.strconv import parse_bool

if TYPE_CHECKING:
    from engineclient.build.trace import Status, VertexWarning
    from engineclient.cli.app import App

_KEY: Final = "buildx.build.provenance"
_STEP: Final = "resolving provenance for metadata file"
_CALL_RESULT: Final = "result.json"  # of a function of the frontend: not in base64, unlike other JSON
_MODES: Final = ("min", "max", "disabled")


def provenance_mode(environ: Mapping[str, str]) -> str:
    """How much of the provenance BUILDX_METADATA_PROVENANCE wants: `min`, `max` or `disabled`."""
    wanted = environ.get("BUILDX_METADATA_PROVENANCE", "")
    if wanted in _MODES:
        return wanted
    return "disabled" if _parsed(wanted) is False else "min"


def wants_warnings(environ: Mapping[str, str]) -> bool:
    """Whether BUILDX_METADATA_WARNINGS asks for the warnings."""
    return _parsed(environ.get("BUILDX_METADATA_WARNINGS", "")) is True


def _parsed(text: str) -> bool | None:
    try:
        return parse_bool(text)
    except ValueError:
        return None


def provenance(app: App, ref: str, report: Callable[[Status], object]) -> dict[str, str]:
    """What the engine's history says of where a result comes from: JSON by the keys of the file.

    Nothing is asked if BUILDX_METADATA_PROVENANCE turns it off, of a recording, which keeps no such content, or of an
    engine whose BuildKit has no history.

    Args:
        app: whose engine has built.
        ref: the id of the build.
        report: called with what becomes of this as a step of the build.

    Raises:
        EngineError, Failure: the engine does not answer.

    """
    mode = provenance_mode(os.environ)
    if mode == "disabled" or app.engine().endpoint.kind == "recording":
        return {}
    step = OwnStep(_STEP, time.time_ns)
    try:
        answers = [*called(app, LISTEN_BUILD_HISTORY, history_request(ref))]
    except UnknownCall:
        return {}
    report(step.began())
    try:
        found = _provenances(app, answers, full=mode == "max")
    except (EngineError, Failure) as error:
        report(step.ended(str(error)))
        raise
    report(step.ended())
    return found


def _provenances(app: App, answers: list[bytes], *, full: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for record in filter(None, map(build_record, answers)):
        for platform, descriptor in provenances_of(record):
            content = read_content(app, descriptor.digest, descriptor.size)
            provenance = as_version_02(content, descriptor.type)
            key = f"{_KEY}/{platform}" if platform else _KEY
            found[key] = encode_ordered(provenance if full else without_details(provenance))
    return found


def shown_warnings(warnings: list[VertexWarning]) -> dict[str, str]:
    """The warnings of a build for the file, if BUILDX_METADATA_WARNINGS asks for them and there are any."""
    if not warnings or not wants_warnings(os.environ):
        return {}
    return {"buildx.build.warnings": encode_ordered([*map(warning_object, warnings)])}


def write_metadata(path: str, facts: Mapping[str, str], more: Mapping[str, str]) -> None:
    """Write the file.

    Args:
        path: of the file.
        facts: what BuildKit says of the result.
        more: JSON for further keys.

    Raises:
        Failure: it cannot be written; with buildx's text.

    """
    known = {name: _as_json(name, value) for name, value in facts.items()} | dict(more)
    directory = os.path.dirname(path)  # noqa: PTH120
    if directory and not os.path.isdir(directory):  # noqa: PTH112
        raise Failure(f"ERROR: invalid output path: stat {directory}: no such file or directory")
    if os.path.isdir(path):  # noqa: PTH112
        raise Failure("ERROR: cannot write to a directory")
    fields = ",".join(f"{encode(name)}:{text}" for name, text in sorted(known.items()))
    text = indent(escape_html(f"{{{fields}}}"), "  ")
    replace_file(Path(path), text.encode("utf-8", "surrogateescape"), 0o644)


def _as_json(name: str, value: str) -> str:
    """The JSON object, or list of objects, that a value is in base64; the value as a JSON string otherwise."""
    try:
        text: str | bytes = value if name == _CALL_RESULT else base64.b64decode(value, validate=True)
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return encode(value)
    items = found if isinstance(found, list) else [found]
    if not found or not all(isinstance(each, dict) for each in items):
        return encode(value)
    return encode_ordered(found)
