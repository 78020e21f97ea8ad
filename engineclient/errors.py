"""The errors of this package, a class for each cause; all derive from `EngineError`."""

from __future__ import annotations

import copyreg
from typing import Any

__all__ = [
    "APIError",
    "BadRequest",
    "CommandFailed",
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
    "OperationUnsupported",
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
    "UpdatePaused",
    "UpgradeRefused",
    "WouldChange",
    "api_error",
]


class EngineError(Exception):
    """Base of every error this package raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception.__reduce__ calls the class with the message alone, which these classes do not accept: an error
        # raised in a process pool could not be unpickled.
        return copyreg.__newobj__, (type(self), *self.args), vars(self)  # type: ignore[attr-defined]


class InvalidHost(EngineError, ValueError):
    """The address of the engine is malformed, or of a kind that is not supported."""


class UnusableHost(InvalidHost):
    """The address is well formed but this client cannot connect to it: an ssh URL with a password, a named pipe."""


class InvalidTLS(EngineError, ValueError):
    """A certificate or key file cannot be read or is invalid. `str()` is docker's own message."""


class InvalidContext(EngineError, ValueError):
    """A context is missing, broken or exists already, or its name is invalid. `str()` is docker's own message."""


class ContextNotFound(InvalidContext):
    """There is no context of that name."""


class InvalidName(EngineError, ValueError):
    """An id or name is empty or contains `..`: in a path it would address another route (`/containers//json`)."""


class InvalidReference(EngineError, ValueError):
    """An image reference that does not follow the grammar."""


class ConnectionFailed(EngineError):
    """The engine cannot be reached, or the connection to it broke: nothing listens, no permission, not a socket.

    `str()` is docker's own message.

    Attributes:
        host: the address of the engine.
        hint: the likely cause, in a sentence.
        cause: the name of that cause, for programs: `socket-missing`, `tls-expired`; see `engineclient.connect.advice`.
        command: the next command to run, "" for none.
        reached: a connection was established, so the engine may have carried out the request; False: nothing was sent.

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
    """The engine did not answer in time; it may have carried out the request."""


class UpdatePaused(EngineError):
    """The swarm has paused the update or the rollback of a service, because tasks of it failed."""


class CommandFailed(EngineError):
    """A command ended with an exit code other than 0; raised by `check` of its result.

    Attributes:
        exit_code: the exit code of its process.
        stdout, stderr: its whole output.

    """

    def __init__(self, exit_code: int, stdout: bytes, stderr: bytes) -> None:
        written = stderr.decode(errors="replace").rstrip().rpartition("\n")[2]
        super().__init__(f"the command ended with exit code {exit_code}{': ' if written else ''}{written}")
        self.exit_code = exit_code
        self.stdout = stdout
        self.stderr = stderr


class ContainerEnded(EngineError):
    """A container ended, or was removed, before the awaited condition was fulfilled.

    Attributes:
        container: its id or name.
        exit_code: the exit code of its process; None if the container was removed.
        output: the end of its output, at most ten lines.

    """

    def __init__(self, container: str, awaited: str, *, exit_code: int | None, output: bytes = b"") -> None:
        how = "was removed" if exit_code is None else f"ended with exit code {exit_code}"
        written = output.decode(errors="replace").rstrip()
        super().__init__(f"container {container} {how} before {awaited}{': ' if written else ''}{written}")
        self.container = container
        self.exit_code = exit_code
        self.output = output


class Unhealthy(EngineError):
    """The health check of a container failed as often as its `retries` allow.

    Attributes:
        container: its id or name.
        output: the output of the last check.

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
        message: the engine's message, taken from its JSON (or the plain text of the body).
        raw: the body as received, at most 1 MiB of it.

    """

    def __init__(self, status: int, message: str, raw: bytes = b"") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.raw = raw


class BadRequest(APIError):
    """400: the engine rejected a parameter or the body."""


class Unauthorized(APIError):
    """401: a registry requires credentials, or rejected those that were sent."""


class Forbidden(APIError):
    """403: the operation is not allowed, whatever the credentials."""


class NotFound(APIError):
    """404: no such container, image, network, volume, exec or route."""


class Conflict(APIError):
    """409: the name is taken, or the object is in a state that does not allow this."""


class ServerError(APIError):
    """5xx: the engine failed."""


class Unimplemented(ServerError):
    """501: the engine does not implement the operation."""


class Unavailable(ServerError):
    """503: not available at the moment, or not on this node (swarm calls outside a swarm)."""


class UpgradeRefused(EngineError):
    """The engine, or a proxy before it, did not upgrade the connection.

    `str()` is docker's own message, which leaves out the engine's; `__cause__` is the engine's error, if it sent one.

    Attributes:
        status: the HTTP status.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"unable to upgrade to tcp, received {status}")
        self.status = status


class StreamError(EngineError):
    """The engine reported an error inside a stream that began with status 200, as for a failed pull.

    Attributes:
        code: the error code, if the engine sent one.
    """

    def __init__(self, message: str, *, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class StreamTruncated(EngineError):
    """A stream ended in the middle of a frame, a record or an answer: the data received so far is incomplete."""


class DecodeError(EngineError):
    """The engine's answer does not have the form that the API defines; the message contains an excerpt."""


class UnsupportedByEngine(EngineError):
    """The engine cannot do what is requested.

    An argument needs a newer, or an older, API version than the one in use: raised before anything is sent. Or the engine
    answers that it does not have the operation: the subclass `OperationUnsupported`.

    Attributes:
        argument: its name; for a field of a body the path to it, `host_config.annotations`.
        needs: the first API version that has it, "" if all versions do.
        until: the last API version that has it, "" if it has not been removed.
        speaks: the API version in use.
        instead: what to use instead, "" if nothing.

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
        """The message with another `name` for the argument, as that of a command-line flag."""
        if self.until and not self.needs:
            less = f'"{name}" is understood up to API version {self.until}'
        elif self.until:
            less = f'"{name}" is understood from API version {self.needs} to {self.until}'
        else:
            less = f'"{name}" requires API version {self.needs}'
        hint = f": {self.instead}" if self.instead else ""
        return f"{less}, but the Docker daemon API version is {self.speaks}{hint}"


class OperationUnsupported(NotFound, UnsupportedByEngine):
    """The engine answered that it has no such operation at all: Podman has no swarm, for example.

    A `NotFound` whose `status` is 404 (405 if the engine has other methods at the path), of which no object is the cause.

    Attributes:
        argument: the operation, by its method and path: `GET /nodes`.
        speaks: the API version in use.

    """

    def __init__(
        self, status: int, message: str, raw: bytes = b"", *, operation: str = "", speaks: str = ""
    ) -> None:
        EngineError.__init__(self, message)
        self.status: int = status
        self.message: str = message
        self.raw: bytes = raw
        self.argument: str = operation
        self.speaks: str = speaks
        self.needs = self.until = self.instead = ""

    def text(self, name: str) -> str:
        """The engine's message, which does not depend on the name."""
        return self.message


class WouldChange(EngineError):
    """A read-only client refused a request that may change something. Raised before anything is sent.

    Attributes:
        method, path: of the request.

    """

    def __init__(self, method: str, path: str, reason: str = "") -> None:
        reason = reason or f"{method} {path} may change something"
        super().__init__(f"{reason}, and this client is read-only: nothing was sent")
        self.method = method
        self.path = path


class ReplayMismatch(EngineError):
    """A client sent a request that the recording it is replayed from does not contain."""


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
    """An error of the class for `status`, 400 or more."""
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else APIError)
    return kind(status, message, raw)
