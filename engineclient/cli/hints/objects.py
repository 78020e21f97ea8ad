"""Containers, images, networks, volumes and ports that are missing, taken or in use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.cli.hints.failed import did_you_mean
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.hints.failed import Facts, Failed, Rule


def _no_container(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    known = facts.containers()
    meant = did_you_mean(found[1], known)
    if meant or not known:
        return meant or _("There is no container at all: {command}").format(
            command=failed.with_words(["run", "--name", found[1], "IMAGE"])
        )
    return _("{command} lists the containers that there are.").format(
        command=failed.with_words(["ps", "--all"])
    )


def _no_image(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = did_you_mean(found[1].removesuffix(":latest"), facts.images())
    return meant or _("It is not on this machine: {command}").format(
        command=failed.with_words(["pull", found[1]])
    )


def _no_network(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = did_you_mean(found[1], facts.networks())
    command = failed.with_words(["network", "create", found[1]])
    return meant or _("There is no such network yet: {command}").format(command=command)


def _no_volume(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return did_you_mean(found[1], facts.volumes())


def _no_object(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return did_you_mean(found[1], [*facts.containers(), *facts.images(), *facts.networks(), *facts.volumes()])


def _name_taken(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    name = found[1].removeprefix("/")
    holder = facts.container(name)
    if holder is None:
        return ""
    image, state = holder
    words = ["rm", "-f", name] if state in ("running", "paused", "restarting") else ["rm", name]
    text = _('"{name}" is a container of {image} ({state}). Choose another name, or free this one: {command}')
    return text.format(name=name, image=image, state=state, command=failed.with_words(words))


def _port_taken(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    port = next(each for each in found.groups() if each)
    container, process = facts.port_holder(int(port))
    if container:
        return _('Port {port} is held by the container "{name}".').format(port=port, name=container)
    if process:
        return _("Port {port} is held by process {process}.").format(port=port, process=process)
    return _("Another program listens at port {port}.").format(port=port)


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
    users = facts.users_of("volume", failed.args[-1])
    if not users:
        return ""
    return _("Used by: {names}. Remove that first.").format(names=", ".join(users))


def _network_used(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    users = facts.users_of("network", failed.args[-1])
    if not users:
        return ""
    return _("Containers are connected to it. Stop them, or: {command}").format(
        command=failed.with_words(["network", "disconnect", failed.args[-1], users[0]])
    )


RULES: Final[Sequence[Rule]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r'container name "([^"]+)" is already in use', _name_taken),
        (r":(\d+) failed: port is already allocated", _port_taken),
        (r"failed to bind host port (?:for )?\S*?:(\d+)[:/].*address already in use", _port_taken),
        (r"listen tcp4? \S*?:(\d+): bind: address already in use", _port_taken),
        (r"no space left on device", _no_space),
        (r"[Nn]o such container: (\S+)", _no_container),
        (r"[Nn]o such image: (\S+)", _no_image),
        (r"[Nn]o such object: (\S+)", _no_object),
        (r"network (\S+) not found", _no_network),
        (r"get (\S+): no such volume", _no_volume),
        (r"[Cc]ontainer (\S+) is not running", _not_running),
        (r"container is running: stop the container before removing", _running),
        # Engines before 23
        (
            r"You cannot remove a running container .* Stop the container before",
            _running,
        ),
        (r"container (\w+) is using its referenced image", _image_used),
        (r"image is being used by (?:stopped|running) container (\w+)", _image_used),
        (r"volume is in use", _volume_used),
        (r"has active endpoints", _network_used),
    )
)
