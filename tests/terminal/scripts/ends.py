"""How sessions end, and how they do not begin: exit codes, other clients, a terminal that goes away."""

from tests.terminal.script import SCRIPTS, Before, Script
from tests.terminal.scripts.containers import ECHO, LISTENER, NEW_SHELL, PROMPT, SLEEPING
from tests.terminal.terminal import Terminal

SCRIPTS.update(
    run_of_what_ends_at_once=Script("run -it --rm --name NAME busybox true"),
    exec_of_what_ends_at_once=Script("exec -it NAME false", SLEEPING),
    start_of_what_ends_at_once=Script(
        "start -ai NAME", Before("echo words", tty=True, stdin=True, started=False)
    ),
    run_with_a_name_that_is_taken=Script("run -it --name NAME busybox sh", SLEEPING),
    run_detached_with_a_terminal=Script("run -dit --name NAME busybox sh"),
    run_detached_that_cannot_start=Script("run -d --name NAME busybox nosuchcommand"),
    run_with_a_bad_flag=Script("run -it --nosuchflag busybox"),
    run_of_a_command_that_is_not_there=Script("run -it --rm --name NAME busybox nosuchcommand"),
    run_of_a_directory=Script("run -it --rm --name NAME busybox /etc"),
    run_with_a_bad_mount=Script("run -it --rm --name NAME -v /nosuch:relative busybox"),
    exec_of_a_command_that_is_not_there=Script("exec -it NAME nosuchcommand", SLEEPING, kept=False),
    exec_of_a_directory=Script("exec -it NAME /etc", SLEEPING),
    exec_that_kills_itself=Script("exec -it NAME sh -c 'kill -9 $$'", SLEEPING),
    exec_in_no_container=Script("exec -it nosuchcontainer sh"),
    exec_in_a_stopped_container=Script("exec -it NAME sh", NEW_SHELL, kept=False),
    attach_to_no_container=Script("attach nosuchcontainer"),
    attach_to_a_stopped_container=Script("attach NAME", NEW_SHELL),
    start_of_no_container=Script("start -ai nosuchcontainer"),
    start_of_a_command_that_is_not_there=Script(
        "start -ai NAME", Before("nosuchcommand", tty=True, stdin=True, started=False)
    ),
)


@Script("run -it --rm --name NAME busybox sh")
def run_killed_by_another_client(t: Terminal) -> None:
    t.expect(PROMPT)
    t.engine.containers.kill(t.name)


@Script("exec -it NAME sh", SLEEPING)
def exec_in_a_container_killed_by_another_client(t: Terminal) -> None:
    t.expect(PROMPT)
    t.engine.containers.kill(t.name)


@Script("attach NAME", ECHO)
def attach_to_a_container_killed_by_another_client(t: Terminal) -> None:
    t.until_raw()
    t.until_connected()
    t.engine.containers.kill(t.name)


@Script("run -it --name NAME busybox sh")
def run_removed_by_another_client(t: Terminal) -> None:
    t.expect(PROMPT)
    t.engine.containers.remove(t.name, force=True)


@Script(
    "run --rm --name NAME busybox sh -c 'trap \"echo bye; exit 7\" TERM; echo go; while :; do sleep 0.1; done'"
)
def run_stopped_by_another_client(t: Terminal) -> None:
    t.expect(b"go")
    t.engine.containers.stop(t.name)


@Script("start -a NAME", Before("sh -c 'while [ ! -e /go ]; do sleep 0.1; done; echo over; exit 3'"))
def start_of_what_runs(t: Terminal) -> None:
    t.until_connected()
    t.engine.exec.run(t.name, ["touch", "/go"])


@Script(
    "attach NAME",
    ECHO,
    shell="""read line; "$@"; echo "$?"; read line; exec "$@" """,
)
def attach_to_a_paused_container(t: Terminal) -> None:
    t.engine.containers.pause(t.name)
    t.type(b"\n")
    t.expect(rb"\r\n1\r\n")
    t.engine.containers.unpause(t.name)
    t.type(b"\n")
    t.until_raw()
    t.type(b"\x04")


@Script("run -it --name NAME busybox sh -c 'trap \"exit 4\" HUP; echo go; while :; do sleep 0.1; done'")
def terminal_closed_under_run(t: Terminal) -> None:
    t.expect(b"go")
    t.hang_up()


@Script("run -it --name NAME busybox sh -c 'trap \"\" HUP; echo go; exec cat'")
def terminal_closed_under_a_run_that_does_not_mind(t: Terminal) -> None:
    t.expect(b"go")
    t.hang_up()
    t.until_settled()
    t.engine.containers.kill(t.name)


@Script("exec -it NAME sh", SLEEPING)
def terminal_closed_under_exec(t: Terminal) -> None:
    t.expect(PROMPT)
    t.hang_up()


@Script("attach NAME", ECHO)
def terminal_closed_under_attach(t: Terminal) -> None:
    t.until_raw()
    t.until_connected()
    t.hang_up()
    t.until_ended()
    t.note_state()


@Script("attach NAME", LISTENER)
def terminal_closed_under_attach_without_a_terminal_inside(t: Terminal) -> None:
    t.until_connected()
    t.hang_up()
    t.until_settled()
    t.engine.containers.kill(t.name)
