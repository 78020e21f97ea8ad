"""Checks of this machine: the context, the socket, its permissions, and docker's settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engineclient.doctor.finding import Finding
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from engineclient.doctor.facts import Facts


def context(facts: Facts) -> Iterator[Finding]:
    """Which engine is used, and by which context."""
    trouble = facts.unresolved
    if trouble is not None:
        yield Finding("context", "fail", trouble.text, trouble.hint, trouble.command)
    else:
        yield Finding("context", "ok", f"{facts.context}: {facts.host}")


def socket(facts: Facts) -> Iterator[Finding]:
    """Whether the socket exists."""
    socket = facts.socket
    if facts.unresolved is not None:
        yield Finding("socket", "skip", _("no engine is named"))
    elif socket is None:
        yield Finding("socket", "ok", _("none: the engine is reached by {kind}").format(kind=facts.kind))
    elif not socket.exists:
        hint = _("No engine has made it.")
        command = "systemctl start docker"
        if facts.others:
            hint += " " + _("Other engines have sockets: {paths}.").format(paths=", ".join(facts.others))
            command = f"export DOCKER_HOST=unix://{facts.others[0]}"
        yield Finding("socket", "fail", _("{path} does not exist").format(path=facts.path), hint, command)
    elif not socket.is_socket:
        yield Finding(
            "socket",
            "fail",
            _("{path} is not a socket").format(path=facts.path),
            _(
                "A file or a folder stands in its place; Docker makes a folder of a missing socket that is mounted."
            ),
            f"ls -ld {facts.path}",
        )
    else:
        yield Finding("socket", "ok", f"{facts.path} ({socket.owner}:{socket.group} {socket.mode:o})")


def permission(facts: Facts) -> Iterator[Finding]:
    """Whether this user may use the socket."""
    socket, user = facts.socket, facts.user
    if socket is None or not socket.is_socket or user is None:
        yield Finding("permission", "skip", _("no socket to use"))
        return
    if not socket.usable:
        cause, command = (
            _("{user} is not in the group {group}.").format(user=user.name, group=socket.group),
            f"sudo usermod -aG {socket.group} {user.name}",
        )
        if socket.group in user.member_of:
            cause = _("{user} is in the group {group}, but not yet in this session.").format(
                user=user.name, group=socket.group
            )
            command = f"newgrp {socket.group}"
        elif not socket.mode & 0o060:
            cause, command = _("Only its owner may use it."), f"sudo chmod g+rw {facts.path}"
        yield Finding(
            "permission",
            "fail",
            _("{user} may not use {path}").format(user=user.name, path=facts.path),
            cause,
            command,
        )
    elif facts.unreached is not None and facts.unreached.cause == "permission":
        module = (
            f"SELinux ({facts.selinux})"
            if facts.selinux
            else "AppArmor"
            if facts.apparmor
            else _("a security module")
        )
        yield Finding(
            "permission",
            "fail",
            _("the permissions allow it, and connecting is denied all the same"),
            _("It may be {module} that denies it.").format(module=module),
            "sudo ausearch -m avc -ts recent" if facts.selinux else "sudo dmesg | grep -i denied",
        )
    else:
        yield Finding("permission", "ok", _("{user} may use {path}").format(user=user.name, path=facts.path))


def helpers(facts: Facts) -> Iterator[Finding]:
    """Whether the credential helpers that config.json names are installed."""
    missing = [name for name, present in facts.helpers.items() if not present]
    for name in missing:
        yield Finding(
            "credentials",
            "fail",
            _("{name} is not on PATH").format(name=name),
            _(
                "config.json names it as a credential helper: login, pull and push fail without it. Install it, or "
                "take it out of {path}."
            ).format(path=facts.config_path),
            f"command -v {name}",
        )
    if not missing:
        detail = ", ".join(facts.helpers) or _("none: credentials are kept in config.json itself")
        yield Finding("credentials", "ok", detail)


def config(facts: Facts) -> Iterator[Finding]:
    """Whether config.json can be read."""
    if facts.config_complaint:
        yield Finding(
            "config",
            "fail",
            facts.config_complaint,
            _("Its content is ignored: credentials, the current context, formats."),
            f"python3 -m json.tool {facts.config_path}",
        )
    else:
        yield Finding("config", "ok", facts.config_path)
