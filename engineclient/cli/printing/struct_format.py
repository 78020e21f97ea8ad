"""The `--format` of commands that show one object: a Go template over the fields of docker's Go struct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import Flag
from engineclient.golang.template import Template, TemplateError, TemplateExecError

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.golang.template import Record

_BAD_FORMAT: Final = 64

STRUCT_FORMAT: Final = Flag("-f, --format", STRING, "Output format: 'json', or a Go template")


def template_of(source: str, complaint: str, *, name: str = "") -> Template:
    """Parse the template of `--format`, which error messages call `name`.

    Raises:
        Failure: it is not a template; the text begins with `complaint`.

    """
    try:
        return Template("{{json .}}" if source == "json" else source, name=name)
    except TemplateError as error:
        raise Failure(f"{complaint}: {error}", _BAD_FORMAT) from error


def check_fields(template: Template, data: Record, complaint: str) -> None:
    """Check that a template fits the empty object `data`, before any request is made.

    Raises:
        Failure: it does not fit; the text begins with `complaint`.

    """
    try:
        template.render(data)
    except TemplateError as error:
        raise Failure(f"{complaint}: {error}", _BAD_FORMAT) from error


def print_through(app: App, template: Template, data: Record) -> None:
    """Print the template's output for `data`, and a newline.

    Raises:
        Failure: it does not fit; the output up to the error has been printed.

    """
    try:
        app.out.line(template.render(data))
    except TemplateExecError as error:
        app.out.line(error.rendered)
        raise Failure(str(error)) from error
    except TemplateError as error:
        raise Failure(str(error)) from error
