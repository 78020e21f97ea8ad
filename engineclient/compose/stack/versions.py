"""The schemas of the versions of stack files: the newest one, without the keys that were added after each version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from engineclient.compose.errors import ComposeError

NEWEST: Final = "3.13"
"""The version of files without one."""

_SERVICE: Final = "definitions/service/properties"
_BUILD: Final = f"{_SERVICE}/build/oneOf/1/properties"
_DEPLOY: Final = "definitions/deployment/properties"
_OTHERS: Final = ("service", "network", "volume", "secret", "config")

_SINCE: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("properties/secrets", f"{_SERVICE}/secrets"),
    2: (
        f"{_BUILD}/cache_from",
        f"{_DEPLOY}/endpoint_mode",
        "definitions/network/properties/attachable",
    ),
    3: (
        "properties/configs",
        f"{_BUILD}/labels",
        f"{_SERVICE}/configs",
        f"{_SERVICE}/credential_spec",
        f"{_DEPLOY}/placement/properties/preferences",
    ),
    4: (
        "patternProperties",
        f"{_BUILD}/network",
        f"{_BUILD}/target",
        "definitions/healthcheck/properties/interval/format",
        "definitions/healthcheck/properties/timeout/format",
        "definitions/healthcheck/properties/start_period",
        f"{_DEPLOY}/update_config/properties/order",
        "definitions/volume/properties/name",
    ),
    5: (
        f"{_BUILD}/shm_size",
        f"{_SERVICE}/isolation",
        f"{_DEPLOY}/resources/properties/reservations/properties/generic_resources",
        *(f"definitions/{each}/properties/name" for each in ("network", "secret", "config")),
    ),
    6: (f"{_SERVICE}/volumes/items/oneOf/1/properties/tmpfs",),
    7: (
        f"{_SERVICE}/init",
        f"{_DEPLOY}/rollback_config",
        *(f"definitions/{each}/patternProperties" for each in _OTHERS),
    ),
    8: (
        f"{_SERVICE}/credential_spec/properties/config",
        f"{_DEPLOY}/placement/properties/max_replicas_per_node",
        *(f"definitions/secret/properties/{each}" for each in ("driver", "driver_opts", "template_driver")),
        "definitions/config/properties/template_driver",
    ),
    9: (
        f"{_BUILD}/extra_hosts",
        f"{_SERVICE}/cgroupns_mode",
        f"{_DEPLOY}/resources/properties/limits/properties/pids",
    ),
    10: ("definitions/volume/properties/x-cluster-spec",),
    12: ("definitions/healthcheck/properties/start_interval",),
    13: (
        f"{_SERVICE}/networks/oneOf/1/patternProperties/^[a-zA-Z0-9._-]+$/oneOf/0/properties/driver_opts",
        f"{_SERVICE}/oom_score_adj",
    ),
}
"""Parts of the schema, each as its path, by the minor version that added them."""
_FREE_BUILD_SINCE: Final = (
    11  # the minor version since which `build` may have keys that the schema does not name
)
_LONG_FORMS_SINCE: Final = 2
_SHORT_FORMS: Final = {
    "ports": {"type": ["string", "number"], "format": "ports"},
    "volumes": {"type": "string"},
}
"""The schemas of items of lists of a service before version 3.2, which added the long forms."""


def version_of(tree: Mapping[str, Any]) -> str:
    """The version that a file names; the newest version if it names none, or only the major version."""
    named = tree.get("version", "")
    text = {True: "true", False: "false", None: "<nil>"}.get(named) if _is_word(named) else str(named)
    return NEWEST if text in ("", "3") else str(text)


def _is_word(value: Any) -> bool:
    return value is None or isinstance(value, bool)


@cache
def schema_of(version: str) -> Mapping[str, Any]:
    """The JSON schema of a version, such as `3.8`.

    Raises:
        ComposeError: there is no such version.

    """
    major, _, minor = version.partition(".")
    if major != "3" or version not in {f"3.{number}" for number in range(14)}:
        raise ComposeError(f"unsupported Compose file version: {version}")
    text = Path(__file__).with_name("compose-v3.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    number = int(minor)
    service = schema["definitions"]["service"]["properties"]
    if number < _LONG_FORMS_SINCE:
        service |= {
            key: {"type": "array", "items": item, "uniqueItems": True} for key, item in _SHORT_FORMS.items()
        }
    if number < _FREE_BUILD_SINCE:
        service["build"]["oneOf"][1]["additionalProperties"] = False
    for way in sorted(
        (way for since, ways in _SINCE.items() if since > number for way in ways), reverse=True
    ):
        _remove(schema, way.split("/"))
    return schema


def _remove(schema: Any, way: list[str]) -> None:
    *steps, last = way
    for step in steps:
        schema = schema[int(step)] if isinstance(schema, list) else schema.get(step)
        if schema is None:  # removed already, with a part that contains it
            return
    schema.pop(last, None)
