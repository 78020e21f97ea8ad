"""doctor: diagnose the connection to the engine and the registries, and containers, with causes and next commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import ANY
from engineclient.cli.command import command
from engineclient.cli.completion import container_names, image_names, together
from engineclient.cli.connection import context_name, resolve
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST
from engineclient.cli.flags import flag
from engineclient.doctor.checks import findings
from engineclient.doctor.containers import ended_of, of_container, of_image
from engineclient.doctor.finding import Finding
from engineclient.doctor.gather import gather, port_owners
from engineclient.errors import NotFound
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.connect.hosts import Endpoint

_COLOURS: Final = {"ok": "32", "warn": "33", "fail": "31", "skip": "2"}
_WIDTH: Final = 12


@command(
    "[OPTIONS] [CONTAINER|IMAGE...]",
    ANY,
    complete=together(container_names(), image_names),
    description="Check the configuration of this machine, the engine and the registries; or,\n"
    "given names, explain why containers do not run and why images cannot be\n"
    "removed. Nothing is changed. The exit code is 1 if a check fails.",
)
@flag("--json", BOOL, "Print the findings as JSON")
@flag("--registry", LIST, "Check this registry instead of Docker Hub (host[:port])")
def doctor(app: App, *names: str, json: bool, registry: list[str]) -> int:
    """Run all checks in order, or examine the given containers and images."""
    found = [_look(app.engine(), name) for name in names] if names else _check(app, registry)
    if json:
        _print_json(app, found)
    else:
        for finding in found:
            _print(app, finding)
    return 1 if any(finding.status == "fail" for finding in found) else 0


def _check(app: App, registries: Sequence[str]) -> list[Finding]:
    from engineclient.connect.configfile import ConfigFile
    from engineclient.engine import Engine

    def connect(endpoint: Endpoint) -> Engine:
        return Engine(endpoint, read_only=True)

    name = context_name(app.options)
    facts = gather(
        name, lambda: resolve(app.options), connect, ConfigFile(app.config_dir), registries=registries
    )
    return findings(facts)


def _look(engine: Engine, name: str) -> Finding:
    """The finding about the container, or else the image, of that name."""
    try:
        raw = engine.containers.inspect(name).raw
    except NotFound:
        try:
            image = engine.images.inspect(name)
        except NotFound as error:
            raise Failure(f"Error: No such container or image: {name}") from error
        return of_image(name, image.id, [each.raw for each in engine.containers.list(all=True)])
    ended = ended_of(raw)
    return of_container(raw, port_owners(engine, ended.ports if ended.error else ()))


def _print(app: App, finding: Finding) -> None:
    status = finding.status
    shown = f"\x1b[{_COLOURS[status]}m{status:<4}\x1b[0m" if app.out.is_coloured() else f"{status:<4}"
    app.out.line(f"{shown}  {finding.check:<{_WIDTH}} {finding.detail}")
    indent = " " * (_WIDTH + 7)
    if finding.cause:
        app.out.line(f"{indent}{finding.cause}")
    if finding.command:
        app.out.line(indent + _("Try: {command}").format(command=finding.command))


def _print_json(app: App, found: Sequence[Finding]) -> None:
    app.out.line(json.dumps([each.to_json() for each in found], indent=4, ensure_ascii=False))
