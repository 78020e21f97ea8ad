"""The name of a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import sprint
from engineclient.compose.interpolate import interpolate
from engineclient.compose.normalise import project_name
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from engineclient.compose.load import Loader
    from engineclient.compose.tree import Path
    from engineclient.compose.yamltext import Document


def name_of(paths: Sequence[str], loader: Loader) -> str | None:
    """The value of the key `name` in the last file that has it; None if no file has it.

    Raises:
        ComposeError: the first document of a file is not YAML or not a mapping, or a variable in the name is not valid.

    """
    name = ""
    for path in paths:
        for index, document in enumerate(_documents(path, loader)):
            if index == 0:
                _check_top(document)
            given = document.value.get("name") if isinstance(document.value, dict) else None
            if given not in (None, ""):
                name = sprint(given)
    if not name:
        return None
    if loader.options.interpolate:
        name = str(interpolate({"name": name}, loader.environment.get, loader.warn)["name"])
    return project_name(name) if loader.options.normalise else name


def checked_name(name: str) -> str:
    """Check a name that was given with a flag or a variable, and return it.

    Raises:
        ComposeError: it has characters that the name of a project cannot have.

    """
    if project_name(name) != name:
        raise ComposeError(
            f"invalid project name {quote(name)}: must consist only of lowercase alphanumeric characters, "
            "hyphens, and underscores as well as start with a letter or number"
        )
    return name


def _documents(path: str, loader: Loader) -> Iterable[Document]:
    """The documents of a file up to the first error.

    Raises:
        ComposeError: the error is in the first document, so that the name cannot be read.

    """
    documents, error = loader.documents(path)
    if error is not None and not documents:
        if error.at_top:
            raise ComposeError(f"yaml: unmarshal errors:\n  {error.message}", place=error.place) from None
        if error.syntax:
            raise error
    return documents


def _check_top(document: Document) -> None:
    value = document.value
    if isinstance(value, dict) or value is None:
        name = (value or {}).get("name")
        if isinstance(name, dict | list):
            raise ComposeError(_cannot("string", name, document, ("name",)), ("name",))
        return
    raise ComposeError(_cannot("cli.named", value, document, ()))


def _cannot(what: str, value: Any, document: Document, path: Path) -> str:
    tag = "!!seq" if isinstance(value, list) else "!!map" if isinstance(value, dict) else None
    shown = tag or f"{'!!str' if isinstance(value, str) else '!!int'} `{sprint(value)[:10]}`"
    line = document.places.get(path, (1, 1))[0]
    return f"yaml: unmarshal errors:\n  line {line}: cannot unmarshal {shown} into {what}"
