"""ssh to an engine, with the system's ssh: parses the URL, and makes the command and the error if it fails."""

from __future__ import annotations

from typing import Final, NamedTuple

from engineclient.errors import UnusableHost
from engineclient.golang.urls import parse_url

_WRONG: Final = "ssh host connection is not valid: invalid SSH URL"
PROGRAMS: Final = ("docker", "podman")
"""The remote programs with `system dial-stdio`, in the order in which they are tried."""
NO_SUCH_COMMAND: Final = 127
"""The exit status of a remote shell that does not find the program."""


class Target(NamedTuple):
    """The parts of an `ssh://` URL.

    Attributes:
        host: the host, or a name from ssh's configuration.
        user, port: "" if ssh's configuration decides.
        path: the path of the engine's socket on the host; "" if the remote program decides.

    """

    host: str
    user: str = ""
    port: str = ""
    path: str = ""

    def command(self, program: str = PROGRAMS[0]) -> list[str]:
        """The command that connects its standard input and output to the engine, the same as docker's.

        No option changes ssh's security: keys, known hosts, jumps and ControlMaster are set by its configuration.

        Args:
            program: the remote program with `system dial-stdio`: `docker`, `podman` or `minidocker`.

        """
        login = [*(["-l", self.user] if self.user else []), *(["-p", self.port] if self.port else [])]
        where = [_HOST_FLAGS.get(program, "--host"), f"unix://{self.path}"] if self.path else []
        return [
            *("ssh", "-o ConnectTimeout=30", "-T", *login),
            *("--", self.host, program, *where, "system", "dial-stdio"),
        ]


_HOST_FLAGS: Final = {"podman": "--url"}


def parse_target(url: str) -> Target:
    """Parse `ssh://[user@]host[:port][/path/of/socket]`.

    Raises:
        UnusableHost: it is malformed, or contains a password, a query or a fragment; the message is docker's.
    """
    try:
        parts = parse_url(url)
    except ValueError as error:
        raise UnusableHost(str(error)) from error
    if parts.password is not None:
        raise UnusableHost(f"{_WRONG}: plain-text password is not supported")
    if not parts.hostname:
        raise UnusableHost(f"{_WRONG}: hostname is empty")
    if parts.query:
        raise UnusableHost(f'{_WRONG}: query parameters are not allowed: "{parts.query}"')
    if parts.fragment:
        raise UnusableHost(f'{_WRONG}: fragments are not allowed: "{parts.fragment}"')
    return Target(parts.hostname, parts.user or "", parts.port, parts.path)


class SshEnded(OSError):
    """ssh, or the command that it ran, has ended without a connection; `str()` is docker's message.

    Attributes:
        status: the exit status, negative for a signal; None if ssh is not installed.
        errors: its error output.

    """

    def __init__(self, command: list[str], status: int | None, errors: str) -> None:
        if status is None:
            text = 'exec: "ssh": executable file not found in $PATH'
        else:
            how = f"exit status {status}" if status >= 0 else f"signal: {_signal_name(-status)}"
            text = (
                f"command [{' '.join(command)}] has exited with {how}, make sure the URL is valid, and Docker 18.09 "
                f"or later is installed on the remote host: stderr={errors}"
            )
        super().__init__(text)
        self.status = status
        self.errors = errors


def _signal_name(number: int) -> str:
    return {1: "hangup", 2: "interrupt", 9: "killed", 13: "broken pipe", 15: "terminated"}.get(
        number, str(number)
    )
