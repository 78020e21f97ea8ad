"""Notes on query parameters that flags set."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.model import FieldNote

__all__ = ["QUERIES"]

_FILTER: Final = FieldNote(
    "-f, --filter", "The engine, not the client, leaves out what does not fit: the answer is short."
)
_PRUNED: Final = FieldNote(
    "-a, --all, --filter", "Which of what is unused goes: the engine looks through it by these conditions."
)
_FROM: Final = FieldNote("--since", "Only what is of this time or later, by the engine's own clock.")
_TO: Final = FieldNote("--until", "Only what is of this time or earlier, by the engine's own clock.")
_PLATFORM: Final = FieldNote(
    "--platform",
    "Of the variants that one tag stands for, the one for this system.",
    "minidocker inspect -f '{{.Os}}/{{.Architecture}}' IMAGE",
)
_GRACE: Final = {
    "?t": FieldNote(
        "-t, --timeout",
        "Seconds between the first signal and SIGKILL. Without the flag the container's own --stop-timeout, or 10.",
        "minidocker events --since 1m --filter container={c} --until 0s",
    ),
    "?signal": FieldNote(
        "-s, --signal", "The first signal. Without the flag the one that the image names, or SIGTERM."
    ),
}
_CHANGES: Final = FieldNote(
    "-c, --change",
    "Instructions of a Dockerfile that change the image's configuration: no command is run for them.",
    "minidocker history IMAGE",
)
_MESSAGE: Final = FieldNote("-m, --message", "A line for the image's history.", "minidocker history IMAGE")
_SIZE_OF_TERMINAL: Final = FieldNote(
    "-t, --tty",
    "The size of the client's terminal: the kernel tells the processes of a change by SIGWINCH.",
    "minidocker exec -t {c} stty size",
)

_CONTAINERS: Final = {
    "ContainerList": {
        "?all": FieldNote(
            "-a, --all", "Containers that do not run, too: without it the engine leaves them out."
        ),
        "?limit": FieldNote("-n, --last, -l, --latest", "The newest so many, whether they run or not."),
        "?size": FieldNote(
            "-s, --size", "The engine adds up the files of each writable layer, which takes its time."
        ),
        "?filters": _FILTER,
    },
    "ContainerInspect": {
        "?size": FieldNote("-s, --size", "The engine adds up the files of the writable layer."),
    },
    "ContainerLogs": {
        "?follow": FieldNote(
            "-f, --follow",
            "The answer does not end: what is written comes at once, until the container ends.",
        ),
        "?tail": FieldNote(
            "-n, --tail", "Only the last lines: the engine reads the log from its end.", "minidocker logs {c}"
        ),
        "?since": _FROM,
        "?until": _TO,
        "?timestamps": FieldNote(
            "-t, --timestamps", "Before each line the time at which the engine read it from the process."
        ),
        "?details": FieldNote(
            "--details", "Before each line the labels and variables that --log-opt had the log driver keep."
        ),
    },
    "ContainerDelete": {
        "?force": FieldNote("-f, --force", "If it runs the engine ends its process first, with SIGKILL."),
        "?v": FieldNote(
            "-v, --volumes", "Its anonymous volumes go, too; those with a name stay.", "minidocker volume ls"
        ),
        "?link": FieldNote("-l, --link", "The link of that name goes, the container stays."),
    },
    "ContainerStop": _GRACE,
    "ContainerRestart": _GRACE,
    "ContainerKill": {
        "?signal": FieldNote(
            "-s, --signal",
            "This signal instead of SIGKILL. Process 1 of a container gets only signals that it handles.",
        ),
    },
    "ContainerStats": {
        "?stream": FieldNote("--no-stream", "One measurement instead of one each second.", unless="1"),
    },
    "ContainerAttach": {
        "?stdin": FieldNote(
            "-i, --interactive", "What the client writes to this connection, the process reads."
        ),
        "?detachKeys": FieldNote(
            "--detach-keys",
            "The engine watches the input for these keys and lets the client go; the process goes on.",
        ),
    },
    "ContainerWait": {
        "?condition": FieldNote(
            "--rm",
            "The answer comes when the container is gone, and not already when its process ends.",
            unless="next-exit",
        ),
    },
    "ContainerResize": {"?h": _SIZE_OF_TERMINAL, "?w": _SIZE_OF_TERMINAL},
    "ExecResize": {"?h": _SIZE_OF_TERMINAL, "?w": _SIZE_OF_TERMINAL},
    "ContainerPrune": {"?filters": _PRUNED},
    "PutContainerArchive": {
        "?copyUIDGID": FieldNote("-a, --archive", "Files keep the user and group ids of the archive."),
    },
}

_IMAGES: Final = {
    "ImageCommit": {
        "?author": FieldNote("-a, --author", "Stored in the image's configuration."),
        "?comment": _MESSAGE,
        "?changes": _CHANGES,
        "?pause": FieldNote(
            "-p, --pause",
            "The processes go on while the files are read, so that these may not fit together.",
            unless="1",
        ),
    },
    "ImageCreate": {"?platform": _PLATFORM, "?changes": _CHANGES, "?message": _MESSAGE},
    "ImageInspect": {"?platform": _PLATFORM},
    "ImageList": {
        "?all": FieldNote("-a, --all", "Images without a name on which others stand, too."),
        "?filters": _FILTER,
    },
    "ImageDelete": {
        "?force": FieldNote(
            "-f, --force", "Even if the image has several names, or a container that does not run uses it."
        ),
        "?noprune": FieldNote("--no-prune", "Parents without a name stay.", "minidocker images --all"),
        "?platforms": _PLATFORM,
    },
    "ImagePush": {"?platform": _PLATFORM},
    "ImageHistory": {"?platform": _PLATFORM},
    "ImageSearch": {"?limit": FieldNote("--limit", "At most so many."), "?filters": _FILTER},
    "ImagePrune": {"?filters": _PRUNED},
    "BuildPrune": {"?all": FieldNote("-a, --all", "What is in use by a tag, too."), "?filters": _PRUNED},
    "ImageBuild": {
        "?t": FieldNote(
            "-t, --tag", "The image gets this name once all steps have succeeded.", "minidocker images"
        ),
        "?dockerfile": FieldNote(
            "-f, --file", "The file of instructions, among those of the context.", unless="Dockerfile"
        ),
        "?buildargs": FieldNote(
            "--build-arg",
            "Values of ARG, which RUN sees as variables. They stay in the image's history: no place for secrets.",
            "minidocker history --no-trunc IMAGE",
        ),
        "?nocache": FieldNote("--no-cache", "Every step runs again, whatever the cache holds."),
        "?pull": FieldNote("--pull", "The registry is asked for newer base images, even if they are here."),
        "?target": FieldNote(
            "--target", "The build ends with this stage; what it does not need is not built."
        ),
        "?platform": _PLATFORM,
        "?labels": FieldNote("--label", "Keys and values in the image's configuration.", unless="{}"),
        "?networkmode": FieldNote(
            "--network", "The network in which RUN runs; with none it has no network.", unless="default"
        ),
        "?extrahosts": FieldNote("--add-host", "Lines of /etc/hosts while RUN runs.", unless="[]"),
        "?cachefrom": FieldNote("--cache-from", "Images whose layers may stand for steps.", unless="[]"),
        "?shmsize": FieldNote("--shm-size", "The size of /dev/shm while RUN runs.", unless="0"),
        "?q": FieldNote("-q, --quiet", "No output of steps, only the id of the image."),
        "?rm": FieldNote(
            "--rm", "The classic builder keeps the containers in which it ran the steps.", unless="1"
        ),
        "?forcerm": FieldNote("--force-rm", "The containers of steps go even after a failure."),
        "?outputs": FieldNote(
            "-o, --output", "The result leaves BuildKit as files or an archive instead of an image."
        ),
    },
}

_OTHERS: Final = {
    "VolumeList": {"?filters": _FILTER},
    "VolumeDelete": {
        "?force": FieldNote("-f, --force", "A volume that is not there, or whose driver fails, is no error."),
    },
    "VolumePrune": {"?filters": _PRUNED},
    "NetworkList": {"?filters": _FILTER},
    "NetworkPrune": {"?filters": _PRUNED},
    "SystemEvents": {"?since": _FROM, "?until": _TO, "?filters": _FILTER},
}

QUERIES: Final = {**_CONTAINERS, **_IMAGES, **_OTHERS}
"""The notes by the operation's id, and the parameter with a question mark in front."""
