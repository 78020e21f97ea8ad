"""What the flags of services become, held against what docker itself sent or printed for the same command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engineclient.cli.flags import FlagError
from engineclient.models.distribution import DistributionInspect
from engineclient.options.service.create import service_create
from engineclient.options.service.flags import ServiceCreateFlags, ServiceUpdateFlags
from engineclient.options.service.references import Lookups
from engineclient.options.service.update import check_rollback, service_update
from engineclient.options.values.flag import OptionError, declared
from engineclient.procedures.service_image import PinnedImage, pinned, with_image
from engineclient.wire.references import tagged
from tests.options.capture import changes, in_one_order, swarm_object
from tests.options.test_docker import assert_refused, read_argv

Case = dict[str, Any]

RECORDED = json.loads((Path(__file__).parent / "docker_services.json").read_text())
DIRECTORY = "/home/user/project"
LOOKUPS = Lookups(
    network=lambda name: f"id-of-network-{name}",
    secrets=lambda names: {name: f"id-of-secret-{name}" for name in names if name != "nope"},
    configs=lambda names: {name: f"id-of-config-{name}" for name in names if name != "nope"},
)


def titled(cases: list[Case]) -> list[Any]:
    return [pytest.param(case, id=f"{number} {' '.join(case['argv'])}") for number, case in enumerate(cases)]


def read_file(name: str) -> bytes:
    if name not in RECORDED["files"]:
        raise FileNotFoundError(2, "No such file or directory")
    text: str = RECORDED["files"][name]
    return text.encode()


def made(case: Case) -> Case:
    return create(case) if case["command"] == "service create" else update(case)


def create(case: Case) -> Case:
    flags, (image, *args) = read_argv(ServiceCreateFlags, case["argv"])
    body = service_create(
        flags,
        image,
        args,
        api_version="1.50",
        environ=RECORDED["environ"],
        read_file=read_file,
        directory=DIRECTORY,
        lookups=LOOKUPS,
    )
    return with_image(body, found(image, resolve=not flags.no_resolve_image))


def update(case: Case) -> Case:
    flags, _ = read_argv(ServiceUpdateFlags, case["argv"])
    if flags.rollback:
        check_rollback(flags)
    body = service_update(
        flags,
        RECORDED["specs"][case["spec"]],
        api_version="1.50",
        environ=RECORDED["environ"],
        directory=DIRECTORY,
        lookups=LOOKUPS,
    )
    image = body["TaskTemplate"]["ContainerSpec"].get("Image", "")
    return with_image(body, found(image, resolve=flags.image is not None and not flags.no_resolve_image))


def found(image: str, *, resolve: bool) -> PinnedImage:
    if not resolve or not image:
        return PinnedImage(tagged(image), [], found=False)
    answer = swarm_object(f"distribution/{image}/json", "", {})
    assert isinstance(answer, dict)
    return pinned(tagged(image), DistributionInspect(answer))


@pytest.mark.parametrize("case", titled([case for case in RECORDED["cases"] if "changes" in case]))
def test_body(case: Case) -> None:
    before = RECORDED["specs"][case["spec"]] if "spec" in case else RECORDED["default"]
    assert changes(before, in_one_order(made(case))) == case["changes"]


@pytest.mark.parametrize("case", titled([case for case in RECORDED["cases"] if "error" in case]))
def test_refused(case: Case) -> None:
    with pytest.raises((OptionError, FlagError)) as refused:
        made(case)
    assert_refused(refused.value, case)


@pytest.mark.parametrize("command", [ServiceCreateFlags, ServiceUpdateFlags], ids=lambda kind: kind.__name__)
def test_every_flag_has_a_case(command: type[ServiceCreateFlags | ServiceUpdateFlags]) -> None:
    name = "service create" if command is ServiceCreateFlags else "service update"
    argvs = [case["argv"] for case in RECORDED["cases"] if case["command"] == name]
    used = {argument.partition("=")[0] for argv in argvs for argument in argv}
    spellings = {flag.spelling for flag in declared(command).values()}
    assert {each for each in spellings if used.isdisjoint(each.split(", "))} <= {"-q, --quiet"}
