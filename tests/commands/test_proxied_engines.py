"""Commands on an engine behind a socket proxy that lets some endpoints through only: each goes on as docker does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.engine import Minidocker

FORBIDDEN = (403, "Forbidden")


def test_a_build_where_no_ping_is_allowed(minidocker: Minidocker, tmp_path: Path) -> None:
    """Nothing says that it is BuildKit's."""
    (tmp_path / "Dockerfile").write_text("FROM scratch")
    minidocker.answers = {"GET /_ping": FORBIDDEN, "POST /build": b'{"stream":"Successfully built abc\\n"}'}
    code, out, err = minidocker("build", str(tmp_path))
    assert (code, out.splitlines()[-1], err) == (0, "Successfully built abc", "")


def test_inspect_where_no_info_is_allowed(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /info": FORBIDDEN}
    error = "Error response from daemon: Forbidden\nError: No such object: x\n"
    assert minidocker("inspect", "x") == (1, "[]\n", error)
    minidocker.answers = {"GET /info": FORBIDDEN, "GET /plugins/x/json": {"Name": "x"}}
    assert minidocker("inspect", "-f", "{{.Name}}", "x") == (
        0,
        "x\n",
        "Error response from daemon: Forbidden\n",
    )


@pytest.mark.parametrize("args", [["ps"], ["images"], ["network", "ls"], ["volume", "ls"], ["version"]])
def test_what_is_refused_says_so(minidocker: Minidocker, args: list[str]) -> None:
    path = {"ps": "containers/json", "images": "images/json", "network": "networks", "volume": "volumes"}
    minidocker.answers = {f"GET /{path.get(args[0], 'version')}": FORBIDDEN}
    code, _, err = minidocker(*args)
    assert (code, err) == (1, "Error response from daemon: Forbidden\n")
