"""Go's text/template as docker's `--format` speaks it.

>>> Template("{{.Name | upper}}: {{range .Ports}}{{.}} {{end}}").render({"Name": "web", "Ports": [80, 443]})
'WEB: 80 443 '

Left out, and refused as UnsupportedTemplate: `define`, `template`, `block`, the functions `call`, `html`,
`js` and `urlquery`, complex numbers, numbered arguments of printf, and printing a whole Record
that has no text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engineclient.golang.template.errors import (
    TemplateError,
    TemplateExecError,
    TemplateParseError,
    UnsupportedTemplate,
)
from engineclient.golang.template.values import NIL, Function, KeyedBy, Opaque, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "NIL",
    "Function",
    "KeyedBy",
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
        return run.render(self._statements, data)
