"""Chapters about how a process lives and ends: signals, exec, and what goes wrong."""

from __future__ import annotations

from typing import Final

from engineclient.tour.chapter import Chapter, Step

__all__ = ["FAILURES", "LIFETIME"]

_SIGNALS: Final = Chapter(
    name="signals",
    title="Signals and stop: why some containers take 10 seconds",
    steps=(
        Step(
            say="A process that handles SIGTERM.",
            run=(
                *("run", "-d", "--name", "tour-polite", "busybox"),
                *("sh", "-c", "trap 'echo bye; exit 0' TERM; while :; do sleep 0.1; done"),
            ),
        ),
        Step(
            run=("stop", "tour-polite"),
            answer="SIGTERM was enough: the process ended by itself, with exit code 0.",
            show=(
                ("logs", "tour-polite"),
                ("inspect", "-f", "{{.State.ExitCode}}", "tour-polite"),
            ),
        ),
        Step(
            say="A process that handles nothing, as process 1.",
            run=("run", "-d", "--name", "tour-deaf", "busybox", "sleep", "600"),
        ),
        Step(
            predict="With 2 seconds to go: how long will stop take, and which exit code will it be?",
            run=("stop", "--timeout", "2", "tour-deaf"),
            answer="Two seconds and 137. The kernel gives process 1 of a namespace no default action for a signal, "
            "so SIGTERM "
            "did nothing, and SIGKILL followed. With --init a small init would have been process 1.",
            show=(("inspect", "-f", "{{.State.ExitCode}}", "tour-deaf"),),
        ),
    ),
    clean=(("rm", "-f", "tour-polite", "tour-deaf"),),
)

_EXEC: Final = Chapter(
    name="exec",
    title="exec: one more process in the same namespaces",
    steps=(
        Step(
            say="A container to enter.",
            run=("run", "-d", "--name", "tour-exec", "busybox", "sleep", "600"),
        ),
        Step(
            say="exec is three requests at heart: prepare, start, and ask for the exit code.",
            predict="Why is the exit code a request of its own?",
            run=("exec", "tour-exec", "sh", "-c", "ps; exit 5"),
            answer="The stream carries only what the command writes. Its end says that it is over, not how it went.",
            host=("ls -l /proc/{pid}/ns/pid",),
            of="tour-exec",
        ),
        Step(
            say="A command that goes on in the background.",
            predict="What will happen to it when the container's own process ends?",
            run=("exec", "-d", "tour-exec", "sleep", "500"),
            show=(("top", "tour-exec"),),
            answer="It is there, and its parent is not the container's process. Yet when process 1 of the "
            "namespace ends, the kernel kills all others in it.",
        ),
        Step(run=("rm", "-f", "tour-exec"), answer="Both are gone."),
    ),
    clean=(("rm", "-f", "tour-exec"),),
)

FAILURES: Final = Chapter(
    name="failures",
    title="When it goes wrong: a cut pull, a 500, an engine that dies",
    recorded=True,
    steps=(
        Step(
            say="A recording plays the engine, and is told to fail. First: status 500 where the container is started.",
            predict="What will docker's exit code be: the container's, or one of its own?",
            run=("replay", "--status", "500@7", "run-hello-world", "--", "minidocker", "run", "hello-world"),
            answer="125: nothing ran, the failure is the engine's. 126 and 127 are for a command that cannot be run.",
        ),
        Step(
            say="The connection breaks in the middle of the pull.",
            predict="The answer had begun with 200. Is that a success?",
            run=("replay", "--cut-after", "2", "run-hello-world", "--", "minidocker", "run", "hello-world"),
            answer="No: a stream that ends without its end is a failure, whatever its status was.",
        ),
        Step(
            say="The engine dies while its logs are followed.",
            predict="logs -f would wait for ever. How does the client notice?",
            run=("replay", "--cut-after", "2", "logs-follow", "--", "minidocker", "logs", "-f", "talker"),
            answer="By the framing: the connection ended, and the last chunk, of length 0, had not come.",
        ),
    ),
)

LIFETIME: Final = (_SIGNALS, _EXEC)
