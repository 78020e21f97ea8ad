"""The mounts of a service's containers in HostConfig: Binds where they can express a mount, Mounts otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engineclient.compose.errors import ComposeError
from engineclient.compose.interpolate import to_integer
from engineclient.compose.model import BindOptions, Config, FileMount, Mount, Secret, Service, VolumeOptions
from engineclient.compose.project import Project
from engineclient.compose.shortforms import is_windows_absolute
from engineclient.golang.quoting import quote
from engineclient.options.values.json_object import JsonObject, present
from engineclient.versions import is_before

_SECRETS, _CONFIGS = "/run/secrets/", "/"  # the directories of relative targets
_RECURSIVE = {
    "disabled": "NonRecursive",
    "writable": "ReadOnlyNonRecursive",
    "readonly": "ReadOnlyForceRecursive",
}


class Inherited(NamedTuple):
    """A volume or bind mount that a container takes over from the one that it replaces.

    Attributes:
        type: `volume` or `bind`.
        source: the name of the volume, or the path of the bind mount.
        read_only: whether the container can only read it.

    """

    type: str
    source: str
    read_only: bool


class PutFile(NamedTuple):
    """A secret or config that is not a file of the host: it is written into each container before its start.

    Attributes:
        path: the path in the container.
        content: the text of the file.
        uid, gid: the owner of the file in the archive that carries it.
        mode: the permissions.
        has_owner: whether the project names an owner; the engine then gives the file to the container's user.

    """

    path: str
    content: str
    uid: int = 0
    gid: int = 0
    mode: int = 0o444
    has_owner: bool = False


def binds_and_mounts(
    project: Project,
    service: Service,
    inherited: Mapping[str, Inherited],
    *,
    api_version: str,
) -> tuple[list[str], list[JsonObject]]:
    """HostConfig.Binds and HostConfig.Mounts of a service.

    Args:
        project: declares the volumes, secrets and configs.
        service: the service.
        inherited: the mounts taken over from the replaced container, by target.
        api_version: the engine's.

    Raises:
        ComposeError: docker compose or the engine does not support a mount.

    """
    by_target: dict[str, JsonObject] = {
        target: {
            "Type": each.type,
            "Source": each.source,
            "Target": target,
            **present({"ReadOnly": each.read_only}),
        }
        for target, each in inherited.items()
    }
    for mount in service.volumes:
        if mount.source or mount.target not in by_target:
            by_target[mount.target] = _mount(project, mount)
    for file in _file_mounts(project, service):
        by_target.setdefault(file.target, _mount(project, file))
    binds: list[str] = []
    mounts: list[JsonObject] = []
    for body in by_target.values():
        bind = _as_bind(project, service, body)
        if bind:
            binds.append(bind)
            continue
        if body["Type"] == "image" and is_before(api_version, "1.48"):
            raise ComposeError("volume with type=image require Docker Engine v28 or later")
        mounts.append(body)
    return binds, mounts


def put_files(project: Project, service: Service) -> list[PutFile]:
    """The secrets, then the configs, that are written into the containers of a service; not those that are empty.

    Raises:
        ComposeError: the variable that holds one is not set, the service is read-only, or a uid or gid is not a number.

    """
    used: list[tuple[str, FileMount, Config | Secret, str]] = [
        *(("secret", each, project.secrets[each.source], _SECRETS) for each in service.secrets),
        *(("config", each, project.configs[each.source], _CONFIGS) for each in service.configs),
    ]
    files: list[PutFile] = []
    for kind, mount, source, folder in used:
        content = _content(project, kind, source)
        if not content:
            continue
        at = ("services", service.name, f"{kind}s")
        if service.read_only:
            raise ComposeError(
                f"cannot create {kind} {quote(source.name)} in read-only service {service.name}: "
                "`file` is the sole supported option",
                at,
            )
        try:
            uid, gid = to_integer(mount.uid or "0"), to_integer(mount.gid or "0")
        except ValueError as error:
            raise ComposeError(str(error), at) from None
        mode = 0o444 if mount.mode is None else mount.mode
        has_owner = bool(mount.uid or mount.gid)
        files.append(PutFile(_target(mount, folder), content, uid, gid, mode, has_owner))
    return files


def _content(project: Project, kind: str, source: Config | Secret) -> str:
    if source.content or not source.environment:
        return source.content
    content = project.environment.get(source.environment)
    if content is None:
        raise ComposeError(
            f"environment variable {quote(source.environment)} required by {kind} {quote(source.name)} is not set",
            (f"{kind}s",),
        )
    return content


def _as_bind(project: Project, service: Service, body: JsonObject) -> str:
    """The mount `body` as an element of Binds; "" if a bind cannot express all of it."""
    mount = next((each for each in service.volumes if each.target == body["Target"]), None)
    if mount is None:
        return ""
    if body["Type"] == "bind" and not _needs_mount(mount.bind):
        return _bind(body["Source"], mount)
    named = any(volume.name == body.get("Source") for volume in project.volumes.values())
    if body["Type"] == "volume" and named and not _volume_needs_mount(mount.volume):
        return _bind(body["Source"], mount)
    return ""


def _bind(source: str, mount: Mount) -> str:
    options = ["ro" if mount.read_only else "rw"]
    if mount.bind is not None:
        options += [each for each in (mount.bind.selinux, mount.bind.propagation) if each]
    if mount.volume is not None and mount.volume.nocopy:
        options.append("nocopy")
    return f"{source}:{mount.target}:{','.join(options)}"


def _needs_mount(bind: BindOptions | None) -> bool:
    return bind is not None and bool(not bind.create_host_path or bind.propagation or bind.recursive)


def _volume_needs_mount(volume: VolumeOptions | None) -> bool:
    return volume is not None and bool(volume.labels or volume.subpath or volume.nocopy)


def _mount(project: Project, mount: Mount) -> JsonObject:
    source = mount.source
    if mount.type == "volume" and source in project.volumes:
        source = project.volumes[source].name
    return {
        "Type": mount.type,
        **present({"Source": source}),
        "Target": mount.target,
        **present({"ReadOnly": mount.read_only, "Consistency": mount.consistency}),
        **_options(mount),
    }


def _options(mount: Mount) -> JsonObject:
    if mount.type == "bind" and (bind := mount.bind) is not None:
        options = present({"Propagation": bind.propagation, "CreateMountpoint": bind.create_host_path})
        if bind.recursive in _RECURSIVE:
            options[_RECURSIVE[bind.recursive]] = True
        return {"BindOptions": options}
    if mount.type == "volume" and (volume := mount.volume) is not None:
        options = {"NoCopy": volume.nocopy, "Labels": dict(volume.labels), "Subpath": volume.subpath}
        return {"VolumeOptions": present(options)}
    if mount.type == "tmpfs" and (tmpfs := mount.tmpfs) is not None:
        return {"TmpfsOptions": present({"SizeBytes": tmpfs.size, "Mode": tmpfs.mode})}
    if mount.type == "image" and (image := mount.image) is not None:
        return {"ImageOptions": present({"Subpath": image.subpath})}
    return {}


def _file_mounts(project: Project, service: Service) -> list[Mount]:
    """The bind mounts of the secrets and configs that are files of the host."""
    mounts: list[Mount] = []
    for each in service.secrets:
        secret = project.secrets[each.source]
        _supported(secret, "secret")
        if not secret.environment:
            target = _target(each, _SECRETS)
            mounts.append(
                Mount(type="bind", source=secret.file, target=target, read_only=True, bind=BindOptions())
            )
    for each in service.configs:
        config = project.configs[each.source]
        _supported(config, "config")
        if not (config.environment or config.content):
            target = _target(each, _CONFIGS)
            mounts.append(Mount(type="bind", source=config.file, target=target, read_only=True))
    return mounts


def _supported(source: Secret | Config, what: str) -> None:
    if source.external:
        raise ComposeError(f"unsupported external {what} {source.name}")
    for name, value in (("driver", source.driver), ("template_driver", source.template_driver)):
        if value:
            raise ComposeError(f"Docker Compose does not support {what}s.*.{name}")


def _target(mount: FileMount, folder: str) -> str:
    target = mount.target or mount.source
    return target if target.startswith("/") or is_windows_absolute(target) else folder + target
