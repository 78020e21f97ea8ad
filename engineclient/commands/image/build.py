"""build: build an image from a Dockerfile, with BuildKit or with the classic builder."""

from __future__ import annotations

import os
import platform
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import ANY, exactly
from engineclient.cli.builder_flags import VARIABLE, check_builder, set_debug
from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure, advice_of, bad_arity, bad_flag, failure_of
from engineclient.cli.flag_types import BOOL, BYTES, INT, LIST, STRING, STRINGS, SWAP, FlagType, list_of
from engineclient.cli.flags import Flag, FlagError, flag
from engineclient.cli.platform_flag import DEFAULT_PLATFORM
from engineclient.cli.trust import CONTENT_TRUST, refuse_content_trust
from engineclient.commands.image.build_context import find_source, unwatched
from engineclient.commands.image.build_report import watched
from engineclient.commands.image.buildkit_flags import BUILDKIT_FLAGS, NAMES, settled
from engineclient.errors import EngineError
from engineclient.golang.platforms import normalized, parse_platform
from engineclient.options.build import BUILDKIT, build_arguments, chosen_builder, extra_hosts, tag
from engineclient.options.build_values import buildx_hosts, buildx_pair, buildx_tag
from engineclient.options.caches import cache_text, images_of
from engineclient.options.values.env import proxies_for, variable
from engineclient.options.values.hosts import extra_host
from engineclient.options.values.key_values import label, to_map
from engineclient.options.values.limits import ulimit, ulimits
from engineclient.procedures.pinged import pinged

if TYPE_CHECKING:
    from engineclient.cli.app import App

_SHORT: Final = {"output": "o", "debug": "D"}  # the short flags that only BuildKit supports
_USAGE: Final = "[OPTIONS] PATH | URL | -"
_MARK: Final = "ERROR: "
_NUMBER: Final[FlagType[list[str]]] = FlagType("bytes", str, list, lambda before, text: [*before, text])
"""A number of bytes, which BuildKit ignores, whatever it is."""
_CLASSIC: Final = (
    Flag("--add-host", list_of(extra_host)),
    Flag("--build-arg", list_of(variable)),
    Flag("--label", list_of(label)),
    Flag("-m, --memory", BYTES),
    Flag("--memory-swap", SWAP),
    Flag("-t, --tag", list_of(tag)),
)
"""The flags whose values the classic builder checks otherwise than BuildKit."""
_LOCAL: Final = "local"  # the platform of this machine


@command(_USAGE, ANY, description="Build an image from a Dockerfile")
@flag("--add-host", LIST, 'Add a line to /etc/hosts of RUN ("host:ip")')
@flag("--build-arg", LIST, "Set a build argument (ARG)")
@flag(
    "--cache-from",
    list_of(cache_text, "strings"),
    'Images whose layers may be reused (with BuildKit also "type=local,src=path")',
)
@flag("--cgroup-parent", STRING, "Parent cgroup of the containers of RUN")
@flag("--compress", BOOL, "Compress the build context with gzip")
@flag("--cpu-period", INT, "Period of the CPU scheduler in microseconds")
@flag("--cpu-quota", INT, "CPU time in each period, in microseconds")
@flag("-c, --cpu-shares", INT, "CPU shares (relative weight)")
@flag("--cpuset-cpus", STRING, "CPUs to run on (0-3, 0,1)")
@flag("--cpuset-mems", STRING, "Memory nodes to use (0-3, 0,1)")
@CONTENT_TRUST
@flag("--dry-run", BOOL, "Only list the files that would be sent, and those that .dockerignore excludes")
@flag("-f, --file", STRING, 'Path of the Dockerfile (if not "PATH/Dockerfile")')
@flag("--force-rm", BOOL, "Remove intermediate containers even if the build fails")
@flag("--iidfile", STRING, "Write the image's ID to this file")
@flag("--isolation", STRING, "Isolation technology (Windows)")
@flag("--label", LIST, "Set a label")
@flag("-m, --memory", _NUMBER, "Memory limit")
@flag("--memory-swap", _NUMBER, "Limit of memory and swap together, -1 for no limit")
@flag("--network", STRING, "Network of RUN", default="default")
@flag("--no-cache", BOOL, "Run every instruction again")
@flag(
    "--platform",
    LIST,
    "Platform of the image, if the engine can build several (BuildKit on the containerd image store: or platforms)",
    variable=DEFAULT_PLATFORM,
)
@flag("--pull", BOOL, "Look for newer base images in the registry")
@flag("-q, --quiet", BOOL, "Show only the image's ID")
@flag(
    "--report",
    BOOL,
    "Show what the cache did, what builds cost on average, and why steps were run again "
    "(builds are kept below ~/.local/state/minidocker/builds)",
)
@flag("--rm", BOOL, "Remove intermediate containers after a successful build", default=True)
@flag("--security-opt", STRINGS, "Security options")
@flag("--shm-size", BYTES, "Size of /dev/shm")
@flag("--squash", BOOL, "Merge the new layers into one (experimental engines)", hidden=True)
@flag("-t, --tag", LIST, 'Name of the image, "name:tag"')
@flag("--target", STRING, "Stage to build")
@flag("--ulimit", list_of(ulimit, "ulimit", shows_zero="[]"), "Set a ulimit")
@BUILDKIT_FLAGS
def build(app: App, *specs: str, **given: Any) -> None:
    """Build an image from a Dockerfile."""
    with_buildkit = _buildkit(app) if len(specs) == 1 else _buildkit_if_reachable(app)
    try:
        _build(app, *specs, with_buildkit=with_buildkit, **given)
    except EngineError as error:
        if not with_buildkit:
            raise
        raise Failure(f"{_MARK}{failure_of(error).text}", advice=advice_of(error)) from error


def _build(
    app: App,
    *specs: str,
    with_buildkit: bool,
    compress: bool,
    disable_content_trust: bool,
    dry_run: bool,
    file: str,
    iidfile: str,
    quiet: bool,
    report: bool,
    squash: bool,
    **given: Any,
) -> None:
    special = {name: given.pop(name) for name in sorted(NAMES)}
    if not with_buildkit and (name := next((name for name, value in special.items() if value), "")):
        raise bad_flag(_unknown(app, name), _usage(app), app.path)
    if complaint := exactly(1).complaint(len(specs)):
        raise _bad_arity(app, complaint, with_buildkit=with_buildkit)
    spec = specs[0]
    given |= _checked(app, given, with_buildkit=with_buildkit)
    if with_buildkit:
        _warn_of_ignored(app, squash=squash, **given)
    elif squash and app.engine().perform(pinged()).experimental != "true":
        raise Failure('"--squash" is only supported on a Docker daemon with experimental features enabled')
    refuse_content_trust(disabled=disable_content_trust)
    if dry_run:
        from engineclient.commands.image.build_preview import preview_text

        with ExitStack() as opened:
            source = find_source(spec, file, unwatched, opened)
            app.out.write(preview_text(source, classic=not with_buildkit))
        return
    if iidfile:
        _remove(iidfile, with_buildkit=with_buildkit)
    given["platform"] = _platform(given["platform"], with_buildkit=with_buildkit)
    parameters = _parameters(app, with_buildkit=with_buildkit, **given)
    with watched(app, parameters, shown=report) as watch, ExitStack() as opened:
        if with_buildkit:
            from engineclient.commands.image.buildkit import build_with_buildkit

            set_debug(app, debug=special["debug"])
            if builder := special["builder"] or os.environ.get(VARIABLE, ""):
                check_builder(app, builder)
            wanted = settled(special)
            quiet = quiet or wanted.progress == "quiet"
            build_with_buildkit(app, spec, file, wanted, watch, quiet=quiet, iidfile=iidfile, **parameters)
        else:
            from engineclient.commands.image.classic import build_classic

            image = build_classic(
                app, spec, file, opened, watch, compress=compress, quiet=quiet, squash=squash, **parameters
            )
            if iidfile:
                if not image:
                    raise Failure(f"Server did not provide an image ID. Cannot write {iidfile}")
                Path(iidfile).write_text(image)


def _warn_of_ignored(app: App, *, squash: bool, isolation: str, security_opt: list[str], **_: Any) -> None:
    """Warn of flags that BuildKit ignores, as buildx does."""
    warnings = (
        (isolation, "isolation flag is deprecated with BuildKit."),
        (
            security_opt,
            'security-opt flag is deprecated. "RUN --security=insecure" should be used with BuildKit.',
        ),
        (
            squash,
            (
                "experimental flag squash is removed with BuildKit. You should squash inside build using a multi-stage "
                "Dockerfile for efficiency."
            ),
        ),
    )
    app.err.write("".join(f"WARNING: {text}\n" for is_given, text in warnings if is_given))


def _usage(app: App) -> str:
    return f"{app.path} {_USAGE}"


def _bad_arity(app: App, complaint: str, *, with_buildkit: bool) -> Failure:
    failure = bad_arity(complaint, _usage(app), app.path, exactly(1).pointer)
    if with_buildkit and not failure.text.startswith(_MARK):
        return Failure(f"{_MARK}{failure.text}", failure.code)
    return failure


def _checked(app: App, given: dict[str, Any], *, with_buildkit: bool) -> dict[str, Any]:
    """The values that the builders check in different ways, each with its own messages.

    Raises:
        Failure: one is malformed.

    """
    if not with_buildkit:
        try:
            return {each.dest: _joined(each, given[each.dest]) for each in _CLASSIC}
        except FlagError as error:
            raise bad_flag(str(error), _usage(app), app.path) from error
    try:
        pairs = {name: [buildx_pair(text) for text in given[name]] for name in ("label", "build_arg")}
    except ValueError as error:
        raise Failure(f"ERROR: {error}") from error
    try:
        tags = [buildx_tag(text) for text in given["tag"]]
        hosts = buildx_hosts(given["add_host"])
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error
    return {**pairs, "tag": tags, "add_host": hosts, "memory": 0, "memory_swap": 0}


def _joined(strict: Flag, texts: list[str]) -> Any:
    """The value of a flag that was given with these texts."""
    found: Any = strict.kind.zero()
    for text in texts:
        found = strict.joined(found, text)
    return found


def _unknown(app: App, name: str) -> str:
    """Docker's error for a flag that the classic builder does not support, as it was written."""
    letter = _SHORT.get(name, "")
    if not letter or any(word.startswith(f"--{name}") for word in app.args):
        return f"unknown flag: --{name.replace('_', '-')}"
    short = next(word for word in app.args if word.startswith("-") and letter in word)
    return f"unknown shorthand flag: '{letter}' in -{short[short.index(letter) :]}"


def _buildkit(app: App) -> bool:
    """Whether BuildKit builds: according to DOCKER_BUILDKIT, or else to the engine's preference.

    `buildx build` always means BuildKit, where there is one.
    """
    preferred = None if os.environ.get("DOCKER_BUILDKIT") else app.engine().perform(pinged()).builder_version
    try:
        chosen = chosen_builder(os.environ, preferred)
    except ValueError as error:
        raise Failure(str(error)) from error
    if app.path == f"{PROGRAM} buildx build":
        return not app.engine().perform(pinged()).libpod
    return chosen == BUILDKIT


def _buildkit_if_reachable(app: App) -> bool:
    """The same; False if the engine cannot be asked."""
    try:
        return _buildkit(app)
    except EngineError:
        return False


def _parameters(
    app: App,
    *,
    add_host: list[str],
    build_arg: list[str],
    label: list[str],
    with_buildkit: bool,
    network: str,
    tag: list[str],
    ulimit: list[Any],
    **same: Any,
) -> dict[str, Any]:
    """The parameters of `images.build` for the other flags; empty and zero values are not sent."""
    engine = app.engine()
    parameters = {
        "buildargs": build_arguments(
            build_arg,
            environ=os.environ,
            proxies=proxies_for(app.config.content.get("proxies", {}), engine.host),
        ),
        "cachefrom": same["cache_from"] if with_buildkit else images_of(same["cache_from"]),
        "cgroupparent": same["cgroup_parent"],
        "cpuperiod": same["cpu_period"],
        "cpuquota": same["cpu_quota"],
        "cpusetcpus": same["cpuset_cpus"],
        "cpusetmems": same["cpuset_mems"],
        "cpushares": same["cpu_shares"],
        "extrahosts": extra_hosts(add_host, podman=bool(add_host and engine.perform(pinged()).libpod)),
        "forcerm": same["force_rm"],
        "isolation": "" if same["isolation"] == "default" else same["isolation"],
        "labels": to_map(label),
        "memory": same["memory"],
        "memswap": same["memory_swap"],
        "networkmode": "" if network == "default" else network,
        "nocache": same["no_cache"],
        "platform": same["platform"],
        "pull": same["pull"],
        "securityopt": same["security_opt"],
        "shmsize": same["shm_size"],
        "tags": tag,
        "target": same["target"],
        "ulimits": ulimits(ulimit),
    }
    return {name: value for name, value in parameters.items() if value} | {"rm": same["rm"]}


def _platform(given: list[str], *, with_buildkit: bool) -> str:
    """The value of --platform: all platforms, normalized, for BuildKit; the last one for the classic builder."""
    if not with_buildkit:
        return given[-1].lower() if given else ""
    each = [one for text in given for one in text.lower().split(",")]
    each = [f"linux/{platform.machine()}" if one == _LOCAL else one for one in each]
    if len(each) < 2 and _LOCAL not in given and each != [""]:
        return each[0] if each else ""
    try:
        found = [parse_platform(one) for one in each]
    except ValueError as error:
        raise Failure(f"ERROR: failed to build: {error}") from error
    normal = [str(normalized(one.os, one.architecture, one.variant)) for one in found]
    return ",".join(normal)


def _remove(path: str, *, with_buildkit: bool) -> None:
    """Remove the file of an earlier build, so that it is not left if this build fails."""
    try:
        if Path(path).is_dir():
            Path(path).rmdir()
        else:
            Path(path).unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        removing = "ERROR: removing" if with_buildkit else "Removing"
        raise Failure(f"{removing} image ID file: remove {path}: {reason}") from error
