"""The command table: every command's spellings, what it does in a line, and where its code lives.

It is data, so that help and completion need no command's module.
"""

# a command a line

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Entry(NamedTuple):
    """One command.

    Attributes:
        names: its spellings as help lists them; in each group the first is the one in use, others are aliases.
        summary: one line of help.
        where: `module:object` under `engineclient.commands`.
        silent: spellings that work and are not shown.

    """

    names: str
    summary: str
    where: str
    silent: str = ""

    def spellings(self) -> list[str]:
        """What is shown: `["container ls", "ps"]`."""
        return self.names.split(", ")

    def accepted(self) -> list[str]:
        """What works."""
        return self.spellings() + (self.silent.split(", ") if self.silent else [])


NOUNS = {
    "builder": "Look after what builds leave behind",
    "container": "Work with containers",
    "image": "Work with images",
    "network": "Work with networks",
    "recordings": "Look at kept conversations",
    "system": "Look after the engine as a whole",
    "volume": "Work with volumes",
}

COMMON = (
    "run",
    "exec",
    "ps",
    "build",
    "pull",
    "push",
    "images",
    "login",
    "logout",
    "search",
    "version",
    "info",
)
"""The commands that the root's help shows first, in this order."""

TABLE: tuple[Entry, ...] = (
    # containers
    Entry("container attach, attach", "Connect this terminal to a running container", "sessions:attach"),
    Entry("container commit, commit", "Make an image of what a container has changed", "capture:commit"),
    Entry("container cp, cp", "Copy files between a container and this machine", "copy:cp"),
    Entry("container create, create", "Create a container without starting it", "run:create"),
    Entry("container diff, diff", "List the files that a container has changed", "showing:diff"),
    Entry("container exec, exec", "Run one more command in a running container", "sessions:exec_"),
    Entry(
        "container export, export",
        "Write the file system of a container as a tar archive",
        "capture:export",
    ),
    Entry("container inspect", "Show all that is known of one or more containers", "inspect:container"),
    Entry("container kill, kill", "Send a signal to one or more running containers", "lifecycle:kill"),
    Entry("container logs, logs", "Show what a container has printed", "logs:logs"),
    Entry("container ls, container list, container ps, ps", "List containers", "ps:ps"),
    Entry("container pause, pause", "Freeze all processes of one or more containers", "lifecycle:pause"),
    Entry("container port, port", "List the published ports of a container", "showing:port"),
    Entry("container prune", "Remove all containers that are stopped", "prune:container"),
    Entry("container rename, rename", "Give a container another name", "lifecycle:rename"),
    Entry("container restart, restart", "Stop and start one or more containers", "lifecycle:restart"),
    Entry("container rm, container remove, rm", "Remove one or more containers", "lifecycle:rm"),
    Entry("container run, run", "Create a container from an image and start it", "run:run"),
    Entry("container start, start", "Start one or more stopped containers", "lifecycle:start"),
    Entry("container stats, stats", "Show live what containers use of the machine", "stats:stats"),
    Entry("container stop, stop", "Stop one or more running containers", "lifecycle:stop"),
    Entry("container top, top", "List the processes of a container", "showing:top"),
    Entry(
        "container unpause, unpause",
        "Let the frozen processes of one or more containers go on",
        "lifecycle:unpause",
    ),
    Entry("container update, update", "Change the limits of one or more containers", "update:update"),
    Entry("container wait, wait", "Wait until containers stop and print their exit codes", "lifecycle:wait"),
    # images
    Entry("image history, history", "Show the layers of an image and what made them", "images:history"),
    Entry("image import, import", "Make an image of a tar archive of a file system", "transfer:import_"),
    Entry("image inspect", "Show all that is known of one or more images", "inspect:image"),
    Entry("image load, load", "Load images from an archive that save has written", "transfer:load"),
    Entry("image ls, image list, images", "List images", "images:images"),
    Entry("image prune", "Remove images that nothing uses", "prune:image"),
    Entry("image pull, pull", "Get an image from a registry", "transfer:pull"),
    Entry("image push, push", "Put an image into a registry", "transfer:push"),
    Entry("image rm, image remove, rmi", "Remove one or more images", "names:rmi", silent="image rmi"),
    Entry("image save, save", "Write one or more images into an archive", "transfer:save"),
    Entry("image tag, tag", "Give an image one more name", "names:tag"),
    Entry("search", "Look for images on Docker Hub", "images:search"),
    # networks
    Entry("network connect", "Connect a container to a network", "networks:connect"),
    Entry("network create", "Create a network", "networks:create"),
    Entry("network disconnect", "Disconnect a container from a network", "networks:disconnect"),
    Entry("network inspect", "Show all that is known of one or more networks", "inspect:network"),
    Entry("network ls, network list", "List networks", "networks:ls"),
    Entry("network prune", "Remove all networks that nothing uses", "prune:network"),
    Entry("network rm, network remove", "Remove one or more networks", "networks:rm"),
    # volumes
    Entry("volume create", "Create a volume", "volumes:create"),
    Entry("volume inspect", "Show all that is known of one or more volumes", "inspect:volume"),
    Entry("volume ls, volume list", "List volumes", "volumes:ls"),
    Entry("volume prune", "Remove volumes that no container uses", "prune:volume"),
    Entry("volume rm, volume remove", "Remove one or more volumes", "volumes:rm"),
    Entry("volume update", "Change a volume (cluster volumes only)", "volumes:update"),
    # what the engine is asked
    Entry("explain", "Tell the story of a recorded conversation, with no engine", "explain:explain"),
    Entry("tour", "Learn in chapters what commands ask the engine, and what it makes of it", "tour:tour"),
    # recordings
    Entry("record", "Keep the conversation that a command holds with the engine", "recordings:record"),
    Entry("proxy", "Stand in front of the engine, to watch or to restrict what others ask it", "proxy:proxy"),
    Entry("session", "Give a shell whose clients are recorded, and leave a page behind", "proxy:session"),
    Entry("web", "Look at recordings and at what passes in a browser", "proxy:web"),
    Entry("recordings check", "Run recorded commands again, and grade what has changed", "recorded:check"),
    Entry("recordings diff", "Grade how two engines differ in one scenario, or in all", "recorded:diff"),
    Entry("recordings ls, recordings list", "List the recordings that there are", "recorded:ls"),
    Entry("recordings show", "List what is in a recording", "recorded:show"),
    Entry("replay", "Play the engine's part of a kept conversation to a command", "recordings:replay"),
    # the engine as a whole
    Entry("builder prune", "Remove the build cache", "prune:builder"),
    Entry(
        "completion",
        "Print the script that completes command lines in a shell",
        "shell_completion:completion",
    ),
    Entry("inspect", "Show all that is known of any object", "inspect:inspect"),
    Entry("login", "Log in to a registry", "registry:login"),
    Entry("logout", "Log out from a registry", "registry:logout"),
    Entry("system df", "Show what images, containers and volumes take of the disk", "df:df"),
    Entry("system events, events", "Show live what happens in the engine", "events:events"),
    Entry("system info, info", "Show the state and the settings of the engine", "info:info"),
    Entry("system prune", "Remove what nothing uses", "prune:system"),
    Entry("version", "Show the versions of this client and of the engine", "version:version"),
)


def by_noun(entries: Iterable[Entry]) -> dict[str, list[tuple[str, Entry]]]:
    """The names under each noun (commands without one under ""), of one entry the name in use first."""
    found: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries:
        for spelling in entry.accepted():
            noun, _, name = spelling.rpartition(" ")
            found.setdefault(noun, []).append((name, entry))
    return found
