"""Go's text/template, as in docker's `--format`.

>>> Template("{{.Name | upper}}: {{range .Ports}}{{.}} {{end}}").render({"Name": "web", "Ports": [80, 443]})
'WEB: 80 443 '

Not implemented, and refused with UnsupportedTemplate: complex numbers, and printing a whole Record without a text form.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

from engineclient.golang.template.errors import (
    TemplateError,
    TemplateExecError,
    TemplateParseError,
    UnsupportedTemplate,
)
from engineclient.golang.template.values import (
    NIL,
    Bytes,
    Function,
    KeyedBy,
    NilList,
    NilMap,
    NilPointer,
    OfType,
    Opaque,
    Record,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEEPEST: Final = 12_000  # nested Python calls

__all__ = [
    "NIL",
    "Bytes",
    "Function",
    "KeyedBy",
    "NilList",
    "NilMap",
    "NilPointer",
    "OfType",
    "Opaque",
    "Record",
    "Template",
    "TemplateError",
    "TemplateExecError",
    "TemplateParseError",
    "UnsupportedTemplate",
]


class Template:
    """A parsed template, which can be rendered many times.

    Raises:
        TemplateParseError: `source` is not a valid template.
        UnsupportedTemplate: `source` uses a feature that is not implemented.

    """

    __slots__ = ("_functions", "_name", "_source", "_templates")

    def __init__(
        self, source: str, functions: Mapping[str, Function] | None = None, *, name: str = ""
    ) -> None:
        """Parse `source`; `functions` override docker's own, and `name` is the template's name in messages."""
        # Imported here: most listings do not use the user's templates
        from engineclient.golang.template.functions import (
            FUNCTIONS,
        )
        from engineclient.golang.template.parser import parse

        self._source = source
        self._name = name
        self._functions = {**FUNCTIONS, **functions} if functions else FUNCTIONS
        with _room():
            self._templates = parse(source, self._functions, name)

    def render(self, data: object, *, missing: Literal["no value", "error"] = "no value") -> str:
        """Render the template for `data`: strings, numbers, booleans, None, lists, mappings with string keys, Records.

        A missing key of a mapping is printed as `<no value>`, or is an error, depending on `missing`.

        Raises:
            TemplateExecError: the template does not fit the data.
            UnsupportedTemplate: it would print a whole Record without a text form.

        """
        from engineclient.golang.template.evaluator import Run

        run = Run(
            self._source,
            self._name,
            self._functions,
            self._templates,
            data,
            missing_is_error=missing == "error",
        )
        with _room():
            return run.render(data)


@contextmanager
def _room() -> Iterator[None]:
    """Raise Python's recursion limit, for deeply nested templates.

    Raises:
        TemplateError: the template is nested too deeply.

    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST))
    try:
        yield
    except RecursionError:
        raise TemplateError("template: exceeded maximum template depth") from None
    finally:
        sys.setrecursionlimit(before)
