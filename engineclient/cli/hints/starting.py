"""What keeps a process from starting in a container."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.hints.failed import Facts, Failed, Rule


def _no_program(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _('The image has no program "{name}". Is it spelt right, and is it in the image?').format(
        name=found[1]
    )


def _no_path(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    text = _(
        'In the container there is no "{name}", or what its first line (#!) or its loader names is missing.'
    )
    return text.format(name=found[1])


def _not_executable(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _('"{name}" may not be executed: it needs chmod +x, or it is a directory.').format(name=found[1])


def _wrong_format(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The program is for another CPU (see --platform), or a script without #! in its first line.")


def _mount_kinds(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "One side of -v is a file and the other a directory. A path missing on the host becomes a directory."
    )


def _no_gpu(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The engine knows no GPU driver: install the NVIDIA Container Toolkit on its machine.")


def _no_directory(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("--mount wants a path that exists; -v would create a directory.")


RULES: Final[Sequence[Rule]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"exec format error", _wrong_format),
        (r'exec: "([^"]+)": executable file not found', _no_program),
        (r'exec: "([^"]+)": (?:stat \S+: )?no such file or directory', _no_path),
        (r'exec: "([^"]+)": (?:permission denied|is a directory)', _not_executable),
        (r"mount a directory onto a file|not a directory: unknown", _mount_kinds),
        (r"could not select device driver", _no_gpu),
        (r"bind source path does not exist", _no_directory),
    )
)
