"""Deliberate differences between minidocker and docker, with their reasons. All other output must be the same."""

from __future__ import annotations

from typing import Final, NamedTuple

from engineclient.versions import CLIENT, NEWEST


class Difference(NamedTuple):
    """One deliberate difference.

    Attributes:
        script: `theme: name` of the script that shows it.
        docker: lines of docker's stored output.
        minidocker: the lines that replace them, wherever they occur.
        reason: why.
    """

    script: str
    docker: str
    minidocker: str
    reason: str


_DEPRECATED: Final = (
    "2 DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n"
    "2             BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n"
    "2             environment-variable.\n2\n"
)
_NO_BUILDER: Final = "there is no builder here that could be left for another one"
_BUILDKIT: Final = "BuildKit needs no plugin here, and its flags are this command's"
_SEEN: Final = "what would be sent, and what the cache saved, can be seen here"
_NOT_BUILT: Final = "minidocker is written in another language, and nothing of it is built"

DIFFERENCES: Final = (
    Difference(
        "buildkit: flags that are refused here",
        "1 72\n= 0\n",
        "1 0\n2 --annotation is not supported by docker: this engine's image store would drop it; use --label, or LABEL in "
        "the Dockerfile\n= 1\n",
        "a flag that does nothing is told",
    ),
    Difference(
        "compose: dry run of up and down",
        "2  DRY-RUN MODE -  Network dt-compose_default  Resource is still in use\n",
        "2  DRY-RUN MODE -  Network dt-compose_default  Removed\n",
        "what would use the network would be gone by then",
    ),
    Difference(
        "system: version of the client",
        "1 28.2.2 1.50 linux default\n1 Docker version 28.2.2\n",
        f"1 {CLIENT} {NEWEST} linux default\n1 docker version {CLIENT}\n",
        "minidocker is another program",
    ),
    Difference(
        "system: info as JSON has the same keys",
        '1 "BuildTime":\n',
        "",
        _NOT_BUILT,
    ),
    Difference(
        "system: info as JSON has the same keys",
        '1 "GitCommit":\n1 "GoVersion":\n',
        "",
        _NOT_BUILT,
    ),
    Difference(
        "system: info as JSON has the same keys",
        '1 "RegistryConfig":\n',
        '1 "PythonVersion":\n1 "RegistryConfig":\n',
        _NOT_BUILT,
    ),
    Difference(
        "images: an empty name",
        "2 Error response from daemon: page not found\n2 Error response from daemon: page not found\n= 1 0\n",
        "2 invalid image name or ID: value is empty\n2 invalid image name or ID: value is empty\n= 1 1\n",
        "told before anything is sent, as both do for containers",
    ),
    Difference(
        "registry: logout",
        '1 \\t}\n1 }Removing login credentials for y.io\n1 {\n1 \\t"auths": {}\n',
        '1 \\t},\n1 \\t"other": 1\n1 }Removing login credentials for y.io\n1 {\n1 \\t"auths": {},\n1 \\t"other": 1\n',
        "a key of config.json that is not known is another program's, and is kept",
    ),
    Difference(
        "help: the build cache",
        _DEPRECATED,
        "",
        _NO_BUILDER,
    ),
    Difference(
        "prune: the build cache",
        _DEPRECATED,
        "",
        _NO_BUILDER,
    ),
    Difference(
        "help: containers: what creates them",
        "1       --use-api-socket\n",
        "",
        "it hands the engine's socket and all credentials to the container",
    ),
    Difference(
        "help: containers: from start to rm",
        "1       --checkpoint string\n1       --checkpoint-dir string\n",
        "",
        "checkpoints are an experiment of the engine's",
    ),
    Difference("help: images", "1       --tree\n", "", "an experiment of docker's, whose layout is not settled"),
    Difference("help: builds", _DEPRECATED, "", _NO_BUILDER),
    Difference(
        "help: builds",
        "1       --build-arg list\n",
        "1       --build-arg list\n1       --build-context list\n1       --builder string\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --cgroup-parent string\n",
        "1       --cgroup-parent string\n1       --check\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --cpuset-mems string\n",
        "1       --cpuset-mems string\n1   -D, --debug\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --memory-swap bytes\n",
        "1       --memory-swap bytes\n1       --metadata-file string\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --no-cache\n",
        "1       --no-cache\n1       --no-cache-filter list\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --add-host list\n",
        "1       --add-host list\n1       --allow list\n1       --annotation list\n1       --attest list\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --platform string\n1       --pull\n",
        "1   -o, --output list\n1       --platform list\n1       --progress string\n1       --provenance string\n"
        "1       --pull\n1       --push\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --cache-from strings\n",
        "1       --cache-from strings\n1       --cache-to list\n1       --call string\n",
        _BUILDKIT,
    ),
    Difference(
        "help: builds",
        "1       --disable-content-trust (default true)\n",
        "1       --disable-content-trust (default true)\n1       --dry-run\n",
        _SEEN,
    ),
    Difference(
        "help: builds",
        "1   -q, --quiet\n",
        "1   -q, --quiet\n1       --report\n",
        _SEEN,
    ),
    Difference(
        "help: builds",
        "1       --security-opt strings\n1       --shm-size bytes\n1       --squash\n",
        "1       --sbom string\n1       --secret list\n1       --security-opt strings\n1       --shm-size bytes\n"
        "1       --ssh list\n",
        f"{_BUILDKIT}; squash is for experimental engines",
    ),
)  # fmt: skip


def expected(script: str, docker: str) -> str:
    """The expected output of minidocker for docker's output `docker`."""
    for difference in DIFFERENCES:
        if difference.script == script:
            docker = docker.replace(difference.docker, difference.minidocker)
    return docker
