"""up: make the engine match a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.compose.creation_context import CreationContext
from engineclient.compose.files import Files
from engineclient.compose.plan import Plan, PlanOptions, Recreate
from engineclient.compose.planner import plan as planned
from engineclient.compose.progress import Report, ignore
from engineclient.compose.project import Project
from engineclient.compose.state import State
from engineclient.compose.supported import check_supported
from engineclient.procedures.compose.carry_out import (
    OBJECTS,
    STARTING,
    carry_out,
    report_running,
    start_attached,
)
from engineclient.procedures.compose.conditions import Warn, ignore_warning, wait_until_up
from engineclient.procedures.compose.execution import Execution
from engineclient.procedures.compose.follow import Watcher
from engineclient.procedures.compose.observe import images_in_use, state_of
from engineclient.procedures.compose.pull import Auth, Pulling, ensure_images
from engineclient.steps import ApiVersion
from engineclient.values import Data


def _no(_question: str) -> bool:
    return False


class UpOptions(Data):
    """The options of `up`.

    Attributes:
        plan: the services that are meant, what is recreated, orphans.
        pull: `always`, `missing` or `never`, instead of what the services say.
        renew_volumes: anonymous volumes are made anew.
        timeout: seconds until a container that is stopped is killed.
        dry_run: nothing comes of what is done, so that there is nothing to wait for.
        explain: takes the plan, with the keys that changed, before it is carried out.
        environment: variables below those of the services, such as proxies.
        env_files: those of the command line, for the labels.
        wait: come back when all services run, or are healthy.
        wait_timeout: seconds after which `wait` gives up; 0 for none.
        limit: how many operations run at once.
        report: takes the events of progress, from several threads at once in a sync engine.
        pull_report: takes those of pulls, instead of `report`.
        warn: takes what is questionable.
        confirm: takes a question about data that would be lost, and says whether to go on.
        auth: gives the header X-Registry-Auth for an image.
        progress: takes a service and a record of its pull.
        files: the file system of this machine, for seccomp profiles and warnings about missing files.

    """

    plan: PlanOptions = PlanOptions()
    pull: str = ""
    renew_volumes: bool = False
    timeout: int | None = None
    wait: bool = False
    wait_timeout: int = 0
    dry_run: bool = False
    explain: Callable[[Plan], object] | None = None
    environment: Mapping[str, str | None] = MappingProxyType({})
    env_files: tuple[str, ...] = ()
    limit: int = 50
    report: Report = ignore
    pull_report: Report | None = None
    warn: Warn = ignore_warning
    confirm: Callable[[str], bool] = _no
    auth: Auth | None = None
    progress: Pulling | None = None
    files: Files | None = None


def up(project: Project, options: UpOptions | None = None, *, watcher: Watcher | None = None) -> Steps[Plan]:
    """Create what a project lacks, replace what has changed, and start every container that does not run.

        plan = engine.perform(up(Project.load(["compose.yaml"])))

    Args:
        project: what there should be.
        options: see there.
        watcher: takes what the containers print; then it lasts until all of them have ended.

    Raises:
        ComposeError: something in the project is not supported, or another project's object is in the way.
        DependencyFailed: a service that another one waits for does not get healthy, or fails.
        NotHealthy: what `wait` waits for does not come.
        HookFailed: a hook of a service's `post_start` fails.
        APIError: the engine cannot create or start an object; what was done stays.

    """
    options = options or UpOptions()
    check_supported(project)
    separator = options.plan.separator
    present = yield from images_in_use(project, separator)
    state = yield from state_of(
        project, separator=separator, inspect=options.explain is not None, images=present
    )
    state = state.replace(
        images=(
            yield from ensure_images(
                project,
                state.images,
                policy=options.pull,
                report=options.pull_report or options.report,
                auth=options.auth,
                progress=options.progress,
                separator=separator,
                limit=options.limit,
                dry_run=options.dry_run,
            )
        ),
    )
    version = yield from ApiVersion()
    plan_options = options.plan.replace(api_version=version)
    plan, state = _confirmed(project, state, plan_options, options.confirm)
    for warning in plan.warnings:
        options.warn(warning)
    if options.explain is not None:
        options.explain(plan)
    execution = Execution(
        project=project,
        state=state,
        context=CreationContext(
            api_version=version,
            environment=options.environment,
            env_files=options.env_files,
            separator=separator,
            files=options.files,
        ),
        renew_volumes=options.renew_volumes,
        timeout=options.timeout,
        dry_run=options.dry_run,
        limit=options.limit,
        report=options.report,
        warn=options.warn,
    )
    yield from carry_out(execution, plan, lambda step: step.decision.kind in OBJECTS)
    report_running(execution, plan)
    yield from carry_out(
        execution, plan, lambda step: step.decision.kind not in OBJECTS and step.operation not in STARTING
    )
    if watcher is not None:
        yield from start_attached(execution, plan, watcher)
    else:
        yield from carry_out(execution, plan, lambda step: step.operation in STARTING)
    if options.wait and not options.dry_run:
        yield from wait_until_up(
            project,
            {
                name: {each.name: each.id for each in execution.containers_of(name)}
                for name in project.services
            },
            timeout=options.wait_timeout,
            report=options.report,
        )
    return plan


def preview(project: Project, options: PlanOptions | None = None) -> Steps[Plan]:
    """What `up` would do, with the keys that changed; nothing is done."""
    options = options or PlanOptions()
    version = yield from ApiVersion()
    state = yield from state_of(project, separator=options.separator, inspect=True)
    return planned(project, state, options.replace(api_version=version))


def _confirmed(
    project: Project, state: State, options: PlanOptions, confirm: Callable[[str], bool]
) -> tuple[Plan, State]:
    """The plan, in which volumes stay that nobody wants to lose."""
    plan = planned(project, state, options)
    kept = [each.name for each in plan.decisions if each.question and not confirm(each.question)]
    if not kept:
        return plan, state
    volumes = dict(state.volumes)
    for name in kept:
        own = {
            key: value
            for key, value in (volumes[name].get("Labels") or {}).items()
            if key != labels.CONFIG_HASH
        }
        volumes[name] = {**volumes[name], "Labels": own}
    state = state.replace(volumes=volumes)
    return planned(project, state, options), state


__all__ = ["Recreate", "UpOptions", "preview", "up"]
