"""What a build asks for on an engine with the ordinary image store, and on one with containerd's."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engineclient.build.solve import Exporter, Worker
from engineclient.cli.failures import Failure
from engineclient.commands.image.buildkit_flags import NAMES, BuildKitFlags, check_for, settled
from engineclient.commands.image.buildkit_session import results

ORDINARY, CONTAINERD = Worker(), Worker(has_manifests=True)
LISTS = (
    "allow",
    "annotation",
    "attest",
    "build_context",
    "cache_to",
    "no_cache_filter",
    "output",
    "secret",
    "ssh",
)


def flags(**given: Any) -> BuildKitFlags:
    empty: dict[str, Any] = {name: [] if name in LISTS else "" for name in NAMES}
    return settled({**empty, **given})


NEEDS: list[tuple[dict[str, Any], str, str]] = [
    ({"cache_to": ["type=registry,ref=x"]}, "", "Cache export"),
    ({"attest": ["type=sbom"]}, "", "Attestation"),
    ({"provenance": "true"}, "", "Attestation"),
    ({"sbom": "generator=x"}, "", "Attestation"),
    ({}, "linux/amd64,linux/arm64", "Multi-platform build"),
]


@pytest.mark.parametrize(("given", "platform", "what"), NEEDS, ids=str)
def test_what_needs_the_containerd_store(given: dict[str, Any], platform: str, what: str) -> None:
    with pytest.raises(Failure, match=f"{what} is not supported for the docker driver"):
        check_for(flags(**given), platform, lambda: ORDINARY)
    check_for(flags(**given), platform, lambda: CONTAINERD)


@pytest.mark.parametrize(
    ("given", "platform"),
    [
        ({}, "linux/arm64"),
        ({"cache_to": ["type=inline"]}, ""),
        ({"provenance": "false", "sbom": "false"}, ""),
        ({"attest": ["type=sbom,disabled=true"]}, ""),
    ],
    ids=str,
)
def test_what_needs_no_look_at_the_engine(given: dict[str, Any], platform: str) -> None:
    def worker() -> Worker:
        raise AssertionError("the engine was asked")

    check_for(flags(**given), platform, worker)


@pytest.mark.parametrize(
    ("annotation", "complaint"),
    [
        ("a=b", "--annotation is not supported by minidocker: this engine's image store would drop it"),
        ("manifest:a=b", "--annotation is not supported by minidocker"),
        ("index:a=b", "ERROR: failed to build: index annotations not supported for single platform export"),
    ],
)
def test_annotations_need_the_containerd_store(annotation: str, complaint: str) -> None:
    with pytest.raises(Failure) as caught:
        check_for(flags(annotation=[annotation]), "", lambda: ORDINARY)
    assert caught.value.text.startswith(complaint)
    check_for(flags(annotation=[annotation]), "", lambda: CONTAINERD)


def test_an_annotation_that_is_none() -> None:
    with pytest.raises(
        Failure, match=r'^ERROR: failed to build: parse annotations: invalid annotation "bad"'
    ):
        flags(annotation=["bad"])


def test_a_cache_that_cannot_be_exported() -> None:
    with pytest.raises(Failure, match="registry cache exporter requires ref"):
        check_for(flags(cache_to=["type=registry"]), "", lambda: CONTAINERD)


PUSHES: list[tuple[Sequence[str], Sequence[str], bool, dict[str, str]]] = [
    ([], ["a", "b"], True, {"name": "a,b"}),
    (["type=registry,name=a,b=c"], [], False, {"name": "a", "b": "c"}),
    (["type=image,name=a,push=true"], [], False, {"name": "a"}),
    (["type=image,push=false"], ["a"], True, {"name": "a"}),
]


@pytest.mark.parametrize(("outputs", "tags", "push", "attributes"), PUSHES, ids=str)
def test_who_pushes(
    outputs: Sequence[str], tags: Sequence[str], push: bool, attributes: dict[str, str]
) -> None:
    """Where the engine's builder cannot push, the client does."""

    def found(worker: Worker) -> Any:
        app: Any = SimpleNamespace(out=StringIO())  # of one result nothing depends on the engine
        return results(
            app, outputs, tags, lambda: worker, push=push, load=False, for_file=False, has_lists=False
        )

    ours, theirs = found(ORDINARY), found(CONTAINERD)
    assert (ours.exporters, ours.pushed) == ([Exporter("moby", attributes)], attributes["name"].split(","))
    assert (theirs.exporters, theirs.pushed) == ([Exporter("moby", {**attributes, "push": "true"})], [])


def test_an_image_that_is_not_pushed() -> None:
    app: Any = SimpleNamespace(out=StringIO())
    found = results(
        app,
        ["type=image,name=a,push=nope"],
        [],
        lambda: ORDINARY,
        push=False,
        load=False,
        for_file=False,
        has_lists=False,
    )
    assert (found.exporters, found.pushed) == ([Exporter("moby", {"name": "a", "push": "nope"})], [])


def test_an_image_in_a_directory(tmp_path: Path) -> None:
    app: Any = SimpleNamespace(out=StringIO())
    text = f"type=oci,tar=false,dest={tmp_path}/o"
    found = results(
        app, [text], ["a", "b"], lambda: CONTAINERD, push=False, load=False, for_file=False, has_lists=True
    )
    assert found.exporters == [Exporter("oci", {"tar": "false", "name": "a,b"})]
    assert (found.layout, found.methods) == (f"{tmp_path}/o", {})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("type=docker,tar=false,dest=o", "output directory is not supported by moby exporter"),
        ("type=oci,tar=false", "dest is required for oci exporter"),
        ("type=oci,tar=0,dest=-", "dest cannot be stdout for oci exporter"),
        ("type=oci,tar=false,dest={here}/f", "destination directory {here}/f is a file"),
        ("type=oci,dest={here}", "destination file {here} is a directory"),
        (
            "type=oci,dest={here}/f/x",
            "invalid destination file: {here}/f/x: stat {here}/f/x: not a directory",
        ),
        ("{here}/f/x", "invalid destination directory: {here}/f/x: stat {here}/f/x: not a directory"),
        (
            "type=docker,dest={here}/d.tar",
            "docker exporter does not support exporting manifest lists, use the oci exporter instead",
        ),
    ],
)
def test_results_that_cannot_be_written(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "f").touch()
    app: Any = SimpleNamespace(out=StringIO())
    given = [text.format(here=tmp_path)]
    with pytest.raises(Failure) as caught:
        results(app, given, [], lambda: CONTAINERD, push=False, load=False, for_file=False, has_lists=True)
    assert caught.value.text == f"ERROR: failed to build: {complaint.format(here=tmp_path)}"
