"""How the progress of compose is shown: a line an event, objects of JSON, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.compose.progress import Event, ignore

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.compose.progress import Report

_DRY_RUN: Final = " DRY-RUN MODE - "


def reporter_of(app: App) -> Report:
    """What shows events of progress on standard error, as `--progress` says."""
    progress = app.group_options["progress"]
    if progress == "quiet":
        return ignore
    return _json(app) if progress == "json" else _plain(app)


def _plain(app: App) -> Report:
    prefix = _DRY_RUN if app.group_options["dry_run"] else ""
    return lambda event: app.err.line(prefix + event.line())


def _json(app: App) -> Report:
    from engineclient.golang.json import encode_ordered

    def show(event: Event) -> None:
        fields: dict[str, Any] = {
            "dry-run": app.group_options["dry_run"],
            "id": event.subject,
            "text": event.text,
            "status": event.status,
        }
        app.err.line(encode_ordered({key: value for key, value in fields.items() if value}))

    return show
