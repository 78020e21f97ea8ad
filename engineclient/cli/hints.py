"""Hints: one line after docker's own error with the likely cause and what to do next.

A rule is a pattern of an error text of docker or the engine, and a function that makes the sentence. It looks up what
it needs to know about the engine and this machine through `Facts`, which return empty values instead of raising.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from engineclient.cli.filter_names import filter_names
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Facts", "Failed", "hint", "nearest"]

_NOT_STARTED: Final = re.compile(
    "failed to create task for container|failed to set up container networking|OCI runtime create failed"
    "|driver failed programming|could not select device driver"
)
"""Patterns of errors that occur when a container is started rather than created."""


class Facts(Protocol):
    """The lookups that a rule may make."""

    def commands(self, path: str) -> list[str]:
        """The commands below `minidocker container`."""
        ...

    def flags(self, path: str) -> list[str]:
        """The flags of `minidocker run`, as `--detach`, and `-d`."""
        ...

    def takes_value(self, path: str, flag: str) -> bool:
        """Whether a flag of a command, as it was typed (`-p`, `-it`), takes the next word as its value."""
        ...

    def containers(self) -> list[str]:
        """The names of all containers."""
        ...

    def images(self) -> list[str]:
        """The references of all images."""
        ...

    def networks(self) -> list[str]:
        """The names of all networks."""
        ...

    def volumes(self) -> list[str]:
        """The names of all volumes."""
        ...

    def files(self, folder: str) -> list[str]:
        """The names of the files in a directory of this machine."""
        ...

    def container(self, name: str) -> tuple[str, str] | None:
        """A container's image and state."""
        ...

    def newest_created(self) -> str:
        """The name of the newest container that was created and not started, or ""."""
        ...

    def users_of_volume(self, name: str) -> list[str]:
        """The names of the containers that use a volume."""
        ...

    def port_holder(self, port: int) -> tuple[str, str]:
        """The name of the container that holds a port, or else the process, as `123 (nginx)`."""
        ...


class Failed(NamedTuple):
    """A command that failed.

    Attributes:
        text: its error message.
        args: its arguments, from the command's name on.
        program: the program's name.
        candidates: the valid values, if the error has them: the fields of a template.

    """

    text: str
    args: Sequence[str]
    program: str
    candidates: Sequence[str] = ()

    def with_words(self, words: Iterable[str]) -> str:
        """A command line of this program with other arguments, for the user to type."""
        return shlex.join([self.program, *words])


def hint(failed: Failed, facts: Facts) -> str:
    """The hint for an error, or ""."""
    for pattern, rule in _RULES:
        if (found := pattern.search(failed.text)) and (sentence := rule(found, failed, facts)):
            return " · ".join(filter(None, (sentence, _remains(failed, facts))))
    return _remains(failed, facts)


def nearest(word: str, known: Iterable[str]) -> str:
    """The word of `known` that is most like `word`, or "" if none is close."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    found = nearest(word, known)
    return _('Did you mean "{name}"?').format(name=found) if found and found != word else ""


# the command line


def _command(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    path, _space, word = found[1].rpartition(" ")
    return _did_you_mean(word, facts.commands(path))


def _flag(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    pointer = re.search(r"Run '(.+) --help'", failed.text)
    return _did_you_mean(found[1], facts.flags(pointer[1])) if pointer else ""


def _template(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = _did_you_mean(found[1], failed.candidates)
    if meant or not failed.candidates:
        return meant
    return _("The fields are: {names}.").format(names=", ".join(failed.candidates))


def _filter(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    known = filter_names(failed.args)
    if found[1] in known or not known:  # its value is wrong
        return ""
    meant = _did_you_mean(found[1], known)
    return meant or _("The filters are: {names}.").format(names=", ".join(known))


def _flag_after_image(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    flag = found[1]
    if flag not in failed.args:
        return ""
    words = [*failed.args]
    begin = end = words.index(flag)
    while end < len(words) and words[end].startswith("-"):
        end += 2 if facts.takes_value(f"{failed.program} {words[0]}", words[end]) else 1
    object_name = words[begin - 1]
    moved = [words[0], *words[begin:end], *words[1:begin], *words[end:]]
    text = _("Flags stand before {name}; behind it they belong to its command. Try: {command}")
    return text.format(name=object_name, command=failed.with_words(moved))


def _reference(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    wrong = next((word for word in failed.args if word.lower() != word and not word.startswith("-")), "")
    return _("Image names are lower case: {name}").format(name=wrong.lower()) if wrong else ""


def _image_word(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    """What `run` took for the image: mostly a part of a value with a space in it."""
    if failed.args[:1] not in (["run"], ["create"]):
        return ""
    place = 1
    while place < len(failed.args) and failed.args[place].startswith("-"):
        place += 2 if facts.takes_value(f"{failed.program} {failed.args[0]}", failed.args[place]) else 1
    if place >= len(failed.args):
        return ""
    text = _(
        '"{name}" was taken for the image. A value with a space in it has to be in quotes: -v "$PWD":/src'
    )
    return text.format(name=failed.args[place])


def _no_tty(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("Input does not come from a terminal here: leave out -t (-i alone passes the input on).")


# names


def _no_container(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    known = facts.containers()
    meant = _did_you_mean(found[1], known)
    if meant or not known:
        return meant or _("There is no container at all: {command}").format(
            command=failed.with_words(["run", "--name", found[1], "IMAGE"])
        )
    return _("{command} lists the containers that there are.").format(
        command=failed.with_words(["ps", "--all"])
    )


def _no_image(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = _did_you_mean(found[1].removesuffix(":latest"), facts.images())
    return meant or _("It is not on this machine: {command}").format(
        command=failed.with_words(["pull", found[1]])
    )


def _no_network(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = _did_you_mean(found[1], facts.networks())
    command = failed.with_words(["network", "create", found[1]])
    return meant or _("There is no such network yet: {command}").format(command=command)


def _no_volume(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _did_you_mean(found[1], facts.volumes())


def _no_object(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _did_you_mean(
        found[1], [*facts.containers(), *facts.images(), *facts.networks(), *facts.volumes()]
    )


def _name_taken(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    name = found[1].removeprefix("/")
    holder = facts.container(name)
    if holder is None:
        return ""
    image, state = holder
    words = ["rm", "-f", name] if state in ("running", "paused", "restarting") else ["rm", name]
    text = _('"{name}" is a container of {image} ({state}). Choose another name, or free this one: {command}')
    return text.format(name=name, image=image, state=state, command=failed.with_words(words))


# ports, space, what is in use


def _port_taken(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    port = next(each for each in found.groups() if each)
    container, process = facts.port_holder(int(port))
    if container:
        return _('Port {port} is held by the container "{name}".').format(port=port, name=container)
    if process:
        return _("Port {port} is held by process {process}.").format(port=port, process=process)
    return _("Another program listens at port {port}.").format(port=port)


def _remains(failed: Failed, facts: Facts) -> str:
    """The sentence about a container that was created and did not start."""
    if (
        failed.args[:1] not in (["run"], ["create"])
        or "--rm" in failed.args
        or not _NOT_STARTED.search(failed.text)
    ):
        return ""
    name = _name_given(failed.args) or facts.newest_created()
    if not name:
        return ""
    command = failed.with_words(["rm", name])
    return _("The new container stays, in the state Created: {command}").format(command=command)


def _name_given(args: Sequence[str]) -> str:
    """The value of --name."""
    for place, word in enumerate(args):
        if word.startswith("--name="):
            return word.partition("=")[2]
        if word == "--name":
            return args[place + 1] if place + 1 < len(args) else ""
    return ""


def _no_space(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    text = _("{show} shows what takes the disk, and {prune} removes what nothing uses.")
    return text.format(show=failed.with_words(["system", "df"]), prune=failed.with_words(["system", "prune"]))


def _running(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("It runs. Stop it first, or add -f, which kills it: {command}").format(
        command=failed.with_words([*failed.args[:1], "-f", *failed.args[1:]])
    )


def _not_running(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    name = next((word for word in failed.args[1:] if word in facts.containers()), found[1][:12])
    return _("Start it first: {command}").format(command=failed.with_words(["start", name]))


def _image_used(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("A container was made of it. Remove that first: {command}").format(
        command=failed.with_words(["rm", found[1]])
    )


def _volume_used(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    users = facts.users_of_volume(failed.args[-1])
    if not users:
        return ""
    return _("Used by: {names}. Remove that first.").format(names=", ".join(users))


def _network_used(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("Containers are connected to it. Stop them, or: {command}").format(
        command=failed.with_words(["network", "disconnect", failed.args[-1], "CONTAINER"])
    )


# registries


def _pull_denied(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = _did_you_mean(found[1].removeprefix("docker.io/").removeprefix("library/"), facts.images())
    text = _(
        "Three causes look alike: the name is misspelt, the repository is private ({login}), or it is gone."
    )
    return " ".join(filter(None, (text.format(login=failed.with_words(["login"])), meant)))


def _no_tag(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The repository is there, but not this tag or digest. Look the tags up at the registry.")


def _rate(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "The registry counts the pulls of your address. With an account it allows more: {command}"
    ).format(command=failed.with_words(["login"]))


def _registry_away(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "The engine, not this client, asks the registry: look at the engine's own network, DNS and proxy."
    )


def _plain_registry(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "This registry speaks plain HTTP. List it under insecure-registries in the engine's daemon.json."
    )


# errors of the OCI runtime


def _no_program(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _('The image has no program "{name}". Is it spelt right, and is it in the image?').format(
        name=found[1]
    )


def _no_path(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    text = _(
        'In the container there is no "{name}", or what its first line (#!) or its loader names is missing.'
    )
    return text.format(name=found[1])


def _not_executable(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _('"{name}" may not be executed: it needs chmod +x, or it is a directory.').format(name=found[1])


def _wrong_format(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The program is for another CPU (see --platform), or a script without #! in its first line.")


def _mount_kinds(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "One side of -v is a file and the other a directory. A path missing on the host becomes a directory."
    )


def _relative(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("A path of the host begins with / or . here: -v ./{path}").format(path=found[1])


def _no_gpu(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The engine knows no GPU driver: install the NVIDIA Container Toolkit on its machine.")


def _no_directory(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("--mount wants a path that exists; -v would create a directory.")


def _mount_path(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The path inside the container begins with /: -v {name}:/{path}").format(
        name=found[1], path=found[2]
    )


# paths of cp


def _no_file_inside(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    path, name = found.groups()
    folder = posixpath.dirname(path) or "/"
    known = facts.container(name)
    if known and known[1] == "running":
        command = failed.with_words(["exec", name, "ls", "-a", folder])
    else:  # what it has can still be listed, though not by a program in it
        command = f"{failed.with_words(['export', name])} | tar t"
    return _("What is there: {command}").format(command=command)


def _no_file_here(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    folder, name = posixpath.split(found[1])
    meant = _did_you_mean(name, facts.files(folder or "."))
    return meant or _("A path without CONTAINER: before it is one of this machine.")


def _no_directory_inside(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    name, colon, path = failed.args[-1].partition(":")
    if not colon:
        return ""
    command = failed.with_words(["exec", name, "mkdir", "-p", posixpath.dirname(path)])
    return _("cp makes no directory above its destination. Make it first: {command}").format(command=command)


def _no_container_of_cp(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("One of the two paths has to be CONTAINER:PATH.")


def _little_memory(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("A number without a unit is bytes: 64m is 64 MiB.")


# builds


def _no_context(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    command = failed.with_words([*failed.args, "."])
    return _("The directory with the files is missing; the current one is a dot: {command}").format(
        command=command
    )


def _no_dockerfile(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    context = failed.args[-1]
    meant = _did_you_mean(posixpath.basename(found[1]), facts.files(context))
    text = _("The directory {context} has no such file; -f names another one.")
    return meant or text.format(context=context)


def _not_in_context(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    place = failed.args.index("build") + 1 if "build" in failed.args else 0
    words = [*failed.args[:place], "--dry-run", *failed.args[place:]]
    text = _(
        "COPY finds only what is below the build's directory and not in .dockerignore. What that is: {command}"
    )
    return text.format(command=failed.with_words(words)) if place else ""


def _no_compose_file(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("compose reads compose.yaml in this directory or one above it; -f names another file.")


# requests that this client refuses to send


def _read_only(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("--read-only sends nothing that may change something; --dry-run shows what would be sent.")


_Rule = tuple[re.Pattern[str], "Callable[[re.Match[str], Failed, Facts], str]"]
_RULES: Final[Sequence[_Rule]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"unknown command: (.+)", _command),
        (r"unknown flag: (--\S+)", _flag),
        (r"unknown shorthand flag: '.' in (-\S+)", _flag),
        (r"can't evaluate field (\w+) in type", _template),
        (r'map has no entry for key "(\w+)"', _template),
        (r"[Ii]nvalid filter '([^'=]+)'", _filter),
        (r'exec: "(-[^"]*)"', _flag_after_image),
        (r"invalid reference format: repository name .* must be lowercase", _reference),
        (r"(?m)invalid reference format$", _image_word),
        (r"' requires 1 argument\n\nUsage:  \S+ (?:image |builder |buildx )?build ", _no_context),
        (r"failed to read dockerfile: open (.+): no such file", _no_dockerfile),
        (r"unable to evaluate symlinks in Dockerfile path: lstat (.+): no such file", _no_dockerfile),
        (r'failed to calculate checksum of ref .*"(.+)": not found', _not_in_context),
        (r"COPY failed: file not found in build context", _not_in_context),
        (r"the input device is not a TTY", _no_tty),
        (r'container name "([^"]+)" is already in use', _name_taken),
        (r":(\d+) failed: port is already allocated", _port_taken),
        (r"failed to bind host port (?:for )?\S*?:(\d+)[:/].*address already in use", _port_taken),
        (r"listen tcp4? \S*?:(\d+): bind: address already in use", _port_taken),
        (r"no space left on device", _no_space),
        (r"this client is read-only", _read_only),
        (r"[Nn]o such container: (\S+)", _no_container),
        (r"[Nn]o such image: (\S+)", _no_image),
        (r"[Nn]o such object: (\S+)", _no_object),
        (r"network (\S+) not found", _no_network),
        (r"get (\S+): no such volume", _no_volume),
        (r"[Cc]ontainer (\S+) is not running", _not_running),
        (r"container is running: stop the container before removing", _running),
        (
            r"You cannot remove a running container .* Stop the container before",
            _running,
        ),  # engines before 23
        (r"container (\w+) is using its referenced image", _image_used),
        (r"image is being used by (?:stopped|running) container (\w+)", _image_used),
        (r"volume is in use", _volume_used),
        (r"has active endpoints", _network_used),
        (r"pull access denied for (\S+?),", _pull_denied),
        (r"manifest unknown|manifest for \S+ not found|not found: manifest", _no_tag),
        (r"toomanyrequests|rate limit", _rate),
        (r"server gave HTTP response to HTTPS client", _plain_registry),
        (r'Get "https://[^"]+/v2/[^"]*": (?:dial|net/http|context|proxyconnect)', _registry_away),
        (r"exec format error", _wrong_format),
        (r'exec: "([^"]+)": executable file not found', _no_program),
        (r'exec: "([^"]+)": (?:stat \S+: )?no such file or directory', _no_path),
        (r'exec: "([^"]+)": (?:permission denied|is a directory)', _not_executable),
        (r"mount a directory onto a file|not a directory: unknown", _mount_kinds),
        (r'create (\S+/\S*): "[^"]*" includes invalid characters for a local volume name', _relative),
        (r"'([^':]+):([^':]+)(?::[^']*)?': .*mount path must be absolute", _mount_path),
        (r"Minimum memory limit allowed is", _little_memory),
        (r"Could not find the file (.+) in container (\S+)", _no_file_inside),
        (r"(?m)^lstat (.+): no such file or directory", _no_file_here),
        (r"(?m)^no such directory$", _no_directory_inside),
        (r"must specify at least one container source", _no_container_of_cp),
        (r"no configuration file provided: not found", _no_compose_file),
        (r"could not select device driver", _no_gpu),
        (r"bind source path does not exist", _no_directory),
    )
)
