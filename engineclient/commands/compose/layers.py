"""The progress of the layers of images that are pulled or pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App
    from engineclient.compose.progress import Event, Report
    from engineclient.models.images import Progress


def pulled_layers(app: App, report: Report) -> Callable[[str, Progress], None]:
    """A function that takes the name of a service and a record about a layer, and reports it as a part of the service."""

    def show(service: str, record: Progress) -> None:
        if record.id and record.detail is not None:
            report(_event(app, record)._replace(parent=service))

    return show


def pushed_layers(app: App, report: Report) -> Callable[[str, Progress], None]:
    """A function that takes the name of an image and a record about a layer, and reports the progress of its push."""
    from engineclient.compose.progress import PUSHING

    def show(image: str, record: Progress) -> None:
        if record.id and record.detail is not None:
            report(_event(app, record)._replace(subject=f"{PUSHING}{image}: {record.id}"))

    return show


def _event(app: App, record: Progress) -> Event:
    from engineclient.cli.printing.progress import reached
    from engineclient.compose.progress import Event

    detail = record.detail
    current, total = (detail.current or 0, detail.total or 0) if detail is not None else (0, 0)
    return Event(
        record.id or "", reached(app.err, current, total), record.status or "", current=current, total=total
    )
