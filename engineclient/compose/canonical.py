"""Convert short forms to long ones, and add the defaults of keys that a long form leaves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import go_type, sprint
from engineclient.compose.interpolate import Warn
from engineclient.compose.shortforms import clean_target, device, ports, volume
from engineclient.compose.tree import ITEM, Path, Rewrite, Rules, Tree, dotted, rewrite


def canonical(tree: Tree, warn: Warn, *, lenient: bool = False) -> Tree:
    """`tree` with every short form converted to the long one.

    Args:
        tree: a merged file.
        warn: takes warnings about deprecated keys.
        lenient: keep a text that is not a valid short form, because it may contain variables that are not replaced.

    Raises:
        ComposeError: a short form is malformed, or a value has a type that no form has.

    """
    made: Tree = rewrite(tree, _forms(warn, lenient=lenient))
    return _without_empty_dns(made)


def with_defaults(tree: Tree) -> Tree:
    """`tree` with docker compose's defaults for builds, ports, secrets and devices."""
    made: Tree = rewrite(tree, _DEFAULTS)
    return made


def _forms(warn: Warn, *, lenient: bool) -> Rules[Rewrite]:
    external = _external(warn)
    return Rules(
        {
            **_FORMS,
            "services.*.build.additional_contexts": _contexts(lenient=lenient),
            "services.*.devices.*": _device(lenient=lenient),
            "services.*.ports": _ports(lenient=lenient),
            "services.*.volumes.*": _volume(lenient=lenient),
            "volumes.*": external,
            "networks.*": external,
            "secrets.*": external,
            "configs.*": external,
        }
    )


def _wrong(path: Path, value: Any, what: str) -> ComposeError:
    return ComposeError(f"{_shown(path)}: invalid type {go_type(value)}{what}", path)


def _shown(path: Path) -> str:
    return dotted(tuple(ITEM if isinstance(step, int) else step for step in path))


def _text_as(key: str, what: str) -> Rewrite:
    """A rule that converts a text to a mapping with `key` alone."""

    def form(value: Any, path: Path) -> Any:
        if isinstance(value, str):
            return {key: value}
        if not isinstance(value, dict):
            raise _wrong(path, value, f" for {what}")
        return value

    return form


def _strings(value: Any, path: Path) -> Any:
    return [value] if isinstance(value, str) else value


def _text(value: Any, path: Path) -> Any:
    return value if isinstance(value, str) else sprint(value)


def _by_name(value: Any, path: Path) -> Any:
    return dict.fromkeys(value) if isinstance(value, list) else value


def _depends_on(value: Any, path: Path) -> Any:
    default = {"condition": "service_started", "required": True}
    match value:
        case list():
            return {name: dict(default) for name in value}
        case dict():
            for name, each in value.items():
                if not isinstance(each, dict):
                    raise ComposeError(f"{dotted(path)}.{name}: unsupported value {sprint(value)}", path)
            return {name: {**default, **each} for name, each in value.items()}
        case _:
            raise _wrong(path, value, " for depend_on")


def _env_file(value: Any, path: Path) -> Any:
    def entry(each: Any) -> Any:
        if isinstance(each, str):
            return {"path": each, "required": True}
        return {"required": True, **each} if isinstance(each, dict) else None

    match value:
        case str():
            return [entry(value)]
        case list():
            return [entry(each) for each in value]
        case _:
            raise _wrong(path, value, " for env_file")


def _gpus(value: Any, path: Path) -> Any:
    if isinstance(value, str):
        return [{"count": "all"}]
    if not isinstance(value, list):
        raise _wrong(path, value, " for gpus")
    return value


def _mount(value: Any, path: Path) -> Any:
    if isinstance(value, str):
        return {"source": value}
    if not isinstance(value, dict):
        raise ComposeError(f"{_shown(path)}: unsupported type {go_type(value)}", path)
    return value


def _ssh(value: Any, path: Path) -> Any:
    if isinstance(value, dict):
        return value
    if not isinstance(value, list):
        raise _wrong(path, value, " for ssh")
    keys: Tree = {}
    for each in value:
        if not isinstance(each, str):
            raise ComposeError(f"invalid ssh key type {go_type(each)}", path)
        name, equals, where = each.partition("=")
        if not equals and name != "default":
            raise ComposeError(f'invalid ssh key "{each}"', path)
        keys[name] = where if equals else None
    return keys


def _ulimit(value: Any, path: Path) -> Any:
    if not isinstance(value, dict | int) or isinstance(value, bool):
        raise _wrong(path, value, " for external")  # the key that docker compose's message names by mistake
    return value


def _contexts(*, lenient: bool) -> Rewrite:
    def form(value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return value
        if not isinstance(value, list):
            raise _wrong(path, value, "")
        pairs: Tree = {}
        for each in value:
            name, equals, where = each.partition("=")
            if not equals:
                if lenient:
                    return value
                raise ComposeError(f"{dotted(path)}: invalid value {each}, expected key=value", path)
            pairs[name] = where
        return pairs

    return form


def _device(*, lenient: bool) -> Rewrite:
    def form(value: Any, path: Path) -> Any:
        if isinstance(value, str):
            return device(value, lenient=lenient)
        if not isinstance(value, dict):
            raise _wrong(path, value, " for service volume mount")  # docker compose's message names a volume
        return value

    return form


def _ports(*, lenient: bool) -> Rewrite:
    def form(value: Any, path: Path) -> Any:
        if not isinstance(value, list):
            raise _wrong(path, value, " for port")
        made: list[Tree] = []
        for each in value:
            if isinstance(each, dict):
                made.append(each)
                continue
            if not isinstance(each, str | int) or isinstance(each, bool):
                raise _wrong(path, each, " for port")
            try:
                made += ports(str(each))
            except ComposeError as error:
                if lenient:
                    return value
                raise ComposeError(error.message, path) from None
        return made

    return form


def _volume(*, lenient: bool) -> Rewrite:
    def form(value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return value
        if not isinstance(value, str):
            raise _wrong(path, value, " for service volume mount")
        try:
            made = volume(value)
        except ComposeError as error:
            if lenient:
                return value
            raise ComposeError(error.message, path) from None
        made["target"] = clean_target(made["target"])
        return made

    return form


def _external(warn: Warn) -> Rewrite:
    """Rewrite the former `external: {name: x}` as `external: true` and `name: x`."""

    def form(value: Any, path: Path) -> Any:
        if value is None:
            return value
        if not isinstance(value, dict):  # in a file that another one extends, which is not validated
            raise ComposeError(f"{_shown(path)} must be a mapping", path)
        if not isinstance(value.get("external"), dict):
            return value
        name = value["external"].get("name")
        made = {**value, "external": True}
        if "name" in value["external"]:
            warn(f"{dotted(path)}: external.name is deprecated. Please set name and external: true")
            if "name" in value and value["name"] != name:
                raise ComposeError(f"{dotted(path)}: name and external.name conflict; only use name", path)
            made["name"] = name
        return made

    return form


_FORMS: Final[dict[str, Rewrite]] = {
    "services.*.build": _text_as("context", "build"),
    "services.*.build.provenance": _text,
    "services.*.build.sbom": _text,
    "services.*.build.secrets.*": _mount,
    "services.*.build.ssh": _ssh,
    "services.*.build.ulimits.*": _ulimit,
    "services.*.configs.*": _mount,
    "services.*.depends_on": _depends_on,
    "services.*.develop.watch.*.ignore": _strings,
    "services.*.develop.watch.*.include": _strings,
    "services.*.dns": _strings,
    "services.*.env_file": _env_file,
    "services.*.extends": _text_as("service", "extends"),
    "services.*.gpus": _gpus,
    "services.*.label_file": _strings,
    "services.*.models": _by_name,
    "services.*.networks": _by_name,
    "services.*.secrets.*": _mount,
    "services.*.ulimits.*": _ulimit,
    "include.*": _text_as("path", "external"),
}


def _without_empty_dns(tree: Tree) -> Tree:
    """Drop empty addresses of DNS servers, which `dns: ${DNS}` yields if the variable is not set."""

    def servers(value: Any, path: Path) -> Any:
        return [each for each in value if each not in (None, "")] if isinstance(value, list) else value

    made: Tree = rewrite(tree, Rules({"services.*.dns": servers}))
    return made


def _default(**defaults: Any) -> Callable[[Any, Path], Any]:
    def form(value: Any, path: Path) -> Any:
        return {**defaults, **value} if isinstance(value, dict) else value

    return form


def _secret(value: Any, path: Path) -> Any:
    return {"target": f"/run/secrets/{sprint(value.get('source'))}", **value}


def _devices(value: Any, path: Path) -> Any:
    if not isinstance(value, dict):
        raise _wrong(path, value, " for device request")
    return value if "count" in value or "device_ids" in value else {**value, "count": "all"}


_DEFAULTS: Final[Rules[Rewrite]] = Rules(
    {
        "services.*.build": _default(context="."),
        "services.*.deploy.resources.reservations.devices.*": _devices,
        "services.*.gpus.*": _devices,
        "services.*.ports.*": _default(protocol="tcp", mode="ingress"),
        "services.*.secrets.*": _secret,
    }
)
