"""history: list the build steps of an image."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.platform_flag import one_platform
from engineclient.cli.printing.listing import FORMAT, only_ids, print_list, short_id
from engineclient.golang.durations import SECOND, ago
from engineclient.golang.times import format_rfc3339
from engineclient.golang.units import human_size
from engineclient.models.images import HistoryItem
from engineclient.text.format import Column, Formatter
from engineclient.text.table import ellipsis

if TYPE_CHECKING:
    from engineclient.cli.app import App

_UNKNOWN: Final = "N/A"
_WIDTH: Final = 45  # longer texts are truncated


_TOLD: Final = 946684800  # the year 2000; earlier times, as in reproducible builds, stand for no time


@command("[OPTIONS] IMAGE", exactly(1), complete=image_names)
@FORMAT
@flag("-H, --human", BOOL, "Show human-readable sizes and times", default=True)
@flag("--no-trunc", BOOL, "Show long columns in full")
@flag("--platform", STRING, "Show the variant for this platform (such as linux/arm64)")
@flag("-q, --quiet", BOOL, "Show only IDs")
def history(
    app: App, image: str, *, format: str, human: bool, no_trunc: bool, platform: str, quiet: bool
) -> None:
    """List the build steps of an image, the last one first."""
    wanted = one_platform(app, platform, "1.48", "invalid platform: ")
    steps = app.engine().images.history(image, platform=wanted)
    source = only_ids(format) if quiet else format
    print_list(app, history_formatter(truncate=not no_trunc, human=human), steps, source)


def history_formatter(*, truncate: bool = True, human: bool = True) -> Formatter[HistoryItem]:
    """The formatter of history; `truncate` shortens columns, `human` rounds sizes and shows relative times."""
    now = time.time_ns()

    def created_by(step: HistoryItem) -> str:
        text = step.created_by.replace("\t", " ")
        return ellipsis(text, _WIDTH) if truncate else text

    def created_at(step: HistoryItem) -> str:
        return format_rfc3339(step.created * SECOND)

    def created_since(step: HistoryItem) -> str:
        if not human:
            return created_at(step)
        return ago(step.created * SECOND, now) if step.created > _TOLD else _UNKNOWN

    columns: dict[str, Column[HistoryItem]] = {
        "ID": Column("IMAGE", lambda step: short_id(step.id) if truncate else step.id),
        "CreatedSince": Column("CREATED", created_since),
        "CreatedAt": Column("CREATED AT", created_at),
        "CreatedBy": Column("CREATED BY", created_by),
        "Size": Column("SIZE", lambda step: human_size(step.size, 3) if human else str(step.size)),
        "Comment": Column("COMMENT", lambda step: step.comment),
    }
    created = "CreatedSince" if human else "CreatedAt"
    return Formatter(
        "*image.historyContext",
        columns,
        rf"{{{{.ID}}}}\t{{{{.{created}}}}}\t{{{{.CreatedBy}}}}\t{{{{.Size}}}}\t{{{{.Comment}}}}",
    )
