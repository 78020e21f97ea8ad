"""stack deploy: create or update the objects of a stack from its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, stack_names
from engineclient.cli.credentials import registry_auth
from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag, flags
from engineclient.cli.printing.convergence import wait_for
from engineclient.commands.stack.changes import print_change, print_failure
from engineclient.commands.stack.files import FILES, load
from engineclient.commands.stack.group import ORCHESTRATOR
from engineclient.commands.stack.names import check_names
from engineclient.compose.stack.load import RefusedKeys
from engineclient.compose.stack.rules import DEPRECATED, REFUSED, explained
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App
    from engineclient.compose.stack import Stack
    from engineclient.procedures.stack.changes import ResolveImage
    from engineclient.procedures.stack.deploy import Deployed

_DETACH: Final = BOOL.replace(shows_zero="true")  # docker prints a notice if the flag is not given
_RESOLVE: Final = ("always", "changed", "never")
_BACKGROUND: Final = (
    "Since --detach=false was not specified, tasks will be created in the background.\n"
    "In a future release, --detach=false will become the default."
)


@command("[OPTIONS] STACK", exactly(1), complete=in_turn(stack_names))
@ORCHESTRATOR
@flags(FILES)
@flag(
    "-d, --detach", _DETACH, "Return at once, and let the services converge in the background", default=None
)
@flag("--prune", BOOL, "Remove services that the files no longer have")
@flag("-q, --quiet", BOOL, "Show no progress")
@flag(
    "--resolve-image",
    STRING,
    'When to look up image digests in registries ("always", "changed", "never")',
    default="always",
)
@flag("--with-registry-auth", BOOL, "Send the nodes the credentials for the registries")
def deploy(
    app: App,
    name: str,
    *,
    compose_file: list[str],
    detach: bool | None,
    prune: bool,
    quiet: bool,
    resolve_image: str,
    with_registry_auth: bool,
) -> None:
    """Create or update the services of a stack, and the networks, secrets and configs that they use."""
    check_names(name)
    stack = _stack(app, compose_file)
    if resolve_image not in _RESOLVE:
        raise Failure(f"Invalid option {resolve_image} for flag --resolve-image")
    if detach is None:
        app.err.line(_BACKGROUND)
    auth = (lambda image: registry_auth(app, image)) if with_registry_auth else None
    deployed = _deployed(
        app, name, stack, prune=prune, resolve_image=cast("ResolveImage", resolve_image), auth=auth
    )
    if detach is not False:
        return
    errors: list[str] = []
    for id in deployed.services.values():
        try:
            if wait_for(app, id, quiet=quiet) != "converged":
                return
        except EngineError as error:
            errors.append(f"{id}: {failure_of(error).text}")
    if errors:
        raise Failure("\n".join(errors))


def _stack(app: App, paths: list[str]) -> Stack:
    """Load the stack from its files, and print which keys have no effect.

    Raises:
        Failure: services have keys that are refused.
        ComposeError: the files are not valid.

    """
    try:
        stack = load(app, paths)
    except RefusedKeys as error:
        reasons = explained(error.keys, REFUSED)
        raise Failure(f"Compose file contains unsupported options:\n\n{reasons}\n") from None
    if stack.unsupported:
        app.err.line(f"Ignoring unsupported options: {', '.join(stack.unsupported)}\n")
    if stack.deprecated:
        app.err.line(f"Ignoring deprecated options:\n\n{explained(stack.deprecated, DEPRECATED)}\n")
    stack.check_images()
    return stack


def _deployed(
    app: App,
    name: str,
    stack: Stack,
    *,
    prune: bool,
    resolve_image: ResolveImage,
    auth: Callable[[str], str] | None,
) -> Deployed:
    """Deploy, with a line for each step.

    Raises:
        Failure: a step failed.

    """
    from engineclient.procedures.stack.changes import ChangeFailed

    try:
        return app.engine().stacks.deploy(
            name,
            stack,
            prune=prune,
            resolve_image=resolve_image,
            auth=auth,
            report=lambda change: print_change(app, change),
            failed=lambda change, error: print_failure(app, change, error),
            warn=app.err.line,
        )
    except ChangeFailed as error:
        change, cause = error.change, failure_of(error.cause)
        raise Failure(
            f"failed to {change.action} {change.kind} {change.name}: {cause.text}", advice=cause.advice
        ) from None
