"""Deploy a stack: create and update its objects in docker's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engineclient.api.configs import Configs, configs
from engineclient.api.networks import networks
from engineclient.api.secrets import Secrets, secrets
from engineclient.api.services import services
from engineclient.calls import Call, Steps
from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files, LocalFiles
from engineclient.compose.stack import Stack, objects
from engineclient.compose.stack.model import FileObject, Service as Declared
from engineclient.compose.stack.service import service_spec
from engineclient.errors import EngineError, NotFound
from engineclient.golang.files import file_error
from engineclient.models.conformity import checked
from engineclient.models.services import Service
from engineclient.models.stack_names import IMAGE, of_stack
from engineclient.options.service.references import check_targets, configs_with_ids, secrets_with_ids
from engineclient.options.values.flag import OptionError
from engineclient.options.values.networks import is_user_defined
from engineclient.procedures.convergence import Converged, Progress
from engineclient.procedures.services import wait_converged, with_pinned_image
from engineclient.procedures.stack.changes import (
    Auth,
    Change,
    ChangeFailed,
    Failed,
    Kind,
    Report,
    ResolveImage,
    ignore,
)
from engineclient.procedures.stack.plan import API, check_manager, surplus


@dataclass(frozen=True, slots=True)
class Deployed:
    """The result of a deployment.

    Attributes:
        changes: the steps, in their order.
        services: the ids of the services, by name.
        converged: the result of the wait for each service, by name; empty without a wait.
    """

    changes: tuple[Change, ...]
    services: dict[str, str]
    converged: dict[str, Converged] = field(default_factory=dict[str, Converged])


def deploy(
    name: str,
    stack: Stack,
    *,
    prune: bool = False,
    resolve_image: ResolveImage = "always",
    auth: Auth | None = None,
    report: Report = ignore,
    failed: Failed = ignore,
    warn: Callable[[str], None] = ignore,
    files: Files | None = None,
    wait: bool = False,
    progress: Callable[[str, Progress], None] | None = None,
    timeout: float | None = None,
) -> Steps[Deployed]:
    """Create the objects of a stack that do not exist, and update the others.

        engine.stacks.deploy("shop", Stack.load(["shop.yaml"]), wait=True)

    Args:
        name: the name of the stack; all its objects have it as a label and as the prefix of their names.
        stack: the content of the stack.
        prune: remove services that the files no longer have.
        resolve_image: look up digests in registries `always`, for images that have `changed`, or `never`.
        auth: returns the credentials for an image; they are passed to the nodes.
        report: called before each step.
        failed: called for each service that could not be pruned; the deployment continues.
        warn: called with each of the engine's warnings.
        files: the file system with the contents of secrets and configs, by default that of this machine.
        wait: wait until all services have converged, one after the other.
        progress: called with the name of a service and each record of its wait.
        timeout: the time limit of each wait in seconds; None for no limit.

    Raises:
        ComposeError: the stack is not valid, or needs an external network that does not exist.
        ChangeFailed: the engine refused a step; those before it stay done.
        EngineTimeout: a service has not converged in time.
    """
    deployment = _Deployment(name, stack, resolve_image, auth, report, failed, warn, files or LocalFiles())
    yield from deployment.everything(prune=prune)
    converged: dict[str, Converged] = {}
    for service, id in deployment.services.items() if wait else ():
        on_progress = None if progress is None else _of(service, progress)
        converged[service] = yield from wait_converged(id, progress=on_progress, timeout=timeout)
    return Deployed(tuple(deployment.changes), deployment.services, converged)


def _of(service: str, progress: Callable[[str, Progress], None]) -> Callable[[Progress], None]:
    return lambda record: progress(service, record)


@dataclass(slots=True)
class _Deployment:
    """The state of a deployment."""

    name: str
    stack: Stack
    resolve_image: ResolveImage
    auth: Auth | None
    report: Report
    failed: Failed
    warn: Callable[[str], None]
    files: Files
    changes: list[Change] = field(default_factory=list[Change])
    services: dict[str, str] = field(default_factory=dict[str, str])

    def everything(self, *, prune: bool) -> Steps[None]:
        yield from check_manager()
        if prune:
            existing = yield from services.list(filters=of_stack(self.name))
            for change in surplus(self.name, self.stack, existing):
                self._report(change)
                try:
                    yield from services.remove(change.id)
                except EngineError as error:
                    self.failed(change, error)
        yield from self._networks()
        yield from self._files("secret", self.stack.secrets)
        yield from self._files("config", self.stack.configs)
        bodies: dict[str, dict[str, Any]] = {}
        for each in self.stack.services.values():
            bodies[each.name] = yield from self._body(each)
        existing = yield from services.list(filters=of_stack(self.name))
        by_name = {each.spec.name: each for each in existing}
        for body in bodies.values():
            yield from self._service(body, by_name.get(body["Name"]))

    def _report(self, change: Change) -> None:
        self.changes.append(change)
        self.report(change)

    def _do(self, change: Change, call: Call[Any]) -> Steps[Any]:
        """Carry out a step that is one call.

        Raises:
            ChangeFailed: the engine refused it.
        """
        self._report(change)
        try:
            return (yield from call)
        except EngineError as error:
            raise ChangeFailed(change, error) from error

    def _networks(self) -> Steps[None]:
        for each in objects.external_networks(self.stack):
            if is_user_defined(each):
                yield from _check_external(each)
        here = {each.name for each in (yield from networks.list(filters=of_stack(self.name)))}
        for name, body in objects.networks(self.stack, self.name).items():
            if name not in here:
                yield from self._do(Change("create", "network", name), networks.create(name, config=body))

    def _files(self, kind: Kind, declared: Mapping[str, FileObject]) -> Steps[None]:
        """Create or update the secrets or the configs; all files are read before the first request."""
        bodies = [
            objects.file_object(self.name, key, each, b"" if each.driver else self._content(each.file))
            for key, each in declared.items()
            if not each.external
        ]
        api = API[kind]
        for body in bodies:
            name = body["Name"]
            try:
                found = yield from api.inspect(name)
            except NotFound:
                yield from self._do(Change("create", kind, name), api.create(body))
            else:
                change = Change("update", kind, name, found.id)
                yield from self._do(change, api.update(found.id, body, version=found.version.index))

    def _content(self, path: str) -> bytes:
        try:
            return self.files.read(path)
        except OSError as error:
            raise ComposeError(file_error(path, error)) from None

    def _body(self, service: Declared) -> Steps[dict[str, Any]]:
        """The definition of a service, with the ids of its secrets and configs."""
        try:
            return (yield from _defined(self.name, self.stack, service))
        except (ComposeError, OptionError) as error:
            raise ComposeError(f"service {service.name}: {error}") from None

    def _service(self, body: dict[str, Any], existing: Service | None) -> Steps[None]:
        name, image = body["Name"], body["TaskTemplate"]["ContainerSpec"]["Image"]
        auth = self.auth(image) if self.auth is not None else None
        if existing is None:
            self._report(change := Change("create", "service", name))
            try:
                body, _ = yield from with_pinned_image(body, auth=auth, resolve=self.resolve_image != "never")
                self.services[name] = (yield from services.create(body, auth=auth)).id
            except EngineError as error:
                raise ChangeFailed(change, error) from error
            return
        self._report(change := Change("update", "service", name, existing.id))
        known = existing.spec.labels.get(IMAGE) == image
        body = _kept(body, existing, image=known and self.resolve_image != "always")
        resolve = self.resolve_image == "always" or (self.resolve_image == "changed" and not known)
        try:
            body, remarks = yield from with_pinned_image(body, auth=auth, resolve=resolve)
            done = yield from services.update(existing.id, body, version=existing.version.index, auth=auth)
        except EngineError as error:
            raise ChangeFailed(change, error) from error
        for warning in [*done.warnings, *remarks]:
            self.warn(warning)
        self.services[name] = existing.id


def _check_external(name: str) -> Steps[None]:
    try:
        found = yield from networks.inspect(name)
    except NotFound:
        raise ComposeError(
            f'network "{name}" is declared as external, but could not be found. You need to create a swarm-scoped '
            "network before the stack is deployed"
        ) from None
    if found.scope != "swarm":
        raise ComposeError(
            f'network "{name}" is declared as external, but it is not in the right scope: "{found.scope}" instead of '
            '"swarm"'
        )


def _defined(name: str, stack: Stack, service: Declared) -> Steps[dict[str, Any]]:
    wanted_secrets = objects.secret_references(stack, name, service)
    check_targets("secret", wanted_secrets)
    secret_ids = yield from _ids(secrets, [each["SecretName"] for each in wanted_secrets])
    own_secrets = secrets_with_ids(wanted_secrets, lambda _names: secret_ids)
    wanted_configs = objects.config_references(stack, name, service)
    check_targets("config", wanted_configs)
    config_ids = yield from _ids(configs, [each["ConfigName"] for each in wanted_configs])
    own_configs = configs_with_ids(wanted_configs, lambda _names: config_ids)
    return service_spec(stack, name, service, secrets=own_secrets, configs=own_configs)


def _ids(api: Secrets[None] | Configs[None], names: list[str]) -> Steps[dict[str, str]]:
    if not names:
        return {}
    found = yield from api.list(filters={"name": sorted({*names})})
    return {each.spec.name: each.id for each in found}


def _kept(body: dict[str, Any], existing: Service, *, image: bool) -> dict[str, Any]:
    """The definition with what an update keeps: the counter of forced updates, and with `image` the pinned image."""
    present = checked(existing.spec)["TaskTemplate"]
    task = {**body["TaskTemplate"], "ForceUpdate": present.get("ForceUpdate", 0)}
    if image:
        task["ContainerSpec"] = {
            **task["ContainerSpec"],
            "Image": (present.get("ContainerSpec") or {}).get("Image"),
        }
    return {**body, "TaskTemplate": task}
