"""The flag for stack files, and how they are loaded."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from engineclient.cli import standard_input
from engineclient.cli.flag_types import STRINGS
from engineclient.cli.flags import Flag
from engineclient.golang.log_lines import warning_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.compose.stack import Stack

FILES: Final = Flag("-c, --compose-file", STRINGS, "A compose file, or - for standard input")


def load(app: App, paths: Sequence[str], *, variables: bool = True) -> Stack:
    """Load the stack from the files at `paths`; print warnings as they occur.

    Raises:
        ComposeError: the files are not valid.

    """
    from engineclient.compose.files import LocalFiles
    from engineclient.compose.stack import Stack

    return Stack.load(
        paths,
        variables=variables,
        environ=os.environ,
        files=LocalFiles(standard_input.whole),
        warn=lambda text: app.err.line(warning_line(text, coloured=app.err.is_terminal())),
    )
