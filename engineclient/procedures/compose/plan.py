"""`compose plan`: what `up` would do."""

from __future__ import annotations

from engineclient.calls import Steps
from engineclient.compose.plan import Plan, PlanOptions
from engineclient.compose.planner import plan as planned
from engineclient.compose.project import Project
from engineclient.procedures.compose.observe import state_of
from engineclient.steps import ApiVersion


def plan(project: Project, options: PlanOptions | None = None) -> Steps[Plan]:
    """The plan that `up` would carry out, with the keys that changed; nothing is changed.

        for decision in engine.compose.plan(Project.load(["compose.yaml"])).decisions:
            print(decision.kind, decision.name, decision.action.value, decision.why)

    Args:
        project: the project.
        options: what to start, recreate and remove.

    Raises:
        ComposeError: an object of another project has the name of one of this project, or a key is not supported.

    """
    options = options or PlanOptions()
    version = yield from ApiVersion()
    state = yield from state_of(project, separator=options.separator, inspect=True)
    return planned(project, state, options.replace(api_version=version))
