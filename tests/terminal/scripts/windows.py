"""The window's size, at the start and whenever it changes."""

from tests.terminal.script import Before, Script
from tests.terminal.scripts.containers import SLEEPING
from tests.terminal.terminal import Terminal

# Without API 1.42 the size comes only after the start, and a change takes its time: so scripts inside wait for it.
_WAIT = 'until [ "$(stty size 2>/dev/null)" = "{}" ]; do sleep 0.05; done; echo "{} it is"'
_RUN = "run -it --rm --name NAME busybox sh -c '{}'"
_EXEC = "exec -it NAME sh -c '{}'"


def _until(*sizes: str) -> str:
    return "; ".join(_WAIT.format(size, size) for size in sizes)


@Script(_RUN.format(_until("30 100")), size=(30, 100))
def run_size(t: Terminal) -> None:
    t.expect(b"30 100 it is")


@Script(_RUN.format(_until("24 80")), size=(24, 80))
def run_size_of_old(t: Terminal) -> None:
    t.expect(b"24 80 it is")


@Script(_EXEC.format(_until("31 101")), SLEEPING, size=(31, 101))
def exec_size(t: Terminal) -> None:
    t.expect(b"31 101 it is")


@Script(_RUN.format("echo go; " + _until("40 90")), size=(0, 0))
def run_size_of_nothing_that_grows(t: Terminal) -> None:
    t.expect(b"go")
    t.resize_until(40, 90, b"40 90 it is")


@Script(_EXEC.format("echo go; " + _until("40 90")), SLEEPING, size=(0, 0))
def exec_size_of_nothing_that_grows(t: Terminal) -> None:
    t.expect(b"go")
    t.resize_until(40, 90, b"40 90 it is")


@Script(_RUN.format(_until("30 100", "41 77", "5 20", "200 300")), size=(30, 100))
def run_resized(t: Terminal) -> None:
    t.expect(b"30 100 it is")
    t.resize_until(41, 77, b"41 77 it is")
    t.resize_until(5, 20, b"5 20 it is")
    t.resize_until(200, 300, b"200 300 it is")


@Script(_EXEC.format(_until("30 100", "41 77")), SLEEPING, size=(30, 100))
def exec_resized(t: Terminal) -> None:
    t.expect(b"30 100 it is")
    t.resize_until(41, 77, b"41 77 it is")


def _storm(t: Terminal) -> None:
    for step in range(500):
        t.resize(20 + step % 20, 80 + step % 30)
    t.resize(44, 66)


@Script(_RUN.format(_until("24 80", "30 90", "44 66")))
def run_in_a_storm(t: Terminal) -> None:
    t.expect(b"24 80 it is")
    t.resize_until(30, 90, b"30 90 it is")
    _storm(t)
    t.expect(b"44 66 it is")


@Script(_EXEC.format(_until("24 80", "30 90", "44 66")), SLEEPING)
def exec_in_a_storm(t: Terminal) -> None:
    t.expect(b"24 80 it is")
    t.resize_until(30, 90, b"30 90 it is")
    _storm(t)
    t.expect(b"44 66 it is")


@Script(_RUN.format('trap "echo changed; exit 4" WINCH; echo go; while :; do sleep 0.05; done'))
def the_process_hears_of_a_change(t: Terminal) -> None:
    t.expect(b"go")
    t.resize(50, 150)
    t.expect(b"changed")


@Script(f"run -t --rm --name NAME busybox sh -c '{_until('33 99')}'", shell='"$@" </dev/null', size=(33, 99))
def run_size_without_input(t: Terminal) -> None:
    t.expect(b"33 99 it is")


_SIZES = f"sh -c '{_until('24 80', '41 77')}'"


@Script("attach NAME", Before(_SIZES, tty=True, stdin=True))
def attach_resized(t: Terminal) -> None:
    t.expect(b"24 80 it is")
    t.resize_until(41, 77, b"41 77 it is")


@Script("start -ai NAME", Before(_SIZES, tty=True, stdin=True, started=False))
def start_resized(t: Terminal) -> None:
    t.expect(b"24 80 it is")
    t.resize_until(41, 77, b"41 77 it is")


# docker sizes it before its start alone, for which it takes API 1.42
@Script("exec -t NAME sh -c 'sleep 0.3; stty size 2>&1'", SLEEPING, shell='"$@" </dev/null', kept=False)
def exec_size_without_input(t: Terminal) -> None:
    t.until_ended()
