"""Projects at a terminal: views of progress, Ctrl-C, and what runs inside."""

from __future__ import annotations

from typing import Final

from tests.terminal.script import Script
from tests.terminal.scripts.containers import PROMPT
from tests.terminal.terminal import Terminal

WEB: Final = """
name: NAME
services:
  web: {image: busybox, command: "sh -c 'echo hello; exec sleep 1000'", stop_grace_period: 0s}
"""
TWO: Final = f"""{WEB}
  db: {{image: busybox, command: sleep 1000, stop_grace_period: 0s, volumes: ["data:/data"]}}
volumes: {{data: }}
"""
ENDS: Final = """
name: NAME
services:
  a: {image: busybox, command: "sh -c 'echo one; exit 3'"}
"""
WATCHED: Final = WEB.replace(
    "{image", "{develop: {watch: [{path: compose.yaml, target: /compose.yaml, action: sync}]}, image"
)
UP: Final = "compose up -d"


def project(command: str, text: str = WEB, *, earlier: str = "", menu: bool = False) -> Script:
    """A script in the directory of a project."""
    environ = {} if menu else {"COMPOSE_MENU": "false"}
    return Script(f"compose {command}", project=text, earlier=earlier, environ=environ)


# What comes and goes


@project("up -d", TWO)
def compose_up_detached(t: Terminal) -> None:
    t.until_ended()


@project("up -d", TWO, earlier=UP)
def compose_up_of_what_runs(t: Terminal) -> None:
    t.until_ended()


@project("up -d --force-recreate", earlier=UP)
def compose_up_anew(t: Terminal) -> None:
    t.until_ended()


@project("up -d", WEB.replace("busybox", "127.0.0.1:1/nope"))
def compose_up_without_the_image(t: Terminal) -> None:
    t.until_ended()


@project("down", TWO, earlier=UP)
def compose_down(t: Terminal) -> None:
    t.until_ended()


@project("down --volumes", TWO, earlier=UP)
def compose_down_with_volumes(t: Terminal) -> None:
    t.until_ended()


@project("down")
def compose_down_of_nothing(t: Terminal) -> None:
    t.until_ended()


@project("stop", earlier=UP)
def compose_stop(t: Terminal) -> None:
    t.until_ended()


@project("restart", earlier=UP)
def compose_restart(t: Terminal) -> None:
    t.until_ended()


@project("rm -f", earlier="compose create")
def compose_rm(t: Terminal) -> None:
    t.until_ended()


@project("ps --format 'table {{.Name}} {{.Service}} {{.State}}'", earlier=UP)
def compose_ps(t: Terminal) -> None:
    t.until_ended()


@project("pull")
def compose_pull(t: Terminal) -> None:
    t.until_ended()


@project("pull -q")
def compose_pull_quietly(t: Terminal) -> None:
    t.until_ended()


# Attached


@project("up")
def compose_up_and_ctrl_c(t: Terminal) -> None:
    t.expect(b"hello")
    t.until_settled()
    t.type(b"\x03")


@project("up", ENDS)
def compose_up_until_the_end(t: Terminal) -> None:
    t.until_ended()


@project("up --abort-on-container-exit", ENDS)
def compose_up_and_abort(t: Terminal) -> None:
    t.until_ended()


@project("up", earlier="compose create", menu=True)
def compose_up_and_the_menu(t: Terminal) -> None:
    t.expect(b"Enable Watch")
    t.until_settled()
    t.type(b"w")
    t.expect(b"not yet configured")
    t.until_settled()
    t.type(b"\r")
    t.until_settled()
    t.type(b"\x1b[A")  # an arrow is no key of it
    t.engine.containers.kill(f"{t.name}-web-1")


@project("up", WATCHED, earlier="compose create", menu=True)
def compose_up_and_a_watch(t: Terminal) -> None:
    t.expect(b"Enable Watch")
    t.until_settled()
    t.type(b"w")
    t.expect(b"Watch enabled")
    t.until_settled()
    t.type(b"w")
    t.expect(b"Disable Watch")
    t.until_settled()
    t.engine.containers.kill(f"{t.name}-web-1")


@project("up --menu=false", ENDS, earlier="compose create", menu=True)
def compose_up_without_the_menu(t: Terminal) -> None:
    t.until_ended()


@project("logs -f", earlier=UP)
def compose_logs_and_ctrl_c(t: Terminal) -> None:
    t.expect(b"hello")
    t.until_settled()
    t.type(b"\x03")


@project("logs", earlier=UP)
def compose_logs(t: Terminal) -> None:
    t.until_ended()


# Inside


@project("exec web sh", earlier=UP)
def compose_exec(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"exit 5\r")


@project(
    "exec web sh -c 'until s=$(stty size 2>/dev/null); [ \"$s\" ]; do sleep 0.1; done; echo $s; tty'",
    earlier=UP,
)
def compose_exec_has_the_window(t: Terminal) -> None:
    t.until_ended()


@project("exec -T web sh -c 'tty; cat'", earlier=UP)
def compose_exec_without_a_terminal(t: Terminal) -> None:
    t.expect(b"not a tty")
    t.type(b"word\r")
    t.expect(b"word\r\nword")
    t.type(b"\x04")


@project("run --rm web sh", earlier=UP)
def compose_run(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"echo $((6 * 7))\r")
    t.expect(rb"42\r\n" + PROMPT)
    t.type(b"exit 7\r")


@project(
    "run --rm web sh -c 'trap \"echo int; exit 9\" INT; echo go; while :; do sleep 0.1; done'", earlier=UP
)
def compose_run_and_ctrl_c(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x03")
