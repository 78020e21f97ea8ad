"""Standard streams that are no terminal, or closed; bytes by the million; readers who leave early."""

from hashlib import md5

from tests.terminal.script import Script
from tests.terminal.scripts.containers import ECHO, SHELL, SLEEPING
from tests.terminal.terminal import Terminal

_PASTE = b"0123456789abcdef\r\xff\x00\x80" * 250_000


@Script("run -it --rm --name NAME busybox sh -c 'stty raw -echo; echo go; head -c 5000000 | md5sum'")
def paste_of_5_mb(t: Terminal) -> None:
    t.expect(b"go")
    t.paste(_PASTE)
    t.expect(md5(_PASTE).hexdigest().encode())


@Script("exec -it NAME sh -c 'stty raw -echo; echo go; head -c 5000000 | md5sum'", SLEEPING)
def paste_of_5_mb_into_exec(t: Terminal) -> None:
    t.expect(b"go")
    t.paste(_PASTE)
    t.expect(md5(_PASTE).hexdigest().encode())


@Script(
    "run -it --rm --name NAME busybox sh -c 'stty raw -echo; echo go; head -c 500000 | od -An -tx1 -v | tail -n 1'"
)
def paste_that_is_echoed(t: Terminal) -> None:
    t.expect(b"go")
    t.paste(_PASTE[:500_000])


@Script("run -i --rm --name NAME busybox md5sum", shell='head -c 5000000 /dev/zero | "$@"')
def five_mb_through_a_pipe(t: Terminal) -> None:
    t.expect(b"  -\r\n")


@Script("run -i --rm --name NAME busybox cat", shell='head -c 5000000 /dev/zero | "$@" | md5sum')
def five_mb_there_and_back(t: Terminal) -> None:
    t.expect(b"  -\r\n")


@Script("exec -i NAME cat", SLEEPING, shell='head -c 5000000 /dev/zero | "$@" | md5sum')
def five_mb_there_and_back_by_exec(t: Terminal) -> None:
    t.expect(b"  -\r\n")


@Script("run -i --rm --name NAME busybox head -c 1", shell='cat /dev/zero | "$@" | od -An -tx1')
def endless_input_for_one_byte(t: Terminal) -> None:
    t.expect(b"00")


@Script("exec -i NAME head -c 1", SLEEPING, shell='cat /dev/zero | "$@" | od -An -tx1')
def endless_input_for_one_byte_of_exec(t: Terminal) -> None:
    t.expect(b"00")


@Script("run -it --rm --name NAME busybox sh -c 'yes | head -n 3; exit 6'")
def yes_and_head_inside(t: Terminal) -> None:
    t.expect(b"y\r\ny\r\ny\r\n")


@Script(
    "run --rm --name NAME busybox head -c 3000000 /dev/zero",
    shell='"$@" 2>"$HOME/said" | head -c 1 | od -An -tx1; cat "$HOME/said"',
)
def a_reader_who_leaves_early(t: Terminal) -> None:
    t.expect(b"00")


@Script(
    "exec NAME head -c 3000000 /dev/zero",
    SLEEPING,
    shell='"$@" 2>"$HOME/said" | head -c 1 | od -An -tx1; cat "$HOME/said"',
)
def a_reader_of_exec_who_leaves_early(t: Terminal) -> None:
    t.expect(b"00")


@Script("run -i --rm --name NAME busybox sh -c 'cat; echo end; exit 5'", shell='exec "$@" </dev/null')
def empty_input(t: Terminal) -> None:
    t.expect(b"end")


@Script("run -i --rm --name NAME busybox sh -c 'cat; echo end; exit 5'", shell='exec "$@" <&-')
def closed_input(t: Terminal) -> None:
    t.until_ended()


@Script("run --rm --name NAME busybox sh -c 'echo out; echo err >&2; exit 5'", shell='exec "$@" >&-')
def closed_output(t: Terminal) -> None:
    t.until_ended()


@Script("run --rm --name NAME busybox sh -c 'echo out; exit 5'", shell='exec "$@" >/dev/full')
def full_output(t: Terminal) -> None:
    t.until_ended()


@Script("exec NAME sh -c 'echo out; exit 5'", SLEEPING, shell='exec "$@" >/dev/full')
def full_output_of_exec(t: Terminal) -> None:
    t.until_ended()


@Script("run --rm --name NAME busybox sh -c 'echo out; echo err >&2; exit 5'", shell='exec "$@" 2>/dev/null')
def stderr_apart(t: Terminal) -> None:
    t.expect(b"out")


@Script("run -a stdout --rm --name NAME busybox sh -c 'echo out; echo err >&2; exit 5'")
def only_stdout(t: Terminal) -> None:
    t.expect(b"out")


@Script("run -a stderr --rm --name NAME busybox sh -c 'echo out; echo err >&2; exit 5'")
def only_stderr(t: Terminal) -> None:
    t.expect(b"err")


@Script("run -a stdin -i --rm --name NAME busybox sh -c 'cat; exit 5'", shell='echo words | "$@"')
def only_stdin(t: Terminal) -> None:
    t.until_ended()


@Script("run -a stdin -a stdout -it --rm --name NAME busybox sh -c 'read line; echo got $line; exit 5'")
def stdin_and_stdout(t: Terminal) -> None:
    t.until_raw()
    t.until_running()
    t.type(b"words\r")
    t.expect(b"got words")


@Script("exec NAME sh -c '(sleep 0.5; echo late) & echo early; exit 4'", SLEEPING)
def output_after_the_exit(t: Terminal) -> None:
    t.expect(b"early")


@Script(
    "run --rm --name NAME busybox sh -c 'head -c 3000000 /dev/zero; exit 4'",
    shell='"$@" | (sleep 0.5; md5sum)',
)
def output_that_waits_for_its_reader(t: Terminal) -> None:
    t.expect(b"  -")


@Script("run -it --rm --name NAME busybox sh", shell='"$@" </dev/null')
def run_without_a_terminal(t: Terminal) -> None:
    t.expect(b"not a TTY")


@Script("exec -it NAME sh", SLEEPING, shell='echo exit | "$@"')
def exec_without_a_terminal(t: Terminal) -> None:
    t.expect(b"not a TTY")


@Script("attach NAME", SHELL, shell='"$@" </dev/null')
def attach_without_a_terminal(t: Terminal) -> None:
    t.expect(b"not a TTY")


@Script("exec -t NAME sh -c 'tty; exit 3'", SLEEPING, shell='"$@" </dev/null')
def exec_with_a_terminal_inside_only(t: Terminal) -> None:
    t.expect(b"/dev/pts/0")


# No prompt: it could not be waited for, and a shell shows what is typed before it once more.
@Script(
    "run -it --rm --name NAME busybox sh -c 'read words; echo got $words; exit 3'",
    shell='"$@" >"$HOME/shown"; code=$?; cat "$HOME/shown"; exit $code',
)
def a_shell_whose_output_is_a_file(t: Terminal) -> None:
    t.until_raw()
    t.until_running()
    t.type(b"words\r")


@Script("attach NAME", ECHO, shell='"$@" >"$HOME/shown"; code=$?; cat "$HOME/shown"; exit $code')
def attach_whose_output_is_a_file(t: Terminal) -> None:
    t.until_raw()
    t.type(b"one\r")
    t.until_log(b"got one")
    t.type(b"\x04")
