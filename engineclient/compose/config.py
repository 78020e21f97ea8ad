"""A project as `compose config` prints it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from engineclient.compose.errors import ComposeError
from engineclient.compose.hashes import service_hash
from engineclient.compose.interpolate import Variable
from engineclient.compose.model import Service
from engineclient.compose.order import Style, in_order
from engineclient.compose.project import Project
from engineclient.compose.tree import Tree
from engineclient.compose.yamlwrite import write
from engineclient.golang.json import encode_ordered, escape_html
from engineclient.golang.quoting import quote
from engineclient.text.table import align


def render(shown: Tree, style: Style) -> str:
    """A tree in one of the two forms; JSON comes without the end of its line."""
    return write(shown) if style is Style.YAML else escape_html(encode_ordered(shown, indent=2))


def style_of(name: str) -> Style:
    """The form called `name`.

    Raises:
        ComposeError: there is none.

    """
    try:
        return Style(name)
    except ValueError:
        raise ComposeError(f'unsupported format "{name}"') from None


def project_text(project: Project, style: Style) -> str:
    """The project, so that compose reads the same again: every dollar is doubled."""
    return render(project.show(style), style).replace("$", "$$")


def model_text(tree: Tree, style: Style) -> str:
    """A merged tree that is no project yet."""
    return render(in_order(tree, style), style)


def images_only(project: Project) -> Project:
    """What `--lock-image-digests` prints: the images alone, to be put over the project."""
    empty: dict[str, Any] = {"networks": {}, "volumes": {}, "secrets": {}, "configs": {}, "models": {}}
    services = {name: Service(name=name, image=each.image) for name, each in project.services.items()}
    return project.replace(name="", services=services, extensions={}, **empty)


def image_of(project: Project, service: Service, separator: str = "-") -> str:
    """The image of a service: its own, or the one that is built for it."""
    return service.image or f"{project.name}{separator}{service.name}"


def hashes(project: Project, names: Iterable[str]) -> str:
    """A line `NAME HASH` for each of the services, sorted by name; for all if there are no names.

    Raises:
        ComposeError: there is no such service.

    """
    chosen = sorted(names) or sorted(project.services)
    return "".join(f"{name} {service_hash(project.service(name))}\n" for name in chosen)


def variables_text(variables: Iterable[Variable], style: str) -> str:
    """The variables that a project uses, by name: a table, `yaml` or `json`.

    Raises:
        ComposeError: the style is another one.

    """
    found = sorted(variables)
    if style == "yaml":  # with go-yaml's own indent
        tree = {
            each.name: {
                "name": each.name,
                "defaultvalue": each.default,
                "presencevalue": each.alternate,
                "required": each.required,
            }
            for each in found
        }
        return re.sub("(?m)^  ", "    ", write(tree))
    if style.lower() == "json":
        shown = {
            each.name: {
                "Name": each.name,
                "DefaultValue": each.default,
                "PresenceValue": each.alternate,
                "Required": each.required,
            }
            for each in found
        }
        return json.dumps(shown, indent=4, ensure_ascii=False) + "\n\n"
    if style.lower() not in ("", "table", "pretty"):
        raise ComposeError(f"format value {quote(style)} could not be parsed: parsing failed")
    return _variables_table(found)


def _variables_table(variables: Sequence[Variable]) -> str:
    rows = ["NAME\tREQUIRED\tDEFAULT VALUE\tALTERNATE VALUE"]
    rows += [
        f"{each.name}\t{str(each.required).lower()}\t{each.default}\t{each.alternate}" for each in variables
    ]
    return align("\n".join(rows), min_width=20, padding=3) + "\n"
