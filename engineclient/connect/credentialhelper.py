"""The protocol of docker-credential-NAME: a program that keeps credentials, asked on stdin, answering on stdout."""

from __future__ import annotations

import json
import shutil
import sys
from typing import Final, NamedTuple

from engineclient.errors import EngineError
from engineclient.golang.quoting import quote

TOKEN_USER: Final = "<token>"  # the user under whose name an identity token is kept
_PREFIX: Final = "docker-credential-"
_NOT_FOUND: Final = "credentials not found in native keychain"


class HelperFailed(EngineError):
    """A credential helper could not be run, or refused."""


class Kept(NamedTuple):
    """What a helper has for a registry."""

    user: str
    secret: str


def get(name: str, server: str) -> Kept | None:
    """What the helper `name` keeps for `server`, if it does.

    Raises:
        HelperFailed: it gives no answer.

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
    """The registries for which the helper `name` keeps something.

    Raises:
        HelperFailed: it gives no answer.

    """
    doing = "listing"
    answer = _ask(name, "list", "unused", doing) or "{}"
    try:
        return [*json.loads(answer)]
    except (ValueError, TypeError) as error:
        raise _failed(doing, str(error), answer) from error


def store(name: str, server: str, kept: Kept) -> None:
    """Have the helper `name` keep credentials for `server`.

    Raises:
        HelperFailed: it does not.

    """
    told = json.dumps(
        {"ServerURL": server, "Username": kept.user, "Secret": kept.secret}, separators=(",", ":")
    )
    _ask(name, "store", told + "\n", "storing")


def erase(name: str, server: str) -> None:
    """Have the helper `name` forget those for `server`.

    Raises:
        HelperFailed: it does not.

    """
    _ask(name, "erase", server, "erasing")


def default_helper() -> str:
    """The helper of this system, if it is installed, or nothing."""
    name = "osxkeychain" if sys.platform == "darwin" else "pass" if shutil.which("pass") else "secretservice"
    return name if shutil.which(_PREFIX + name) else ""


def _ask(name: str, verb: str, told: str, doing: str) -> str | None:
    """The helper's answer; None if it has nothing for that registry."""
    import subprocess  # most have no helper

    program = _PREFIX + name
    try:
        # Its stderr is ours: a helper may have something to say, or to ask, itself.
        done = subprocess.run([program, verb], input=told.encode(), stdout=subprocess.PIPE, check=False)
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
