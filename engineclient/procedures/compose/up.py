"""`compose up`: make an engine match a project."""

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
        plan: the selected services, when containers are recreated, and what is done with orphans.
        pull: `always`, `missing` or `never`, instead of the pull policies of the services.
        renew_volumes: give recreated containers new anonymous volumes.
        timeout: seconds until a container that does not stop is killed, instead of its own.
        dry_run: whether the engine does not carry out requests; then no condition is waited for.
        explain: takes the plan, with the keys that changed, before it is carried out.
        environment: variables that those of the services override, such as proxies.
        env_files: the paths given with `--env-file`, for labels.
        wait: return when all services run or are healthy.
        wait_timeout: the time limit of `wait` in seconds; 0 for no limit.
        limit: the maximum number of operations at the same time.
        report: takes the events of progress; a sync engine calls it from several threads at once.
        pull_report: takes the events of pulls, instead of `report`.
        warn: takes the warnings.
        confirm: takes a question about data that would be lost, and returns whether to continue.
        auth: returns the header X-Registry-Auth for an image.
        progress: takes the name of a service and a record about its image's layers.
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
    """Create the missing objects of a project, replace those that have changed, and start containers that do not run.

        plan = engine.perform(up(Project.load(["compose.yaml"])))

    Args:
        project: the project.
        options: see `UpOptions`.
        watcher: takes the output of the containers; `up` then returns when all of them have exited.

    Returns:
        The plan that was carried out.

    Raises:
        ComposeError: a key is not supported, an image has to be built, or an object of another project has the name of one
            of this project.
        DependencyFailed: a required dependency can no longer meet its condition.
        NotHealthy: with `wait`, a container became unhealthy or exited, or the time is over.
        HookFailed: a hook of a service failed.
        APIError: the engine cannot create or start an object; the objects created before stay.

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
    """The plan that `up` would carry out, with the keys that changed; nothing is changed.

    Raises:
        ComposeError: an object of another project has the name of one of this project, or a key is not supported.

    """
    options = options or PlanOptions()
    version = yield from ApiVersion()
    state = yield from state_of(project, separator=options.separator, inspect=True)
    return planned(project, state, options.replace(api_version=version))


def _confirmed(
    project: Project, state: State, options: PlanOptions, confirm: Callable[[str], bool]
) -> tuple[Plan, State]:
    """The plan and the state for it, without the volumes whose replacement was not confirmed: they stay unchanged."""
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
