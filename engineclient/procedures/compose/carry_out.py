"""A plan carried out: each step as soon as those that it waits for are finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.plan import Action, Plan, Step
from engineclient.compose.progress import Event, ignore
from engineclient.procedures.attach import hijack
from engineclient.procedures.compose import container_steps, object_steps
from engineclient.procedures.compose.execution import Execution
from engineclient.procedures.compose.follow import Watcher
from engineclient.procedures.compose.monitor import AllEnded, Monitor, events
from engineclient.steps import All
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

OBJECTS = ("network", "volume")
"""The kinds of decisions that are carried out before those about containers."""
STARTING = ("container start", "wait")
"""The operations that begin when all others are finished: nothing starts unless everything could be created."""
_LASTING = ("container start", "container stop", "container remove")
"""The operations whose end is awaited after an error of another one: the engine carries them out in any case."""

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
    """Carry out the steps of a plan that `operations` chooses, with no regard to the others."""
    chosen = [step for step in plan.steps if operations(step)]
    lasting = [index for index, step in enumerate(chosen) if step.operation in _LASTING]
    yield from All(
        [_step(execution, step) for step in chosen],
        limit=execution.limit,
        after=_order(chosen),
        lasting=lasting,
    )


def start_attached(execution: Execution, plan: Plan, watcher: Watcher) -> Steps[None]:
    """Start what a plan starts, and hand on what the containers print until all have ended."""
    chosen = [step for step in plan.steps if step.operation in STARTING]
    started = {step.target: index for index, step in enumerate(chosen) if step.operation == "container start"}
    services = {*watcher.shown, *watcher.watched}
    followed = [
        each
        for each in plan.decisions
        if each.kind == "container" and each.action is not Action.REMOVE and each.service in services
    ]
    merged = yield from events(execution.project.name)  # before any ends
    attached: list[Handle[Frame]] = []
    for each in followed:  # before any starts, or its first words are lost
        attached.append((yield from hijack(containers.attach(execution.ids[each.name]))))  # noqa: PERF401
    watcher.attaching(followed)
    execution.hook_line = watcher.hook_line
    execution.report = ignore  # lines of containers follow, and no more events
    works = [_step(execution, step) for step in chosen]
    after = _order(chosen)
    names = {execution.ids[each.name]: each.name for each in followed}
    awaited = [execution.ids[each.name] for each in followed if each.service in watcher.watched]
    monitor = Monitor(execution.project.name, watcher, names, awaited)
    for each, stream in zip(followed, attached, strict=True):
        works.append(monitor.follow(execution.ids[each.name], stream))
        after.append([started[each.name]] if each.name in started else [])
    works.append(monitor.watch(merged))
    after.append([])
    try:
        yield from All(works, limit=max(execution.limit, len(works)), after=after)
    except AllEnded:
        pass  # what is shown beside them goes on, unseen


def report_running(execution: Execution, plan: Plan) -> None:
    """Report the containers that run and stay as they are."""
    running = {each.name for each in execution.state.containers if each.state == "running"}
    for each in plan.decisions:
        if each.kind == "container" and each.action is Action.KEEP and each.name in running:
            execution.report(Event(f"Container {each.name}", "Running"))


def _step(execution: Execution, step: Step) -> Steps[None]:
    yield from _OPERATIONS[step.operation](execution, step)


def _order(steps: Sequence[Step]) -> list[list[int]]:
    """For each step the places of those before it, among `steps` alone."""
    place = {step.number: index for index, step in enumerate(steps)}
    return [[place[number] for number in step.after if number in place] for step in steps]
