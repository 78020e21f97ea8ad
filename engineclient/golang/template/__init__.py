"""Go's text/template as docker's `--format` speaks it.

>>> Template("{{.Name | upper}}: {{range .Ports}}{{.}} {{end}}").render({"Name": "web", "Ports": [80, 443]})
'WEB: 80 443 '

Left out, and refused as UnsupportedTemplate: `define`, `template`, `block`, the functions `call`, `html`,
`js` and `urlquery`, complex numbers, and printing a whole Record that has no text.
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
from engineclient.golang.template.values import NIL, Bytes, Function, KeyedBy, OfType, Opaque, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEEPEST: Final = 12_000  # calls

__all__ = [
    "NIL",
    "Bytes",
    "Function",
    "KeyedBy",
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
    """A template, read once and rendered as often as wanted.

    Raises:
        TemplateParseError: `source` is no template.
        UnsupportedTemplate: `source` uses what is left out here.

    """

    __slots__ = ("_functions", "_name", "_source", "_statements")

    def __init__(
        self, source: str, functions: Mapping[str, Function] | None = None, *, name: str = ""
    ) -> None:
        """Read `source`; `functions` come before docker's own, and messages call the template `name`."""
        from engineclient.golang.template.functions import (
            FUNCTIONS,
        )  # most listings have no template of the user's
        from engineclient.golang.template.parser import parse

        self._source = source
        self._name = name
        self._functions = {**FUNCTIONS, **functions} if functions else FUNCTIONS
        with _room():
            self._statements = parse(source, self._functions, name)

    def render(self, data: object, *, missing: Literal["no value", "error"] = "no value") -> str:
        """The text for `data`: text, numbers, booleans, None, lists, mappings keyed by text, and Records.

        A key that a mapping lacks reads `<no value>`, or is an error if `missing` says so.

        Raises:
            TemplateExecError: the template does not fit the data.
            UnsupportedTemplate: it would print a whole Record that has no text.

        """
        from engineclient.golang.template.evaluator import Run

        run = Run(self._source, self._name, self._functions, data, missing_is_error=missing == "error")
        with _room():
            return run.render(self._statements, data)


@contextmanager
def _room() -> Iterator[None]:
    """Room for what is nested deeper than Python's own calls mostly are.

    Raises:
        TemplateError: it is not enough.

    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST))
    try:
        yield
    except RecursionError:
        raise TemplateError("template: exceeded maximum template depth") from None
    finally:
        sys.setrecursionlimit(before)
