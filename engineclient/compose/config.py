"""The texts that `compose config` prints."""

from __future__ import annotations

from collections.abc import Iterable
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
from engineclient.text.table import align


def render(shown: Tree, style: Style) -> str:
    """A tree as YAML, or as JSON without a newline at the end."""
    return write(shown) if style is Style.YAML else escape_html(encode_ordered(shown, indent=2))


def style_of(name: str) -> Style:
    """The style that `--format` names.

    Raises:
        ComposeError: it is neither `yaml` nor `json`.

    """
    try:
        return Style(name)
    except ValueError:
        raise ComposeError(f'unsupported format "{name}"') from None


def project_text(project: Project, style: Style) -> str:
    """The text of a project, from which docker compose loads the same project: each dollar is doubled."""
    return render(project.show(style), style).replace("$", "$$")


def model_text(tree: Tree, style: Style) -> str:
    """The text of a merged tree whose variables are not replaced."""
    return render(in_order(tree, style), style)


def images_only(project: Project) -> Project:
    """The project with nothing but its images: the override file that `--lock-image-digests` prints."""
    empty: dict[str, Any] = {"networks": {}, "volumes": {}, "secrets": {}, "configs": {}, "models": {}}
    services = {name: Service(name=name, image=each.image) for name, each in project.services.items()}
    return project.replace(name="", services=services, extensions={}, **empty)


def image_of(project: Project, service: Service, separator: str = "-") -> str:
    """The name of a service's image: that in the file, or the generated one of a built image, `PROJECT-SERVICE`."""
    return service.image or f"{project.name}{separator}{service.name}"


def hashes(project: Project, names: Iterable[str]) -> str:
    """A line `NAME HASH` for each of the services `names`, or for all if it is empty, sorted by name.

    Raises:
        ComposeError: a service does not exist.

    """
    chosen = sorted(names) or sorted(project.services)
    return "".join(f"{name} {service_hash(project.service(name))}\n" for name in chosen)


def variables_table(variables: Iterable[Variable]) -> str:
    """The table of `--variables`: name, whether a value is required, default and alternate value, sorted by name."""
    rows = ["NAME\tREQUIRED\tDEFAULT VALUE\tALTERNATE VALUE"]
    rows += [
        f"{each.name}\t{str(each.required).lower()}\t{each.default}\t{each.alternate}"
        for each in sorted(variables)
    ]
    return align("\n".join(rows), min_width=20, padding=3) + "\n"
