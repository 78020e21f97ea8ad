"""Leaving a container by typing the detach keys: all at once, slowly, almost, again and again."""

from tests.terminal.script import Script
from tests.terminal.scripts.containers import ECHO, KEEPER, NEW_SHELL, PROMPT, SHELL, SLEEPING
from tests.terminal.terminal import Terminal

CTRL_P, CTRL_Q = b"\x10", b"\x11"
KEYS = CTRL_P + CTRL_Q


def runs_on(t: Terminal) -> None:
    t.until_ended()
    t.note_state()


@Script("run -it --name NAME busybox sh")
def run_detached_quickly(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(KEYS)
    runs_on(t)


@Script("run -it --name NAME busybox sh")
def run_detached_slowly(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type_slowly(KEYS)
    runs_on(t)


@Script("run -it --rm --name NAME busybox sh")
def run_detached_with_rm(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(KEYS)
    runs_on(t)


@Script("attach NAME", ECHO)
def attach_detached_quickly(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"got one")
    t.type(KEYS)
    runs_on(t)


@Script("attach NAME", ECHO)
def attach_detached_slowly(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"got one")
    t.type_slowly(KEYS)
    runs_on(t)


@Script("exec -it NAME sh", SLEEPING)
def exec_detached_quickly(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(KEYS)


@Script("exec -it NAME sh", SLEEPING)
def exec_detached_slowly(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type_slowly(KEYS)


@Script("start -ai NAME", NEW_SHELL)
def start_detached(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type_slowly(KEYS)
    runs_on(t)


@Script("run -it --name NAME --detach-keys ctrl-a,b busybox sh")
def run_detached_by_a_flag(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type_slowly(b"\x01b")
    runs_on(t)


@Script("exec -it --detach-keys d,e,t NAME cat", SLEEPING)
def exec_detached_by_letters(t: Terminal) -> None:
    t.until_raw()
    t.type(b"dead de\r")
    t.expect(b"dead de\r\ndead de\r\n")
    t.type_slowly(b"det")


@Script("attach --detach-keys ctrl-@,ctrl-[,DEL NAME", ECHO)
def attach_detached_by_odd_keys(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"got one")
    t.type(b"\x00\x1b\x7f")
    runs_on(t)


@Script("start -ai --detach-keys ctrl-x NAME", NEW_SHELL)
def start_detached_by_one_key(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"\x18")
    runs_on(t)


@Script("attach NAME", ECHO, config={"detachKeys": "ctrl-e,e"})
def attach_detached_by_the_configuration(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"got one")
    t.type(b"\x05e")
    runs_on(t)


@Script("exec -it --detach-keys ctrl-b NAME cat", SLEEPING, config={"detachKeys": "ctrl-e"})
def a_flag_comes_before_the_configuration(t: Terminal) -> None:
    t.until_raw()
    t.type(b"a\x05b\r")
    t.expect(b"a\x05b\r\n")
    t.type(b"\x02")


@Script("run -it --rm --name NAME busybox sh -c 'stty raw -echo; echo go; head -c 8 | od -An -tx1'")
def a_beginning_of_the_keys_is_passed_on(t: Terminal) -> None:
    t.expect(b"go")
    t.type_slowly(CTRL_P + b"a" + CTRL_P + CTRL_P + CTRL_Q)
    t.type(b"b" + CTRL_Q + CTRL_P + b"c")


@Script(
    "exec -it --detach-keys a,a,b NAME sh -c 'stty raw -echo; echo go; head -c 4 | od -An -tx1; cat'",
    SLEEPING,
)
def keys_that_repeat_themselves(t: Terminal) -> None:
    t.expect(b"go")
    t.type_slowly(b"aaab")
    t.expect(b"61 61 61 62")
    t.type(b"aaaaab")


@Script("attach NAME", KEEPER)
def keys_amid_a_paste(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\rtwo" + KEYS + b"three\r")
    t.until_ended()
    t.note_output("until [ -s /said ]; do sleep 0.05; done; cat /said")
    t.note_state()


@Script("attach NAME", ECHO, shell='"$@"; "$@"; "$@"')
def detached_and_attached_again_and_again(t: Terminal) -> None:
    for word in (b"one", b"two", b"three"):
        t.until_raw()
        t.type(word + b"\r")
        t.expect(b"got " + word)
        t.type(KEYS)
        t.expect(b"read escape sequence\r\n")
    runs_on(t)


@Script("", shell='"$@" run -dit --name NAME busybox cat && "$@" attach NAME')
def run_detached_then_attached(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"one\r\none\r\n")
    t.type_slowly(KEYS)
    runs_on(t)


@Script("run -it --rm --name NAME --detach-keys ctrl-nothing busybox sh")
def run_with_bad_keys(t: Terminal) -> None:
    pass


@Script("run -it --rm --name NAME busybox sh", config={"detachKeys": "nothing"})
def run_with_bad_keys_in_the_configuration(t: Terminal) -> None:
    pass


@Script("attach NAME", SHELL, config={"detachKeys": "ctrl-?"})
def attach_with_bad_keys_in_the_configuration(t: Terminal) -> None:
    pass


@Script("exec -it --detach-keys nothing NAME sh", SLEEPING)
def exec_with_bad_keys(t: Terminal) -> None:
    pass


@Script("attach --detach-keys a,bc NAME", SHELL)
def attach_with_bad_keys(t: Terminal) -> None:
    pass


@Script("start -ai --detach-keys ctrl-1 NAME", NEW_SHELL)
def start_with_bad_keys(t: Terminal) -> None:
    pass


@Script("run -i --name NAME busybox cat")
def keys_without_a_terminal_inside_are_only_keys(t: Terminal) -> None:
    t.type(b"a\n")
    t.expect(b"a\r\na\r\n")
    t.type(b"\x16" + CTRL_P + b"\x16" + CTRL_Q + b"\n")  # quoted by ctrl-v for our own terminal
    t.expect(KEYS)
    t.type(b"\x04")
