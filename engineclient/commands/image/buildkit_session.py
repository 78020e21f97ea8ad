"""The services of a build's session besides files: secrets, SSH agents, and receiving the result."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.build.filesend import by_exporter
from engineclient.build.secrets import MOST
from engineclient.build.solve import IMAGE_EXPORTER, Exporter
from engineclient.build.ssh import DEFAULT
from engineclient.cli.failures import Failure
from engineclient.commands.image.buildkit_flags import not_by_this_driver
from engineclient.golang.strconv import parse_bool
from engineclient.options.build import Output, SecretSource, output, secret
from engineclient.procedures.build_source import LOCAL_TYPES, agent_sockets, forwarded_agents, receiving
from engineclient.versions import is_before

if TYPE_CHECKING:
    from engineclient.build.solve import Worker
    from engineclient.cli.app import App
    from engineclient.wire.grpc import Methods

_IMAGES: Final = ("image", "docker")  # without a destination
_ARCHIVES: Final = {"oci": "OCI exporter", "docker": "Docker exporter"}
_SEVERAL: Final = "1.45"  # the API version from which BuildKit supports several outputs


def secret_sources(given: Sequence[str]) -> Mapping[str, Callable[[], bytes]]:
    """A function that reads each --secret, by id.

    Raises:
        Failure: the file does not exist, or is too large.

    """
    try:
        sources = [secret(text, os.environ) for text in given]
    except ValueError as error:
        late = "failed to build: " if str(error) == "secret missing ID" else ""
        raise Failure(f"ERROR: {late}{error}") from error
    return {source.id: _secret(source) for source in sources}


def _secret(source: SecretSource) -> Callable[[], bytes]:
    if source.variable:
        return lambda: os.environb.get(os.fsencode(source.variable), b"")
    path = source.path
    try:
        size = os.stat(path).st_size  # noqa: PTH116
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"ERROR: failed to build: failed to stat {path}: stat {path}: {reason}") from error
    if size > MOST:
        raise Failure(f"ERROR: failed to build: secret {source.id} too big. max size 500KiB")
    return Path(path).read_bytes


def agents(given: Sequence[str]) -> Methods:
    """The service for the SSH agents of --ssh.

    Raises:
        Failure: the agent does not exist.

    """
    named = {name or DEFAULT: path for name, _, path in (text.partition("=") for text in given)}
    try:
        return forwarded_agents(agent_sockets(named, os.environ))
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error


class Results(NamedTuple):
    """The outputs of a build.

    Attributes:
        exporters: the exporters in the request.
        methods: the services of the session that receive results.
        pushed: the names under which the image is pushed.
        layout: the directory for an image's layout, "" for none.

    """

    exporters: list[Exporter]
    methods: Methods
    pushed: list[str]
    layout: str


def results(
    app: App,
    given: Sequence[str],
    tags: Sequence[str],
    worker: Callable[[], Worker],
    *,
    push: bool,
    load: bool,
    for_file: bool,
    has_lists: bool,
) -> Results:
    """The outputs for the values of --output.

    Args:
        app: the call, for its engine.
        given: the values.
        tags: names for an image.
        worker: returns BuildKit's worker; called if the outputs depend on it.
        push: push the image.
        load: also store the image in the engine.
        for_file: the image's ID is written to a file.
        has_lists: the result is a list of manifests: of several platforms, or with attestations.

    Raises:
        Failure: an output is not possible; with buildx's message.

    """
    outputs = [_output(text) for text in given if text]
    if push:
        outputs = _pushing(outputs)
    if load and not any(each.type == "docker" and not each.destination for each in outputs):
        outputs.append(Output("docker", "", {}))
    outputs = outputs or [Output("image", "", {})]
    if for_file and any(each.type in ("local", "tar") for each in outputs):
        raise Failure("ERROR: local and tar exporters are incompatible with image ID file")
    if len(outputs) > 1 and is_before(app.engine().api_version, _SEVERAL):
        raise Failure(
            "ERROR: failed to build: multiple outputs currently unsupported by the current BuildKit daemon, please "
            "upgrade to version v0.13+ or use a single output"
        )
    exporters: list[Exporter] = []
    services: list[Methods] = []
    pushed: dict[str, None] = {}
    for each in outputs:
        if each.type != "cacheonly":
            exporter = _exporter(each, tags, worker, has_lists=has_lists)
            if each.type == "image" and _is_on(exporter.attributes.get("push", "")):
                _check_push(exporter)
                if not worker().has_manifests:  # otherwise the engine's builder pushes
                    exporter = _without_push(exporter)
                    pushed |= dict.fromkeys(exporter.attributes["name"].split(","))
            exporters.append(exporter)
            services.append(_service(app, each))
    layouts = [each.destination for each in outputs if each.type == "oci" and each.is_directory]
    if len(layouts) > 1:
        raise Failure('ERROR: failed to build: oci store key "export" already exists')
    return Results(exporters, by_exporter(services), [*pushed], "".join(layouts))


def _pushing(outputs: list[Output]) -> list[Output]:
    """The outputs, with a push of the images, or with a pushed image added if there is none."""
    pushed = [
        each._replace(attributes={**each.attributes, "push": "true"}) if each.type == "image" else each
        for each in outputs
    ]
    if not any(each.type == "image" for each in outputs):
        pushed.append(Output("image", "", {"push": "true"}))
    return pushed


def _check_push(exporter: Exporter) -> None:
    """Check that an image can be pushed.

    Raises:
        Failure: it has no name, or is to be pushed by digest only.

    """
    if _is_on(exporter.attributes.get("push-by-digest", "")):
        raise Failure(
            "ERROR: failed to build: push-by-digest is currently not implemented for docker driver, please create a "
            "new builder instance"
        )
    if not exporter.attributes.get("name"):
        raise Failure("ERROR: failed to build: tag is needed when pushing to registry")


def _without_push(exporter: Exporter) -> Exporter:
    """The exporter for a builder that cannot push: the client pushes the image after the build."""
    attributes = {name: value for name, value in exporter.attributes.items() if name != "push"}
    return exporter._replace(attributes=attributes)


def _output(text: str) -> Output:
    try:
        found = output(text)
        if found.type == "registry":
            return Output("image", "", {**found.attributes, "push": "true"})
        return found
    except ValueError as error:
        late = "failed to build: " if str(error).startswith("dest ") else ""
        raise Failure(f"ERROR: {late}{error}") from error


def _exporter(
    result: Output, tags: Sequence[str], worker: Callable[[], Worker], *, has_lists: bool
) -> Exporter:
    attributes = dict(result.attributes)
    if tags and result.type in ("image", "oci", "docker"):
        attributes["name"] = ",".join(tags)
    if result.type == "docker" and result.is_directory:
        raise Failure("ERROR: failed to build: output directory is not supported by moby exporter")
    if result.type in _IMAGES and not result.destination:
        return Exporter(IMAGE_EXPORTER, attributes)
    if result.type in _ARCHIVES and not worker().has_manifests:
        raise not_by_this_driver(_ARCHIVES[result.type], "build-exporters")
    if result.type == "docker" and has_lists:
        raise Failure(
            "ERROR: failed to build: docker exporter does not support exporting manifest lists, use the oci exporter instead"
        )
    return Exporter(result.type, attributes)


def _is_on(text: str) -> bool:
    try:
        return parse_bool(text)
    except ValueError:
        return False


def _service(app: App, result: Output) -> Methods:
    comes_here = result.type in LOCAL_TYPES or (result.type == "docker" and result.destination)
    if comes_here and result.destination == "-" and app.out.is_terminal():
        raise Failure("ERROR: dest file is required for tar exporter. refusing to write to console")
    if comes_here and result.destination != "-":
        _check_destination(result)
    return receiving(result, app.out.write)


def _check_destination(result: Output) -> None:
    """Check that a result can be written where it is to go, before it is built.

    Raises:
        Failure: it cannot; with buildx's text.

    """
    path = result.destination
    try:
        os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        pass
    except OSError as error:
        kind = "directory" if result.is_directory else "file"
        reason = f"stat {path}: {(error.strerror or str(error)).lower()}"
        raise Failure(f"ERROR: failed to build: invalid destination {kind}: {path}: {reason}") from error
    if result.is_directory:
        if os.path.exists(path) and not os.path.isdir(path):  # noqa: PTH110, PTH112
            raise Failure(f"ERROR: failed to build: destination directory {path} is a file")
        return
    if os.path.isdir(path):  # noqa: PTH112
        raise Failure(f"ERROR: failed to build: destination file {path} is a directory")
    try:
        os.stat(os.path.dirname(path) or ".")  # noqa: PTH116, PTH120
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"ERROR: failed to build: failed to open open {path}: {reason}") from error
