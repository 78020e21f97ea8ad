"""The first chapters: run, look around, clean up, a shell."""

from __future__ import annotations

from typing import Final

from engineclient.tour.chapter import Chapter, Step

__all__ = ["FIRST_STEPS"]

_HELLO: Final = Chapter(
    name="hello-world",
    title="One run, request by request",
    steps=(
        Step(
            say="`run` is no request of the API. It is a procedure of the client: create, attach, wait, start, and "
            "a pull "
            "where the image is missing.",
            predict="The image may not be on the engine yet. Who finds that out, and who pulls it: the client or "
            "the engine?",
            run=("run", "--name", "tour-hello", "hello-world"),
            paced=True,
            answer="Where the image was missing, the engine answered the create with 404, and it was the client that "
            "requested the pull and then created again. The message's own words, that the daemon pulled, are half "
            "the truth.",
        ),
        Step(
            say="The process has ended. Is the container gone?",
            predict="What will ps show without --all, and what with it?",
            run=("ps", "--all", "--filter", "name=tour-hello"),
            answer="The container is there, in the state Exited: its settings, its layer and its log stay until it "
            "is removed.",
        ),
        Step(
            say="One request more, and nothing of this chapter stays but the image.",
            run=("rm", "tour-hello"),
            answer="The engine deleted the writable layer, the log and the name.",
        ),
    ),
    clean=(("rm", "-f", "tour-hello"),),
)

_LOOK: Final = Chapter(
    name="look",
    title="Look around: ps, logs, inspect",
    steps=(
        Step(
            say="A container that goes on in the background and writes a line each second.",
            predict="With -d nobody attaches. Where does its output go?",
            run=(
                *("run", "-d", "--name", "tour-look", "busybox"),
                *("sh", "-c", "i=0; while :; do echo line $i; i=$((i+1)); sleep 1; done"),
            ),
            answer="The engine reads the process's pipes and writes what comes into the log driver's file.",
            host=("ps -o pid,ppid,args -p {pid}",),
            of="tour-look",
        ),
        Step(
            say="ps is one request: a list of containers.",
            run=("ps", "--filter", "name=tour-look"),
            answer="The engine answered from its memory. No container was asked.",
        ),
        Step(
            say="logs reads the log file back, in frames.",
            predict="Each frame has a header of 8 bytes. What must it say so that the client can write out and err "
            "apart?",
            run=("logs", "--tail", "2", "tour-look"),
            answer="The first byte names the stream (1 is stdout, 2 stderr), the last four the length.",
        ),
        Step(
            say="inspect prints all that the engine knows; a template picks from it.",
            run=(
                "inspect",
                "-f",
                "{{.State.Status}} {{.State.Pid}} {{.HostConfig.NetworkMode}}",
                "tour-look",
            ),
            answer="The template was filled in by the client: the request was the same as for the whole document.",
            show=(("top", "tour-look"),),
            host=("ls -l /proc/{pid}/ns", "cat /proc/{pid}/cgroup"),
            of="tour-look",
        ),
    ),
    clean=(("rm", "-f", "tour-look"),),
)

_CLEAN: Final = Chapter(
    name="clean-up",
    title="What stays, and how it goes: rm, --rm, prune",
    steps=(
        Step(
            say="A container that ends at once.",
            run=("run", "--name", "tour-left", "busybox", "true"),
            answer="It ended, and it is still there.",
            show=(("ps", "--all", "--filter", "name=tour-left"),),
        ),
        Step(
            say="The same with --rm.",
            predict="Who removes it in the end: the client, by one more request, or the engine by itself?",
            run=("run", "--rm", "--name", "tour-gone", "busybox", "true"),
            answer="There is no DELETE among the requests. AutoRemove was set when it was created, and the engine "
            "removed it "
            "even if this client had gone.",
            show=(("ps", "--all", "--filter", "name=tour-gone"),),
        ),
        Step(
            say="A running container is not removed.",
            run=("run", "-d", "--name", "tour-busy", "busybox", "sleep", "600"),
        ),
        Step(
            predict="What will a plain rm answer?",
            run=("rm", "tour-busy"),
            answer="409 Conflict. With -f the engine kills the process first.",
        ),
        Step(
            run=("rm", "-f", "tour-busy", "tour-left"),
            answer="Two requests, which the client sent at the same time.",
        ),
    ),
    clean=(("rm", "-f", "tour-left", "tour-gone", "tour-busy"),),
)

_SHELL: Final = Chapter(
    name="shell",
    title="A shell inside: -i and -t",
    steps=(
        Step(
            say="-i keeps the input open, -t gives the process a terminal. Look around inside with `ps`, `hostname`, "
            "`ls /proc/1/fd`, and leave with `exit 3`.",
            predict="Which number will the shell have among the processes that it can see?",
            run=("run", "-i", "--rm", "--name", "tour-shell", "busybox", "sh", "-c", "ps; hostname; exit 3"),
            typed=("run", "-it", "--rm", "--name", "tour-shell", "busybox", "sh"),
            answer="It is process 1 of a PID namespace of its own. The exit code of the shell became the one of "
            "the client.",
        ),
        Step(
            say="With -t there is a terminal between, and a terminal changes what passes.",
            predict="How many bytes does `echo hi` write without a terminal, and how many with one?",
            run=("run", "--rm", "-t", "busybox", "echo", "hi"),
            answer="Without: 3. With: 4, because the terminal makes \\r\\n of \\n. And there are no frames: with a "
            "terminal "
            "stdout and stderr are one stream.",
            show=(("run", "--rm", "busybox", "sh", "-c", "echo hi | od -c"),),
        ),
    ),
    clean=(("rm", "-f", "tour-shell"),),
)

FIRST_STEPS: Final = (_HELLO, _LOOK, _CLEAN, _SHELL)
