"""The directory of an engine, and the record of what runs there."""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import EngineSetupError
from .processes import Process

VARIABLE = "ENGINECLIENT_TEST_STATE"
_SOCKET_PATH_LIMIT = 107


@dataclass
class Record:
    """What `up` has started and changed, for `down` to undo."""

    processes: dict[str, Process]
    forwarding: str


@dataclass(frozen=True)
class State:
    """The paths of one engine; `tag` is part of its names in shared places: links, rules, control groups."""

    directory: Path

    @property
    def tag(self) -> str:
        return "ec" + hashlib.sha256(str(self.directory).encode()).hexdigest()[:8]

    @property
    def host(self) -> str:
        return f"unix://{self.directory}/docker.sock"

    @property
    def tls(self) -> Path:
        """The directory of the certificates: those of the engine, and those of a trusted client."""
        return self.path("tls")

    @property
    def tls_host(self) -> str:
        """The URL of the same engine with TLS."""
        return f"tcp://127.0.0.1:{self.path('tls-port').read_text()}"

    def path(self, name: str) -> Path:
        return self.directory / name

    def read(self) -> Record | None:
        """The record; None if nothing was started here: then the directory is not ours, and is not removed."""
        try:
            stored = json.loads(self.path("record.json").read_text())
        except (FileNotFoundError, PermissionError):
            return None
        processes = {name: Process(**process) for name, process in stored["processes"].items()}
        return Record(processes, stored["forwarding"])

    def write(self, record: Record) -> None:
        """Replace the record atomically."""
        draft = self.path("record.json.new")
        draft.write_text(json.dumps(asdict(record), indent=1))
        draft.replace(self.path("record.json"))

    @contextmanager
    def locked(self) -> Generator[None]:
        """Lock the directory, which is made if it does not exist, and removed at the end if it is empty."""
        while True:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                if not self._is_still(handle):
                    continue
                self._check(handle)
                try:
                    yield
                finally:
                    with suppress(OSError):
                        self.directory.rmdir()
                return
            finally:
                os.close(handle)

    def _is_still(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.directory.lstat())
        except FileNotFoundError:
            return False

    def _check(self, handle: int) -> None:
        about = os.fstat(handle)
        if about.st_uid != os.geteuid() or about.st_mode & 0o022:
            raise EngineSetupError(f"{self.directory} belongs to, or can be written by, somebody else")
        if self.read() is None and any(self.directory.iterdir()):
            raise EngineSetupError(
                f"{self.directory} holds other files; {VARIABLE} must name a directory of its own"
            )
        if len(str(self.path("containerd.sock.ttrpc"))) > _SOCKET_PATH_LIMIT:
            raise EngineSetupError(f"{self.directory} is too long a path for sockets in it; set {VARIABLE}")


def default() -> State:
    """The state directory: the one in the environment, or one of this user in the temporary directory."""
    named = os.environ.get(VARIABLE) or f"{tempfile.gettempdir()}/engineclient-engine-{os.geteuid()}"
    return State(Path(named).resolve())
