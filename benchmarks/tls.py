"""`DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=... python -m benchmarks.tls [--tiny] tcp://HOST:PORT`: engineclient by TLS,
beside docker and http.client.
"""

from __future__ import annotations

import http.client
import shutil
import subprocess
from itertools import chain

from benchmarks.__main__ import WIDTH, container_with_log
from benchmarks.measure import Turn, environment, measure, options
from engineclient import Engine, TLSConfig
from engineclient.connect.hosts import Endpoint


def calls(engine: Engine, endpoint: Endpoint, tls: TLSConfig, *, tiny: bool) -> None:
    """One small call on a kept connection."""
    count = 3 if tiny else 500
    connection = http.client.HTTPSConnection(
        endpoint.hostname, endpoint.port, context=tls.client_context(), timeout=60
    )

    def bare() -> None:
        for _ in range(count):
            connection.request("GET", "/_ping")
            connection.getresponse().read()

    def ours() -> None:
        for _ in range(count):
            engine.ping()

    turns: dict[str, Turn] = {"http.client": bare, "engineclient": ours}
    title = f"a ping on a kept connection ({count} at a time)"
    measure(title, turns, base="http.client", rounds=1 if tiny else 9, scale=1e6 / count, unit="us")
    connection.close()


def logs(engine: Engine, docker: list[str], *, tiny: bool) -> None:
    """All lines of a long log."""
    lines = 100 if tiny else 320_000
    with container_with_log(engine, lines) as id:

        def ours() -> None:
            assert sum(len(frame.data) for frame in engine.containers.logs(id)) == lines * WIDTH

        def cli() -> None:
            run = subprocess.run([*docker, "logs", id], env=environment(), stdout=subprocess.PIPE, check=True)
            assert len(run.stdout) == lines * WIDTH

        turns: dict[str, Turn] = {"docker logs": cli, "engineclient": ours}
        title = f"{lines} lines of {WIDTH} bytes of log"
        measure(title, turns, base="docker logs", rounds=1 if tiny else 5, scale=1, unit="s")


def main() -> None:
    """Run all measurements."""
    endpoint, tiny = options("engineclient by TLS, beside docker and http.client.")
    if endpoint.tls is None:
        raise SystemExit("no TLS: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, and name a tcp:// host")
    files = {"--tlscacert": endpoint.tls.ca, "--tlscert": endpoint.tls.cert, "--tlskey": endpoint.tls.key}
    named = chain.from_iterable((flag, str(file)) for flag, file in files.items() if file is not None)
    with Engine(endpoint) as engine:
        calls(engine, endpoint, endpoint.tls, tiny=tiny)
        if shutil.which("docker"):
            logs(engine, ["docker", "-H", endpoint.address, "--tlsverify", *named], tiny=tiny)
        else:
            print("\nthere is no docker command here to measure against")


if __name__ == "__main__":
    main()
