"""build --dry-run: list the files that would be sent to the engine, and the excluded ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.archive.context import ContextError, LocalContext, ignore_of, ignored_by
from engineclient.archive.ignore import BadPattern, Ignore
from engineclient.archive.preview import Preview, preview
from engineclient.build.place import instructions
from engineclient.build.report import sources
from engineclient.cli.failures import Failure
from engineclient.golang.units import human_size
from engineclient.languages import gettext as _, ngettext
from engineclient.text.table import align

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient.commands.image.build_context import Source

_MOST: int = 40  # lines of each list


def preview_text(source: Source, *, classic: bool) -> str:
    """The text of both lists.

    Raises:
        Failure: the context is not a directory, or cannot be read.

    """
    context = source.context
    if not isinstance(context, LocalContext):
        raise Failure("--dry-run needs a directory: an archive, a URL or a repository is sent unchanged")
    try:
        dockerfile = source.dockerfile
        if dockerfile is None:
            dockerfile = Path(context.directory, context.dockerfile).read_bytes()
        ignore = ignore_of(context) if classic else Ignore(ignored_by(context.directory))
        wanted = None if classic else _wanted(dockerfile)
        found = preview(context.directory, ignore, wanted, classic=classic)
    except (ContextError, BadPattern, OSError) as error:
        raise Failure(f"unable to prepare context: {error}") from error
    return _text(found, len(dockerfile), classic=classic)


def _wanted(dockerfile: bytes) -> Ignore | None:
    """The paths that a Dockerfile copies from the context; None if the text does not show them."""
    wanted: list[str] = []
    for _keyword, text in instructions(dockerfile):
        taken = sources(text.removeprefix("ONBUILD ").removeprefix("onbuild "))
        if taken is None or "--mount=" in text:
            return None
        wanted += [path.strip("/").removeprefix("./") or "." for path in taken]
    return None if "." in wanted else Ignore(wanted or ["/nothing"])


def _text(found: Preview, dockerfile: int, *, classic: bool) -> str:
    count, size = len(found.files), human_size(sum(found.files.values()), 4)
    rows = (f"{human_size(size, 3)}\t{path}" for path, size in found.files.items())
    text = _listed("SIZE\tFILE", rows, count)
    files = ngettext("{n} file", "{n} files", count).format(n=count)
    if classic:
        travels = _("{files}, {size}, would travel in each build.")
    else:
        travels = _(
            "{files}, {size}, would travel at most: BuildKit asks for those that it has not got from an earlier build; "
            "and the Dockerfile, {dockerfile}."
        )
    text += f"\n{travels.format(files=files, size=size, dockerfile=human_size(dockerfile, 4))}\n"
    if found.left_out:
        lines = (
            f"{human_size(each.size, 3)}\t{each.files}\t{each.path}\t{each.pattern or _('(nothing copies it)')}"
            for each in found.left_out
        )
        text += f"\n{_('Left out:')}\n" + _listed("SIZE\tFILES\tPATH\tPATTERN", lines, len(found.left_out))
    return text


def _listed(heading: str, rows: Iterable[str], count: int) -> str:
    lines = [heading, *_first(rows)]
    more = f"... {_('and {n} more').format(n=count - _MOST)}\n" if count > _MOST else ""
    return align("\n".join(lines), min_width=6, padding=2) + "\n" + more


def _first(rows: Iterable[str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number == _MOST:
            return
        yield row
