"""`compose images`, `port`, `top`, `ls` and `wait`: print information about the containers of projects."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import ANY, NONE, at_least
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, FILTER, INT, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.project import complaining, warn
from engineclient.commands.compose.running import containers, named
from engineclient.compose import labels
from engineclient.compose.selection import of_services, one_of_service
from engineclient.text.table import align

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App

_WIDTH = 20
_NEVER = "0001-01-01T00:00:00Z"


def _table(app: App, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    text = "".join("\t".join(row) + "\n" for row in (header, *rows))
    app.out.write(align(text, min_width=_WIDTH, padding=1))


@compose_command("[OPTIONS] SERVICE PRIVATE_PORT", at_least(2))
@flag("--index", INT, "Number of the container, if the service has several")
@flag("--protocol", STRING, "tcp or udp", default="tcp")
def port(app: App, service: str, private: str, *_more: str, index: int, protocol: str) -> None:
    """Print where a port of a service is published."""
    from engineclient.golang.host_ports import join_host_port

    try:
        number = int(private)
    except ValueError:
        raise Failure(f'strconv.ParseUint: parsing "{private}": invalid syntax') from None
    target = named(app)
    with complaining(app):
        container = one_of_service(containers(app, target.name, all=False), service, index)
    for each in container.listed.get("Ports") or ():
        if each.get("PrivatePort") == number and each.get("Type") == protocol.lower():
            address = each.get("IP") or ""
            app.out.line(join_host_port(address, str(each.get("PublicPort") or 0)))
            return
    raise Failure(f"no port {number}/{protocol} for container {container.name}: {_ports(container.listed)}")


def _ports(listed: Any) -> str:
    """The published ports of a container, in the form of docker compose's error message; 0 for a port that is not."""
    return ", ".join(
        f"{each.get('PublicPort') or 0}/{each.get('Type', '')}" for each in listed.get("Ports") or ()
    )


@compose_command("[SERVICES...]", ANY)
def top(app: App, *services: str) -> None:
    """Show the processes of services."""
    from engineclient.api.containers import containers as api
    from engineclient.steps import All

    target = named(app)
    found = of_services(containers(app, target.name, all=False), services, one_off=True)
    answers = app.engine().perform(All([api.top(each.id) for each in found]))
    titles: list[str] = []
    for answer in answers:
        titles += [title for title in answer.titles if title not in titles]
    ordered = [title for title in titles if title != "CMD"] + (["CMD"] if "CMD" in titles else [])
    rows: list[list[str]] = []
    for each, answer in zip(found, answers, strict=True):
        for process in answer.processes:
            cells = dict(zip(answer.titles, process, strict=False))
            number = "" if each.one_off else str(each.number)
            rows.append([each.service, number, *(cells.get(title, "-") for title in ordered)])
    if rows:
        text = "".join("\t".join(row) + "\n" for row in (["SERVICE", "#", *ordered], *rows))
        app.out.write(align(text, min_width=4, padding=2))


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--format", STRING, "Format of the output (table, json)", default="table")
@flag("-q, --quiet", BOOL, "Show only IDs")
def images(app: App, *services: str, format: str, quiet: bool) -> None:
    """List the images of the containers."""
    import time

    from engineclient.api.images import images as api
    from engineclient.golang.durations import ago
    from engineclient.golang.times import engine_time
    from engineclient.golang.units import human_size
    from engineclient.models.conformity import typed
    from engineclient.steps import All

    if format not in ("table", "json"):
        raise Failure(f'format value "{format}" could not be parsed: parsing failed')
    target = named(app)
    found = of_services(containers(app, target.name), services, one_off=True)
    found = sorted(found, key=lambda each: each.name)
    ids = sorted({_image_of(each) for each in found})
    known = dict(zip(ids, app.engine().perform(All([api.inspect(id) for id in ids])), strict=True))
    if quiet:
        for id in dict.fromkeys(_image_of(each) for each in found):
            app.out.line(id.partition(":")[2])
        return
    rows: list[tuple[str, ...]] = []
    shown: list[dict[str, object]] = []
    for each in found:
        image = known[_image_of(each)]
        answer = typed(image)
        repository, tag = _tag(answer, str(each.listed.get("Image", "")))
        platform = "/".join(answer[key] for key in ("Os", "Architecture", "Variant") if answer.get(key))
        tagged = str((answer.get("Metadata") or {}).get("LastTagTime") or _NEVER)
        rows.append(
            (
                each.name,
                repository or "<none>",
                tag or "<none>",
                platform,
                image.id.partition(":")[2][:12],
                human_size(image.size, 3),
                ago(engine_time(tagged), time.time_ns()),
            )
        )
        shown.append(
            {
                "ID": image.id,
                "ContainerName": each.name,
                "Repository": repository,
                "Tag": tag,
                "Platform": platform,
                "Size": image.size,
                "LastTagTime": tagged,
            }
        )
    if format == "json":
        app.out.line(json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n")
        return
    header = ("CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED")
    _table(app, header, rows)


def _image_of(container: Any) -> str:
    return str(container.listed.get("ImageID", ""))


def _tag(image: Any, named: str) -> tuple[str, str]:
    """The repository and the tag of an image: those by which the container names it, or else those of its first tag."""
    tags = image.get("RepoTags") or []
    full = named if ":" in named.rpartition("/")[2] else f"{named}:latest"
    chosen = full if full in tags else next(iter(tags), "")
    repository, _, tag = chosen.rpartition(":")
    return repository, tag


@compose_command("[OPTIONS]", NONE)
@flag("-a, --all", BOOL, "Also show projects without running containers")
@flag("--filter", FILTER, "Show only projects whose names match (name=PATTERN)")
@flag("--format", STRING, "Format of the output (table, json)", default="table")
@flag("-q, --quiet", BOOL, "Show only names")
def ls(app: App, *, all: bool, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List projects."""
    for key in filter:
        if key != "name":
            raise Failure(f"invalid filter '{key}'")
    if format not in ("table", "json"):
        raise Failure(f'format value "{format}" could not be parsed: parsing failed')
    listed = app.engine().containers.list(all=all, filters={"label": [labels.PROJECT, labels.CONFIG_HASH]})
    projects: dict[str, list[Any]] = {}
    for each in listed:
        projects.setdefault(each.labels.get(labels.PROJECT, ""), []).append(each)
    rows = [(name, _states(projects[name]), _files(app, projects[name])) for name in sorted(projects)]
    if patterns := filter.get("name"):
        rows = [row for row in rows if any(_matches(pattern, row[0]) for pattern in patterns)]
    if quiet:
        for name, _, _ in rows:
            app.out.line(name)
        return
    if format == "json":
        fields = ("Name", "Status", "ConfigFiles")
        shown = [dict(zip(fields, row, strict=True)) for row in rows]
        app.out.line(json.dumps(shown, ensure_ascii=False, separators=(",", ":")))
        return
    _table(app, ("NAME", "STATUS", "CONFIG FILES"), rows)


def _states(found: Sequence[Any]) -> str:
    counts = Counter(each.state for each in found)
    return ", ".join(f"{state}({counts[state]})" for state in sorted(counts))


def _matches(pattern: str, name: str) -> bool:
    import re

    try:
        return re.search(pattern, name) is not None
    except re.error:  # docker compose ignores a pattern that it cannot compile
        return False


def _files(app: App, found: Sequence[Any]) -> str:
    """The compose files of a project, by the labels of its containers; "N/A" and a warning if one has no such label."""
    files: dict[str, None] = {}
    for each in found:
        if labels.CONFIG_FILES not in each.labels:
            warn(app, f'no label "{labels.CONFIG_FILES}" set on container "{each.id}" of compose project')
            return "N/A"
        files |= dict.fromkeys(each.labels[labels.CONFIG_FILES].split(","))
    return ",".join(files)


@compose_command("SERVICE [SERVICE...] [OPTIONS]", at_least(1), arity_with_usage=True)
@flag("--down-project", BOOL, "Remove the project when the first container exits")
def wait(app: App, *services: str, down_project: bool) -> int:
    """Wait until containers of services exit, and print their exit codes."""
    from engineclient.api.containers import containers as api
    from engineclient.procedures.compose.down import down
    from engineclient.steps import All

    target = named(app)
    found = of_services(containers(app, target.name, all=False), services, one_off=True)
    if not found:
        raise Failure(f'no containers for project "{target.name}"')
    engine = app.engine()
    if down_project:
        from engineclient.commands.compose.progress import reporter

        code = engine.containers.wait(found[0].id).status_code
        app.out.line(f'container "{found[0].id}" exited with status code {code}')
        engine.perform(down(target.project or target.name, report=reporter(app)))
        return code
    waited = engine.perform(All([api.wait(each.id) for each in found]))
    for each, answer in zip(found, waited, strict=True):
        app.out.line(f'container "{each.id}" exited with status code {answer.status_code}')
    return waited[-1].status_code
