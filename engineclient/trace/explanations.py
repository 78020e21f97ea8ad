"""The table of explanations of operations, in our own words, for all renderers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from engineclient.trace import plain_explanations
from engineclient.trace.note import Note
from engineclient.trace.swarm_explanations import SWARM_NOTES

if TYPE_CHECKING:
    from engineclient.api.operations import Operation

__all__ = ["HALF_CLOSED", "HIJACKED", "MOMENTS", "NOTES", "REMOVED_BY_ENGINE", "Note", "meaning", "note_of"]


HIJACKED: Final = "Here HTTP ends: from now on the connection carries raw bytes, both ways at once."
HALF_CLOSED: Final = (
    "The client closes its half: the process reads the end of its input, its output still arrives."
)

_NO_IMAGE: Final = (
    "The engine does not pull by itself: it says that the image is missing. To pull it and to ask again is the "
    "client's work."
)
_FROM_MEMORY: Final = "The engine answers from what it keeps in memory; no container notices."
_FROM_STORE: Final = "The engine looks into its own store of images; no registry is asked."
_FROM_SWARM: Final = "The managers of the swarm answer from what they have agreed on."
_WITHOUT_KINDS: Final = "inspect could not tell what kind of thing it is: a name alone does not say."
_UNCHANGED: Final = "There was nothing to do: it is in this state already."

NOTES: Final[Mapping[str, Note]] = {
    **SWARM_NOTES,
    # the engine itself
    "SystemPing": Note(
        "Finds out whether an engine is there, and which version of the API it speaks.",
        "the client could not know which version to put in front of the paths that follow.",
        "The answer is in the headers; the engine does nothing for it.",
    ),
    "SystemPingHead": Note(
        "Finds out whether an engine is there, and which version of the API it speaks.",
        "the client could not know which version to put in front of the paths that follow.",
        "The answer is in the headers; the engine does nothing for it.",
    ),
    "SystemVersion": Note(
        "Asks which programs the engine is made of, and in which versions.",
        "a report of a problem would not say what it happened on.",
        "The engine asks containerd and runc for their versions, too.",
        ("Version", "ApiVersion", "MinAPIVersion", "Os", "Arch", "KernelVersion"),
    ),
    "SystemInfo": Note(
        "Asks how the engine is set up and how much it holds.",
        "nobody would know which storage, which network drivers or which limits apply here.",
        "The engine counts its containers and images, and looks at the kernel's abilities.",
        ("ServerVersion", "Containers", "ContainersRunning", "Images", "Driver", "CgroupVersion", "NCPU"),
    ),
    "SystemEvents": Note(
        "Listens to what happens in the engine, as it happens.",
        "you would have to ask again and again, and would miss what lies between.",
        "The engine keeps its last 256 events in memory; with ?since it sends those first.",
    ),
    "SystemDataUsage": Note(
        "Asks how much of the disk containers, images, volumes and build cache take.",
        "you could not tell what is worth removing.",
        "The engine adds up files on the disk, so that this can take long.",
        ("LayersSize",),
    ),
    "SystemAuth": Note(
        "Has the engine try a name and a password at a registry.",
        "wrong credentials would show only at the first pull or push.",
        "The engine logs in to the registry over the network and keeps nothing of it; the client does.",
        ("Status",),
    ),
    "Session": Note(
        "Opens a connection by which a build asks the client for files and secrets.",
        "a build could not reach what lies on the client's side.",
        "The connection carries gRPC, and the client is the server.",
    ),
    "Grpc": Note(
        "Opens a connection for calls to BuildKit itself: to build, and to hear how the build goes.",
        "named contexts, checks and the place of an error in the Dockerfile could not be had.",
        "The connection carries gRPC in HTTP/2, and the engine is the server, as usual.",
    ),
    # containers: create and run
    "ContainerCreate": Note(
        "Makes a container of an image and settings. Nothing runs yet.",
        "there would be nothing to connect to before the first byte of output, and nothing to start.",
        "A layer that can be written to is put on top of the image's layers, and the settings are saved to disk.",
        ("Id", "Warnings"),
        {404: _NO_IMAGE, 409: "The name belongs to another container."},
    ),
    "ContainerAttach": Note(
        "Connects to the container's input and output.",
        "nobody would see what it writes; run connects before it starts, or the first bytes could be lost.",
        "The engine copies between this connection and the process's pipes, or its terminal.",
        answers={409: "It is paused, or restarting just now."},
    ),
    "ContainerWait": Note(
        "Asks for the exit code. The answer begins at once and ends only when the container does.",
        "the client would not know when it is over, nor with which exit code to end itself.",
        "The engine hears of the end from the shim, the small process that is the container's parent.",
        ("StatusCode", "Error.Message"),
    ),
    "ContainerStart": Note(
        "Starts the process.",
        "the container would stay what it is now: a name, settings and an empty layer.",
        "The layers are mounted and the network is connected; containerd starts a shim, and runc makes the namespaces "
        "and cgroups, runs the process in them, and leaves.",
        answers={304: _UNCHANGED},
    ),
    "ContainerResize": Note(
        "Tells the terminal inside how large the one outside is.",
        "full-screen programs would draw for a window of another size.",
        "The kernel sends the process the signal SIGWINCH.",
    ),
    "ContainerDelete": Note(
        "Removes the container and what it has written to its own layer.",
        "it would stay on the disk, and keep its name, for ever.",
        "The layer that it wrote to is unmounted and deleted. Its volumes stay: with -v those without a name go, too.",
        answers={404: "There is no such container (any more)."},
    ),
    # containers: control
    "ContainerStop": Note(
        "Asks the process to end, and kills it if it does not in time.",
        "a service could not finish what it has in hand.",
        "The engine sends SIGTERM (or the image's own choice), waits, and sends SIGKILL.",
        answers={304: _UNCHANGED},
    ),
    "ContainerRestart": Note(
        "Stops and starts it again: the same container, with the same files.",
        "you would stop it, wait, and start it by hand.",
        "As stop and start in one; the process is a new one.",
    ),
    "ContainerKill": Note(
        "Sends the process a signal.",
        "an interrupt typed here would end the client, and not what runs in the container.",
        "The shim delivers it; as process 1 of its namespace, a process that handles no SIGTERM ignores it.",
    ),
    "ContainerPause": Note(
        "Freezes all its processes where they are.",
        "they would go on while you look at them.",
        "The cgroup freezer takes them off the processors; their memory stays.",
    ),
    "ContainerUnpause": Note(
        "Lets frozen processes go on.",
        "they would stay frozen.",
        "The cgroup is thawed; the processes see only that time has passed.",
    ),
    "ContainerRename": Note(
        "Gives the container another name.",
        "you would have to create it again.",
        "The name changes in the engine's records, and in the DNS of its networks.",
    ),
    "ContainerUpdate": Note(
        "Changes limits of a container that exists.",
        "you would have to create it again to give it more memory.",
        "The values are written to its cgroup at once if it runs.",
        ("Warnings",),
    ),
    "ContainerPrune": Note(
        "Removes all containers that do not run.",
        "you would remove them one by one.",
        "The engine deletes the layer of each.",
        ("SpaceReclaimed", "ContainersDeleted"),
    ),
    # containers: inspect
    "ContainerList": Note(
        "Lists containers, each with what a line of ps needs.",
        "you would have to know their names.",
        _FROM_MEMORY,
    ),
    "ContainerInspect": Note(
        "Reads all that the engine knows of a container.",
        "the client could not know whether it runs, or whether it has a terminal.",
        _FROM_MEMORY,
        ("Id", "Name", "State.Status", "State.ExitCode", "Config.Image", "Config.Tty"),
    ),
    "ContainerLogs": Note(
        "Reads what the container has written so far, and with follow what it will.",
        "what was written while nobody was attached would be out of reach.",
        "The engine reads the log driver's files back. Without a terminal, output and errors come in frames that say which "
        "is which.",
    ),
    "ContainerStats": Note(
        "Reads what the container uses of the machine.",
        "nobody could tell which one has taken the memory.",
        "The numbers are those of its cgroup; a rate needs two readings, and so the first takes a second.",
        ("cpu_stats.cpu_usage.total_usage", "memory_stats.usage", "pids_stats.current"),
    ),
    "ContainerTop": Note(
        "Lists the processes of the container.",
        "you would have to find them among all of the machine's.",
        "The engine runs ps on its own side and keeps the lines that belong to the container.",
        ("Titles", "Processes"),
    ),
    "ContainerChanges": Note(
        "Lists the files that were added, changed or deleted since the container was made.",
        "you could not tell what a commit would keep.",
        "The container's own layer is compared with the image below it.",
    ),
    "ContainerExport": Note(
        "Reads the container's whole file system as one tar archive.",
        "you would have to copy it path by path.",
        "The layers are mounted as one, and read through.",
    ),
    "ContainerArchiveInfo": Note(
        "Asks what is at a path in the container: a file, a directory or a link.",
        "the client could not know where copied files should go.",
        "The answer is a header, base64 of JSON; the container need not run.",
    ),
    "ContainerArchive": Note(
        "Reads a path of the container as a tar archive.",
        "files could leave a container only through its output.",
        "The engine packs it within the container's own root, so that no link leads out of it.",
    ),
    "PutContainerArchive": Note(
        "Unpacks a tar archive at a path of the container.",
        "files could come into a container only through its input.",
        "The engine unpacks it within the container's own root, so that no link leads out of it.",
    ),
    "ImageCommit": Note(
        "Makes an image of what the container has changed.",
        "the changes would go with the container.",
        "The container's own layer becomes the image's topmost one.",
        ("Id",),
    ),
    # commands in containers
    "ContainerExec": Note(
        "Prepares one more command in a running container. Nothing runs yet.",
        "there would be nothing to start, to resize, or to ask for an exit code.",
        "The engine writes it down in its memory; the container does not notice.",
        ("Id",),
        {409: "It does not run, or is paused."},
    ),
    "ExecStart": Note(
        "Starts the command and, unless it is detached, connects to its input and output.",
        "it would stay prepared, and never run.",
        "The engine has runc enter the namespaces of the container and run the command in them.",
    ),
    "ExecResize": Note(
        "Tells the command's terminal how large the one outside is.",
        "full-screen programs would draw for a window of another size.",
        "The kernel sends the process the signal SIGWINCH.",
    ),
    "ExecInspect": Note(
        "Asks how the command ended.",
        "the client would not know with which exit code to end itself: the stream does not say.",
        _FROM_MEMORY,
        ("ExitCode", "Running", "Pid"),
    ),
    # images
    "ImageCreate": Note(
        "Pulls an image, or imports one; the answer tells the progress, a JSON record a line.",
        "there would be nothing to make a container of.",
        "The engine asks the registry for the manifest, fetches the layers it lacks, checks their digests, and unpacks "
        "them.",
        answers={404: "The registry has no such image, or does not show it without a login."},
    ),
    "ImagePush": Note(
        "Puts an image into a registry; the answer tells the progress, a JSON record a line.",
        "the image would stay on this machine.",
        "Layers that the registry has already are not sent.",
    ),
    "ImageList": Note(
        "Lists the images that are here.",
        "you could not tell what would have to be pulled.",
        _FROM_STORE,
    ),
    "ImageInspect": Note(
        "Reads all that the engine knows of an image.",
        "you could not tell what it would run, and as whom.",
        _FROM_STORE,
        ("Id", "RepoTags", "Os", "Architecture", "Size"),
        {404: "It is not here; that says nothing about registries."},
    ),
    "ImageHistory": Note(
        "Lists the layers of an image and what made each.",
        "you could not tell which step made it large.",
        "The build wrote this into the image itself.",
    ),
    "ImageTag": Note(
        "Gives an image one more name.",
        "it could not be pushed under that name.",
        "Only a name is written down; no layer is copied.",
    ),
    "ImageDelete": Note(
        "Takes a name off an image, and with the last one the image.",
        "its layers would stay on the disk.",
        "Layers that another image or a container uses stay.",
        answers={409: "Something still uses it."},
    ),
    "ImagePrune": Note(
        "Removes images that no container uses: those without a name, or all with dangling=false.",
        "you would remove them one by one.",
        "Layers that another image or a container uses stay.",
        ("SpaceReclaimed", "ImagesDeleted"),
    ),
    "ImageSearch": Note(
        "Looks for images on Docker Hub.",
        "you would search the Hub's web site in a browser.",
        "The engine asks the Hub's own search, over the network.",
    ),
    "ImageGet": Note(
        "Reads an image, with all its layers, as one tar archive.",
        "an image could leave this machine only through a registry.",
        "Manifest, configuration and layers are packed as they lie on the disk.",
    ),
    "ImageGetAll": Note(
        "Reads images, with all their layers, as one tar archive.",
        "images could leave this machine only through a registry.",
        "Manifests, configurations and layers are packed as they lie on the disk.",
    ),
    "ImageLoad": Note(
        "Unpacks images from such an archive.",
        "images could come to this machine only from a registry.",
        "Layers that are here already are left out.",
    ),
    "ImageBuild": Note(
        "Has an image built: of a tar archive in the body, or with BuildKit of files that the engine asks the client for.",
        "the engine would not see the files: they may lie on another machine.",
        "Each step of the Dockerfile is run in a container or found in the cache, and becomes a layer.",
    ),
    "BuildPrune": Note(
        "Removes the build cache that is not in use.",
        "it would grow with each build.",
        "Steps whose results an image still has are found again by the next build, unless all=1; it runs the others again.",
        ("SpaceReclaimed",),
    ),
    "DistributionInspect": Note(
        "Asks a registry, through the engine, for an image's digest and platforms.",
        "you would have to pull the image to know.",
        "The engine fetches the manifest over the network, and no layer.",
        ("Descriptor.digest", "Descriptor.mediaType"),
    ),
    # networks
    "NetworkList": Note(
        "Lists the networks.",
        "you would have to know their names.",
        _FROM_MEMORY,
    ),
    "NetworkInspect": Note(
        "Reads all that the engine knows of a network, and who is connected to it.",
        "you could not tell which addresses it gives.",
        _FROM_MEMORY,
        ("Id", "Name", "Driver", "Scope", "IPAM.Config"),
    ),
    "NetworkCreate": Note(
        "Makes a network: containers on it reach each other by name.",
        "they would share the default bridge, which knows no names.",
        "For the driver bridge: a Linux bridge, a subnet of its own, and rules for the packet filter.",
        ("Id", "Warning"),
    ),
    "NetworkConnect": Note(
        "Connects a container to one more network.",
        "a running container could reach only the networks it was started with.",
        "A pair of virtual interfaces is made: one end in the container's namespace, one at the bridge.",
    ),
    "NetworkDisconnect": Note(
        "Takes a container off a network.",
        "it would stay in reach of all that is on it.",
        "The pair of interfaces goes, and the container's names in that network's DNS.",
    ),
    "NetworkDelete": Note(
        "Removes a network.",
        "its subnet would stay taken.",
        "The bridge and its rules of the packet filter go.",
        answers={403: "Containers are still connected to it, or it is one of the engine's own."},
    ),
    "NetworkPrune": Note(
        "Removes networks that no container is connected to.",
        "you would remove them one by one.",
        "The bridge of each goes, and its rules of the packet filter.",
        ("NetworksDeleted",),
    ),
    # volumes
    "VolumeList": Note(
        "Lists the volumes.",
        "you would have to know their names.",
        _FROM_MEMORY,
        ("Volumes", "Warnings"),
    ),
    "VolumeInspect": Note(
        "Reads all that the engine knows of a volume.",
        "you could not tell where its files are.",
        _FROM_MEMORY,
        ("Name", "Driver", "Mountpoint"),
    ),
    "VolumeCreate": Note(
        "Makes a volume: files that outlive the containers that use them.",
        "what a container writes would go with it.",
        "For the driver local: a directory below the engine's own, mounted only once a container uses it.",
        ("Name", "Driver", "Mountpoint"),
    ),
    "VolumeUpdate": Note(
        "Changes a volume of a cluster.",
        "it could not be taken out of use.",
        "The managers of the swarm agree on it.",
    ),
    "VolumeDelete": Note(
        "Removes a volume and the files in it.",
        "they would stay on the disk.",
        "The driver deletes the directory.",
        answers={409: "A container uses it."},
    ),
    "VolumePrune": Note(
        "Removes volumes that no container uses.",
        "they would stay on the disk.",
        "Since API 1.42 only those without a name of their own go, unless the filters say otherwise.",
        ("SpaceReclaimed", "VolumesDeleted"),
    ),
    "ImageAttestations": Note(
        "Lists what is attested of an image, such as how it was built.",
        "you could not tell where it comes from.",
        "The attestations lie beside the image, in the same index of manifests.",
    ),
    "ContainerAttachWebsocket": Note(
        "Connects to the container's input and output by a WebSocket.",
        "a browser could not show what it writes.",
        "Output and errors are not told apart here, as they are in the frames of a plain attach.",
        answers={409: "It is paused, or restarting just now."},
    ),
    # plugins
    "PluginList": Note(
        "Lists the plugins that are installed.",
        "you would have to know their names.",
        _FROM_MEMORY,
        ("Name", "Enabled"),
    ),
    "GetPluginPrivileges": Note(
        "Asks what a plugin in a registry wants to be allowed.",
        "nobody could say yes to it; the engine does not install a plugin that was allowed less.",
        "The engine fetches the plugin's configuration from the registry, and no layer.",
    ),
    "PluginPull": Note(
        "Installs a plugin, with what it is allowed; the answer tells the progress, a JSON record a line.",
        "there would be nothing to enable.",
        "The engine compares what is allowed with what the plugin wants, and fetches its layers.",
    ),
    "PluginCreate": Note(
        "Makes a plugin of a configuration and a root file system, sent as a tar archive.",
        "it could come only from a registry.",
        "The file system becomes the plugin's only layer.",
    ),
    "PluginEnable": Note(
        "Starts a plugin.",
        "its drivers could not be used.",
        "The engine runs it as it runs a container, and speaks to it over a socket.",
    ),
    "PluginDisable": Note(
        "Stops a plugin; it stays installed.",
        "it could not be set up again, upgraded or removed.",
        "The engine ends its process, unless something uses it.",
    ),
    "PluginSet": Note(
        "Changes the settings of a plugin.",
        "it would run as its author has set it up.",
        "Only what the plugin's own configuration calls settable can be changed.",
    ),
    "PluginUpgrade": Note(
        "Replaces a plugin by a newer one; the answer tells the progress, a JSON record a line.",
        "you would remove it, with what it keeps, and install it again.",
        "The engine fetches the new layers and keeps the plugin's data.",
    ),
    "PluginPush": Note(
        "Puts a plugin into a registry; the answer tells the progress, a JSON record a line.",
        "it would stay on this machine.",
        "It travels as an image does, with a media type of its own.",
    ),
    "PluginDelete": Note(
        "Removes a plugin.",
        "its layers would stay on the disk.",
        "Its root file system and its data are deleted.",
        answers={409: "It is enabled, or in use."},
    ),
    # operations for looking up a name of unknown kind
    "ServiceInspect": Note(
        "Asks whether the name is that of a service.",
        _WITHOUT_KINDS,
        _FROM_SWARM,
        ("ID", "Spec.Name"),
    ),
    "TaskInspect": Note(
        "Asks whether the name is that of a task.", _WITHOUT_KINDS, _FROM_SWARM, ("ID", "Status.State")
    ),
    "NodeInspect": Note(
        "Asks whether the name is that of a node.",
        _WITHOUT_KINDS,
        _FROM_SWARM,
        ("ID", "Description.Hostname"),
    ),
    "PluginInspect": Note(
        "Asks whether the name is that of a plugin.",
        _WITHOUT_KINDS,
        "A plugin is a program that the engine runs for it: a driver of volumes, networks or logs.",
        ("Id", "Name", "Enabled"),
    ),
    "SecretInspect": Note(
        "Asks whether the name is that of a secret.", _WITHOUT_KINDS, _FROM_SWARM, ("ID", "Spec.Name")
    ),
    "ConfigInspect": Note(
        "Asks whether the name is that of a config.", _WITHOUT_KINDS, _FROM_SWARM, ("ID", "Spec.Name")
    ),
}


def note_of(operation: Operation) -> Note:
    """The note on an operation; without one in the table, an explanation made from its row of operations."""
    return NOTES.get(operation.id) or Note(
        plain_explanations.purpose(operation), "", plain_explanations.behind(operation)
    )


MOMENTS: Final[Mapping[str, str]] = {
    "container create": "The daemon says by itself, in GET /events, that the container is there.",
    "network connect": "The container's network namespace has its interface now.",
    "container start": "The process runs. Since the network was connected, a shim and runc were at work: background.",
    "container die": "The process has ended; the exit code is its own.",
    "container kill": "The daemon has sent the process a signal.",
    "container stop": "The process has ended within the time that stop gives it, or was killed after it.",
    "network disconnect": "The interface is gone.",
    "container destroy": "The container is gone, and with it what it had written to its own layer.",
    "task new": "The swarm's leader has made the task: one for each replica, or for each node.",
    "task pending": "The task has its addresses; the scheduler looks for a node that has room and fits the constraints.",
    "task assigned": "The scheduler has chosen a node, whose agent now gets the task.",
    "task accepted": "The node's agent has taken the task.",
    "task preparing": "The node pulls the image if it has to, and creates networks and container.",
    "task ready": "The container is there; it is started when the one that it replaces has stopped.",
    "task starting": "The node starts the container, as docker start would.",
    "task running": "The container runs, and is healthy if it has a health check.",
    "task complete": "The process has ended well, and no other task follows.",
    "task shutdown": "The swarm has stopped the task: another one is in its place, or none is wanted.",
    "task failed": "The process has ended badly; the restart policy decides whether another task follows.",
    "task rejected": "The node could not run the task; the swarm tries another one.",
}
"""The meaning of the daemon's own events, by kind and action."""

REMOVED_BY_ENGINE: Final = "With --rm that was the engine's work, not the client's."


def meaning(title: str, *, removing: bool) -> list[str]:
    """The meaning of an event of the daemon, by its title; `removing`: its container was created with --rm."""
    found = [MOMENTS[title]] if title in MOMENTS else []
    if title == "container destroy" and removing:
        found.append(REMOVED_BY_ENGINE)
    return found
