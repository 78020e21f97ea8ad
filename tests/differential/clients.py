"""Run scripts with one client on one engine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Final
from urllib.parse import quote

from engineclient.versions import is_before
from tests.differential import registries
from tests.differential.answers import Answer
from tests.differential.normal import Masks
from tests.differential.scripts import Script, Theme
from tests.engines import rest
from tests.support import PLUGINS

MINIDOCKER: Final = f'"{sys.executable}" "{Path(__file__).parents[2] / "cli.py"}"'
_NEWEST_OF_DOCKER: Final = "1.50"  # the newest API version of docker 28.2
_AT_ONCE: Final = 3  # themes that run concurrently
_SECONDS: Final = 60  # seconds that a script may take

# Stands for docker on PATH, and notes how each call ended. `trap` keeps the shell alive at a signal, not the client.
_DOCKER: Final = """\
#!/bin/sh
trap : INT TERM
{client} "$@"
code=$?
echo $code >>"$CODES"
exit $code
"""

# eventually PATTERN COMMAND: repeats a command of docker until its output has a line with the pattern. An engine does
# much of what a swarm is told after it has answered, and how long that takes is not compared.
_EVENTUALLY: Final = """\
#!/bin/sh
pattern=$1
shift
export CODES=/dev/null
until "$@" 2>/dev/null | grep -q -e "$pattern"; do sleep 0.1; done
"""


class Client:
    """A client that runs scripts.

    Args:
        program: shell words that call it.
        host: the engine's DOCKER_HOST.
    """

    def __init__(self, program: str, host: str) -> None:
        self._program = program
        self.host = host
        info, version = _get(host, "/info"), _get(host, "/version")
        self._architecture: str = version["Arch"]
        self._known: Mapping[str, str] = {
            host: "<host>",
            info["DockerRootDir"]: "<root>",
            info["ServerVersion"]: "<version>",
            version["Arch"]: "<arch>",
        }
        # On newer engines both clients are to use the same API version
        newer = is_before(_NEWEST_OF_DOCKER, version["ApiVersion"])
        self._speaks = {"DOCKER_API_VERSION": _NEWEST_OF_DOCKER} if newer else {}

    def answers(self, themes: Mapping[Theme, Sequence[Script]]) -> dict[Script, Answer]:
        """Run scripts: those of a theme in order, several themes concurrently unless one must run alone."""
        together = [theme for theme in themes if not theme.alone]
        # The longest first: at the end it would be waited for alone
        together.sort(key=lambda theme: len(themes[theme]), reverse=True)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            parts = [*pool.map(lambda theme: self._answers(theme, themes[theme]), together)]
        parts += [self._answers(theme, themes[theme]) for theme in themes if theme.alone]
        return {script: answer for part in parts for script, answer in part.items()}

    def _answers(self, theme: Theme, scripts: Sequence[Script]) -> dict[Script, Answer]:
        _tidy(self.host, theme.prefix)
        try:
            with self._registries(theme) as addresses:
                with self._folder(theme.plugins, addresses) as (folder, environ):
                    subprocess.run(["sh", "-ec", theme.before], cwd=folder, env=environ, check=True)
                return {script: self._answer(script, theme.plugins, addresses) for script in scripts}
        finally:
            _tidy(self.host, theme.prefix)

    def _registries(self, theme: Theme) -> AbstractContextManager[Mapping[str, str]]:
        return registries.running(self._architecture) if theme.registries else nullcontext({})

    def _answer(self, script: Script, plugins: Sequence[str], addresses: Mapping[str, str]) -> Answer:
        """Run one script in an empty directory."""
        with (
            self._folder(plugins, addresses) as (folder, environ),
            TemporaryFile() as out,
            TemporaryFile() as err,
        ):
            shell = subprocess.Popen(
                ["sh", "-c", script.code],
                cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip
            try:
                shell.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                _end_session(shell.pid)
                shell.wait()
                err.write(b"(the script did not end)\n")
            known = {address: f"<{name.lower()}>" for name, address in addresses.items()}
            in_file_names = {address.replace(":", "-"): name for address, name in known.items()}
            masks = Masks({**self._known, **known, **in_file_names, str(folder): "<here>"})
            codes = tuple(map(int, Path(environ["CODES"]).read_text().split()))
            return Answer(masks(_text(out)), masks(_text(err)), codes)

    @contextmanager
    def _folder(
        self, plugins: Sequence[str], addresses: Mapping[str, str]
    ) -> Iterator[tuple[Path, dict[str, str]]]:
        """An empty directory, and an environment in which `docker` is the client, without the user's settings.

        `plugins` are those that docker has, `addresses` those of registries.
        """
        with TemporaryDirectory(prefix="differential-") as name:
            here, bin, codes = Path(name, "here"), Path(name, "bin"), Path(name, "codes")
            here.mkdir()
            bin.mkdir()
            codes.touch()
            for program, text in (
                ("docker", _DOCKER.format(client=self._program)),
                ("eventually", _EVENTUALLY),
            ):
                (bin / program).write_text(text)
                (bin / program).chmod(0o755)
            for plugin in plugins:
                if (path := PLUGINS[plugin].path) is not None:
                    place = Path(name, ".docker", "cli-plugins")
                    place.mkdir(parents=True, exist_ok=True)
                    (place / plugin).symlink_to(path)
            environ = {
                "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}",
                "HOME": name,
                "LC_ALL": "C.UTF-8",
                "TZ": "UTC",
                "DOCKER_HOST": self.host,
                "CODES": str(codes),
                **self._speaks,
                **addresses,
            }
            yield here, environ


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _end_session(leader: int) -> None:
    """Kill all processes of a session, whatever process groups they have made."""
    for pid in [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]:
        with suppress(ProcessLookupError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)


def engine_version(host: str) -> str:
    """The engine's version, such as `20.10.24`."""
    version: str = _get(host, "/version")["Version"]
    return version


def _get(host: str, target: str) -> Any:
    status, _, body = rest.request(host, "GET", target)
    if status != 200:
        raise OSError(f"GET {target}: {status} {body.decode(errors='replace')}")
    return json.loads(body)


def _tidy(host: str, prefix: str) -> None:
    """Remove containers, networks, volumes and names of images that begin with `prefix`."""
    filters = quote(json.dumps({"name": [prefix]}))
    for container in _get(host, f"/containers/json?all=1&filters={filters}"):
        rest.request(host, "DELETE", f"/containers/{container['Id']}?force=1&v=1")
    for network in _get(host, f"/networks?filters={filters}"):
        rest.request(host, "DELETE", f"/networks/{network['Id']}")
    for volume in _get(host, f"/volumes?filters={filters}")["Volumes"] or []:
        rest.request(host, "DELETE", f"/volumes/{volume['Name']}")
    for image in _get(host, "/images/json"):
        for name in [*(image["RepoTags"] or []), *(image["RepoDigests"] or [])]:
            if name.startswith(prefix) or f"/{prefix}" in name:
                rest.request(host, "DELETE", f"/images/{name}")
