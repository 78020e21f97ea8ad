"""`compose watch`: update containers when files of this machine change."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import ANY
from engineclient.cli.failures import failure_of
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag, flags
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.creation import NO_FLAGS, build_missing, chosen, up_options
from engineclient.commands.compose.programs import with_programs_run
from engineclient.commands.compose.progress import settle
from engineclient.commands.compose.project import complaining
from engineclient.commands.compose.running import limit
from engineclient.compose.watching import changes, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.compose.state import Container
    from engineclient.compose.watching import Changes, Rule

_POLL: Final = 0.5  # seconds between two scans of the files
_PIECE: Final = 1 << 16


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flags(
    Flag("--no-up", BOOL, "Do not build and start the services first"),
    Flag("--prune", BOOL, "Remove images that a rebuild leaves without a name", default=True),
    Flag("--quiet", BOOL, "Do not show the output of builds", dest="quiet_"),
)
def watch(app: App, *services: str, no_up: bool, prune: bool, quiet_: bool) -> None:
    """Watch files, and update running containers when they change, until interrupted."""
    from engineclient.procedures.compose.up import up

    given: dict[str, Any] = {**NO_FLAGS, "build": not no_up}
    project = chosen(app, services, given)
    if not no_up:
        build_missing(app, project, given)
        project = with_programs_run(app, project)
        with complaining(app):
            app.engine().perform(up(project, up_options(app, project, services, given)))
        settle(app)
    with complaining(app):
        watching = Watching(app, app.engine(), project, services, prune=prune, quiet=quiet_)
    watching.run(threading.Event())


class Watching:
    """Scans the files of a project's rules repeatedly, and carries out the rules when they change.

    Args:
        app: the program, for its output.
        engine: the engine with the containers.
        project: the project.
        services: the services whose rules are carried out; empty for all.
        prune: remove images that a new build leaves without a name.
        quiet: do not show the output of builds.
        write: takes the stream (`stdout` or `stderr`) and the text of each line; by default they are printed.

    Raises:
        ComposeError: there are no rules, or one rebuilds a service that has no `build`.

    """

    def __init__(
        self,
        app: App,
        engine: Engine,
        project: Project,
        services: Sequence[str] = (),
        *,
        prune: bool = True,
        quiet: bool = False,
        write: Callable[[str, bytes], object] | None = None,
    ) -> None:
        self._app = app
        self._write = write or self._print
        self._engine = engine
        self._project = project
        self._prune = prune
        self._quiet = quiet
        self._rules = rules(project, services)
        self._known = [look(rule) for rule in self._rules]

    def run(self, over: threading.Event) -> None:
        """Watch until `over` is set; errors are printed, and the watch continues."""
        self._say("Watch enabled")
        for rule, known in zip(self._rules, self._known, strict=True):
            if rule.initial and rule.syncs:
                self._guarded([(rule, changes({}, known))], first=True)
        while not over.wait(_POLL):
            found: list[tuple[Rule, Changes]] = []
            for index, rule in enumerate(self._rules):
                now = look(rule)
                if changed := changes(self._known[index], now):
                    found.append((rule, changed))
                self._known[index] = now
            if found:
                self._guarded(found)

    def _guarded(self, found: Sequence[tuple[Rule, Changes]], *, first: bool = False) -> None:
        try:
            if first:
                for rule, changed in found:
                    self._sync(rule, changed)
            else:
                self._act(found)
        except Exception as error:  # an error of one change does not end the watch
            settle(self._app)
            self._write("stderr", failure_of(error).text.encode())

    def _act(self, found: Sequence[tuple[Rule, Changes]]) -> None:
        rebuilt = sorted({rule.service for rule, _ in found if rule.action == "rebuild"})
        if rebuilt:
            self._rebuild(rebuilt)
        restarted: set[str] = set()
        for rule, changed in found:
            if rule.service in rebuilt:
                continue
            if rule.syncs:
                count = changed.total
                self._say(f'Syncing service "{rule.service}" after {count} changes were detected')
                self._sync(rule, changed)
            if rule.action in ("restart", "sync+restart"):
                restarted.add(rule.service)
        if restarted:
            self._restart(sorted(restarted))

    def _containers(self, services: Sequence[str]) -> list[Container]:
        from engineclient.compose.selection import of_services
        from engineclient.procedures.compose.containers import containers_of

        return of_services(self._engine.perform(containers_of(self._project.name, all=False)), services)

    def _sync(self, rule: Rule, changed: Changes) -> None:
        from engineclient.procedures.compose.sync import sync

        targets = self._containers([rule.service])
        service = self._project.services[rule.service]
        self._engine.perform(sync(rule, changed, service, targets, archive, self._write))

    def _say(self, text: str) -> None:
        self._write("stdout", text.encode())

    def _print(self, stream: str, line: bytes) -> None:
        (self._app.err if stream == "stderr" else self._app.out).write(line + b"\n")

    def _restart(self, services: Sequence[str]) -> None:
        from engineclient.compose.progress import ignore
        from engineclient.procedures.compose import lifecycle

        found = self._containers(())
        self._engine.perform(
            lifecycle.restart(self._project, found, services, report=ignore, limit=limit(self._app))
        )
        self._say(f"service(s) {_listed(services)} restarted")

    def _rebuild(self, services: Sequence[str]) -> None:
        from engineclient.api.images import images
        from engineclient.commands.compose.build import build_services
        from engineclient.compose.progress import ignore
        from engineclient.procedures.compose.up import up
        from engineclient.steps import All, attempt

        before = {str(each.listed.get("ImageID", "")) for each in self._containers(services)}
        self._say(f"Rebuilding service(s) {_listed(services)} after changes were detected...")
        build_services(self._app, self._project, services, silent=self._quiet, report=ignore)
        self._say(f"service(s) {_listed(services)} successfully built")
        alone = self._project.with_selected_services(services, dependencies=False)
        options = up_options(self._app, alone, services, {**NO_FLAGS})
        self._engine.perform(up(alone, options.replace(report=ignore, pull_report=ignore)))
        if self._prune:
            after = {str(each.listed.get("ImageID", "")) for each in self._containers(services)}
            gone = [attempt(images.remove(id)) for id in sorted(before - after)]
            self._engine.perform(All(gone))


def look(rule: Rule) -> dict[str, object]:
    """The modification time, size and mode of each file of a rule, by its path relative to that of the rule."""
    stamps: dict[str, object] = {}
    if not os.path.isdir(rule.path):  # noqa: PTH112
        stamps[""] = _stamp(rule.path)
    for folder, folders, files in os.walk(rule.path):
        below = os.path.relpath(folder, rule.path)
        below = "" if below == "." else f"{below}/"
        folders[:] = [name for name in folders if rule.takes(f"{below}{name}") or rule.included is not None]
        for name in files:
            if rule.takes(f"{below}{name}"):
                stamps[f"{below}{name}"] = _stamp(f"{folder}/{name}")
    return {path: stamp for path, stamp in stamps.items() if stamp is not None}


def _stamp(path: str) -> object:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_mode


def archive(rule: Rule, paths: Sequence[str]) -> Iterator[bytes]:
    """The tar archive of files of a rule, in pieces; files that do not exist any more are left out."""
    from engineclient.wire import tar

    for path in paths:
        try:
            file = open(f"{rule.path}/{path}" if path else rule.path, "rb")  # noqa: PTH123, SIM115
        except OSError:
            continue
        with file:
            found = os.fstat(file.fileno())
            yield tar.header(
                tar.Entry(
                    name=rule.inside(path).lstrip("/"),
                    kind="file",
                    mode=found.st_mode & 0o7777,
                    size=found.st_size,
                    mtime=found.st_mtime_ns,
                    uid=0,
                    gid=0,
                )
            )
            left = found.st_size
            while left and (piece := file.read(min(left, _PIECE))):
                left -= len(piece)
                yield piece
            yield bytes(left) + tar.padding(
                found.st_size
            )  # zeros in place of content that was truncated meanwhile
    yield tar.END


def _listed(services: Sequence[str]) -> str:
    """A list of texts as Go prints it with quotes: `["a" "b"]`."""
    return "[" + " ".join(f'"{name}"' for name in services) + "]"
