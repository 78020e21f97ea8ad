from __future__ import annotations

import pytest

from engineclient.connect.ssh import SshEnded, Target, parse_target

START = ["ssh", "-o ConnectTimeout=30", "-T"]


@pytest.mark.parametrize(
    ("url", "command"),
    [
        ("ssh://h", [*START, "--", "h", "docker", "system", "dial-stdio"]),
        ("ssh://me@h:2222", [*START, "-l", "me", "-p", "2222", "--", "h", "docker", "system", "dial-stdio"]),
        ("ssh://m%20e@[::1]", [*START, "-l", "m e", "--", "::1", "docker", "system", "dial-stdio"]),
        ("ssh://h/a b", [*START, "--", "h", "docker", "--host", "unix:///a b", "system", "dial-stdio"]),
        ("ssh://h/", [*START, "--", "h", "docker", "--host", "unix:///", "system", "dial-stdio"]),
        ("ssh://-oProxyCommand=x", [*START, "--", "-oProxyCommand=x", "docker", "system", "dial-stdio"]),
    ],
)
def test_command(url: str, command: list[str]) -> None:
    assert parse_target(url).command() == command


def test_command_of_podman() -> None:
    command = Target("h", path="/x").command("podman")
    assert command[4:] == ["h", "podman", "--url", "unix:///x", "system", "dial-stdio"]


def test_ended() -> None:
    assert str(SshEnded(["ssh", "h"], 255, "no\r\n")) == (
        "command [ssh h] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is "
        "installed on the remote host: stderr=no\r\n"
    )
    assert "signal: terminated" in str(SshEnded(["ssh"], -15, ""))
