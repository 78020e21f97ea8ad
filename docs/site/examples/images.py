"""Examples of `engine.images`."""

from __future__ import annotations

from engineclient import APIError, Engine, StreamError, UnsupportedByEngine
from engineclient.archive.context import context_of
from engineclient.models.images import Progress


def pull(engine: Engine) -> None:
    for record in engine.images.pull("busybox"):
        print(record.id, record.status)


def list(engine: Engine) -> None:
    for image in engine.images.list(filters={"reference": "busybox"}):
        print(image.id, image.repo_tags, image.size)


def inspect(engine: Engine) -> None:
    image = engine.images.inspect("busybox")
    print(image.os, image.architecture, image.config and image.config.cmd)


def history(engine: Engine) -> None:
    for step in engine.images.history("busybox"):
        print(step.created_by, step.size)


def tag(engine: Engine) -> None:
    engine.images.tag("busybox", "registry.invalid/team/busybox:1")


def push(engine: Engine) -> None:
    try:
        engine.images.push("registry.invalid/team/busybox:1").wait()
    except StreamError as error:
        print("not pushed:", error)


def get(engine: Engine) -> None:
    with engine.images.get("registry.invalid/team/busybox:1") as archive:
        print(sum(len(piece) for piece in archive), "bytes of a tar archive")


def load(engine: Engine) -> None:
    archive = b"".join(engine.images.get("registry.invalid/team/busybox:1"))
    for record in engine.images.load(archive):
        print(record.stream)


def import_(engine: Engine) -> None:
    root = b"".join(context_of({"etc/motd": "hello\n"}))
    for record in engine.images.import_(root, "motd:1", message="made of a tar archive"):
        print(record.status)


def remove(engine: Engine) -> None:
    for deleted in engine.images.remove("registry.invalid/team/busybox:1"):
        print(deleted.untagged or deleted.deleted)
    engine.images.remove("motd:1", force=True)


def search(engine: Engine) -> None:
    try:
        for found in engine.images.search("busybox", limit=5, filters={"is-official": True}):
            print(found.name, found.star_count)
    except APIError as error:
        print(error.message)  # the registry cannot be reached


def build(engine: Engine) -> None:
    context = b"".join(context_of({"Dockerfile": "FROM busybox\nRUN echo built > /result\n"}))
    for record in engine.images.build(context, tags=["result:1"]):
        image = record.aux.id if isinstance(record.aux, Progress.Aux) else None
        print(record.stream, image)


def build_prune(engine: Engine) -> None:
    print(engine.images.build_prune(filters={"until": "24h"}).space_reclaimed)


def prune(engine: Engine) -> None:
    engine.images.remove("result:1")
    print(engine.images.prune(filters={"label": "nobody=has-it"}).deleted)


def attestations(engine: Engine) -> None:
    try:
        print(engine.images.attestations("busybox"))
    except UnsupportedByEngine as error:  # before API 1.55
        print(error)
