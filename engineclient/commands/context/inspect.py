"""context inspect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import ANY
from engineclient.cli.command import command
from engineclient.cli.failures import Failure, of_several
from engineclient.cli.printing.inspection import INSPECT_FORMAT
from engineclient.commands.context.known_contexts import KnownContexts
from engineclient.connect import contextjson
from engineclient.connect.contexts import DOCKER
from engineclient.errors import EngineError
from engineclient.golang import json as gojson
from engineclient.golang.template import Record, Template, TemplateError
from engineclient.golang.template.printing import format_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engineclient.cli.app import App
    from engineclient.connect.contexts import Context

_BAD_FORMAT: Final = 64


class _GoStruct(Record):
    """A Go struct of docker: its fields in order, its JSON, and the fields promoted from an embedded struct."""

    __slots__ = ("_json", "_shown")

    def __init__(
        self,
        go_type: str,
        shown: Mapping[str, object],
        json: str,
        promoted: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(go_type, {**(promoted or {}), **shown})
        self._shown = shown
        self._json = json

    def to_json(self) -> str:
        """The JSON as docker encodes it."""
        return self._json

    def to_text(self, *, names: bool = False) -> str:
        """`{name {description map[]} map[...]}`."""
        if names:
            return super().to_text(names=True)
        return f"{{{' '.join(map(format_value, self._shown.values()))}}}"


@command("[OPTIONS] [CONTEXT] [CONTEXT...]", ANY)
@INSPECT_FORMAT
def inspect(app: App, *names: str, format: str) -> None:
    """Show the details of contexts, by default of the one in use."""
    render = _renderer(format)
    known = KnownContexts(app)
    shown: list[str] = []
    errors: list[EngineError | Failure] = []
    for name in names or [known.current]:
        try:
            shown.append(render(_inspected(known, name)))
        except (EngineError, Failure) as error:
            errors.append(error)
    if format in ("", "json"):
        array = gojson.escape_html(f"[{','.join(shown)}]")
        app.out.line(array if format else gojson.indent(array))
    else:
        app.out.write("".join(shown) or "\n")
    if errors:
        raise of_several(errors)


def _renderer(format: str) -> Callable[[Record], str]:
    if format in ("", "json"):
        return lambda inspected: inspected.to_json()
    try:
        template = Template(format)
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}", _BAD_FORMAT) from error

    def render(inspected: Record) -> str:
        try:
            return template.render(inspected) + "\n"
        except TemplateError as error:
            raise Failure(f"template parsing error: {error}") from error

    return render


def _inspected(known: KnownContexts, name: str) -> Record:
    context = known.get(name)
    files: dict[str, Any] = {endpoint: names or None for endpoint, names in known.tls_files(name).items()}
    metadata_path, tls_path = known.storage(name)
    storage = {"MetadataPath": metadata_path, "TLSPath": tls_path}
    storage_json = gojson.encode(storage)
    described = _described(context)
    whole = contextjson.compose(
        context.name,
        contextjson.encoded_metadata(context.metadata),
        contextjson.encoded_endpoints(context.endpoints),
        TLSMaterial=gojson.encode(files),
        Storage=storage_json,
    )
    shown = {
        "Metadata": described,
        "TLSMaterial": files,
        "Storage": _GoStruct("store.StorageInfo", storage, storage_json),
    }
    promoted = {field: described.fields[field] for field in ("Name", "Endpoints")}
    return _GoStruct("context.contextWithTLSListing", shown, whole, promoted)


def _described(context: Context) -> Record:
    metadata = contextjson.encoded_metadata(context.metadata)
    endpoints = contextjson.encoded_endpoints(context.endpoints)
    fields = {
        "Name": context.name,
        "Metadata": None if context.metadata is None else _metadata(context.metadata, metadata or ""),
        "Endpoints": {name: _endpoint(name, each) for name, each in (context.endpoints or {}).items()},
    }
    return _GoStruct("store.Metadata", fields, contextjson.compose(context.name, metadata, endpoints))


def _metadata(metadata: Mapping[str, Any], json: str) -> Record:
    more = {key: value for key, value in metadata.items() if key != "Description"}
    fields = {"Description": metadata.get("Description", ""), "AdditionalFields": more}
    return _GoStruct("interface {}", fields, json)


def _endpoint(name: str, endpoint: Any) -> object:
    if name != DOCKER or endpoint is None:
        return endpoint
    fields = {"Host": endpoint.get("Host", ""), "SkipTLSVerify": endpoint["SkipTLSVerify"]}
    return _GoStruct("interface {}", fields, gojson.encode(endpoint))
