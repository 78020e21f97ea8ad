"""Errors of templates; their messages are docker's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class TemplateError(ValueError):
    """A template that cannot be used; `str()` is Go's message, `template: :1: …`, without docker's prefix."""


class TemplateParseError(TemplateError):
    """The template cannot be parsed: `template: :1: function "x" not defined`."""


class TemplateExecError(TemplateError):
    """The template does not fit its data: `template: :1:2: executing "" at <.Nope>: …`.

    Attributes:
        rendered: the text before the error, which some commands print nevertheless.
        candidates: if a field does not exist, the fields that do.
    """

    rendered = ""
    candidates: Sequence[str] = ()


class UnsupportedTemplate(TemplateError):
    """The template is valid, but uses a feature of Go's templates that is not implemented here."""
