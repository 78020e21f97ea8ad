"""build: an image from a Dockerfile, by BuildKit or by the engine's classic builder."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.archive.context import compressed
from engineclient.archive.git import is_url
from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.credentials import credentials_of
from engineclient.cli.failures import Failure, bad_flag
from engineclient.cli.flag_types import BOOL, BYTES, INT, STRING, STRINGS, SWAP, list_of
from engineclient.cli.flags import flag
from engineclient.cli.output import Output
from engineclient.cli.platform_flag import DEFAULT_PLATFORM
from engineclient.cli.printing.log_line import error_line
from engineclient.cli.printing.progress import ProgressLines, reached
from engineclient.cli.trust import CONTENT_TRUST, refuse_content_trust
from engineclient.commands.image.build_context import find_source
from engineclient.commands.image.buildkit_flags import BUILDKIT_FLAGS, NAMES, settled, with_inline_cache
from engineclient.errors import EngineError, StreamError
from engineclient.options.build import BUILDKIT, CLASSIC, build_arguments, chosen_builder, extra_hosts, tag
from engineclient.options.values.env import proxies_for, variable
from engineclient.options.values.hosts import extra_host
from engineclient.options.values.key_values import label, to_map
from engineclient.options.values.limits import ulimit, ulimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engineclient import Engine
    from engineclient.cli.app import App

_SENDING: Final = "Sending build context to Docker daemon"
_OFTEN: Final = 512 * 1024  # bytes between two lines of progress


@command("[OPTIONS] PATH | URL | -", exactly(1), description="Build an image from a Dockerfile")
@flag("--add-host", list_of(extra_host), 'Add a line to the hosts file of RUN ("host:ip")')
@flag("--build-arg", list_of(variable), "Set a build argument (ARG)")
@flag("--cache-from", STRINGS, "Images whose layers may be reused")
@flag("--cgroup-parent", STRING, "Cgroup to put the containers of RUN below")
@flag("--compress", BOOL, "Compress the build context with gzip")
@flag("--cpu-period", INT, "Period of the CPU scheduler in microseconds")
@flag("--cpu-quota", INT, "CPU time in each period, in microseconds")
@flag("-c, --cpu-shares", INT, "Share of CPU, beside others' shares")
@flag("--cpuset-cpus", STRING, "CPUs to run on (0-3, 0,1)")
@flag("--cpuset-mems", STRING, "Memory nodes to use (0-3, 0,1)")
@CONTENT_TRUST
@flag("-f, --file", STRING, 'Path of the Dockerfile (if not "PATH/Dockerfile")')
@flag("--force-rm", BOOL, "Remove intermediate containers even of a failed build")
@flag("--iidfile", STRING, "Write the image's ID to this file")
@flag("--isolation", STRING, "Way of isolation (Windows)")
@flag("--label", list_of(label), "Set a label")
@flag("-m, --memory", BYTES, "Most memory")
@flag("--memory-swap", SWAP, "Most memory and swap together, -1 for no limit")
@flag("--network", STRING, "Network of RUN", default="default")
@flag("--no-cache", BOOL, "Run every instruction again")
@flag(
    "--platform",
    STRING,
    "Platform of the image, if the engine can build several",
    variable=DEFAULT_PLATFORM,
)
@flag("--pull", BOOL, "Look for newer base images in the registry")
@flag("-q, --quiet", BOOL, "Show only the image's ID")
@flag("--rm", BOOL, "Remove intermediate containers of a build that succeeds", default=True)
@flag("--security-opt", STRINGS, "Security options")
@flag("--shm-size", BYTES, "Size of /dev/shm")
@flag("--squash", BOOL, "Make one layer of the new ones (experimental engines)", hidden=True)
@flag("-t, --tag", list_of(tag), 'Name of the image, "name:tag"')
@flag("--target", STRING, "Stage to build")
@flag("--ulimit", list_of(ulimit, "ulimit", shows_zero="[]"), "Set a ulimit")
@BUILDKIT_FLAGS
def build(
    app: App,
    spec: str,
    *,
    compress: bool,
    disable_content_trust: bool,
    file: str,
    iidfile: str,
    quiet: bool,
    squash: bool,
    **given: Any,
) -> None:
    """Build an image from a Dockerfile."""
    with_buildkit = _buildkit(app)
    special = {name: given.pop(name) for name in sorted(NAMES)}
    if not with_buildkit and (name := next((name for name, value in special.items() if value), "")):
        raise bad_flag(_unknown(app, name), f"{app.path} [OPTIONS] PATH | URL | -", app.path)
    if squash and app.engine().ping().experimental != "true":
        raise Failure('"--squash" is only supported on a Docker daemon with experimental features enabled')
    refuse_content_trust(disabled=disable_content_trust)
    if iidfile:
        _remove(iidfile)
    if with_buildkit:
        from engineclient.commands.image.buildkit import build_with_buildkit

        wanted = settled(special, given["platform"])
        parameters = _parameters(app, **given)
        if wanted.inline_cache:
            parameters["buildargs"] = with_inline_cache(parameters.get("buildargs"))
        with ExitStack() as opened:
            image = build_with_buildkit(app, spec, file, wanted, opened, quiet=quiet, **parameters)
        if image and (quiet or wanted.progress == "quiet"):
            app.out.line(image)
        if iidfile and image:
            Path(iidfile).write_text(image)
        return
    screen = _Screen(app, quiet=quiet)
    with ExitStack() as opened:
        try:
            source = find_source(spec, file, screen.downloading, opened)
        except Failure:
            if quiet and is_url(spec):
                app.err.line(screen.progress.text)
            raise
        dockerfile, archive = source.archive(screen.skipped)
        image = _build(
            app.engine(),
            screen,
            screen.sending(compressed(archive) if compress else archive),
            dockerfile=dockerfile,
            quiet=quiet,
            squash=squash,
            registry_config=credentials_of(app).every_header(),
            **_parameters(app, **given),
        )
    if quiet:
        image = screen.output.text
        app.out.write(image)
    if iidfile:
        if not image:
            raise Failure(f"Server did not provide an image ID. Cannot write {iidfile}")
        Path(iidfile).write_text(image)


def _unknown(app: App, name: str) -> str:
    """Docker's complaint about a flag that the classic builder does not know, as it was written."""
    if name != "output" or any(word.startswith("--output") for word in app.args):
        return f"unknown flag: --{name.replace('_', '-')}"
    short = next(word for word in app.args if word.startswith("-") and "o" in word)
    return f"unknown shorthand flag: 'o' in -{short[short.index('o') :]}"


def _buildkit(app: App) -> bool:
    """Whether BuildKit builds: as DOCKER_BUILDKIT says, or else as the engine prefers."""
    preferred = None if os.environ.get("DOCKER_BUILDKIT") else app.engine().ping().builder_version
    try:
        return chosen_builder(os.environ, preferred) == BUILDKIT
    except ValueError as error:
        raise Failure(str(error)) from error


def _build(engine: Engine, screen: _Screen, archive: Iterator[bytes], **parameters: Any) -> str:
    """Send the context, show what comes back, and give the image's id; "" if the engine does not tell."""
    image = ""
    show = ProgressLines(screen.output)
    try:
        stream = engine.images.build(archive, version=CLASSIC, **parameters)
        for record in stream:
            show(record)
            if record.aux is not None:
                image = record.aux.id or image
    except StreamError as error:
        screen.failed()
        raise Failure(str(error), error.code or 1) from error
    except EngineError:
        screen.failed()
        raise
    return image


def _parameters(
    app: App,
    *,
    add_host: list[str],
    build_arg: list[str],
    label: list[str],
    network: str,
    tag: list[str],
    ulimit: list[Any],
    **same: Any,
) -> dict[str, Any]:
    """What the other flags become in `images.build`; what is empty or zero is not sent."""
    engine = app.engine()
    parameters = {
        "buildargs": build_arguments(
            build_arg,
            environ=os.environ,
            proxies=proxies_for(app.config.content.get("proxies", {}), engine.host),
        ),
        "cachefrom": same["cache_from"],
        "cgroupparent": same["cgroup_parent"],
        "cpuperiod": same["cpu_period"],
        "cpuquota": same["cpu_quota"],
        "cpusetcpus": same["cpuset_cpus"],
        "cpusetmems": same["cpuset_mems"],
        "cpushares": same["cpu_shares"],
        "extrahosts": extra_hosts(add_host, podman=bool(add_host and engine.ping().libpod)),
        "forcerm": same["force_rm"],
        "isolation": "" if same["isolation"] == "default" else same["isolation"],
        "labels": to_map(label),
        "memory": same["memory"],
        "memswap": same["memory_swap"],
        "networkmode": "" if network == "default" else network,
        "nocache": same["no_cache"],
        "platform": same["platform"].lower(),
        "pull": same["pull"],
        "securityopt": same["security_opt"],
        "shmsize": same["shm_size"],
        "tags": tag,
        "target": same["target"],
        "ulimits": ulimits(ulimit),
    }
    return {name: value for name, value in parameters.items() if value} | {"rm": same["rm"]}


def _remove(path: str) -> None:
    """See that no file of an earlier build is left if this one fails."""
    try:
        if Path(path).is_dir():
            Path(path).rmdir()
        else:
            Path(path).unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"Removing image ID file: remove {path}: {reason}") from error


class _Screen:
    """Where a build is shown: on standard output as it goes, or with --quiet on standard error if it fails."""

    def __init__(self, app: App, *, quiet: bool) -> None:
        self._err = app.err
        self._quiet = quiet
        self.progress: _Kept = _Kept(None if quiet else app.out)
        self.output: _Kept = _Kept(None if quiet else app.out)

    def downloading(self, pieces: Iterable[bytes], doing: str, total: int) -> Iterator[bytes]:
        """The same pieces, with a line of progress for each."""
        return _watched(pieces, self.progress, doing, total)

    def sending(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces; off a terminal only the last line of progress is shown."""
        return _watched(pieces, self.progress, _SENDING, only_last=not self.progress.is_terminal())

    def skipped(self, path: str, reason: str) -> None:
        """Tell, as docker's log does, what is not sent."""
        self._err.line(error_line(f"Can't add file {path} to tar: {reason}"))

    def failed(self) -> None:
        """Show what has been kept."""
        if self._quiet:
            self._err.write(self.progress.text + self.output.text)


class _Kept(Output):
    """An output that passes on what is written, or keeps it if it has nowhere to go."""

    def __init__(self, out: Output | None) -> None:
        super().__init__(None)
        self._out = out
        self.text = ""

    def write(self, data: str | bytes) -> None:
        if self._out is not None:
            self._out.write(data)
        else:
            self.text += data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")

    def is_terminal(self) -> bool:
        return self._out is not None and self._out.is_terminal()

    def fileno(self) -> int:
        if self._out is None:
            return super().fileno()
        return self._out.fileno()


def _watched(
    pieces: Iterable[bytes], out: Output, doing: str, total: int = 0, *, only_last: bool = False
) -> Iterator[bytes]:
    """Pass pieces on, and show how many bytes have passed."""
    passed = shown = 0
    often = min(_OFTEN, total // 100) if total else _OFTEN

    def show(end: str) -> None:
        amount = reached(out, passed, total)
        out.write(f"{doing} {amount}\r{end}" if amount else f"{doing} \r\n{end}")

    for piece in pieces:
        yield piece
        passed += len(piece)
        if passed - shown > often and not only_last:
            shown = passed
            show("")
    show("\r\n")
