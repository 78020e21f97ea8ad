"""tour: chapters that run commands and explain them, on the engine or, without one, on recordings."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import termios
import tty
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.cli.app import App
from engineclient.cli.arity import at_most
from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import Flag, flags
from engineclient.commands.recordings import tour_evidence, tour_progress
from engineclient.errors import ConnectionFailed
from engineclient.languages import gettext as _
from engineclient.text.wrap import Span, wrap
from engineclient.tour import CHAPTERS, find

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from engineclient import Engine
    from engineclient.cli.global_options import GlobalOptions
    from engineclient.cli.observing.observation import Observation
    from engineclient.events import Emit
    from engineclient.tour import Chapter, Step

_LEAVING = ("q", "\x03", "\x04", "\x1b")
_LIST = "list"
_BOLD, _CYAN, _GREEN = "1", "36", "32"


def _chapter_names(_ctx: click.Context, _param: click.Parameter, _incomplete: str) -> list[str]:
    return [_LIST, *(chapter.name for chapter in CHAPTERS)]


@command("[OPTIONS] [CHAPTER | list]", at_most(1), observable=False, complete=_chapter_names, description=(
    "Learn which requests docker's commands send, and what the engine and the\n"
    "kernel do with them.\n\n"
    "Each step asks for a prediction, runs a real command, explains it request by\n"
    "request, and proves the answer. It runs on the engine or, if there is none, on\n"
    "a recording. Without CHAPTER the first unfinished one is run; `list` lists the\n"
    "chapters. A chapter removes what it creates, except for images and the build\n"
    "cache."
))  # fmt: skip
@flags(Flag("--no-wait", BOOL, "Do not wait for a key at each step (default if stdin is not a terminal)"))
def tour(app: App, *names: str, no_wait: bool) -> None:
    """`minidocker tour`."""
    done = tour_progress.finished()
    if names == (_LIST,):
        _list(app, done)
        return
    chapter = (
        find(names[0]) if names else next((each for each in CHAPTERS if each.name not in done), CHAPTERS[0])
    )
    if chapter is None:
        known = ", ".join(each.name for each in CHAPTERS)
        raise Failure(_('no chapter "{name}"; there are: {known}').format(name=names[0], known=known))
    waits = not no_wait and sys.stdin is not None and sys.stdin.isatty() and app.out.is_terminal()
    _Walk(app, chapter, waits=waits).go()
    done = tour_progress.finish(chapter.name)
    after = next((each for each in CHAPTERS if each.name not in done), None)
    app.out.line()
    if after is not None:
        text = _("Next: {command} ({title}). All chapters: {list}")
        command = f"{PROGRAM} tour {after.name}"
        app.out.line(text.format(command=command, title=_(after.title), list=f"{PROGRAM} tour list"))
    else:
        app.out.line(_("That was the last chapter. All of them: {list}").format(list=f"{PROGRAM} tour list"))


def _list(app: App, done: set[str]) -> None:
    width = max(len(chapter.name) for chapter in CHAPTERS)
    for chapter in CHAPTERS:
        app.out.line(f"{'✓' if chapter.name in done else ' '} {chapter.name:<{width}}  {_(chapter.title)}")


class _Walk:
    """Runs one chapter."""

    def __init__(self, app: App, chapter: Chapter, *, waits: bool) -> None:
        self._app = app
        self._chapter = chapter
        self._waits = waits
        self._absence = None if chapter.recorded else _absence(app)
        self._recorded = chapter.recorded or self._absence is not None
        self._noted: set[str] = set()
        self._left = False
        self._numbers = chapter.commands()

    def go(self) -> None:
        """Run all steps, and remove what they created, even if the user leaves."""
        app = self._app
        if not self._recorded and (app.options.dry_run or app.options.read_only):
            raise Failure(
                _("the tour runs containers; one that runs none is `{command}`").format(
                    command=f"{PROGRAM} -H recording: tour"
                )
            )
        self._say(_(self._chapter.title), _BOLD)
        if self._chapter.recorded:
            self._say(_("The engine's part is played by a recording, which can be told to fail."))
        elif self._recorded:
            if self._absence:
                self._say(self._absence)
            played = _("The engine's part is played by recordings of {engine}.")
            self._say(played.format(engine=_recorded_engine(self._chapter.recording(1))))
        if self._waits:
            self._say(_("Any key goes on, q ends the tour."))
        self._clean()
        with tempfile.TemporaryDirectory(prefix=f"{PROGRAM}-tour-") as folder, contextlib.chdir(folder):
            self._write(self._chapter.files, show=False)
            self._steps()

    def _steps(self) -> None:
        try:
            for number, step in enumerate(self._chapter.steps, 1):
                self._app.out.line()
                self._rule(f"{number}/{len(self._chapter.steps)}")
                self._step(step)
        finally:
            self._clean()

    def _step(self, step: Step) -> None:
        if step.say:
            self._say(_(step.say))
        self._write(step.write or (self._chapter.files if step is self._chapter.steps[0] else ()))
        if step.predict:
            self._say(f"? {_(step.predict)}", _CYAN)
            self._wait()
        words = step.typed if step.typed and self._waits and not self._recorded else step.run
        self._prompt(words)
        if not step.predict:
            self._wait()
        self._report(self._run(words, explain=not self._chapter.recorded, paced=step.paced))
        if step.answer:
            self._app.out.line()
            self._say(f"→ {_(step.answer)}", _GREEN)
        for shown in step.show:
            self._prompt(shown)
            self._report(self._run(shown))
        if step.host and not self._recorded:
            self._host(step)

    def _write(self, files: Iterable[tuple[str, str]], *, show: bool = True) -> None:
        """Write files to the chapter's directory, and show them."""
        for name, text in files:
            Path(name).write_text(text, "utf-8")
            if show:
                self._app.out.line()
                self._app.out.line(self._paint(f"$ cat {name}", _BOLD))
                self._app.out.write(text)
        if show and files:
            self._app.out.line()

    def _host(self, step: Step) -> None:
        """Show evidence on the engine's machine, if that is this machine."""
        for line, output in tour_evidence.on_this_machine(self._app.engine(), step.host, step.of):
            self._app.out.line(self._paint(f"# {line}", _BOLD))
            self._app.out.write(output)

    def _run(self, words: tuple[str, ...], *, explain: bool = False, paced: bool = False) -> int:
        number, _of, _words = next(self._numbers)
        recording = "" if not self._recorded or self._chapter.recorded else self._chapter.recording(number)
        pace = partial(self._wait, "  … ") if paced and self._waits else None
        inner = _Inner(self._app, recording, self._noted, pace)
        options = ["--config", self._app.options.config] if self._app.options.config else []
        code = self._app.run([*options, *["--explain"] * explain, *words], inner)
        if self._left:  # the user left while the command ran
            raise Failure("", 0)
        return code

    def _clean(self) -> None:
        """Remove what the steps created; errors for missing objects are ignored."""
        if self._recorded:
            return
        from engineclient.cli.output import Output

        for words in self._chapter.clean:
            inner = _Inner(self._app, "", set(), None)
            inner.out = inner.err = Output(None)
            self._app.run(words, inner)

    def _report(self, code: int) -> None:
        if code:
            self._app.out.line(_("(exit code {code})").format(code=code))

    # output, and keys of the terminal

    def _prompt(self, words: tuple[str, ...]) -> None:
        import shlex

        self._app.out.line()
        self._app.out.line(self._paint(f"$ {PROGRAM} {shlex.join(words)}", _BOLD))

    def _say(self, text: str, hue: str = "") -> None:
        for line in wrap([Span(text, hue)], self._width):
            self._app.out.line("".join(self._paint(*span) for span in line))

    def _rule(self, title: str) -> None:
        self._app.out.line(f"── {title} " + "─" * (self._width - len(title) - 4))

    @property
    def _width(self) -> int:
        try:
            return min(os.get_terminal_size(self._app.out.fileno()).columns, 100)
        except OSError:
            return 100

    def _paint(self, text: str, hue: str) -> str:
        return f"\x1b[{hue}m{text}\x1b[0m" if hue and self._app.out.is_coloured() else text

    def _wait(self, prompt: str = "  … ") -> None:
        """Wait for a key.

        Raises:
            Failure: it was the key that ends the tour; the exit code is 0.

        """
        if not self._waits:
            return
        self._app.out.write(f"\n{prompt}")
        key = _key()
        self._app.out.write("\r    \r")
        if key in _LEAVING:
            self._left = True
            raise Failure("", 0)


class _Inner(App):
    """The call of a step's command: on the tour's engine or a recording, on one output stream, each note shown once."""

    def __init__(self, outer: App, recording: str, noted: set[str], pace: partial[None] | None) -> None:
        super().__init__(partial(_connect, outer, recording))
        self.out = self.err = outer.out
        self._noted = noted
        self._pace = pace

    def announce(self, recording: str) -> None:
        """Print nothing, as the tour itself has said what plays the engine."""

    def new_observation(self) -> Observation:
        """An observation that shows the whole conversation of the command."""
        from engineclient.cli.observing.observation import Observation

        return Observation(self.out, explain="true", pace=self._pace, apart=True, noted=self._noted)


def _connect(outer: App, recording: str, _options: GlobalOptions, on_event: Emit | None) -> Engine:
    """The engine of the tour, or the replay of a recording."""
    if not recording:
        return outer.connect(on_event)
    from engineclient import Engine
    from engineclient.connect.hosts import Endpoint
    from engineclient.recording.library import open_recording
    from engineclient.recording.replay.transport import ReplayTransport

    transport = ReplayTransport(open_recording(recording), lenient=True)
    played = _("the recorded {engine}").format(engine=_recorded_engine(recording))
    return Engine(Endpoint("recording", recording, host=played), transport=transport, on_event=on_event)


def _recorded_engine(recording: str) -> str:
    from engineclient.recording.library import open_recording

    return str(open_recording(recording).engine)


def _absence(app: App) -> str | None:
    """Why there is no engine, "" if a recording was requested; None if there is an engine."""
    with app.connect() as engine:
        if engine.endpoint.kind == "recording":
            return ""
        try:
            engine.ping()
        except ConnectionFailed as error:
            return str(error)
    return None


def _key() -> str:
    """Read a key of the terminal on stdin; "q" at its end."""
    before = termios.tcgetattr(0)
    try:
        tty.setcbreak(0)
        return os.read(0, 32).decode(errors="replace") or "q"
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
