"""Start a web server in the background, wait until it is healthy, show its logs, and remove it."""

from collections.abc import Iterator
from contextlib import contextmanager

from engineclient import ContainerConfig, Engine
from engineclient.models.container_config import Healthcheck

COMMAND = ["sh", "-c", "echo starting; exec httpd -f -vv -p 8000 -h /etc"]
CHECK = Healthcheck(
    test=["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8000/passwd"],
    interval=500_000_000,  # nanoseconds
    retries=20,
)


@contextmanager
def service(engine: Engine, image: str) -> Iterator[str]:
    """Yield a healthy server, which is removed at the end of the block in any case."""
    id = engine.run(image, COMMAND, detach=True, config=ContainerConfig(healthcheck=CHECK)).id
    try:
        engine.wait_healthy(id, timeout=60)
        yield id
    finally:
        engine.containers.remove(id, force=True, volumes=True)


def main() -> None:
    with Engine() as engine, service(engine, "busybox") as id:
        print(engine.containers.inspect(id).state.status)
        for frame in engine.containers.logs(id, tail=5):
            print(frame.stream, frame.data.decode().rstrip())


if __name__ == "__main__":
    main()
