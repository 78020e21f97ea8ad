"""Docker's commands that are deliberately missing, with the reason or an alternative for the error message."""

from __future__ import annotations

from typing import Final

_ONE_BUILDER: Final = "the engine's own builder is the only one here; for another engine, use --context"
_DEBUGGER: Final = "it is an experiment of buildx; 'build --progress plain' shows what a failing step prints"
_RECORD: Final = (
    "it needs a viewer of traces; 'buildx history inspect' and 'buildx history logs' show how a build went"
)

_OF_BUILDX: Final = {
    "bake": "list the images in a compose file, and build them with 'compose build'",
    "create": _ONE_BUILDER,
    "dap": _DEBUGGER,
    "debug": _DEBUGGER,
    "dial-stdio": "'system dial-stdio' connects to the engine, its builder included",
    "install": "'builder' has the commands of buildx without it",
    "rm": f"{_ONE_BUILDER}, and 'builder prune' empties its cache",
    "uninstall": "there is no alias to remove",
    "stop": "the engine's own builder runs as long as the engine",
}

REFUSED: Final = {
    **{f"{noun} {name}": why for noun in ("buildx", "builder") for name, why in _OF_BUILDX.items()},
    "buildx history trace": _RECORD,
    "builder imagetools": "'buildx imagetools' has it",
    "checkpoint": "it is an experiment of the engine's; 'commit' keeps the files of a container, not its processes",
    "compose alpha": "of its experiments, 'compose graph' draws a project, and 'compose publish' puts it into a registry",
    "compose bridge": "it makes files for other systems",
    "trust": "registries have given up these signatures; an image is pinned by its digest, as in NAME@sha256:...",
}
"""The reason or alternative, by command."""
