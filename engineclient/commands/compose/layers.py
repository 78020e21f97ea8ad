"""The progress of an image's layers, as they are pulled or pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App
    from engineclient.compose.progress import Report
    from engineclient.models.images import Progress


def layers(app: App, report: Report) -> Callable[[str, Progress], None]:
    """A function that takes a service and a record of the engine, and reports it as progress of a part of the service."""
    from engineclient.cli.printing.progress import reached
    from engineclient.compose.progress import Event

    def show(service: str, record: Progress) -> None:
        if not record.id or record.detail is None:
            return
        current, total = record.detail.current or 0, record.detail.total or 0
        done = reached(app.err, current, total)
        report(Event(record.id, done, record.status or "", service, current, total))

    return show
