"""`compose down`: stop and remove the objects of a project."""

from __future__ import annotations

from engineclient.calls import Steps
from engineclient.compose.plan import Plan
from engineclient.compose.progress import Report, ignore
from engineclient.compose.project import Project
from engineclient.compose.teardown import DownOptions, plan_down, plan_down_by_labels
from engineclient.procedures.compose.carry_out import carry_out
from engineclient.procedures.compose.conditions import Warn, ignore_warning
from engineclient.procedures.compose.execution import Execution
from engineclient.procedures.compose.observe import built_images, images_of, owned, state_of


def down(
    project: Project | str,
    options: DownOptions | None = None,
    *,
    timeout: int | None = None,
    limit: int = 50,
    report: Report = ignore,
    warn: Warn = ignore_warning,
) -> Steps[Plan]:
    """Stop and remove the containers of a project, then its networks and, as `options` say, volumes and images.

        engine.perform(down(Project.load(["compose.yaml"]), DownOptions(volumes=True)))

    Args:
        project: the project, or only its name: the labels of its objects then describe it.
        options: the objects to remove in addition to containers and networks.
        timeout: seconds until a container that does not stop is killed, instead of its own.
        limit: the maximum number of operations at the same time.
        report: takes the events of progress.
        warn: takes the warnings.

    Returns:
        The plan that was carried out.

    Raises:
        APIError: the engine cannot remove an object.
        HookFailed: a hook of `pre_stop` failed.

    """
    options = options or DownOptions()
    if isinstance(project, str):
        state = yield from owned(project)
        if options.images:
            names = {each.image for each in state.containers}
            state = state.replace(
                images=(yield from images_of(names)), built=(yield from built_images(project))
            )
        plan = plan_down_by_labels(project, state, options)
        known = Project(name=project)
    else:
        state = yield from state_of(project, separator=options.separator)
        if options.images:
            state = state.replace(built=(yield from built_images(project.name)))
        plan = plan_down(project, state, options)
        known = project
    for warning in plan.warnings:
        warn(warning)
    execution = Execution(
        project=known,
        state=state,
        timeout=timeout,
        remove_volumes=options.volumes,
        limit=limit,
        report=report,
    )
    yield from carry_out(execution, plan, lambda step: step.operation.startswith("container"))
    yield from carry_out(execution, plan, lambda step: not step.operation.startswith("container"))
    return plan
