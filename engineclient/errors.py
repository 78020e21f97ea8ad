"""Everything that can go wrong, one class a cause; all are `EngineError`."""

from __future__ import annotations

import copyreg
from typing import Any

__all__ = [
    "APIError",
    "BadRequest",
    "Conflict",
    "ConnectionFailed",
    "ContainerEnded",
    "ContextNotFound",
    "DecodeError",
    "EngineError",
    "EngineTimeout",
    "Forbidden",
    "InvalidContext",
    "InvalidHost",
    "InvalidName",
    "InvalidReference",
    "InvalidTLS",
    "NotFound",
    "ReplayMismatch",
    "ServerError",
    "StreamError",
    "StreamTruncated",
    "Unauthorized",
    "Unavailable",
    "Unhealthy",
    "Unimplemented",
    "UnsupportedByEngine",
    "UnusableHost",
    "UpgradeRefused",
    "WouldChange",
    "api_error",
]


class EngineError(Exception):
    """Base of every error this package raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own calls the class with the message alone, which is not what these classes take: an error could
        # not come back from a pool of processes.
        return copyreg.__newobj__, (type(self), *self.args), vars(self)  # type: ignore[attr-defined]


class InvalidHost(EngineError, ValueError):
    """The address of the engine cannot be used: malformed, or of a kind that is not supported."""


class UnusableHost(InvalidHost):
    """A host that is well formed and that this client cannot connect to: an ssh URL with a password, a named pipe."""


class InvalidTLS(EngineError, ValueError):
    """A file of TLS cannot be read, or is not what it should be. `str()` is docker's own text."""


class InvalidContext(EngineError, ValueError):
    """A context is missing, broken or exists already, or its name cannot be one. `str()` is docker's own text."""


class ContextNotFound(InvalidContext):
    """There is no context of that name."""


class InvalidName(EngineError, ValueError):
    """An empty id or name, or one with `..` in it: sent as it is, it would make another route (`/containers//json`)."""


class InvalidReference(EngineError, ValueError):
    """An image reference that does not follow the grammar."""


class ConnectionFailed(EngineError):
    """No conversation with the engine: nobody listens, no permission, not a socket, or it hung up.

    `str()` is docker's own text.

    Attributes:
        host: where the engine should have been.
        hint: the likely cause, in a sentence.
        cause: the name of that cause, for programs: `socket-missing`, `tls-expired`; see `engineclient.connect.causes`.
        command: the next command to run, or nothing.
        reached: there was a connection, so a request may have been carried out; without one nothing was sent.

    """

    def __init__(
        self,
        message: str,
        *,
        host: str = "",
        hint: str = "",
        cause: str = "",
        command: str = "",
        reached: bool = True,
    ) -> None:
        super().__init__(message)
        self.host = host
        self.hint = hint
        self.cause = cause
        self.command = command
        self.reached = reached


class EngineTimeout(EngineError, TimeoutError):
    """The engine did not answer in time; whether it carried out the request is not known."""


class UpdatePaused(EngineError):
    """The swarm has paused the update or the rollback of a service, because tasks of it failed."""


class ContainerEnded(EngineError):
    """A container ended, or was removed, before it was as it was waited for.

    Attributes:
        container: id or name.
        exit_code: of its process; None if the container is gone.
        output: the end of what it wrote, at most ten lines.

    """

    def __init__(self, container: str, awaited: str, *, exit_code: int | None, output: bytes = b"") -> None:
        how = "was removed" if exit_code is None else f"ended with exit code {exit_code}"
        written = output.decode(errors="replace").rstrip()
        super().__init__(f"container {container} {how} before {awaited}{': ' if written else ''}{written}")
        self.container = container
        self.exit_code = exit_code
        self.output = output


class Unhealthy(EngineError):
    """The health check of a container failed as often as it may.

    Attributes:
        container: id or name.
        output: of the last check.

    """

    def __init__(self, container: str, output: str) -> None:
        written = output.rstrip()
        super().__init__(f"container {container} is unhealthy{': ' if written else ''}{written}")
        self.container = container
        self.output = output


class APIError(EngineError):
    """The engine answered with a status of 400 or more.

    Attributes:
        status: the HTTP status.
        message: the engine's own words, unwrapped from its JSON (or the plain text of the body).
        raw: the body as it came, at most 1 MiB of it.

    """

    def __init__(self, status: int, message: str, raw: bytes = b"") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.raw = raw


class BadRequest(APIError):
    """400: the engine could not make sense of a parameter."""


class Unauthorized(APIError):
    """401: a registry wants (other) credentials."""


class Forbidden(APIError):
    """403: refused, whoever asks."""


class NotFound(APIError):
    """404: no such container, image, network, volume, exec or route."""


class Conflict(APIError):
    """409: the name is taken, or the object is in a state that does not allow this."""


class ServerError(APIError):
    """5xx: the engine failed."""


class Unimplemented(ServerError):
    """501: this engine cannot do that."""


class Unavailable(ServerError):
    """503: not now, or not on this node (swarm calls outside a swarm)."""


class UpgradeRefused(EngineError):
    """The engine, or a proxy before it, did not give the connection itself; if it said an error, that is `__cause__`.

    `str()` is docker's own text, which leaves out what the engine said.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"unable to upgrade to tcp, received {status}")
        self.status = status


class StreamError(EngineError):
    """An error inside a stream that began with status 200: a failed pull is a failure."""

    def __init__(self, message: str, *, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class StreamTruncated(EngineError):
    """A stream ended in the middle of a frame, a record or an answer: what came before is not all."""


class DecodeError(EngineError):
    """The engine's answer is not what the API says; the message holds an excerpt."""


class UnsupportedByEngine(EngineError):
    """An argument needs a newer API than this engine speaks, or an older one. Raised before anything is sent.

    Attributes:
        argument: its name; of a field of a body the path to it, `host_config.annotations`.
        needs: the API version it came with, "" if all have it.
        until: the last API version that has it, "" if it has not gone.
        speaks: the API version in use.

    """

    def __init__(
        self, argument: str, *, needs: str = "", speaks: str, until: str = "", instead: str = ""
    ) -> None:
        self.argument = argument
        self.needs = needs
        self.speaks = speaks
        self.until = until
        self.instead = instead
        super().__init__(self.text(argument))

    def text(self, name: str) -> str:
        """The message with another `name` for the argument: that of a command line's flag."""
        if self.until and not self.needs:
            less = f'"{name}" is understood up to API version {self.until}'
        elif self.until:
            less = f'"{name}" is understood from API version {self.needs} to {self.until}'
        else:
            less = f'"{name}" requires API version {self.needs}'
        hint = f": {self.instead}" if self.instead else ""
        return f"{less}, but the Docker daemon API version is {self.speaks}{hint}"


class WouldChange(EngineError):
    """A read-only client was asked for something that may change the engine. Raised before anything is sent.

    Attributes:
        method, path: of the request.

    """

    def __init__(self, method: str, path: str, reason: str = "") -> None:
        reason = reason or f"{method} {path} may change something"
        super().__init__(f"{reason}, and this client is read-only: nothing was sent")
        self.method = method
        self.path = path


class ReplayMismatch(EngineError):
    """A client asked a recording for something that it does not hold."""


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    501: Unimplemented,
    503: Unavailable,
}


def api_error(status: int, message: str, raw: bytes = b"") -> APIError:
    """The error class for `status`, made with `message`."""
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else APIError)
    return kind(status, message, raw)
