"""run and create up to the engine: what becomes of the image on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engineclient.wire import references

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

PULLED = b'{"status":"Done"}\n'
ID = "a" * 64


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed as references."""
    texts: list[str] = []
    split = references._split_domain

    def counted(text: str) -> tuple[str, str]:
        texts.append(text)
        return split(text)

    monkeypatch.setattr(references, "_split_domain", counted)
    return texts


@pytest.mark.parametrize("command", ["run", "create", "pull"])
def test_a_reference_is_parsed_once(command: str, minidocker: Minidocker, parsed: list[str]) -> None:
    minidocker.answers = {"POST /images/create": PULLED}
    minidocker(command, "x.io/y")
    assert "POST /images/create?fromImage=x.io/y&tag=latest" in minidocker.asked
    assert parsed == ["x.io/y"]


def test_an_id_is_no_reference(minidocker: Minidocker, parsed: list[str]) -> None:
    ended = minidocker("create", ID)
    assert (ended.code, parsed) == (1, [])
    assert minidocker.asked == ["POST /containers/create"]


def test_run_asks_for_credentials_only_when_it_pulls(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def registry_auth(_: object, image: object) -> str:
        asked.append(str(image))
        return "e30="

    monkeypatch.setattr("engineclient.cli.credentials.registry_auth", registry_auth)
    minidocker.answers = {"POST /containers/create": {"Id": "1", "Warnings": []}}
    assert minidocker("create", "x.io/y").out == "1\n"
    assert asked == []
    minidocker.answers = {"POST /images/create": PULLED}
    assert minidocker("create", "x.io/y").code == 1
    assert asked == ["x.io/y"]
