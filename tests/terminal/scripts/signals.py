"""Keys that make signals inside, and signals to the client itself."""

from dataclasses import replace
from signal import (
    SIGALRM,
    SIGCONT,
    SIGHUP,
    SIGINT,
    SIGQUIT,
    SIGSTOP,
    SIGTERM,
    SIGTSTP,
    SIGUSR1,
    SIGUSR2,
    SIGWINCH,
)

from tests.terminal.script import Script
from tests.terminal.scripts.containers import ECHO, KEEPER, LISTENER, PROMPT, SLEEPING
from tests.terminal.terminal import Terminal

_LOOP = "while :; do sleep 0.1; done"


# Keys


@Script('run -it --rm --name NAME busybox sh -c \'trap "echo int; exit 9" INT; echo go; ' + _LOOP + "'")
def ctrl_c(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x03")


@Script("run -it --rm --name NAME busybox sh")
def ctrl_c_of_a_command(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"sh -c 'echo go; exec cat'\r")
    t.expect(b"\ngo")
    t.type(b"\x03")
    t.expect(PROMPT)
    t.type(b"exit\r")


@Script("exec -it NAME sh -c 'echo go; exec cat'", SLEEPING)
def ctrl_c_in_exec(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x03")


@Script("exec -it NAME sh -c 'echo go; exec cat'", SLEEPING)
def ctrl_backslash(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x1c")


@Script("run -it --rm --name NAME busybox sh")
def ctrl_z(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"sh -c 'echo go; exec cat'\r")
    t.expect(b"\ngo")
    t.type(b"\x1a")
    t.expect(b"Stopped")
    t.expect(PROMPT)
    t.type(b"fg\r")
    t.expect(b"exec cat")
    t.type(b"still\r\x04")
    t.expect(b"still\r\nstill\r\n")
    t.expect(PROMPT)
    t.type(b"exit 3\r")


@Script('run --rm --name NAME busybox sh -c \'trap "echo int; exit 9" INT; echo go; ' + _LOOP + "'")
def ctrl_c_without_a_terminal_inside(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x03")


@Script('run -i --rm --name NAME busybox sh -c \'trap "echo quit; exit 9" QUIT; echo go; ' + _LOOP + "'")
def ctrl_backslash_without_a_terminal_inside(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x1c")


@Script("exec NAME sh -c 'echo go; sleep 60'", SLEEPING)
def ctrl_c_of_exec_without_a_terminal_inside(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x03")


@Script('run -i --rm --name NAME busybox sh -c \'trap "echo tstp; exit 9" TSTP; echo go; ' + _LOOP + "'")
def ctrl_z_without_a_terminal_inside(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x1a")


@Script(
    "exec NAME sh -c 'echo go; until [ -e /go ]; do sleep 0.05; done; echo over; exit 3'",
    SLEEPING,
    shell='set -m; "$@"; echo "code $?"; fg >/dev/null; echo "code $?"',
)
def ctrl_z_stops_exec_without_a_terminal_inside(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x1a")
    t.expect(b"code 148")
    t.engine.exec.run(t.name, ["touch", "/go"])
    t.expect(b"code 3")


# Signals


def _run(flags: str, trap: str) -> str:
    return f"run {flags} --rm --name NAME busybox sh -c '{trap}; echo go; {_LOOP}'"


@Script(_run("-it", 'trap "echo term; exit 4" TERM'))
def run_gets_term(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGTERM)


@Script(_run("-it", 'trap "echo int; exit 4" INT'))
def run_gets_int(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGINT)


@Script(_run("-it", 'trap "echo hup; exit 4" HUP'))
def run_gets_hup(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGHUP)


@Script(_run("-it", 'trap "echo quit; exit 4" QUIT'))
def run_gets_quit(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGQUIT)


@Script(_run("-it", 'trap "echo usr1; exit 4" USR1'))
def run_gets_usr1(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGUSR1)


@Script(_run("-it", 'trap "echo tstp; exit 4" TSTP'))
def run_gets_tstp(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGTSTP)


@Script(_run("-it", 'trap "echo cont; exit 4" CONT'))
def run_gets_cont(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGCONT)


@Script(_run("", 'trap "echo winch; exit 4" WINCH'))
def run_gets_winch(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGWINCH)


@Script(_run("-i", 'trap "echo term; exit 4" TERM'))
def run_without_a_terminal_inside_gets_term(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGTERM)


@Script(_run("-it --sig-proxy=false", 'trap "echo int" INT'))
def the_third_int_is_enough(t: Terminal) -> None:
    t.expect(b"go")
    for _ in range(3):
        t.signal(SIGINT)
        t.until_settled()


@Script(_run("-it", 'trap "echo int" INT'))
def the_third_int_is_enough_where_it_is_passed_on(t: Terminal) -> None:
    t.expect(b"go")
    for _ in range(2):
        t.signal(SIGINT)
        t.expect(b"int\r\n")
    t.signal(SIGINT)


@Script(_run("--sig-proxy=false", 'trap "echo int" INT'))
def the_third_ctrl_c_is_enough(t: Terminal) -> None:
    t.expect(b"go")
    for _ in range(3):
        t.type(b"\x03")
        t.expect(rb"\^C")
        t.until_settled()


@Script("run -it --rm --sig-proxy=false --name NAME busybox sh -c 'echo go; read line; exit 5'")
def one_term_does_nothing_unless_passed_on(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGTERM)
    t.until_settled()
    t.type(b"\r")


@Script("exec -it NAME sh", SLEEPING)
def exec_gets_term(t: Terminal) -> None:
    t.expect(PROMPT)
    t.signal(SIGTERM)


@Script("exec -it NAME sh", SLEEPING)
def exec_gets_int(t: Terminal) -> None:
    t.expect(PROMPT)
    t.signal(SIGINT)


@Script("exec -it NAME sh", SLEEPING, better="it dies of a signal, and leaves the terminal raw")
def exec_gets_hup(t: Terminal) -> None:
    t.expect(PROMPT)
    t.signal(SIGHUP)


@Script("exec -i NAME sh -c 'echo go; cat'", SLEEPING)
def exec_without_a_terminal_inside_gets_term(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGTERM)


@Script("attach NAME", KEEPER)
def attach_gets_term(t: Terminal) -> None:
    t.until_connected()
    t.signal(SIGTERM)
    t.until_settled()
    t.notes.append(t.settings())
    t.type(b"one\r")
    t.note_output("until [ -s /said ]; do sleep 0.05; done; cat /said")
    t.type(b"two\r")
    t.engine.containers.kill(t.name)


@Script("attach --no-stdin NAME", ECHO)
def attach_without_stdin_gets_int(t: Terminal) -> None:
    t.until_connected()
    t.signal(SIGINT)
    t.until_settled()
    t.engine.containers.kill(t.name)


@Script("attach NAME", ECHO, better="it dies of a signal, and leaves the terminal raw")
def attach_gets_hup(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"got one")
    t.signal(SIGHUP)


@Script("attach NAME", LISTENER)
def attach_without_a_terminal_inside_gets_int_and_term(t: Terminal) -> None:
    t.until_connected()
    t.signal(SIGINT)
    t.expect(b"int")
    t.signal(SIGTERM)


@Script("attach --sig-proxy=false NAME", LISTENER)
def attach_does_not_pass_on_what_it_is_told_not_to(t: Terminal) -> None:
    t.until_connected()
    t.signal(SIGTERM)
    t.until_settled()
    t.note_state()
    t.engine.containers.kill(t.name)


@Script("start -a NAME", LISTENER)
def start_gets_int(t: Terminal) -> None:
    t.until_connected()
    t.signal(SIGINT)


@Script("exec -it NAME sh", SLEEPING)
def exec_does_not_mind_other_signals(t: Terminal) -> None:
    t.expect(PROMPT)
    for number in (SIGUSR1, SIGUSR2, SIGALRM, SIGCONT):
        t.signal(number)
    t.until_settled()
    t.type(b"exit 3\r")


@Script("run -it --rm --sig-proxy=false --name NAME busybox sh")
def run_does_not_mind_other_signals_unless_passed_on(t: Terminal) -> None:
    t.expect(PROMPT)
    for number in (SIGUSR1, SIGUSR2, SIGALRM, SIGCONT):
        t.signal(number)
    t.until_settled()
    t.type(b"exit 3\r")


@Script(
    "run -it --sig-proxy=false --name NAME busybox sh",
    better="it dies of a signal, and leaves the terminal raw",
)
def run_gets_hup_that_is_not_passed_on(t: Terminal) -> None:
    t.expect(PROMPT)
    t.signal(SIGHUP)


@Script(
    "exec NAME sh -c 'echo go; until [ -e /go ]; do sleep 0.05; done; exit 3'",
    SLEEPING,
    shell='trap "" HUP; exec "$@"',
)
def exec_under_nohup_gets_hup(t: Terminal) -> None:
    t.expect(b"go")
    t.signal(SIGHUP)
    t.until_settled()
    t.engine.exec.run(t.name, ["touch", "/go"])


@Script("exec -it NAME cat", SLEEPING)
def exec_stopped_and_continued(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"one\r\none\r\n")
    t.signal(SIGSTOP)
    t.type(b"two\r")
    t.signal(SIGCONT)
    t.expect(b"two\r\ntwo\r\n")
    t.type(b"\x04")


@Script("start -ai NAME", replace(ECHO, started=False))
def start_gets_term(t: Terminal) -> None:
    t.until_raw()
    t.until_running()
    t.type(b"one\r")
    t.expect(b"got one")
    t.signal(SIGTERM)


@Script('run -t --rm --name NAME busybox sh -c \'trap "echo int; exit 5" INT; echo go; ' + _LOOP + "'")
def ctrl_c_where_only_the_output_is_a_terminal(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x03")


@Script("exec -t NAME sh -c 'echo go; sleep 60'", SLEEPING)
def ctrl_c_of_exec_where_only_the_output_is_a_terminal(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\x03")


@Script("run --rm --name NAME busybox sh -c 'echo go; exec sleep 60'")
def the_third_ctrl_c_is_enough_where_nobody_minds(t: Terminal) -> None:
    t.expect(b"go")
    for _ in range(3):
        t.type(b"\x03")
        t.expect(rb"\^C")
        t.until_settled()
