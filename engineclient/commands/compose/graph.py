"""`compose graph`: print a project as a diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.project import load

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[SERVICE...]", ANY)
def graph(app: App, *services: str) -> None:
    """Print services and what they depend on as a graph in Mermaid's language."""
    from engineclient.compose import Options
    from engineclient.compose.mermaid import mermaid

    app.out.write(mermaid(load(app, Options(), services)))
