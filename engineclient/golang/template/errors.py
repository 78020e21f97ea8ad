"""What can be wrong with a template. The text of each is docker's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class TemplateError(ValueError):
    """A template that cannot be used; `str()` is Go's message, `template: :1: …`, without docker's prefix."""


class TemplateParseError(TemplateError):
    """The template's text is wrong: `template: :1: function "x" not defined`."""


class TemplateExecError(TemplateError):
    """The template does not fit its data: `template: :1:2: executing "" at <.Nope>: …`.

    `rendered` is the text before it, which some commands still print; `candidates` are the fields that there are, where
    one was not found.
    """

    rendered = ""
    candidates: Sequence[str] = ()


class UnsupportedTemplate(TemplateError):
    """The template is right, and asks for something of Go's templates that is left out here."""
