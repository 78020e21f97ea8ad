"""Read the files that services name in `env_file` and `label_file` into their `environment` and `labels`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.compose import dotenv
from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.interpolate import Lookup, Warn
from engineclient.compose.model import Service
from engineclient.golang.files import file_error
from engineclient.golang.quoting import quote
from engineclient.options.values.env import pairs


def with_environment_resolved(
    services: Mapping[str, Service],
    environment: Mapping[str, str],
    files: Files,
    warn: Warn,
    *,
    discard: bool,
) -> dict[str, Service]:
    """The services with the variables of their env files in `environment`, where those of the service take precedence.

    Args:
        services: the services by name.
        environment: the variables of the project, for values that use variables and for names without a value.
        files: the file system.
        warn: takes warnings about variables that are not set.
        discard: remove the key `env_file`.

    Raises:
        ComposeError: a required file is missing, or a file is malformed.

    """
    return {
        name: _with_environment(each, environment, files, warn, discard) for name, each in services.items()
    }


def _with_environment(
    service: Service, environment: Mapping[str, str], files: Files, warn: Warn, discard: bool
) -> Service:
    own = {
        name: environment.get(name) if value is None else value for name, value in service.environment.items()
    }

    def lookup(name: str) -> str | None:
        value = environment.get(name)
        return own.get(name) if value is None else value

    found = {name: value for name, value in own.items() if value is not None}
    for each in service.env_file:
        if files.exists(each.path):
            found = _variables(each.path, each.format, found, files, lookup, warn)
        elif each.required:
            raise ComposeError(
                f"env file {each.path} not found: stat {each.path}: no such file or directory",
                ("services", service.name, "env_file"),
            )
    changes: dict[str, Any] = {"env_file": ()} if discard else {}
    made: Service = service.replace(environment={**found, **own}, **changes)
    return made


def with_labels_resolved(
    services: Mapping[str, Service], files: Files, warn: Warn, *, discard: bool
) -> dict[str, Service]:
    """The services with the labels of their label files in `labels`, where those of the service take precedence.

    Args:
        services: the services by name.
        files: the file system.
        warn: takes warnings about variables that are not set.
        discard: remove the key `label_file`.

    Raises:
        ComposeError: a file is missing or malformed.

    """
    made: dict[str, Service] = {}
    for name, service in services.items():
        labels: dict[str, str] = {}
        for path in service.label_file:
            if not files.exists(path):
                raise ComposeError(
                    f"label file {path} not found: stat {path}: no such file or directory",
                    ("services", name, "label_file"),
                )
            labels.update(_variables(path, "", {}, files, labels.get, warn))
        changes: dict[str, Any] = {"label_file": ()} if discard else {}
        made[name] = service.replace(labels={**labels, **service.labels}, **changes)
    return made


def _variables(
    path: str, form: str, known: Mapping[str, str], files: Files, lookup: Lookup, warn: Warn
) -> dict[str, str]:
    """The variables of a file, added to those `known`; `form` is the `format` of the file, "" or `raw`."""
    try:
        content = files.read(path)
    except OSError as error:
        raise ComposeError(file_error(path, error)) from None
    match form:
        case "":
            try:
                return dotenv.parse(content.decode("utf-8", "surrogateescape"), lookup, warn, dict(known))
            except ValueError as error:
                raise ComposeError(f"failed to read {path}: {error}") from None
        case "raw":
            try:
                lines = pairs(content, lookup)
            except ValueError as error:
                raise ComposeError(f"failed to parse env_file {path}: {error}") from None
            return {**known, **{name: value for name, _, value in (line.partition("=") for line in lines)}}
        case _:
            raise ComposeError(f"unsupported env_file format {quote(form)}")
