"""Flags and functions of the commands that create containers: up, create, scale, run, watch and plan."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import Flag
from engineclient.commands.compose.layers import pulled_layers
from engineclient.commands.compose.progress import reporter, settle
from engineclient.commands.compose.project import (
    complaining,
    is_true,
    load,
    local_files,
    removes_orphans,
    warn,
)
from engineclient.commands.compose.running import limit, separator
from engineclient.languages import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.compose.plan import Plan, PlanOptions
    from engineclient.procedures.compose.up import UpOptions

CREATION_FLAGS = (
    Flag("--build", BOOL, "Build images first"),
    Flag("--force-recreate", BOOL, "Recreate containers even if they have not changed"),
    Flag("--no-build", BOOL, "Do not build images, even if they are missing"),
    Flag("--no-recreate", BOOL, "Keep existing containers, even if they have changed in the files"),
    Flag("--pull", STRING, 'When to pull images first ("always", "missing", "never")', default="policy"),
    Flag("--quiet-pull", BOOL, "Do not show the progress of pulls"),
    Flag("--remove-orphans", BOOL, "Remove containers of services that are not in the files", default=None),
    Flag("--scale", LIST, "Number of containers of a service, as SERVICE=NUMBER"),
    Flag(
        "-y, --yes",
        BOOL,
        "Answer yes to all questions",
        former={"y": "--y is deprecated, please use --yes instead"},
    ),
)

NO_FLAGS: Mapping[str, Any] = {
    **{each.dest: each.start() for each in CREATION_FLAGS},
    "always_recreate_deps": False,
    "explain": False,
    "no_deps": False,
    "no_start": False,
    "pull": "",
    "renew_anon_volumes": False,
    "timeout": None,
    "wait": False,
    "wait_timeout": 0,
}
"""The default values of the flags of `up`, for commands that do not have them."""


def chosen(app: App, services: Sequence[str], given: dict[str, Any]) -> Project:
    """The project with only the selected services, the numbers of `--scale`, and its builds for this engine.

    Args:
        app: the program.
        services: the named services.
        given: the values of the flags.

    Raises:
        Failure: the files do not define a valid project, a service does not exist, or a value is malformed.

    """
    from engineclient.compose import Options
    from engineclient.compose.build_platforms import with_build_platforms

    project = load(app, Options(), () if given["no_deps"] else services)
    if given["no_deps"]:
        with complaining(app):
            project = project.with_services_enabled(services)
            project = project.with_selected_services(services, dependencies=False)
    scales: dict[str, int] = {}
    for each in given["scale"]:
        name, equals, number = each.partition("=")
        if not equals:
            raise Failure(f"invalid --scale option {_quoted(each)}. Should be SERVICE=NUM")
        if not number.isdecimal():
            raise Failure(f"strconv.Atoi: parsing {_quoted(number)}: invalid syntax")
        scales[name] = int(number)
    with complaining(app):
        project = project.with_scales(scales)
        project.check_container_names()
        return with_build_platforms(project.with_environment_resolved(), to_run=True)


def build_missing(app: App, project: Project, given: dict[str, Any], *, silent: bool = False) -> None:
    """Build the images of services that are missing, or with `--build` all images that services build.

    Raises:
        Failure: a build failed.

    """
    buildable = {name: each for name, each in project.services.items() if each.build is not None}
    if not buildable or given["no_build"]:
        return
    from engineclient.commands.compose.build import build_services
    from engineclient.compose.config import image_of
    from engineclient.compose.image_platform import is_for
    from engineclient.procedures.compose.observe import images_of

    images = {name: image_of(project, each, separator(app)) for name, each in sorted(buildable.items())}
    present = app.engine().perform(images_of(images.values()))
    todo = [
        name
        for name, image in images.items()
        if given["build"]
        or buildable[name].pull_policy == "build"
        or image not in present
        or not is_for(present[image], buildable[name].platform)
    ]
    if todo:
        with complaining(app):
            build_services(app, project, todo, silent=silent)


def plan_options(app: App, project: Project, services: Sequence[str], given: dict[str, Any]) -> PlanOptions:
    """The options of a plan; named services that providers stand for are left out."""
    from engineclient.compose.plan import PlanOptions, Recreate

    variables = app.group_options["settings"]
    policy = Recreate.CHANGED
    if given["force_recreate"] or given["renew_anon_volumes"]:
        policy = Recreate.ALWAYS
    elif given["no_recreate"]:
        policy = Recreate.NEVER
    dependencies = Recreate.ALWAYS if given["always_recreate_deps"] else Recreate.CHANGED
    return PlanOptions(
        services=tuple(name for name in services if name in project.services),
        recreate=policy,
        recreate_dependencies=Recreate.NEVER if given["no_recreate"] else dependencies,
        remove_orphans=removes_orphans(given["remove_orphans"], variables),
        ignore_orphans=is_true(variables.get("COMPOSE_IGNORE_ORPHANS", "")),
        start=not given["no_start"],
        separator=separator(app),
    )


def up_options(
    app: App, project: Project, services: Sequence[str], given: dict[str, Any], *, title: str = "Running"
) -> UpOptions:
    """The options of `up`; `title` is the heading of its progress on a terminal."""
    from engineclient.cli.credentials import registry_auth
    from engineclient.options.values.env import proxies_for
    from engineclient.procedures.compose.up import UpOptions

    pull = given["pull"]
    if pull not in ("policy", "always", "missing", "never", ""):
        raise Failure(f"invalid --pull option {_quoted(pull)}")
    pulling = reporter(app)  # pulls have a view of their own
    return UpOptions(
        plan=plan_options(app, project, services, given),
        pull="" if pull == "policy" else pull,
        renew_volumes=given["renew_anon_volumes"],
        timeout=given["timeout"],
        wait=given["wait"],
        wait_timeout=given["wait_timeout"],
        environment=proxies_for(app.config.content.get("proxies", {}), app.engine().host),
        env_files=tuple(str(Path(each).absolute()) for each in app.group_options["env_file"]),
        dry_run=app.group_options["dry_run"],
        explain=(lambda plan: _explain(app, plan)) if given["explain"] else None,
        limit=limit(app),
        report=reporter(app, title),
        pull_report=pulling,
        warn=partial(warn, app),
        confirm=_confirm(app, yes=given["yes"]),
        auth=lambda image: registry_auth(app, image),
        progress=None if given["quiet_pull"] else pulled_layers(app, pulling),
        files=local_files(app),
    )


def _explain(app: App, plan: Plan) -> None:
    settle(app)
    for line in plan.lines(gettext):
        app.err.line(line)


def _confirm(app: App, *, yes: bool) -> Callable[[str], bool]:
    return lambda question: yes or confirmation(app, question)


def confirmation(app: App, question: str, *, default: bool = False) -> bool:
    """Ask a question, and return whether the answer is yes; `default` is the meaning of an empty line on a terminal."""
    settle(app)
    terminal = app.out.is_terminal()
    app.out.write(f"{question} [y/N]: " if terminal and not question.endswith("]: ") else question)
    answer = sys.stdin.readline() if sys.stdin is not None else ""
    if terminal and default and answer == "\n":
        return True
    return answer.strip().lower() in ("y", "yes")


def _quoted(text: str) -> str:
    from engineclient.golang.quoting import quote

    return quote(text)
