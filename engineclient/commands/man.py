"""Generate manual pages from the command table: `python -m engineclient.commands.man DIRECTORY`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.cli.command import Command
from engineclient.cli.help import go_text
from engineclient.cli.root import SUMMARY, Group, Root
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.versions import CLIENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient.cli.flags import Flag

__all__ = ["pages"]

_PROGRAM = "minidocker"


def pages() -> Iterator[tuple[str, str]]:
    """The name of each page, such as `minidocker-run`, and its source in the macros of man(7)."""
    root = Root(TABLE, NOUNS, COMMON, FLAGGED)
    rows = [(name, summary) for name, summary in root.rows()]
    yield (
        _PROGRAM,
        _page(_PROGRAM, SUMMARY, f"{_PROGRAM} [OPTIONS] COMMAND [ARG...]", SUMMARY, root.flags, rows),
    )
    for noun in root.nouns:
        group = root.find(noun)
        assert isinstance(group, Group)
        yield from _group(f"{_PROGRAM} {noun}", group)
    for name in root.entries:
        found = root.find(name)
        assert isinstance(found, Command)
        yield _command(f"{_PROGRAM} {name}", found)


def _group(path: str, group: Group) -> Iterator[tuple[str, str]]:
    title = path.replace(" ", "-")
    yield title, _page(title, group.summary, f"{path} COMMAND", group.summary, group.flags, group.rows())
    for name in group.entries:
        found = group.find(name)
        assert isinstance(found, Command)
        yield _command(f"{path} {name}", found)
    for name, inner in group.inner.items():
        yield from _group(f"{path} {name}", inner)


def _command(path: str, found: Command) -> tuple[str, str]:
    summary = found.short_help or ""
    usage = f"{path} {found.usage}".rstrip()
    title = path.replace(" ", "-")
    return title, _page(title, summary, usage, found.description or summary, found.flags, ())


def _page(
    title: str,
    summary: str,
    usage: str,
    description: str,
    flags: Iterable[Flag],
    rows: Iterable[tuple[str, str]],
) -> str:
    lines = [
        f'.TH "{title.upper()}" 1 "" "minidocker {CLIENT}"',
        ".SH NAME",
        _escaped(f"{title} - {summary}"),
        ".SH SYNOPSIS",
        ".B " + _escaped(usage),
        ".SH DESCRIPTION",
    ]
    for paragraph in description.split("\n\n"):
        lines += [".PP", *map(_escaped, paragraph.split("\n"))]
    if shown := [each for each in flags if not each.hidden]:
        lines.append(".SH OPTIONS")
        for each in sorted(shown, key=lambda each: each.long):
            lines += [".TP", _flag(each), _escaped(_help(each))]
    if commands := [*rows]:
        lines.append(".SH COMMANDS")
        for name, what in commands:
            lines += [".TP", f".B {_escaped(name)}", _escaped(what)]
    return "\n".join(lines) + "\n"


def _flag(flag: Flag) -> str:
    short = f"\\fB\\-{flag.short}\\fR, " if flag.short else ""
    word = f" \\fI{_escaped(flag.kind.word)}\\fR" if flag.kind.word else ""
    return f"{short}\\fB{_escaped('--' + flag.long)}\\fR{word}"


def _help(flag: Flag) -> str:
    initial = flag.start()
    # The default depends on the environment
    machine = flag.long in (
        "config",
        "tlscacert",
        "tlscert",
        "tlskey",
        "tls",
        "tlsverify",
    )
    default = "" if machine or initial in (None, flag.kind.zero()) else go_text(initial)
    return f"{flag.help} (default {default})" if default else flag.help


def _escaped(text: str) -> str:
    """`text` with troff's control characters escaped."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in text.split("\n"))


def main(directory: str) -> None:
    """Write all pages to a directory."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages():
        (folder / f"{name}.1").write_text(page, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
