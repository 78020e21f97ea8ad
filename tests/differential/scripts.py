"""The scripts: shell files of named blocks.

    ### before
    docker run -d --name dt-web busybox sleep 1000 >/dev/null

    ### stop goes on after an error
    docker stop -t 0 dt-web nope

What stands above the first block (functions, variables) precedes each block; the block `before`, whose output does
not count, is run once. A file that begins with `# alone:` and the reason is run when no other is; one that begins with
`# plugin:` compares with these plugins of docker. One that uses $REGISTRY or $PRIVATE has these registries running.
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
    """One block: what it is called in its theme, and its shell code, the theme's own start included."""

    theme: str
    name: str
    code: str

    def __str__(self) -> str:
        return f"{self.theme}: {self.name}"


@dataclass(frozen=True)
class Theme:
    """One file. Its scripts share what `before` makes, whose names begin with `prefix`, as do all names in them."""

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
    """The theme `name` that a file of scripts holds.

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
    """All themes, those that are run alone last."""
    found = [parse(path.stem, path.read_text()) for path in sorted(FOLDER.glob("*.sh"))]
    return sorted(found, key=lambda theme: theme.alone)
