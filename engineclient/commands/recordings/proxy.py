"""proxy, web and session: a socket in front of the engine's, to observe or restrict the requests of other clients."""

from __future__ import annotations

import os
import shlex
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from engineclient.api.permissions import Rule
from engineclient.cli.arity import ANY, NONE
from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING, UINT16
from engineclient.cli.flags import Flag, flags
from engineclient.commands.recordings.observed_proxy import ObservedProxy, announce, run_with, start_browser
from engineclient.commands.recordings.sockets import listening_at, not_in_a_dry_run
from engineclient.errors import ConnectionFailed
from engineclient.languages import gettext as _
from engineclient.proxy.guard import judge
from engineclient.trace import files
from engineclient.trace.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App

_PORT = UINT16.replace(word="port", bare="0", takes_next=True)


@command("[OPTIONS] [-- COMMAND [ARG...]]", ANY, observable=False, description=(
    "Serve a socket in front of the engine's until SIGINT or SIGTERM, or run\n"
    "COMMAND with that socket as its engine and serve it until COMMAND ends.\n\n"
    "With --read-only or --allow, other requests are refused with status 403 and\n"
    "never reach the engine; /_ping and /version are always allowed. A rule is\n"
    "METHOD /PATH, without the API version: * matches anything but a slash, ** any\n"
    "number of segments. With both flags a request must be a read request and match\n"
    "a rule. A wait is a read request, and so is an attach that sends no input.\n\n"
    "--web shows the traffic live in a browser, at an address on loopback that\n"
    "contains a secret."
))  # fmt: skip
@flags(
    Flag("--allow", LIST, "Allow the requests that match this rule, such as 'GET /containers/**'"),
    Flag("--explain", BOOL, "Explain the requests and answers on standard error"),
    Flag("--listen", STRING, "Path of the socket to serve"),
    Flag("--read-only", BOOL, "Allow only requests that cannot change anything"),
    Flag("--trace", STRING, "Save the conversations to a file (.jsonl, .har, .mmd or .html)"),
    Flag(
        "--web",
        _PORT,
        "Show the traffic live in a browser, on this port (without a value, on a free one)",
        default=None,
    ),
)
def proxy(
    app: App,
    *command: str,
    allow: list[str],
    explain: bool,
    listen: str,
    read_only: bool,
    trace: str,
    web: int | None,
) -> int:
    """`minidocker proxy`."""
    if not (listen or command or web is not None):
        raise Failure(
            "--listen with the path of the socket to serve is required, or --web, or a command to run after --"
        )
    not_in_a_dry_run(app, "proxy")
    rules = _rules(allow)
    if trace:
        files.check(trace)
    read_only = read_only or app.options.read_only
    judging = judge(read_only=read_only, rules=rules) if read_only or rules else None
    served = ObservedProxy(app, listen, judging, read_only=read_only)
    kept = Trace(app.engine().host, command)
    if explain:
        served.explain()
    if trace:
        served.keep(kept)
    if web is not None:
        announce(app, served.serve_browser(web))
    code = _serve(app, served, command)
    if trace:
        kept.exit_code = code if command else None
        _save(app, kept, trace)
    return code


def _serve(app: App, served: ObservedProxy, command: Sequence[str]) -> int:
    """Serve while the command runs, or until a signal arrives."""
    if command:
        with served as path:
            return run_with(command, path)
    with suppress(KeyboardInterrupt), served as path:  # a signal is the way such a service ends
        listening_at(app, path, served.about)
        served.wait()
    return 0


def _save(app: App, kept: Trace, path: str) -> None:
    kept.keep_own_daemon_events()
    try:
        files.save(kept, path)
    except OSError as error:
        raise Failure(f"{path}: {(error.strerror or str(error)).lower()}") from error
    app.err.line(f"{PROGRAM}: {_('the conversation is kept in {path}').format(path=path)}")


def _rules(texts: Sequence[str]) -> list[Rule]:
    try:
        return [Rule(text) for text in texts]
    except ValueError as error:
        raise Failure(str(error)) from error


@command("[OPTIONS]", NONE, observable=False, description=(
    "Show recordings in a browser and, if there is an engine, live traffic: the\n"
    "path of a socket in front of the engine is printed, for any client. Serves\n"
    "until SIGINT or SIGTERM. The page's address is on loopback and contains a\n"
    "secret."
))  # fmt: skip
@flags(
    Flag("--listen", STRING, "Path of the socket to serve, instead of one in a temporary directory"),
    Flag("-p, --port", _PORT.replace(bare=None, takes_next=False), "Port of the page, instead of a free one"),
)
def web(app: App, *, listen: str, port: int) -> int:
    """`minidocker web`."""
    not_in_a_dry_run(app, "web")
    try:
        app.engine().ping()
    except ConnectionFailed as error:
        app.err.line(f"{PROGRAM}: {error} {_('Recordings can be looked at all the same.')}")
        _recordings_alone(app, port)
        return 0
    judging = judge(read_only=True) if app.options.read_only else None
    served = ObservedProxy(app, listen, judging, read_only=app.options.read_only)
    announce(app, served.serve_browser(port))
    return _serve(app, served, ())


def _recordings_alone(app: App, port: int) -> None:
    from engineclient.live.sources import Sources

    with ExitStack() as stack, suppress(KeyboardInterrupt):
        announce(app, start_browser(stack, Sources(None), port))
        while True:
            time.sleep(3600)


@command("[OPTIONS] [-- COMMAND [ARG...]]", ANY, observable=False, description=(
    "Start a shell in which every client of the engine (docker, minidocker,\n"
    "compose) goes through a proxy. When it ends, the traffic is saved as a page\n"
    "(NAME.html) and as a recording (NAME.json). COMMAND runs instead of $SHELL."
))  # fmt: skip
@flags(
    Flag("-o, --output", STRING, "Name of the files, without suffix, instead of session-DATE"),
    Flag(
        "--web",
        _PORT,
        "Also show the traffic live in a browser, on this port (without a value, on a free one)",
        default=None,
    ),
)
def session(app: App, *command: str, output: str, web: int | None) -> int:
    """`minidocker session`."""
    not_in_a_dry_run(app, "session")
    name = output or time.strftime("session-%Y%m%d-%H%M%S")
    files.check(f"{name}.html")
    words = command or (os.environ.get("SHELL") or "/bin/sh",)
    kept = Trace(app.engine().host, words)
    served = ObservedProxy(app, judge=judge(read_only=True) if app.options.read_only else None)
    served.keep(kept)
    if web is not None:
        announce(app, served.serve_browser(web))
    if not command:
        text = _("every client in this shell goes through a proxy; `exit` ends it and keeps what passed")
        app.err.line(f"{PROGRAM}: {text}")
    kept.exit_code = code = _serve(app, served, words)
    _keep_recording(app, kept, served, name)
    _save(app, kept, f"{name}.html")
    return code


def _keep_recording(app: App, kept: Trace, served: ObservedProxy, name: str) -> None:
    from pathlib import Path

    from engineclient.recording.recording import Recording

    recording = Recording.of(
        kept.events,
        scenario=Path(name).name,
        engine=served.engine,
        command=kept.command,
        home=str(Path.home()),
        began=kept.began or None,
    )
    recording.save(Path(f"{name}.json"))
    text = _("recorded: {path}").format(path=shlex.quote(f"{name}.json"))
    app.err.line(f"{PROGRAM}: {text}")
