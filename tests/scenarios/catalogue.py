"""The scenarios that are recorded from every engine. Each creates what it needs, with a label, and removes it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LABEL: Final = "scenario"
# The name in recordings of the recorder's own registry, whatever its address was
REGISTRY: Final = "registry.example:5000"


@dataclass(frozen=True)
class Scenario:
    """One conversation to record from every engine.

    Attributes:
        name: of the recording.
        about: in a few words, for the page that compares engines.
        script: what is recorded, for a shell; minidocker stands for any client with docker's command line.
        before: what the engine has to have or to lack; it is not recorded and must succeed.
    """

    name: str
    about: str
    script: str
    before: str = ""

    @property
    def command(self) -> Sequence[str]:
        """The command to record; a script that is one plain command is run without a shell."""
        words = shlex.split(self.script)
        return ["sh", "-c", self.script] if shlex.join(words) != self.script else words


def _container(options: str, command: str) -> str:
    return f"minidocker run -d --label {LABEL} {options} busybox {command} >/dev/null"


_WEB = _container("--name web", "sleep 1000")
_NEVER_PULLED = "minidocker rmi -f busybox >/dev/null 2>&1; true"
_UNTIL_READY = "until [ -e /ready ]; do :; done"
_STOPPED_BY_TERM = 'trap "exit 5" TERM; echo listening; touch /ready; while :; do sleep 0.1; done'

SCENARIOS: Final = (
    Scenario("version", "`version`", "minidocker version --format '{{.Server.Version}} {{.Server.APIVersion}}'"),
    Scenario("info", "`info`", "minidocker info --format '{{.OSType}} {{.Architecture}}'"),
    Scenario("pull", "`pull`, the image being absent", "minidocker pull busybox", _NEVER_PULLED),
    Scenario("pull-not-found", "`pull` of a tag that is not there", f"minidocker pull {REGISTRY}/library/busybox:nosuch"),
    Scenario(
        "pull-error-in-band",
        "`pull` of a damaged layer: the answer begins well and ends in an error",
        f"minidocker pull {REGISTRY}/library/damaged:latest",
    ),
    Scenario(
        "run-hello-world",
        "`run hello-world`, the image being absent",
        "minidocker run hello-world",
        "minidocker rmi -f hello-world >/dev/null 2>&1; true",
    ),
    Scenario(
        "run-failing-command",
        "`run --rm` of a command that fails",
        "minidocker run --rm busybox sh -c 'echo out; sleep 0.1; echo err >&2; exit 7'",
    ),
    Scenario(
        "run-no-such-command",
        "`run --rm` of a command that is not in the image",
        "minidocker run --rm busybox nosuchcommand",
    ),
    Scenario(
        "run-stdin",
        "`run -i` with something on its standard input",
        "echo from stdin | minidocker run --rm -i busybox sh -c 'sort; exit 3'",
    ),
    Scenario(
        "run-detached",
        "`run -d`, `stop`, `logs`, `inspect`, `rm`",
        f"minidocker run -d --name web --label {LABEL} busybox sh -c '{_STOPPED_BY_TERM}'\n"
        f"minidocker exec web sh -c '{_UNTIL_READY}'\n"
        "minidocker stop web\nminidocker logs web\n"
        "minidocker inspect --format '{{.State.Status}} {{.State.ExitCode}}' web\nminidocker rm web",
    ),
    Scenario(
        "logs-follow",
        "`logs -f` until the container ends",
        "minidocker logs -f talker",
        _container("--name talker", "sh -c 'for i in 1 2 3; do echo line $i; sleep 0.3; done'"),
    ),
    Scenario(
        "exec",
        "`exec`: exit code, standard input",
        "minidocker exec web sh -c 'echo out; sleep 0.1; echo err >&2; exit 4'; echo exit $?\n"
        "echo typed | minidocker exec -i web wc -c",
        _WEB,
    ),
    Scenario(
        "inspect",
        "`inspect` of a running container, and of its image",
        "minidocker inspect --format '{{.Name}} {{.State.Status}} {{.Path}}' web\n"
        "minidocker image inspect --format '{{.Os}}/{{.Architecture}} {{.Config.Cmd}}' busybox",
        _container("--name web -p 127.0.0.1:0:80 -e COLOUR=blue", "sleep 1000"),
    ),
    Scenario("ps", "`ps -a`", f"minidocker ps -a --filter label={LABEL}", _WEB),
    Scenario("images", "`images`", "minidocker images busybox", "minidocker pull -q busybox >/dev/null"),
    Scenario(
        "copy",
        "`cp` into a container, and out of it",
        "echo hello >note; minidocker cp note web:/tmp/note\nminidocker cp -q web:/tmp/note back; cat back",
        _WEB,
    ),
    Scenario(
        "events",
        "`events` of a container that ran, from the past",
        "minidocker events --since $(minidocker inspect --format '{{.Created}}' job) --until $(date +%s)"
        " --filter container=job --filter event=create --filter event=start --filter event=die"
        " --format '{{.Action}} {{.Actor.Attributes.name}}'",
        _container("--name job", "true") + "\nminidocker wait job >/dev/null; sleep 2",  # --until is in whole seconds
    ),
    Scenario("stats", "`stats --no-stream`", "minidocker stats --no-stream --format '{{.Name}}' web", _WEB),
    Scenario(
        "lifecycle",
        "`create`, `start`, `pause`, `unpause`, `restart`, `rename`, `update`, `kill`, `rm`",
        f"minidocker create --name job --label {LABEL} busybox sleep 1000\n"
        "minidocker start job\nminidocker pause job\nminidocker unpause job\nminidocker restart -t 0 job\n"
        "minidocker rename job gone\nminidocker update --memory 64m --memory-swap 64m gone 2>&1\n"
        "minidocker kill gone\nminidocker rm gone",
    ),
    Scenario(
        "wait",
        "`wait` for a container, and its exit code",
        "minidocker wait job\nminidocker rm job",
        _container("--name job", "sh -c 'exit 9'"),
    ),
    Scenario(
        "network",
        "`network create`, `connect`, `inspect`, `disconnect`, `rm`",
        f"minidocker network create --label {LABEL} front\nminidocker network connect --alias www front web\n"
        "minidocker network inspect --format '{{.Name}} {{.Driver}} {{len .Containers}}' front\n"
        "minidocker network disconnect front web\nminidocker network rm front",
        _WEB,
    ),
    Scenario(
        "volume",
        "`volume create`, `inspect`, `ls`, `rm`",
        f"minidocker volume create --label {LABEL} data\n"
        "minidocker volume inspect --format '{{.Name}} {{.Driver}} {{.Scope}}' data\n"
        f"minidocker volume ls --filter label={LABEL}\nminidocker volume rm data",
    ),
    Scenario(
        "prune",
        "`prune` of containers, networks and volumes",
        f"minidocker container prune -f --filter label={LABEL}\n"
        f"minidocker network prune -f --filter label={LABEL}\n"
        f"minidocker volume prune -f --filter label={LABEL}",
        f"minidocker create --name job --label {LABEL} busybox true >/dev/null\n"
        f"minidocker network create --label {LABEL} front >/dev/null\n"
        f"minidocker volume create --label {LABEL} >/dev/null",
    ),
    Scenario(
        "errors",
        "what is said where there is nothing, or already something",
        "minidocker start nosuch 2>&1\nminidocker rm nosuch 2>&1\nminidocker exec nosuch true 2>&1\n"
        "minidocker inspect nosuch 2>&1\nminidocker network rm nosuch 2>&1\nminidocker volume rm nosuch 2>&1\n"
        "minidocker rmi nosuch 2>&1\nminidocker create --name web busybox 2>&1\nminidocker rm web 2>&1\n"
        "minidocker unpause web 2>&1",
        _WEB,
    ),
)  # fmt: skip
