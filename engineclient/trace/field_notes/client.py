"""Notes on flags that the client handles itself, so that no request shows them."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.model import FieldNote

__all__ = ["CLIENT", "client_note"]

_FORMAT: Final = FieldNote(
    "-f, --format", "The client fills in the template. The engine sends the whole answer all the same."
)
_IDS: Final = FieldNote("-q, --quiet", "The client prints the ids alone, of the same answer.")
_SILENT: Final = FieldNote("-q, --quiet", "The engine reports its progress, and the client does not show it.")
_UNASKED: Final = FieldNote("-f, --force", "The client does not ask before it sends the request.")
_OUTPUT: Final = FieldNote(
    "-o, --output", "The client writes the answer to this file, under another name until it is whole."
)

_UNWATCHED: Final = FieldNote(
    "-d, --detach", "The client does not wait until the swarm has done it, and asks for no tasks."
)

CLIENT: Final[dict[str, FieldNote]] = {
    "format": _FORMAT,
    "no-trunc": FieldNote(
        "--no-trunc", "The client does not cut columns; the engine has sent them whole anyway."
    ),
    "quiet": _IDS,
    "pull quiet": _SILENT,
    "push quiet": _SILENT,
    "run quiet": _SILENT,
    "create quiet": _SILENT,
    "load quiet": _SILENT,
    "cp quiet": _SILENT,
    "prune force": _UNASKED,
    "save output": _OUTPUT,
    "export output": _OUTPUT,
    "load input": FieldNote(
        "-i, --input", "The client reads this file and sends it as the body of the request."
    ),
    "run cidfile": FieldNote("--cidfile", "The client writes the container's id to this file."),
    "create cidfile": FieldNote("--cidfile", "The client writes the container's id to this file."),
    "run pull": FieldNote(
        "--pull",
        "Whether the client pulls before it creates (always), after a 404 (missing), or not at all (never).",
    ),
    "create pull": FieldNote(
        "--pull",
        "Whether the client pulls before it creates (always), after a 404 (missing), or not at all (never).",
    ),
    "run sig-proxy": FieldNote(
        "--sig-proxy", "Whether the client sends signals that it gets on, as requests to kill."
    ),
    "attach sig-proxy": FieldNote(
        "--sig-proxy", "Whether the client sends signals that it gets on, as requests to kill."
    ),
    "run env-file": FieldNote("--env-file", "The client reads the file and sends what it says as variables."),
    "images digests": FieldNote(
        "--digests", "The client prints one more column; the answer has them always."
    ),
    "history human": FieldNote("-H, --human", "Whether the client writes sizes and times for people."),
    "cp follow-link": FieldNote(
        "-L, --follow-link", "If the source is a symbolic link, the client copies what it leads to."
    ),
    "inspect type": FieldNote(
        "--type", "The client looks for this kind of object only, not for each in turn."
    ),
    "stats all": FieldNote("-a, --all", "The client asks for all containers, not only for those that run."),
    "pull all-tags": FieldNote(
        "-a, --all-tags", "The client names no tag, and the engine fetches every one."
    ),
    "push all-tags": FieldNote("-a, --all-tags", "The client names no tag, and the engine sends every one."),
    "start attach": FieldNote(
        "-a, --attach", "The client takes the streams over before it starts the container, as run does."
    ),
    "start interactive": FieldNote("-i, --interactive", "The client also sends its input."),
    "create detach": _UNWATCHED,
    "update detach": _UNWATCHED,
    "scale detach": _UNWATCHED,
    "rollback detach": _UNWATCHED,
    "update quiet": _SILENT,
    "no-resolve-image": FieldNote(
        "--no-resolve-image",
        "The client does not ask the registry for the image's digest: each node finds it by itself.",
    ),
    "with-registry-auth": FieldNote(
        "--with-registry-auth",
        "The client sends its login for the registry, too, which the nodes need to pull.",
    ),
    "prune volumes": FieldNote("--volumes", "The client also sends the request that prunes volumes."),
}
"""The notes by the flag's long name, with the command's name in front where it has another meaning."""


def client_note(command: str, flag: str) -> FieldNote | None:
    """The note on a flag that the client handles itself, None for one that is sent to the engine."""
    return CLIENT.get(f"{command} {flag}") or CLIENT.get(flag)
