"""Compose projects: services, and the networks, volumes, secrets and configs that they use."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engineclient.arguments import refuse_single
from engineclient.compose.consistency import check_consistency, check_container_names
from engineclient.compose.environment import with_environment_resolved, with_labels_resolved
from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files, LocalFiles
from engineclient.compose.find import Found, find
from engineclient.compose.interpolate import Warn
from engineclient.compose.load import Loader, Options
from engineclient.compose.model import SECTIONS, Config, Model, Network, Secret, Service, Volume
from engineclient.compose.naming import checked_name, name_of
from engineclient.compose.normalise import project_name
from engineclient.compose.order import Style, in_order
from engineclient.compose.record import Misread
from engineclient.compose.tree import Tree
from engineclient.values import Data

if TYPE_CHECKING:
    from typing import Self


class Project(Data):
    """A compose project. It is immutable: the methods `with_...` and `without_...` return a changed copy.

    Attributes:
        name: its name, the prefix of the names of its containers, networks and volumes.
        working_dir: its directory, absolute.
        services: the enabled services, by name.
        networks, volumes, secrets, configs, models: the objects that services use, by their keys in the file.
        extensions: the top-level keys that begin with `x-`.
        compose_files: the paths of its files, absolute; `-` for standard input.
        environment: the variables of the shell and of env files, which the files can use.
        disabled_services: the services whose profiles are not enabled, or that were not selected, by name.
        profiles: the enabled profiles.
        warnings: the warnings about the files, in docker compose's words.

    """

    name: str
    services: Mapping[str, Service] = MappingProxyType({})
    networks: Mapping[str, Network] = MappingProxyType({})
    volumes: Mapping[str, Volume] = MappingProxyType({})
    secrets: Mapping[str, Secret] = MappingProxyType({})
    configs: Mapping[str, Config] = MappingProxyType({})
    models: Mapping[str, Model] = MappingProxyType({})
    extensions: Mapping[str, Any] = MappingProxyType({})
    environment: Mapping[str, str] = MappingProxyType({})
    disabled_services: Mapping[str, Service] = MappingProxyType({})
    working_dir: str = ""
    compose_files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def load(
        cls,
        paths: Sequence[str | os.PathLike[str]] = (),
        *,
        project_name: str = "",
        project_directory: str | os.PathLike[str] = "",
        profiles: Sequence[str] = (),
        services: Sequence[str] = (),
        env_files: Sequence[str | os.PathLike[str]] = (),
        all_resources: bool = False,
        options: Options | None = None,
        environ: Mapping[str, str] | None = None,
        files: Files | None = None,
    ) -> Project:
        """Load a project as `docker compose` does.

            >>> Project.load(["compose.yaml", "compose.prod.yaml"], profiles=["debug"])  # doctest: +SKIP

        Args:
            paths: the files, in the order in which they are merged; by default compose.yaml and its override, as docker
                compose finds them. `-` is standard input.
            project_name: the name of the project, instead of that in the files or that of the directory.
            project_directory: the directory that relative paths start from, by default that of the first file.
            profiles: the profiles to enable, by default those in COMPOSE_PROFILES.
            services: select these services and those that they depend on.
            env_files: the env files, instead of `.env`.
            all_resources: keep networks, volumes, secrets and configs that no service uses.
            options: the steps of loading that are carried out.
            environ: the variables of the shell, by default those of this process.
            files: the file system, by default that of this machine.

        Raises:
            ComposeError: there are no files, or they do not define a valid project.

        """
        refuse_single(paths=paths, profiles=profiles, services=services, env_files=env_files)
        request = ProjectSource(
            paths=tuple(os.fspath(path) for path in paths),
            project_name=project_name,
            project_directory=os.fspath(project_directory),
            profiles=tuple(profiles),
            env_files=tuple(os.fspath(path) for path in env_files),
            options=options or Options(),
            environ=os.environ if environ is None else environ,
            files=files or LocalFiles(),
        )
        project = request.project().with_services_enabled(services).with_selected_services(services)
        return project if all_resources else project.without_unused()

    # --- views ---

    def show(self, style: Style) -> Tree:
        """The project as the tree that `config` prints, with its keys in the order of `style`."""
        shown: Tree = {"name": self.name} if self.name or style is Style.JSON else {}
        for section, kind in SECTIONS.items():
            value = getattr(self, section)
            if section == "services" or (value and not (section == "models" and style is Style.JSON)):
                shown[section] = kind.show(value, style)
        if style is Style.JSON:
            shown.update(in_order(dict(self.extensions), style))
            return {key: shown[key] for key in sorted(shown)}
        return {**shown, **in_order(dict(self.extensions), style)}

    @property
    def all_services(self) -> Mapping[str, Service]:
        """All services, enabled and disabled, by name."""
        return {**self.services, **self.disabled_services}

    def service(self, name: str) -> Service:
        """An enabled service.

        Raises:
            ComposeError: it does not exist or is disabled.

        """
        if name in self.services:
            return self.services[name]
        why = "disabled" if name in self.disabled_services else "not found"
        raise ComposeError(f"no such service: {name}: {why}")

    # --- changed copies ---

    def with_profiles(self, profiles: Iterable[str]) -> Self:
        """A copy in which exactly the services of these profiles, and those without profiles, are enabled."""
        chosen = tuple(profiles)
        services = self.all_services
        return self.replace(
            services={name: each for name, each in services.items() if each.in_profile(chosen)},
            disabled_services={name: each for name, each in services.items() if not each.in_profile(chosen)},
            profiles=chosen,
        )

    def with_services_enabled(self, names: Sequence[str]) -> Self:
        """A copy in which the profiles of these services are enabled, too."""
        if not names:
            return self
        off = [self.disabled_services[name] for name in names if name in self.disabled_services]
        return self.with_profiles([*self.profiles, *(each for service in off for each in service.profiles)])

    def with_selected_services(self, names: Sequence[str], *, dependencies: bool = True) -> Self:
        """A copy in which only these services are enabled and, with `dependencies`, those that they depend on.

        Args:
            names: names, or patterns with `*`, `?` and `[...]`; empty to keep all services.
            dependencies: select their dependencies, too.

        Raises:
            ComposeError: no service has such a name.

        """
        if not names:
            return self
        chosen: dict[str, None] = {}

        def add(patterns: Iterable[str], optional: Callable[[str], bool]) -> None:
            for pattern in patterns:
                found = [name for name in self.services if fnmatchcase(name, pattern)]
                if not found and not optional(pattern):
                    raise ComposeError(f"no such service: {pattern}")
                for name in found:
                    if name in chosen:
                        continue
                    chosen[name] = None
                    needed = self.services[name].depends_on if dependencies else {}
                    add(needed, lambda each, needed=needed: not needed[each].required)  # type: ignore[misc]

        add(names, lambda _name: False)
        services = {
            name: each.replace(
                depends_on={other: how for other, how in each.depends_on.items() if other in chosen}
            )
            for name, each in self.services.items()
            if name in chosen
        }
        left_out = {name: each for name, each in self.services.items() if name not in chosen}
        return self.replace(services=services, disabled_services={**self.disabled_services, **left_out})

    def with_scales(self, scales: Mapping[str, int]) -> Self:
        """A copy with other numbers of containers for the services that `scales` names.

        Raises:
            ComposeError: a service does not exist or is disabled.

        """
        services = dict(self.services)
        for name, number in scales.items():
            service = self.service(name)
            deploy = service.deploy.replace(replicas=number) if service.deploy is not None else None
            services[name] = service.replace(scale=number, deploy=deploy)
        return self.replace(services=services)

    def without_unused(self) -> Self:
        """A copy without the networks, volumes, secrets, configs and models that no enabled service uses."""
        used: dict[str, set[str]] = {section: set() for section in SECTIONS}
        for each in self.services.values():
            used["networks"].update(each.networks)
            used["volumes"].update(mount.source for mount in each.volumes if mount.type == "volume")
            used["secrets"].update(mount.source for mount in each.secrets)
            used["secrets"].update(mount.source for mount in (each.build.secrets if each.build else ()))
            used["configs"].update(mount.source for mount in each.configs)
            used["models"].update(each.models)
        kept = {
            section: {name: each for name, each in getattr(self, section).items() if name in used[section]}
            for section in SECTIONS
            if section != "services"
        }
        return self.replace(**kept)

    def with_environment_resolved(self, *, discard: bool = True, files: Files | None = None) -> Self:
        """A copy with the variables of env files in `environment` of the services.

        Args:
            discard: remove `env_file` from the services.
            files: the file system, by default that of this machine.

        Raises:
            ComposeError: a file is missing or malformed.

        """
        warnings: list[str] = []
        services = with_environment_resolved(
            self.services, self.environment, files or LocalFiles(), warnings.append, discard=discard
        )
        return self.replace(services=services, warnings=(*self.warnings, *warnings))

    def check_container_names(self) -> None:
        """Check that no two services have the same `container_name`.

        Raises:
            ComposeError: two have.

        """
        check_container_names(self.services)


def _ignore(_text: str) -> None:
    """Ignore a warning: the project has it, too."""


class ProjectSource(Data):
    """The source of a project: the arguments of `Project.load`, the shell's variables and the file system.

    `warn` takes each warning as it occurs, also if the files turn out not to define a project.
    """

    options: Options
    environ: Mapping[str, str]
    files: Files
    paths: tuple[str, ...] = ()
    project_name: str = ""
    project_directory: str = ""
    profiles: tuple[str, ...] = ()
    env_files: tuple[str, ...] = ()
    warn: Warn = _ignore

    def project(self) -> Project:
        """The project, with all objects of its files.

        Raises:
            ComposeError: there are no files, or they do not define a valid project.

        """
        loader, found, name = self._prepared()
        tree = loader.model(found.paths, found.directory, name)
        environment = {**found.environment, "COMPOSE_PROJECT_NAME": name}
        try:
            project = _project(tree, name, found, environment)
            project = project.with_profiles(self._profiles(found.environment))
            if self.options.consistency:
                check_consistency(project)
                project = project.replace(services=_scaled(project.services))
            services = project.services
            if self.options.resolve_environment:
                services = with_environment_resolved(
                    services, environment, self.files, loader.warn, discard=self.options.discard_env_files
                )
            services = with_labels_resolved(
                services, self.files, loader.warn, discard=self.options.discard_env_files
            )
        except ComposeError as error:
            error.place = error.place or loader.place_of(error.path)
            raise
        return project.replace(services=services, warnings=tuple(loader.warnings))

    def model(self) -> Tree:
        """The merged tree of the files, which is not converted to records.

        Raises:
            ComposeError: there are no files, or they cannot be merged.

        """
        loader, found, name = self._prepared()
        loader.environment = {}  # as in docker compose: names without a value in `environment` keep none
        return loader.model(found.paths, found.directory, name)

    def _prepared(self) -> tuple[Loader, Found, str]:
        warnings: list[str] = []

        def warn(text: str) -> None:
            warnings.append(text)
            self.warn(text)

        environ = dict(self.environ)
        environ.setdefault("PWD", self.files.working_directory())
        found = find(
            self.files,
            environ,
            warn,
            paths=self.paths,
            project_directory=self.project_directory,
            env_files=self.env_files,
        )
        checked_name(self.project_name)
        if not found.paths:
            raise ComposeError("no configuration file provided: not found")
        loader = Loader(
            self.files,
            found.environment,
            self.options,
            home=environ.get("HOME", ""),
            warnings=warnings,
            warn=warn,
        )
        return loader, found, self._name(found, loader)

    def _name(self, found: Found, loader: Loader) -> str:
        if self.project_name:
            return self.project_name
        own = name_of(found.paths, loader)
        if given := found.environment.get("COMPOSE_PROJECT_NAME"):
            return checked_name(given)
        if own is not None:
            return own
        base = posixpath.basename(found.directory)
        if posixpath.basename(self.files.real(found.directory)) != base:
            loader.warn(
                f'project has been loaded without an explicit name from a symlink. Using name "{base}"'
            )
        return project_name(base)

    def _profiles(self, environment: Mapping[str, str]) -> tuple[str, ...]:
        if self.profiles:
            return self.profiles
        return tuple(each.strip() for each in environment.get("COMPOSE_PROFILES", "").split(","))


def _scaled(services: Mapping[str, Service]) -> dict[str, Service]:
    """The services with the value of `scale` in `deploy.replicas`, too."""
    return {
        name: each.replace(deploy=each.deploy.replace(replicas=each.scale))
        if each.scale is not None and each.deploy is not None
        else each
        for name, each in services.items()
    }


def _project(tree: Tree, name: str, found: Found, environment: Mapping[str, str]) -> Project:
    """Convert a tree to the records of a project.

    Raises:
        ComposeError: a value does not have the type of its key.

    """
    sections: dict[str, Any] = {}
    try:
        for section, kind in SECTIONS.items():
            sections[section] = kind.read(_prepared_section(section, tree.get(section)), section)
    except Misread as error:
        raise ComposeError(
            f"decoding failed due to the following error(s):\n\n{error}", _path_of(str(error))
        ) from None
    return Project(
        name=name,
        working_dir=found.directory,
        extensions={key: value for key, value in tree.items() if key.startswith("x-")},
        compose_files=found.paths,
        environment=environment,
        **sections,
    )


def _prepared_section(section: str, value: Any) -> Tree:
    """The mapping of a section, with the names of services and the contents of secrets as keys."""
    found: Tree = value or {}
    if section == "services":
        return {name: {**(each or {}), "name": name} for name, each in found.items()}
    if section == "secrets":
        return {
            name: {("content" if key == "x-#value" else key): part for key, part in (each or {}).items()}
            for name, each in found.items()
        }
    return found


def _path_of(text: str) -> tuple[str, ...]:
    """The path that begins a message of the decoder, such as `'services[web].command' ...`."""
    inside = text.partition("'")[2].partition("'")[0]
    return tuple(inside.replace("[", ".").replace("]", "").split("."))
