"""Running scripts with one client on one engine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Final
from urllib.parse import quote

from engineclient.versions import is_before
from tests.differential.answers import Answer
from tests.differential.normal import Masks
from tests.differential.scripts import Script, Theme
from tests.engines import rest
from tests.support import PLUGINS

MINIDOCKER: Final = f'"{sys.executable}" "{Path(__file__).parents[2] / "cli.py"}"'
_NEWEST_OF_DOCKER: Final = "1.50"  # that docker 28.2 speaks
_AT_ONCE: Final = 3  # themes
_SECONDS: Final = 60  # that a script may take

# Stands for docker on PATH, and notes how each call ended. `trap` keeps the shell alive at a signal, not the client.
_DOCKER: Final = """\
#!/bin/sh
trap : INT TERM
{client} "$@"
code=$?
echo $code >>"$CODES"
exit $code
"""


class Client:
    """A client to run scripts with.

    Args:
        program: shell words that call it.
        host: the engine's DOCKER_HOST.
    """

    def __init__(self, program: str, host: str) -> None:
        self._program = program
        self.host = host
        info, version = _get(host, "/info"), _get(host, "/version")
        self._known: Mapping[str, str] = {
            host: "<host>",
            info["DockerRootDir"]: "<root>",
            info["ServerVersion"]: "<version>",
            version["Arch"]: "<arch>",
        }
        # Of a newer engine both are to ask the same
        newer = is_before(_NEWEST_OF_DOCKER, version["ApiVersion"])
        self._speaks = {"DOCKER_API_VERSION": _NEWEST_OF_DOCKER} if newer else {}

    def answers(self, themes: Mapping[Theme, Sequence[Script]]) -> dict[Script, Answer]:
        """Run some scripts of some themes: of one theme in turn, of several at once unless one has to be alone."""
        together = [theme for theme in themes if not theme.alone]
        # The longest last would be waited for
        together.sort(key=lambda theme: len(themes[theme]), reverse=True)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            parts = [*pool.map(lambda theme: self._answers(theme, themes[theme]), together)]
        parts += [self._answers(theme, themes[theme]) for theme in themes if theme.alone]
        return {script: answer for part in parts for script, answer in part.items()}

    def _answers(self, theme: Theme, scripts: Sequence[Script]) -> dict[Script, Answer]:
        _tidy(self.host, theme.prefix)
        try:
            with self._folder(theme.plugins) as (folder, environ):
                subprocess.run(["sh", "-ec", theme.before], cwd=folder, env=environ, check=True)
            return {script: self._answer(script, theme.plugins) for script in scripts}
        finally:
            _tidy(self.host, theme.prefix)

    def _answer(self, script: Script, plugins: Sequence[str]) -> Answer:
        """Run one script in an empty folder."""
        with self._folder(plugins) as (folder, environ), TemporaryFile() as out, TemporaryFile() as err:
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
            masks = Masks({**self._known, str(folder): "<here>"})
            codes = tuple(map(int, Path(environ["CODES"]).read_text().split()))
            return Answer(masks(_text(out)), masks(_text(err)), codes)

    @contextmanager
    def _folder(self, plugins: Sequence[str]) -> Iterator[tuple[Path, dict[str, str]]]:
        """An empty folder, and an environment in which `docker` is the client, without settings of a person's.

        `plugins` are those that docker has.
        """
        with TemporaryDirectory(prefix="differential-") as name:
            here, bin, codes = Path(name, "here"), Path(name, "bin"), Path(name, "codes")
            here.mkdir()
            bin.mkdir()
            codes.touch()
            docker = bin / "docker"
            docker.write_text(_DOCKER.format(client=self._program))
            docker.chmod(0o755)
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
            }
            yield here, environ


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _end_session(leader: int) -> None:
    """Kill all processes of a session, whatever groups they have made."""
    for pid in [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]:
        with suppress(ProcessLookupError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)


def engine_version(host: str) -> str:
    """The engine's version, `20.10.24` or the like."""
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
        for tag in image["RepoTags"] or []:
            if tag.startswith(prefix):
                rest.request(host, "DELETE", f"/images/{tag}")
