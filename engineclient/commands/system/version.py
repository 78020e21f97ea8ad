"""version: show the versions of this client and of the engine."""

from __future__ import annotations

import platform
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.printing.engine_structs import ENGINE
from engineclient.cli.printing.struct_format import STRUCT_FORMAT, print_through, template_of
from engineclient.errors import EngineError
from engineclient.versions import CLIENT, NEWEST
from engineclient.wire.shapes import MapOf, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engineclient.cli.app import App
    from engineclient.golang.template import Template

_SHAPE = {
    **dict.fromkeys(("ApiVersion", "Version", "MinAPIVersion", "GitCommit", "GoVersion", "Os", "Arch"), ""),
    "KernelVersion": "",
    "BuildTime": "",
    "Experimental": False,
    "Platform": {"Name": ""},
    "Components": [{"Name": "", "Version": "", "Details": MapOf("")}],
}
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}  # Go's names


@command("[OPTIONS]")
@STRUCT_FORMAT
def version(app: App, *, format: str) -> None:
    """`minidocker version`; the client's part is shown even without an engine."""
    template = template_of(format, "template parsing error", name="version") if format else None
    server: dict[str, Any] | None = None
    trouble: EngineError | None = None
    used = NEWEST
    try:
        used = app.engine().api_version
        answer = app.engine().version().raw or {}  # null is an empty object to Go
        fit(_SHAPE, answer, "Version")
        server = _server_facts(answer)
    except EngineError as error:
        trouble = error
    client = client_facts(app, used)
    if template is not None:
        _print_through(app, template, client, server, quiet=trouble is not None)
    else:
        app.out.write("".join(_client_lines(client)))
        if server is not None:
            app.out.write("\n" + "".join(_server_lines(server)))
    if trouble is not None:
        raise failure_of(trouble)


def client_facts(app: App, used: str = "") -> dict[str, Any]:
    """The fields of the client by their names in docker's JSON; `used` is the API version in use."""
    return {
        "Version": CLIENT,
        **({"ApiVersion": used} if used else {}),
        "DefaultAPIVersion": NEWEST,
        "PythonVersion": platform.python_version(),
        "Os": platform.system().lower(),
        "Arch": _MACHINES.get(platform.machine(), platform.machine()),
        "Context": context_name(app.options),
    }


def _server_facts(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The engine's answer as docker shows it: the engine as a component, with a human-readable build time."""
    components = raw.get("Components") or [
        {"Name": "Engine", "Version": raw.get("Version", ""), "Details": _details_of_the_engine(raw)}
    ]
    shown = {"Components": [_component(each or {}) for each in components]}
    return {"Platform": {"Name": ""}, "Components": []} | dict(raw) | shown


def _details_of_the_engine(raw: Mapping[str, Any]) -> dict[str, str]:
    """The details of an engine that does not list its components."""
    names = ("ApiVersion", "MinAPIVersion", "GitCommit", "GoVersion", "Os", "Arch", "BuildTime")
    experimental = "true" if raw.get("Experimental") else "false"
    return {name: raw.get(name) or "" for name in names} | {"Experimental": experimental}


def _component(raw: dict[str, Any]) -> dict[str, Any]:
    details = raw.get("Details")
    if not details:
        return raw
    details = dict(sorted(details.items()))
    if raw.get("Name") == "Engine" and "BuildTime" in details:
        details["BuildTime"] = _built(details["BuildTime"] or "")
    return {**raw, "Details": details}


def _print_through(
    app: App, template: Template, client: dict[str, Any], server: dict[str, Any] | None, *, quiet: bool
) -> None:
    """Print the template's output for both; `quiet` hides the template's error in favour of a more useful one."""
    try:
        print_through(
            app, template, ENGINE.struct("system.versionInfo", {"Client": client, "Server": server})
        )
    except Failure:
        if not quiet:
            raise


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
    for component in server["Components"]:
        details = component.get("Details") or {}
        yield f" {component.get('Name') or ''}:\n"
        yield _line("Version", component.get("Version") or "", deeper=True)
        if component.get("Name") != "Engine":
            yield from (_line(name, value, deeper=True) for name, value in details.items())
            continue
        api, least = details.get("ApiVersion", ""), details.get("MinAPIVersion", "")
        yield _line("API version", f"{api} (minimum version {least})", deeper=True)
        for label, key in (("Go version", "GoVersion"), ("Git commit", "GitCommit")):
            yield _line(label, details.get(key, ""), deeper=True)
        yield _line("Built", details.get("BuildTime", ""), deeper=True)
        yield _line("OS/Arch", f"{details.get('Os', '')}/{details.get('Arch', '')}", deeper=True)
        yield _line("Experimental", details.get("Experimental", ""), deeper=True)


def _line(label: str, value: str | None, *, deeper: bool = False) -> str:
    indent = "  " if deeper else " "
    return f"{indent}{label + ':':<{17 if deeper else 18}} {value or ''}\n"


def _built(moment: str) -> str:
    """An RFC 3339 time in the form of C's `asctime`, in its own zone; any other text unchanged."""
    try:
        return datetime.fromisoformat(re.sub(r"\.\d+", "", moment)).ctime()
    except ValueError:
        return moment
