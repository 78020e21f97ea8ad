"""The protocol of credential helpers: programs `docker-credential-NAME` that read stdin and write stdout."""

from __future__ import annotations

import json
import shutil
import sys
from typing import Final, NamedTuple

from engineclient.errors import EngineError
from engineclient.golang.json import utf8
from engineclient.golang.quoting import quote

TOKEN_USER: Final = "<token>"  # the user name that marks an identity token
_PREFIX: Final = "docker-credential-"
_NOT_FOUND: Final = "credentials not found in native keychain"


class HelperFailed(EngineError):
    """A credential helper could not be run, or reported an error."""


class Kept(NamedTuple):
    """The credentials that a helper returns for a registry."""

    user: str
    secret: str


def get(name: str, server: str) -> Kept | None:
    """The credentials that the helper `name` has for `server`, None if it has none.

    Raises:
        HelperFailed: the helper fails.

    """
    doing = "getting"
    answer = _ask(name, "get", server, doing)
    if answer is None:
        return None
    try:
        found = json.loads(answer)
        return Kept(found["Username"], found["Secret"])
    except (ValueError, LookupError, TypeError) as error:
        raise _failed(doing, str(error), answer) from error


def servers(name: str) -> list[str]:
    """The registries for which the helper `name` has credentials.

    Raises:
        HelperFailed: the helper fails.

    """
    doing = "listing"
    answer = _ask(name, "list", "unused", doing) or "{}"
    try:
        return [*json.loads(answer)]
    except (ValueError, TypeError) as error:
        raise _failed(doing, str(error), answer) from error


def store(name: str, server: str, kept: Kept) -> None:
    """Store credentials for `server` in the helper `name`.

    Raises:
        HelperFailed: the helper fails.

    """
    sent = json.dumps(
        {"ServerURL": server, "Username": kept.user, "Secret": kept.secret}, separators=(",", ":")
    )
    _ask(name, "store", sent + "\n", "storing")


def erase(name: str, server: str) -> None:
    """Remove the credentials for `server` from the helper `name`.

    Raises:
        HelperFailed: the helper fails.

    """
    _ask(name, "erase", server, "erasing")


def default_helper() -> str:
    """The name of the default helper of this system if it is installed, otherwise ""."""
    name = "osxkeychain" if sys.platform == "darwin" else "pass" if shutil.which("pass") else "secretservice"
    return name if shutil.which(_PREFIX + name) else ""


def _ask(name: str, verb: str, sent: str, doing: str) -> str | None:
    """The helper's answer; None if it has no credentials for the registry."""
    import subprocess  # imported here because most users have no helper

    program = _PREFIX + name
    try:
        # stderr is inherited: a helper may print messages or prompts.
        done = subprocess.run([program, verb], input=utf8(sent), stdout=subprocess.PIPE, check=False)
    except FileNotFoundError:
        raise _failed(doing, f"exec: {quote(program)}: executable file not found in $PATH", "") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _failed(doing, f"fork/exec {shutil.which(program) or program}: {reason}", "") from error
    answer = done.stdout.decode(errors="replace").strip()
    if done.returncode == 0:
        return answer
    if answer == _NOT_FOUND:
        return None
    code = done.returncode
    raise _failed(doing, f"exit status {code}" if code > 0 else f"signal: {-code}", answer)


def _failed(doing: str, error: str, answer: str) -> HelperFailed:
    return HelperFailed(f"error {doing} credentials - err: {error}, out: `{answer}`")
