"""Carry out a plan: each step as soon as the steps that it comes after are finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.plan import Action, Plan, Step
from engineclient.compose.progress import Event, ignore
from engineclient.procedures.attach import hijack
from engineclient.procedures.compose import container_steps, object_steps
from engineclient.procedures.compose.execution import Execution
from engineclient.procedures.compose.follow import Watcher, follow
from engineclient.steps import All
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

OBJECTS = ("network", "volume")
"""The kinds of decisions that are carried out before those about containers."""
STARTING = ("container start", "wait")
"""The operations that begin when all others are finished: no container starts unless all could be created."""
_LASTING = ("container start", "container stop", "container remove")
"""The operations that are not cancelled by the error of another one: the engine carries them out anyway."""

_OPERATIONS: Mapping[str, Callable[[Execution, Step], Steps[None]]] = {
    "container create": container_steps.create,
    "container rename": container_steps.rename,
    "container start": container_steps.start,
    "container stop": container_steps.stop,
    "container remove": container_steps.remove,
    "wait": container_steps.wait,
    "network create": object_steps.create_network,
    "network remove": object_steps.remove_network,
    "network connect": object_steps.connect_network,
    "network disconnect": object_steps.disconnect_network,
    "volume create": object_steps.create_volume,
    "volume remove": object_steps.remove_volume,
    "image remove": object_steps.remove_image,
}


def carry_out(execution: Execution, plan: Plan, operations: Callable[[Step], bool]) -> Steps[None]:
    """Carry out some steps of a plan; the order among them is kept, that with respect to other steps is not.

    Args:
        execution: the state that the steps share.
        plan: the plan.
        operations: whether a step is carried out.

    Raises:
        EngineError: the first error of a step; the other steps are cancelled, except for those in `_LASTING`.

    """
    chosen = [step for step in plan.steps if operations(step)]
    lasting = [index for index, step in enumerate(chosen) if step.operation in _LASTING]
    yield from All(
        [_step(execution, step) for step in chosen],
        limit=execution.limit,
        after=_order(chosen),
        lasting=lasting,
    )


def start_attached(execution: Execution, plan: Plan, watcher: Watcher) -> Steps[None]:
    """Carry out the steps of a plan that start containers, and pass on the output of the containers until all have exited.

    Args:
        execution: the state that the steps share.
        plan: the plan.
        watcher: takes the output.

    Raises:
        EngineError: the first error of a step.

    """
    chosen = [step for step in plan.steps if step.operation in STARTING]
    started = {step.target: index for index, step in enumerate(chosen) if step.operation == "container start"}
    services = {*watcher.shown, *watcher.watched}
    followed = [
        each
        for each in plan.decisions
        if each.kind == "container" and each.action is not Action.REMOVE and each.service in services
    ]
    attached: list[Handle[Frame]] = []
    for each in followed:  # attached before any starts, so that no output is lost
        attached.append((yield from hijack(containers.attach(execution.ids[each.name]))))  # noqa: PERF401
    watcher.attaching(followed)
    execution.hook_line = watcher.hook_line
    execution.report = ignore  # from here on, the output of containers is shown instead of events
    works = [_step(execution, step) for step in chosen]
    after = _order(chosen)
    awaited = {each.name for each in followed if each.service in watcher.watched}
    for each, stream in zip(followed, attached, strict=True):
        works.append(_followed(watcher, each.name, execution.ids[each.name], stream, awaited))
        after.append([started[each.name]] if each.name in started else [])
    try:
        yield from All(works, limit=max(execution.limit, len(works)), after=after)
    except _AllEnded:
        pass  # other containers keep running, and their output is not shown any more


class _AllEnded(Exception):
    """All containers that `up` waits for have exited."""


def _followed(watcher: Watcher, name: str, id: str, stream: Handle[Frame], awaited: set[str]) -> Steps[None]:
    yield from follow(watcher, name, id, stream)
    awaited.discard(name)
    if not awaited and {*watcher.shown} - {*watcher.watched}:
        raise _AllEnded


def report_running(execution: Execution, plan: Plan) -> None:
    """Report the containers that run and stay unchanged."""
    running = {each.name for each in execution.state.containers if each.state == "running"}
    for each in plan.decisions:
        if each.kind == "container" and each.action is Action.KEEP and each.name in running:
            execution.report(Event(f"Container {each.name}", "Running"))


def _step(execution: Execution, step: Step) -> Steps[None]:
    yield from _OPERATIONS[step.operation](execution, step)


def _order(steps: Sequence[Step]) -> list[list[int]]:
    """For each step, the indexes in `steps` of those that come before it."""
    place = {step.number: index for index, step in enumerate(steps)}
    return [[place[number] for number in step.after if number in place] for step in steps]
