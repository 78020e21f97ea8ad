"""info: show the state and the settings of the engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.command import command
from engineclient.cli.failures import Failure, failure_of, text_of
from engineclient.cli.printing.engine_structs import ENGINE
from engineclient.cli.printing.struct_format import STRUCT_FORMAT, print_through, template_of
from engineclient.cli.settings import user_name
from engineclient.commands.system.info_text import client_lines, server_lines
from engineclient.commands.system.version import client_facts
from engineclient.errors import APIError, EngineError
from engineclient.golang.template import Record, TemplateError
from engineclient.models.info import Info
from engineclient.wire.shapes import MapOf, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.golang.template import Template

_NO_PLUGINS: Final = {"Volume": None, "Network": None, "Authorization": None, "Log": None}
_NO_SWARM: Final = {
    "NodeID": "",
    "NodeAddr": "",
    "LocalNodeState": "",
    "ControlAvailable": False,
    "Error": "",
    "RemoteManagers": None,
}
_NO_COMMIT: Final = {"ID": ""}

_LEFT_OUT: Final = object()

# The fields of the JSON in order, with their values without an engine; _LEFT_OUT marks those omitted when empty.
_NOTHING: Final[dict[str, Any]] = {
    "ID": "",
    **dict.fromkeys(
        ("Containers", "ContainersRunning", "ContainersPaused", "ContainersStopped", "Images"), 0
    ),
    "Driver": "",
    "DriverStatus": None,
    "SystemStatus": _LEFT_OUT,
    "Plugins": _NO_PLUGINS,
    **dict.fromkeys(("MemoryLimit", "SwapLimit"), False),
    **dict.fromkeys(("KernelMemory", "KernelMemoryTCP"), _LEFT_OUT),
    **dict.fromkeys(("CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet"), False),
    **dict.fromkeys(("PidsLimit", "IPv4Forwarding", "Debug"), False),
    "NFd": 0,
    "OomKillDisable": False,
    "NGoroutines": 0,
    **dict.fromkeys(("SystemTime", "LoggingDriver", "CgroupDriver"), ""),
    "CgroupVersion": _LEFT_OUT,
    "NEventsListener": 0,
    **dict.fromkeys(("KernelVersion", "OperatingSystem", "OSVersion", "OSType", "Architecture"), ""),
    "IndexServerAddress": "",
    "RegistryConfig": None,
    "NCPU": 0,
    "MemTotal": 0,
    "GenericResources": None,
    **dict.fromkeys(("DockerRootDir", "HttpProxy", "HttpsProxy", "NoProxy", "Name"), ""),
    "Labels": None,
    "ExperimentalBuild": False,
    "ServerVersion": "",
    "Runtimes": None,
    "DefaultRuntime": "",
    "Swarm": _NO_SWARM,
    "LiveRestoreEnabled": False,
    "Isolation": "",
    "InitBinary": "",
    **dict.fromkeys(("ContainerdCommit", "RuncCommit", "InitCommit"), _NO_COMMIT),
    "SecurityOptions": None,
    **dict.fromkeys(("ProductLicense", "DefaultAddressPools", "FirewallBackend"), _LEFT_OUT),
    "CDISpecDirs": None,
    "DiscoveredDevices": _LEFT_OUT,
    "Containerd": _LEFT_OUT,
    "Warnings": None,
}
_COMMITS: Final = ("ContainerdCommit", "RuncCommit", "InitCommit")
_TEXTS_OF: Final = ("Volume", "Network", "Authorization", "Log")
_SHAPE: Final[dict[str, Any]] = {
    **{name: nothing for name, nothing in _NOTHING.items() if isinstance(nothing, str | int)},
    "DriverStatus": [[""]],
    "Plugins": {name: [""] for name in _TEXTS_OF},
    "RegistryConfig": {
        "IndexConfigs": MapOf({"Name": "", "Secure": False, "Official": False, "Mirrors": [""]})
    },
    **{name: [""] for name in ("Labels", "SecurityOptions", "CDISpecDirs", "Warnings")},
    "Runtimes": MapOf({}),
    "Swarm": {
        **dict.fromkeys(("NodeID", "NodeAddr", "LocalNodeState", "Error"), ""),
        "ControlAvailable": False,
        "RemoteManagers": [{"Addr": "", "NodeID": ""}],
        "Managers": 0,
        "Nodes": 0,
        "Cluster": {
            "ID": "",
            "DefaultAddrPool": [""],
            "SubnetSize": 0,
            "DataPathPort": 0,
            "Spec": {
                "Raft": {},
                "EncryptionConfig": {},
                "Orchestration": {"TaskHistoryRetentionLimit": 0},
                "Dispatcher": {"HeartbeatPeriod": 0},
                "CAConfig": {
                    "NodeCertExpiry": 0,
                    "SigningCACert": "",
                    "ExternalCAs": [{"Protocol": "", "URL": ""}],
                },
            },
        },
    },
    **{name: {"ID": ""} for name in _COMMITS},
}
_REGISTRY: Final = ("IndexConfigs", "InsecureRegistryCIDRs", "Mirrors")  # old engines send more fields
_NAMES: Final = re.compile(r"\.[a-zA-Z]")


@command("[OPTIONS]")
@STRUCT_FORMAT
def info(app: App, *, format: str) -> None:
    """Show the engine's information; that of the client is shown even without an engine."""
    template = template_of(format, "template parsing error") if format else None
    client: dict[str, Any] = {
        "Debug": app.options.debug,
        **client_facts(app),
        "Plugins": [],
        "Warnings": None,
    }
    trouble: EngineError | None = None
    server: dict[str, Any] = {}
    if template is None or _asks_the_engine(format, template, client):
        try:
            answer = app.engine().info().raw
            fit(_SHAPE, answer, "Info")
            server = dict(answer)
        except EngineError as error:
            trouble = error
    refusal = text_of(trouble) if isinstance(trouble, APIError) else ""
    if template is None:
        _print(app, client, server)
        if refusal:
            app.err.line(f"ERROR: {refusal}")
            raise Failure("errors pretty printing info")
    elif refusal:  # a fact like others, no failure
        app.err.line(refusal)
        print_through(app, template, _struct(_facts(server), client, [refusal]))
        return
    else:
        _print_through(app, template, _struct(_facts(server), client), trouble)
    if trouble is not None:
        raise failure_of(trouble)


def _print_through(app: App, template: Template, data: Record, trouble: EngineError | None) -> None:
    try:
        print_through(app, template, data)
    except Failure as error:
        if trouble is None:
            raise
        raise Failure(f"{text_of(trouble)}\n{error.text}") from error


def _print(app: App, client: dict[str, Any], server: dict[str, Any]) -> None:
    app.out.write("".join(f"{line}\n" for line in client_lines(client)))
    app.out.write("\nServer:\n")
    if not server:
        return
    facts = Info(server)
    lines = server_lines(facts, user_name=user_name(app), debug=app.options.debug)
    app.out.write("".join(f"{line}\n" for line in lines) + "\n")
    for warning in facts.warnings:
        app.err.line(warning)


def _asks_the_engine(source: str, template: Template, client: dict[str, Any]) -> bool:
    """Whether a template needs the engine: it uses fields other than the client's, or names none at all."""
    if not _NAMES.search(source):
        return True
    known = ENGINE.struct("system.dockerInfo", {"ClientInfo": client})
    fields = {name: known[name] for name in ("ClientInfo", "ClientErrors")}
    try:
        template.render(Record("system.sparseInfo", fields))
    except TemplateError:
        return True
    return False


def _facts(server: dict[str, Any]) -> dict[str, Any]:
    """The engine's fields, with the empty value for those that it does not send."""
    facts = {name: server.get(name, nothing) for name, nothing in _NOTHING.items()}
    if registry := facts["RegistryConfig"]:
        indexes = registry.get("IndexConfigs") or {}
        facts["RegistryConfig"] = {
            **{name: registry.get(name) for name in _REGISTRY},
            "IndexConfigs": {name: dict(sorted((indexes[name] or {}).items())) for name in sorted(indexes)},
        }
    for name in _COMMITS:
        facts[name] = {key: text for key, text in (facts[name] or _NO_COMMIT).items() if text or key == "ID"}
    return {
        name: value for name, value in facts.items() if _NOTHING[name] is not _LEFT_OUT or _is_reported(value)
    }


def _is_reported(value: object) -> bool:
    return value is not _LEFT_OUT and bool(value)


def _struct(facts: dict[str, Any], client: dict[str, Any], refusals: Sequence[str] = ()) -> Record:
    errors = {"ServerErrors": [*refusals]} if refusals else {}
    return ENGINE.struct("system.dockerInfo", {**facts, **errors, "ClientInfo": client})
