"""Requests find their operation, and every endpoint of this client has one."""

from __future__ import annotations

import re

import pytest

from engineclient.api.operations import OPERATIONS, Operation, find
from engineclient.binding import endpoint, hijacking, streaming
from tests.contract.table import kept
from tests.contract.walk import groups

ENDPOINTS = [
    (group, name)
    for group in groups()
    for name, value in vars(group).items()
    if isinstance(value, endpoint | streaming | hijacking)
]


@pytest.mark.parametrize(("group", "name"), ENDPOINTS, ids=lambda value: getattr(value, "__name__", value))
def test_every_endpoint_names_an_operation(group: type, name: str) -> None:
    found = re.findall(r"`(GET|HEAD|POST|PUT|DELETE) (/[^`?\s]*)", vars(group)[name].__doc__ or "")
    assert found, f"{group.__name__}.{name} does not say which route it is"
    for method, template in found:
        path = re.sub(r"{\w+}", "x", template)
        assert find(method, path), f"{method} {template} is not in the table"


FOUND = [
    ("GET", "/containers/json", "ContainerList"),
    ("GET", "/containers/web/json", "ContainerInspect"),
    ("GET", "/containers/json/json", "ContainerInspect"),
    ("GET", "/images/json", "ImageList"),
    ("GET", "/images/busybox/json", "ImageInspect"),
    ("GET", "/images/host:5000/a/b:1/json", "ImageInspect"),
    ("GET", "/images/a%2Fb/json", "ImageInspect"),
    ("DELETE", "/images/a/b", "ImageDelete"),
    ("POST", "/images/create", "ImageCreate"),
    ("POST", "/images/a/b/push", "ImagePush"),
    ("HEAD", "/_ping", "SystemPingHead"),
    ("HEAD", "/containers/web/archive", "ContainerArchiveInfo"),
    ("POST", "/exec/e/start", "ExecStart"),
    ("POST", "/containers/a/b/start", None),
    ("GET", "/containers", None),
    ("get", "/info", None),
    ("GET", "/libpod/info", None),
]


@pytest.mark.parametrize(("method", "path", "id"), FOUND)
def test_found(method: str, path: str, id: str | None) -> None:
    operation = find(method, path)
    assert (operation and operation.id) == id


def test_no_operation_stands_twice() -> None:
    assert len({operation.id for operation in OPERATIONS}) == len(OPERATIONS)
    assert len({(operation.method, operation.template) for operation in OPERATIONS}) == len(OPERATIONS)


def test_all_operations_of_the_api_are_there() -> None:
    found = {(operation.id, operation.tag, operation.method, operation.template) for operation in OPERATIONS}
    unspecified = {"Grpc", "BuildCancel"}
    specified = {(row.operation, row.type, *row.name.split(" ")) for row in kept() if row.what == "op"}
    assert {row for row in found if row[0] not in unspecified} == specified


DRY_RUN = [operation for operation in OPERATIONS if operation.changes and operation.answer == "whole"]


@pytest.mark.parametrize("operation", DRY_RUN, ids=lambda operation: operation.id)
def test_a_change_with_an_answer_has_one_for_a_dry_run(operation: Operation) -> None:
    assert operation.dry is not None or operation.born


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_a_row_is_sound(operation: Operation) -> None:
    hijacks = operation.answer == "hijack"
    assert bool(operation.upgrade) is hijacks
    assert not (operation.unless and not operation.changes)
    assert operation.method not in ("GET", "HEAD") or not operation.changes or hijacks
