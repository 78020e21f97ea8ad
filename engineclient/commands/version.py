"""version: of this client and of the engine."""

from __future__ import annotations

import platform
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engineclient.commands.command import command
from engineclient.commands.failures import Failure, failure_of
from engineclient.commands.flags import flag
from engineclient.commands.flagtypes import STRING
from engineclient.errors import EngineError
from engineclient.text.template import Template, TemplateError, TemplateParseError
from engineclient.versions import CLIENT, NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.commands.app import App

_BAD_FORMAT = 64
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}  # Go's names


@command("[OPTIONS]")
@flag("-f, --format", STRING, "How to print it: 'json', or a Go template")
def version(app: App, *, format: str) -> None:
    """`minidocker version`."""
    try:
        template = Template("{{json .}}" if format == "json" else format) if format else None
    except TemplateParseError as error:
        raise Failure(f"template parsing error: {error}", _BAD_FORMAT) from error
    server: dict[str, Any] | None = None
    trouble: EngineError | None = None
    used = NEWEST
    try:
        used = app.engine().api_version
        server = dict(app.engine().version().raw)
    except EngineError as error:
        trouble = error
    client = {
        "Version": CLIENT,
        "ApiVersion": used,
        "DefaultAPIVersion": NEWEST,
        "PythonVersion": platform.python_version(),
        "Os": platform.system().lower(),
        "Arch": _MACHINES.get(platform.machine(), platform.machine()),
        "Context": "default",
    }
    if template is not None:
        try:
            app.out.line(template.render({"Client": client, "Server": server}, missing="error"))
        except TemplateError as error:
            raise Failure(str(error)) from error
    else:
        app.out.write("".join(_client_lines(client)))
        if server is not None:
            app.out.write("\n" + "".join(_server_lines(server)))
    if trouble is not None:
        raise failure_of(trouble)


def _client_lines(client: dict[str, Any]) -> Iterator[str]:
    yield "Client:\n"
    api = client["ApiVersion"]
    if api != client["DefaultAPIVersion"]:
        api += f" (downgraded from {client['DefaultAPIVersion']})"
    yield _line("Version", client["Version"])
    yield _line("API version", api)
    yield _line("Python version", client["PythonVersion"])
    yield _line("OS/Arch", f"{client['Os']}/{client['Arch']}")
    yield _line("Context", client["Context"])


def _server_lines(server: dict[str, Any]) -> Iterator[str]:
    name = (server.get("Platform") or {}).get("Name")
    yield f"Server: {name}\n" if name else "Server:\n"
    for component in server.get("Components") or []:
        details = component.get("Details") or {}
        yield f" {component['Name']}:\n"
        yield _line("Version", component["Version"], deeper=True)
        if component["Name"] != "Engine":
            yield _line("GitCommit", details.get("GitCommit", ""), deeper=True)
            continue
        api, least = details.get("ApiVersion", ""), details.get("MinAPIVersion", "")
        yield _line("API version", f"{api} (minimum version {least})", deeper=True)
        for label, key in (("Go version", "GoVersion"), ("Git commit", "GitCommit")):
            yield _line(label, details.get(key, ""), deeper=True)
        yield _line("Built", _built(details.get("BuildTime", "")), deeper=True)
        yield _line("OS/Arch", f"{details.get('Os', '')}/{details.get('Arch', '')}", deeper=True)
        yield _line("Experimental", details.get("Experimental", ""), deeper=True)


def _line(label: str, value: str, *, deeper: bool = False) -> str:
    indent = "  " if deeper else " "
    return f"{indent}{label + ':':<{17 if deeper else 18}} {value}\n"


def _built(moment: str) -> str:
    """An RFC 3339 time as C's `asctime` has it, in the zone it came in; any other text as it is."""
    try:
        return datetime.fromisoformat(re.sub(r"\.\d+", "", moment)).ctime()
    except ValueError:
        return moment
