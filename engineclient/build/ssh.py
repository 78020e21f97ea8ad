"""The SSH agent for `RUN --mount=type=ssh`: the build can request signatures, and does not get the keys.

Source: `moby.sshforward.v1`, and draft-miller-ssh-agent: each message is a length in four bytes and its content, and each
request has one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from engineclient.wire.grpc import Code, Metadata, Method, Methods, Refusal, unary
from engineclient.wire.protobuf import Message, field

CHECK_AGENT: Final = "/moby.sshforward.v1.SSH/CheckAgent"
FORWARD_AGENT: Final = "/moby.sshforward.v1.SSH/ForwardAgent"
DEFAULT: Final = "default"
ID: Final = "buildkit.ssh.id"  # the header that names the agent
_MOST: Final = 256 * 1024  # bytes of a message: OpenSSH's own limit


class Agent(Protocol):
    """A connection to an agent."""

    def ask(self, request: bytes) -> bytes:
        """The answer to one request, both with their length at the start."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


def ssh_agents(agents: Mapping[str, Callable[[], Agent]]) -> Methods:
    """The service.

    Args:
        agents: by id, functions that connect to an agent; `default` is the one for a mount without an id.

    """

    def find(name: str) -> Callable[[], Agent]:
        if (name or DEFAULT) not in agents:
            raise Refusal(Code.UNKNOWN, f"unset ssh forward key {name or DEFAULT}")
        return agents[name or DEFAULT]

    def check(request: bytes) -> bytes:
        find(Message(request).text(1))
        return b""

    def forward(metadata: Metadata) -> Method:
        return _Forward(metadata, find(metadata.get(ID, [""])[0])())

    return {CHECK_AGENT: unary(check), FORWARD_AGENT: forward}


class _Forward(Method):
    def __init__(self, metadata: Metadata, agent: Agent) -> None:
        super().__init__(metadata)
        self._agent = agent
        self._received = bytearray()

    def receive(self, message: bytes) -> Iterator[bytes]:
        self._received += Message(message).data(1)
        while len(self._received) >= 4:
            size = 4 + int.from_bytes(self._received[:4], "big")
            if size > _MOST:
                raise Refusal(Code.INVALID_ARGUMENT, f"a request of {size} bytes to the SSH agent")
            if len(self._received) < size:
                return
            request = bytes(self._received[:size])
            del self._received[:size]
            yield field(1, self._agent.ask(request))

    def close(self) -> None:
        self._agent.close()
