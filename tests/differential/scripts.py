"""The scripts: shell files that consist of named blocks.

    ### before
    docker run -d --name dt-web busybox sleep 1000 >/dev/null

    ### stop goes on after an error
    docker stop -t 0 dt-web nope

The text above the first block (functions, variables) precedes each block. The block `before` is run once; its output is not
compared. A file that begins with `# alone:` and a reason is not run concurrently with others; one that begins with
`# plugin:` is compared with these plugins of docker. For one that uses $REGISTRY or $PRIVATE these registries are started.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "scripts"
_PLUGIN = re.compile(r"# plugin: (.+)\n")
_TITLE = re.compile(r"^### (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Script:
    """One block: its name, and its shell code, preceded by the beginning of the file."""

    theme: str
    name: str
    code: str

    def __str__(self) -> str:
        return f"{self.theme}: {self.name}"


@dataclass(frozen=True)
class Theme:
    """One file. Its scripts share the objects that `before` creates; all names in them begin with `prefix`."""

    name: str
    before: str
    scripts: tuple[Script, ...]
    alone: bool
    plugins: tuple[str, ...] = ()
    registries: bool = False

    @property
    def prefix(self) -> str:
        return f"dt-{self.name}"


def parse(name: str, text: str) -> Theme:
    """Parse a file of scripts as the theme `name`.

    Raises:
        ValueError: two blocks have one name.
    """
    start, *blocks = _TITLE.split(text)
    codes: dict[str, str] = {}
    for title, code in zip(blocks[::2], blocks[1::2], strict=True):
        if title in codes:
            raise ValueError(f"{name}: two scripts are called {title!r}")
        codes[title] = f"{start}{code.strip()}\n"
    before = codes.pop("before", "")
    scripts = tuple(Script(name, title, code) for title, code in codes.items())
    plugins = _PLUGIN.match(start)
    return Theme(
        name,
        before,
        scripts,
        start.startswith("# alone: "),
        tuple(plugins[1].split()) if plugins else (),
        "$REGISTRY" in text or "$PRIVATE" in text,
    )


def themes() -> list[Theme]:
    """All themes; those that must run alone come last."""
    found = [parse(path.stem, path.read_text()) for path in sorted(FOLDER.glob("*.sh"))]
    return sorted(found, key=lambda theme: theme.alone)
