"""completion: print the script with which a shell completes our command lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.root import COMPLETION_VARIABLE

if TYPE_CHECKING:
    from engineclient.cli.app import App

_SHELLS = ("bash", "fish", "zsh")


@command("SHELL", exactly(1), observable=False, complete=lambda *_: list(_SHELLS), description=(
    "Print the script with which a shell (bash, fish or zsh) completes command\n"
    "lines: names of commands, flags, containers, images, networks and volumes.\n\n"
    "  bash:  source <(minidocker completion bash)\n"
    "  zsh:   source <(minidocker completion zsh)\n"
    "  fish:  minidocker completion fish | source"
))  # fmt: skip
def completion(app: App, shell: str) -> None:
    """`minidocker completion`."""
    from click import Command
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell) if shell in _SHELLS else None
    if kind is None:
        raise Failure(f'no completion for "{shell}"; the shells are {", ".join(_SHELLS)}')
    app.out.write(kind(Command(PROGRAM), {}, PROGRAM, COMPLETION_VARIABLE).source())
