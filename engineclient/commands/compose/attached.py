"""An attached `compose up`: show the output of the containers, and stop them at Ctrl-C or when one of them exits."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.cli.terminal.signals import Signals
from engineclient.commands.compose.logs import coloured
from engineclient.commands.compose.menu import Menu
from engineclient.commands.compose.progress import line_reporter, settle
from engineclient.commands.compose.running import limit
from engineclient.compose.errors import ComposeError
from engineclient.compose.log_prefix import WATCHER, Prefixes
from engineclient.golang.times import format_rfc3339

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.compose.plan import Decision
    from engineclient.compose.progress import Event
    from engineclient.procedures.compose.follow import Watcher

_INTERRUPTED: Final = 130
_ONE_PRESS: Final = 0.02  # seconds within which two signals count as one


class Attached:
    """Shows the output of a project's containers from their start to their end.

    The first SIGINT or SIGTERM stops them, the second kills them, the third exits at once. With the menu, Ctrl-C is not a
    signal: it stops the containers, too, and the exit code is that of containers that exit by themselves.

    Args:
        app: the program, for its output and its engine.
        project: the project.
        shown: the services whose output is shown.
        watched: the services that the command waits for: it ends when their containers have exited.
        timeout: seconds until a container that does not stop is killed, instead of its own.
        exit_code_from: the service whose exit code is that of the command.
        on_exit: stop all containers when one exits.
        on_failure: stop all containers when one exits with another code than 0.
        no_color: print without colours.
        no_log_prefix: print lines without the names of containers.
        timestamps: print the time before each line.
        watch: watch files, and update the containers when they change.
        menu: show the menu of keys below the output.

    """

    def __init__(
        self,
        app: App,
        project: Project,
        shown: Sequence[str],
        watched: Sequence[str],
        *,
        timeout: int | None,
        exit_code_from: str,
        on_exit: bool,
        on_failure: bool,
        no_color: bool,
        no_log_prefix: bool,
        timestamps: bool,
        watch: bool = False,
        menu: bool = False,
    ) -> None:
        self._app = app
        self._project = project
        self._shown = shown
        self._watched = watched
        self._timestamps = timestamps
        self._watch = watch
        self._unwatch: threading.Event | None = None  # ends the running watch when it is set
        self._menu: Menu | None = None
        if menu:
            toggle = self._toggle_watch if _is_watched(project) else None
            self._menu = Menu(app.out, toggle, self._interrupt)
        self._timeout = timeout
        self._exit_code_from = exit_code_from
        self._on_exit = on_exit
        self._on_failure = on_failure
        self._prefixes = Prefixes(
            coloured=coloured(app, no_color=no_color), shown=not no_log_prefix, watch_coloured=not no_color
        )
        self._names: dict[str, str] = {}
        self._services: dict[str, str] = {}
        self._interrupts = 0  # by signals and by the menu's Ctrl-C
        self._signals = 0
        self._signalled = -_ONE_PRESS
        self._lock = threading.Lock()
        self._stopping: list[threading.Thread] = []
        self._codes: dict[str, int] = {}
        self._first: int | None = None
        self._handlers = Signals()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._handlers.on(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._menu is not None:
            self._menu.end()
        if self._unwatch is not None:
            self._unwatch.set()
        for each in self._stopping:
            each.join()
        self._handlers.release()

    def watcher(self) -> Watcher:
        """The callbacks for `up`."""
        from engineclient.procedures.compose.follow import Watcher

        return Watcher(
            shown=self._shown,
            watched=self._watched,
            attaching=self._attaching,
            line=self._line,
            exited=self._exited,
            hook_line=self._hook_line,
        )

    def exit_code(self) -> int:
        """The exit code of the command, once all containers have exited; prints an empty line if it is not 0."""
        if self._signals:
            self._app.err.line()
            return _INTERRUPTED
        code = 0
        if self._exit_code_from:
            ended = (
                code for name, code in self._codes.items() if self._services[name] == self._exit_code_from
            )
            code = next(ended, 0)
        elif self._on_exit or self._on_failure:
            code = self._first or 0
        if code:
            self._app.err.line()
        return code

    def _attaching(self, containers: Sequence[Decision]) -> None:
        settle(self._app)
        for each in containers:
            self._services[each.name] = each.service
            if each.service in self._shown:
                self._names[each.name] = _shown(each.name, self._project)
        if self._menu is not None:
            self._menu.open()
        if self._watch:
            if not _is_watched(self._project):
                raise ComposeError(
                    "none of the selected services is configured for watch, "
                    "see https://docs.docker.com/compose/how-tos/file-watch/"
                )
            if self._menu is not None:
                self._menu.watching = True
            self._start_watch()
        self._app.out.line(f"Attaching to {', '.join(sorted(self._names.values()))}")

    def _start_watch(self) -> None:
        """Start the watch in a thread of its own, and wait for its first line."""
        from engineclient.commands.compose.watch import Watching
        from engineclient.compose.watching import rules

        rules(self._project)  # raises the errors in them here, not in the thread
        self._unwatch = over = threading.Event()
        begun = threading.Event()

        def say(stream: str, text: bytes) -> None:
            self._write(WATCHER, stream, text)
            begun.set()

        def watch() -> None:
            try:
                with self._app.connect() as engine:
                    Watching(self._app, engine, self._project, write=say).run(over)
            finally:
                begun.set()

        threading.Thread(target=watch, daemon=True).start()
        begun.wait()

    def _toggle_watch(self) -> None:
        assert self._menu is not None
        if self._menu.watching:
            assert self._unwatch is not None
            self._unwatch.set()
            self._write(WATCHER, "stdout", b"Watch disabled")
        else:
            self._start_watch()
        self._menu.watching = not self._menu.watching

    def _line(self, name: str, stream: str, text: bytes) -> None:
        if name in self._names:
            self._write(self._names[name], stream, text)

    def _hook_line(self, name: str, stream: str, text: bytes) -> None:
        self._write(f"{_shown(name, self._project)} ->", stream, text)

    def _write(self, name: str, stream: str, text: bytes) -> None:
        out = self._app.err if stream == "stderr" else self._app.out
        moment = f"{format_rfc3339(time.time_ns(), nanoseconds=True)} " if self._timestamps else ""
        with self._below():
            out.write(f"{self._prefixes.of(name)}{moment}".encode() + text + b"\n")

    def _below(self) -> AbstractContextManager[None]:
        """Keep the menu, if there is one, below what is written in this context."""
        return self._menu.around() if self._menu is not None else nullcontext()

    def _exited(self, name: str, code: int, restarting: bool) -> None:
        if name in self._names and self._services[name] in self._watched and not self._signals:
            with self._below():
                self._app.out.write(self._prefixes.exited(self._names[name], code, restarting=restarting))
        if restarting:
            return
        with self._lock:
            self._codes[name] = code
            aborts = self._on_exit or (self._on_failure and code != 0)
            if (
                aborts and self._first is None and not self._signals
            ):  # after the menu's Ctrl-C too, as docker compose
                self._first = code
                self._app.err.line("\x1b[31m\x1b[1mAborting on container exit...\x1b[0m")
                self._stop()

    def _on_signal(self, number: int) -> None:
        now = time.monotonic()
        if now - self._signalled < _ONE_PRESS:
            return  # the same press: some programs signal both the process and its group
        self._signalled = now
        self._signals += 1
        if self._menu is not None:
            self._menu.close()
        self._interrupt()

    def _interrupt(self) -> None:
        """Stop the containers at the first call, kill them at the second.

        Raises:
            Failure: it is the third call.

        """
        self._interrupts += 1
        if self._interrupts == 1:
            self._app.out.line("Gracefully Stopping... press Ctrl+C again to force")
            self._stop()
        elif self._interrupts == 2:
            threading.Thread(target=self._end, args=(True,), daemon=True).start()
        else:
            raise Failure(f"got {self._interrupts} SIGTERM/SIGINTs, forcefully exiting")

    def _stop(self) -> None:
        """Stop the containers in a thread, while their output is still read."""
        self._stopping.append(threading.Thread(target=self._end, args=(False,), daemon=True))
        self._stopping[-1].start()

    def _end(self, kill: bool) -> None:
        from engineclient.compose.selection import dependencies, of_services
        from engineclient.procedures.compose import lifecycle
        from engineclient.procedures.compose.containers import containers_of

        show = line_reporter(self._app)

        def report(event: Event) -> None:
            with self._below():
                show(event)

        with self._app.connect() as engine:
            found = engine.perform(containers_of(self._project.name))
            mine = of_services(found, tuple(self._project.services))
            if kill:
                running = [each for each in mine if each.state == "running"]
                engine.perform(lifecycle.kill(running, report=report, limit=limit(self._app)))
                return
            depends = dependencies(self._project, mine)
            engine.perform(
                lifecycle.stop(
                    mine,
                    depends,
                    project=self._project,
                    timeout=self._timeout,
                    report=report,
                    limit=limit(self._app),
                )
            )


def _is_watched(project: Project) -> bool:
    return any(each.develop is not None and each.develop.watch for each in project.services.values())


def _shown(name: str, project: Project) -> str:
    """The name of a container in the prefix of its lines: without the name of the project, unless the file gives it."""
    if any(each.container_name == name for each in project.services.values()):
        return name
    return name.removeprefix(f"{project.name}-").removeprefix(f"{project.name}_")
