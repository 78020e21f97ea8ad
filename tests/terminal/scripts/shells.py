"""A shell at the terminal: what is typed, what comes back, and the code it leaves."""

from tests.terminal.script import Script
from tests.terminal.scripts.containers import ECHO, NEW_SHELL, PROMPT, SHELL, SLEEPING
from tests.terminal.terminal import Terminal


@Script("run -it --rm --name NAME busybox sh")
def run_shell(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"echo $((6 * 7))\r")
    t.expect(rb"\r\n42\r\n" + PROMPT)
    t.type(b"exit 5\r")


@Script("run -it --rm --name NAME busybox sh")
def raw_mode(t: Terminal) -> None:
    t.expect(PROMPT)
    t.notes.append(t.settings())
    t.type(b"exit\r")


@Script("run -it --rm --name NAME busybox sh -c 'echo go; read line; echo got $line'", environ={"NORAW": "1"})
def no_raw_mode(t: Terminal) -> None:
    t.expect(b"go")
    t.notes.append(t.settings())
    t.type(b"words\r")


@Script("run -it --rm --name NAME busybox sh")
def ctrl_d_ends_a_shell(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"false\r")
    t.expect(PROMPT)
    t.type(b"\x04")


@Script("run -it --name NAME busybox sh")
def a_container_stays_without_rm(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"exit\r")
    t.until_state(lambda state: state.status == "exited")


@Script("exec -it NAME sh", SLEEPING)
def exec_shell(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"exit 6\r")


@Script(
    "exec -it -e A=1 -e B -w /tmp -u 33:33 NAME sh -c 'echo $A $B; pwd; id -u; id -g; cat'",
    SLEEPING,
    environ={"B": "from here"},
)
def exec_options(t: Terminal) -> None:
    t.expect(b"1 from here\r\n/tmp\r\n33\r\n33\r\n")
    t.type(b"\x04")


@Script(
    "exec -it --env-file variables -e B=flag NAME sh -c 'echo $A; echo $B; echo $C.'",
    SLEEPING,
    shell='cd "$HOME"; printf "# words\\nA=a b\\nB=file\\nC\\n" >variables; exec "$@"',
    environ={"C": "from here"},
)
def exec_env_file(t: Terminal) -> None:
    t.expect(b"a b\r\nflag\r\nfrom here.\r\n")


@Script("exec -d -it NAME sh -c 'touch /done'", SLEEPING)
def exec_detached(t: Terminal) -> None:
    pass


@Script("exec -it NAME sh -c 'echo $TERM; exit 2'", SLEEPING, environ={"TERM": "vt100"})
def exec_does_not_pass_term(t: Terminal) -> None:
    t.expect(b"\r\n")


@Script("run -it --rm --name NAME busybox sh -c 'echo $TERM; exit 2'", environ={"TERM": "vt100"})
def run_does_not_pass_term(t: Terminal) -> None:
    t.expect(b"\r\n")


@Script("run -it --rm -e TERM --name NAME busybox sh -c 'echo $TERM; exit 2'", environ={"TERM": "vt100"})
def run_passes_term_that_is_named(t: Terminal) -> None:
    t.expect(b"vt100")


@Script("start -ai NAME", NEW_SHELL)
def start_shell(t: Terminal) -> None:
    t.expect(PROMPT)
    t.type(b"exit 8\r")


@Script("attach NAME", SHELL)
def attach_shows_the_prompt_again(t: Terminal) -> None:
    t.expect(b"/ # ")
    t.type(b"exit 9\r")


@Script("attach NAME", ECHO)
def attach_to_a_program(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"got one")
    t.type(b"two\r")
    t.expect(b"got two")
    t.type(b"\x04")


@Script("attach --no-stdin NAME", ECHO)
def attach_without_stdin(t: Terminal) -> None:
    t.until_connected()
    t.engine.containers.kill(t.name)


@Script("run -it --rm --name NAME busybox sh -c 'stty raw -echo; echo go; head -c 6 | od -An -tx1'")
def bytes_that_are_no_text(t: Terminal) -> None:
    t.expect(b"go")
    t.type(b"\xff\x00\x80\r\xc3\xfe")


@Script("run -it --rm --name NAME busybox printf '\\377\\200\\303\\000\\033[31m\\xe2\\x82'")
def output_that_is_no_text(t: Terminal) -> None:
    t.expect(b"\xff\x80\xc3\x00")


@Script(
    "run -it --rm --name NAME busybox sh -c 'read line; echo got $line'",
    shell='stty -echo; echo ready; exec "$@"',
)
def keys_typed_before_anything_is_there(t: Terminal) -> None:
    t.expect(b"ready")
    t.type(b"words\r")


@Script("run -i --rm --name NAME busybox cat")
def lines_without_a_terminal_inside(t: Terminal) -> None:
    t.type(b"one\n")
    t.expect(b"one\r\none\r\n")
    t.type(b"two\n\x04")


@Script("exec -i NAME sh", SLEEPING)
def exec_lines_without_a_terminal_inside(t: Terminal) -> None:
    t.type(b"echo $((40 + 2))\n")
    t.expect(b"42\r\n")
    t.type(b"exit 3\n")


@Script("run -t --rm --name NAME busybox sh -c 'tty; exit 2'")
def a_terminal_without_input(t: Terminal) -> None:
    t.expect(b"/dev/pts/0")


@Script("exec -it NAME cat", SLEEPING)
def characters_of_several_bytes(t: Terminal) -> None:
    t.until_raw()
    t.type_slowly("é日本😀\r".encode())
    t.expect("é日本😀\r\né日本😀\r\n".encode())
    t.type(b"\x04")


@Script("exec -it NAME cat", SLEEPING)
def ctrl_s_and_ctrl_q_are_for_the_terminal_inside(t: Terminal) -> None:
    t.until_raw()
    t.type(b"\x13one\r\x11")
    t.expect(b"one\r\none\r\n")
    t.type(b"\x04")


@Script("exec -it NAME cat", SLEEPING)
def keys_typed_while_the_container_is_paused(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.expect(b"one\r\none\r\n")
    t.engine.containers.pause(t.name)
    t.type(b"two\r")
    t.until_read()
    t.engine.containers.unpause(t.name)
    t.expect(b"two\r\ntwo\r\n")
    t.type(b"\x04")
