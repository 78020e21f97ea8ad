from __future__ import annotations

import os
import socket

from engineclient.doctor.ports import owner_of


def test_the_process_that_listens_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        assert owner_of(port).endswith(f"({os.getpid()})")
    assert owner_of(port) == ""
