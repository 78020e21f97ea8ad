"""image inspect: show the details of images."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engineclient.api.images import images
from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import image_names
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import flag
from engineclient.cli.platform_flag import one_platform
from engineclient.cli.printing.inspection import INSPECT_FORMAT, show_kind

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS] IMAGE [IMAGE...]", at_least(1), complete=image_names)
@INSPECT_FORMAT
@flag("--platform", STRING, "Show the variant for this platform: os[/arch[/variant]]")
def inspect(app: App, *names: str, format: str, platform: str) -> None:
    """`minidocker image inspect`."""
    wanted = one_platform(app, platform, "1.49")
    show_kind(app, names, format, "image", partial(images.inspect, platform=wanted))
