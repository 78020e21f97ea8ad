"""`compose config`: print the project that the files define, or parts of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.project import complaining, lines, load, model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Options, Project


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--environment", BOOL, "Print the variables that the files can use")
@flag("--format", STRING, "Format of the output (yaml, json)")
@flag("--hash", STRING, "Print the config hashes of these services ('*': all)")
@flag("--images", BOOL, "Print the images")
@flag("--lock-image-digests", BOOL, "Print an override file with the digests of the images")
@flag("--models", BOOL, "Print the language models")
@flag("--networks", BOOL, "Print the networks")
@flag("--no-consistency", BOOL, "Do not check whether referenced objects are declared")
@flag("--no-env-resolution", BOOL, "Do not read the files of env_file")
@flag("--no-interpolate", BOOL, "Do not interpolate variables")
@flag("--no-normalize", BOOL, "Do not add default values")
@flag("--no-path-resolution", BOOL, "Do not make paths absolute")
@flag("-o, --output", STRING, "File to write to, instead of standard output")
@flag("--profiles", BOOL, "Print the profiles")
@flag("-q, --quiet", BOOL, "Check the files only, and print nothing")
@flag("--resolve-image-digests", BOOL, "Replace the tags of images by digests")
@flag("--services", BOOL, "Print the services")
@flag("--variables", BOOL, "Print the variables that the files use, and their defaults")
@flag("--volumes", BOOL, "Print the volumes")
def config(app: App, *services: str, **given: Any) -> None:
    """Print the project, or what one of the flags names."""
    from engineclient.compose import Options

    options = Options(
        interpolate=not given["no_interpolate"],
        normalise=not (given["no_normalize"] or app.group_options["compatibility"]),
        resolve_paths=not given["no_path_resolution"],
        consistency=not given["no_consistency"],
    )
    for name, show in _PARTS.items():
        if given[name]:
            return show(app, options, services, given)
    return _whole(app, options, services, given)


def _whole(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    from engineclient.compose import config as texts

    if not options.interpolate:
        tree = model(app, options)
        with complaining(app):
            style = texts.style_of(given["format"] or "yaml")
        if given["resolve_image_digests"] or given["lock_image_digests"]:
            raise Failure(
                "--resolve-image-digests and --lock-image-digests do not go with --no-interpolate: leave it out"
            )
        text = texts.model_text(tree, style)
    else:
        project = load(app, options, services)
        with complaining(app):
            project = project.with_environment_resolved()
            if options.consistency:
                project.check_container_names()
            style = texts.style_of(given["format"] or "yaml")
        if given["resolve_image_digests"] or given["lock_image_digests"]:
            project = _with_digests(app, project, only=given["lock_image_digests"])
        text = texts.project_text(project, style)
    if given["quiet"]:
        return
    if given["output"] and text:
        Path(given["output"]).write_text(text, encoding="utf-8", errors="surrogateescape")
    else:
        app.out.write(text)


def _with_digests(app: App, project: Project, *, only: bool) -> Project:
    """The project with the digests of its images, or with `only` an override file with them.

    Raises:
        Failure: a digest cannot be resolved.

    """
    from engineclient.cli.credentials import registry_auth
    from engineclient.compose.config import images_only
    from engineclient.errors import EngineError
    from engineclient.procedures.compose.digests import with_digests

    try:
        found = app.engine().perform(with_digests(project, lambda image: registry_auth(app, image)))
    except EngineError as error:
        raise Failure(str(error)) from error
    return images_only(found) if only else found


def with_image_digests(app: App, project: Project) -> str:
    """The text of an override file with the digests of a project's images."""
    from engineclient.compose import config as texts

    return texts.project_text(_with_digests(app, project, only=True), texts.style_of("yaml"))


def _names(section: str) -> Callable[..., None]:
    def show(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
        lines(app, getattr(load(app, _unresolved(options)), section))

    return show


def _services(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    if options.interpolate:
        lines(app, load(app, _unresolved(options)).services)
    else:
        lines(app, model(app, options).get("services", ()))


def _models(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    found = load(app, _unresolved(options)).models.values()
    lines(app, [each.model for each in found if each.model])


def _hash(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    from engineclient.compose.config import hashes

    names = [] if given["hash"] == "*" else given["hash"].split(",")
    project = load(app, _unresolved(options))
    with complaining(app):
        app.out.write(hashes(project, names))


def _profiles(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    project = load(app, _unresolved(options), services)
    lines(app, {profile for each in project.all_services.values() for profile in each.profiles})


def _images(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    from engineclient.compose.config import image_of

    project = load(app, _unresolved(options), services)
    separator = "_" if app.group_options["compatibility"] else "-"
    lines(app, [image_of(project, each, separator) for each in project.services.values()])


def _variables(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    from engineclient.compose.config import variables_table
    from engineclient.compose.interpolate import variables

    found = variables(model(app, options.replace(interpolate=False)))
    app.out.write(variables_table(found.values()))


def _environment(app: App, options: Options, services: Sequence[str], given: dict[str, Any]) -> None:
    project = load(app, options, services)
    for line in sorted(f"{name}={value}" for name, value in project.environment.items()):
        app.out.line(line)


def _unresolved(options: Options) -> Options:
    return options.replace(resolve_environment=False)


_PARTS = {
    "services": _services,
    "volumes": _names("volumes"),
    "networks": _names("networks"),
    "models": _models,
    "hash": _hash,
    "profiles": _profiles,
    "images": _images,
    "variables": _variables,
    "environment": _environment,
}
"""The functions for flags that print a part of the project; of several flags, the first in this order counts."""
