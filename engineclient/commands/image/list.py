"""images: list images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import at_most
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.flag_types import BOOL, FILTER
from engineclient.cli.flags import flag
from engineclient.cli.printing.image_table import image_formatter, image_lines
from engineclient.cli.printing.listing import FORMAT, only_ids, print_list
from engineclient.cli.settings import setting
from engineclient.cli.several_engines import run_on_each
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from engineclient.cli.app import App

# the commands that may follow the noun `image`
_VERBS: Final = (
    "build",
    "history",
    "import",
    "inspect",
    "list",
    "load",
    "ls",
    "prune",
    "pull",
    "push",
    "rm",
    "save",
    "tag",
)


@command("[OPTIONS] [REPOSITORY[:TAG]]", at_most(1), complete=image_names, several=run_on_each)
@flag("-a, --all", BOOL, "Also show intermediate images of builds")
@flag("--digests", BOOL, "Also show digests")
@flag("-f, --filter", FILTER, "Show only images that meet a condition")
@FORMAT
@flag("--no-trunc", BOOL, "Do not shorten IDs")
@flag("-q, --quiet", BOOL, "Show only IDs")
@flag("--tree", BOOL, unsupported="list the platforms of an image with `image inspect`")
def ls(
    app: App,
    *reference: str,
    all: bool,
    digests: bool,
    filter: dict[str, list[str]],
    format: str,
    no_trunc: bool,
    quiet: bool,
) -> None:
    """List images."""
    filters = filter | {"reference": [*filter.get("reference", ()), *reference]} if reference else filter
    found = app.engine().images.list(all=all, filters=filters)
    source = format or ("" if quiet else setting(app, "imagesFormat"))
    if quiet:
        source = only_ids(source, raw="image_id: {{.ID}}")
    elif digests and source.startswith("table ") and "{{.Digest}}" not in source:
        source += r"\t{{.Digest}}"
    by_digest = digests or "{{.Digest}}" in source
    names = [name for image in found for name in image_lines(image, by_digest=by_digest)]
    print_list(app, image_formatter(truncate=not no_trunc, digests=digests), names, source)
    # `minidocker images ls` looks for an image called "ls", which is rarely intended
    if not found and reference and reference[0] in _VERBS and app.path.endswith(" images"):
        program = app.path.removesuffix(" images")
        asked = quote(f"{program} image {reference[0]}")
        app.err.line(f"\nNo images found matching {quote(reference[0])}: did you mean {asked}?")
