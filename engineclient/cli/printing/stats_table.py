"""What `stats` shows of containers, once or live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from engineclient.cli.failures import Failure, of_several
from engineclient.cli.printing.listing import short_id
from engineclient.golang.template import TemplateError
from engineclient.golang.units import binary_size, human_size
from engineclient.steps import All, Sleep
from engineclient.text.format import Column, Formatter

if TYPE_CHECKING:
    from engineclient.calls import Steps
    from engineclient.cli.app import App
    from engineclient.cli.printing.stats_reader import Row, Watch
    from engineclient.text.format import Layout

T = TypeVar("T")

INTERVAL: Final = 0.5
"""Seconds between two updates of the live display."""

_HOME, _CLEAR_LINE, _CLEAR_BELOW = "\033[H", "\033[K", "\033[J"


def show_stats(
    app: App, watch: Watch, format: str, *, stream: bool, truncate: bool, strict: bool = False
) -> None:
    """Print the stats that `watch` reads: once, or with `stream` repeatedly until interrupted.

    Args:
        app: the call, for its output and its engine.
        watch: the reader.
        format: the value of `--format`.
        stream: update the table in place.
        truncate: shorten ids.
        strict: fail if a container cannot be read.

    Raises:
        Failure: the format is not a template, or does not fit; with `strict`, the errors of the containers.

    """

    def laid_out() -> Layout[Row]:
        if strict and (errors := watch.errors()):
            raise of_several(errors)
        return usage_formatter(truncate=truncate).layout(format)

    def show() -> Steps[None]:
        yield from watch.wait_first()
        layout = laid_out()
        while True:
            yield from Sleep(INTERVAL)
            app.out.write(screen(layout, watch.rows()))
            if watch.error is not None:
                raise watch.error

    try:
        if stream:
            app.engine().perform(All([watch.read(), show()]))
        else:
            app.engine().perform(watch.read())
            app.out.write(laid_out().render(watch.rows()))
    except TemplateError as error:
        raise Failure(f"template parsing error: {error}") from error


def screen(layout: Layout[T], rows: list[T]) -> str:
    """One update of the live display. As docker does, write the table twice, then clear the screen below it."""
    text = _HOME + layout.render(rows)
    return text + "".join(f"{line} {_CLEAR_LINE}\n" for line in text.split("\n")) + _CLEAR_BELOW


def usage_formatter(*, truncate: bool = True) -> Formatter[Row]:
    """The formatter of stats; `truncate` shortens ids."""

    def id_of(row: Row) -> str:
        id = (row.latest and row.latest.id) or ""
        return short_id(id) if truncate else id

    return Formatter(
        "*container.statsContext",
        {
            "Container": Column("CONTAINER", lambda row: row.container),
            "Name": Column("NAME", lambda row: ((row.latest and row.latest.name) or "")[1:] or "--"),
            "ID": Column("CONTAINER ID", id_of),
            "CPUPerc": Column("CPU %", _cpu),
            "MemUsage": Column("MEM USAGE / LIMIT", _memory),
            "MemPerc": Column("MEM %", _memory_percent),
            "NetIO": Column("NET I/O", _network),
            "BlockIO": Column("BLOCK I/O", _block),
            "PIDs": Column("PIDS", lambda row: str(row.usage.pids) if row.usage else "--"),
        },
        r"{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}",
    )


def _cpu(row: Row) -> str:
    usage = row.usage
    return f"{usage.cpu_percent:.2f}%" if usage else "--"


def _memory_percent(row: Row) -> str:
    usage = row.usage
    return f"{usage.memory_percent:.2f}%" if usage else "--"


def _memory(row: Row) -> str:
    usage = row.usage
    return f"{binary_size(usage.memory)} / {binary_size(usage.memory_limit)}" if usage else "-- / --"


def _network(row: Row) -> str:
    usage = row.usage
    return f"{human_size(usage.received, 3)} / {human_size(usage.sent, 3)}" if usage else "--"


def _block(row: Row) -> str:
    usage = row.usage
    return f"{human_size(usage.block_read, 3)} / {human_size(usage.block_written, 3)}" if usage else "--"
