"""Run the other programs of a project: providers, which stand for services, and docker's plugin `model`.

They run before networks, volumes and containers are created: services get variables from them, and if a program fails,
nothing is left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from engineclient.compose import language_models
from engineclient.compose.errors import ComposeError
from engineclient.compose.graph import in_dependency_order
from engineclient.compose.model import Model, Service
from engineclient.compose.progress import Event, Report, ignore
from engineclient.compose.project import Project
from engineclient.compose.provider import (
    Messages,
    arguments,
    read_metadata,
    variable,
    with_variables,
    without_providers,
)
from engineclient.golang.quoting import quote
from engineclient.values import Data

_BEFORE: Final = {"up": "Creating", "down": "Removing"}
_AFTER: Final = {"up": "Created", "down": "Removed"}
_WHAT: Final = {"up": "create", "down": "remove"}


class Programs(Protocol):
    """Finds and runs programs; `engineclient.connect.local_programs.LocalPrograms` does so on this machine."""

    def plugin(self, name: str) -> str | None:
        """The path of docker's plugin `name`; None if it is not installed."""
        ...

    def program(self, name: str) -> str | None:
        """The path of the program `name`; None if PATH does not have it."""
        ...

    def run(self, argv: Sequence[str], environ: Mapping[str, str], output: Callable[[bytes], object]) -> str:
        """Run a program and wait for its end.

        Args:
            argv: its path and its arguments.
            environ: its environment variables.
            output: takes pieces of its standard output.

        Returns:
            "" if it succeeded, otherwise the failure, such as `exit status 2`.

        """
        ...


class ShellOut(Data):
    """Runs the programs of a project.

        from engineclient.connect.local_programs import LocalPrograms

        project = ShellOut(programs=LocalPrograms()).up(project)

    Attributes:
        programs: finds and runs them.
        report: takes the events of progress, from several threads at once.
        quiet_pull: do not report the lines that the download of a model prints.
        dry_run: report the events without running programs.

    """

    programs: Programs
    report: Report = ignore
    quiet_pull: bool = False
    dry_run: bool = False

    def up(self, project: Project) -> Project:
        """Set up the models and run the providers.

        Returns:
            The project for the engine: with the variables that the programs set, without models, and with the services
            that providers stand for disabled.

        Raises:
            ComposeError: a program is missing or failed.

        """
        if project.models:
            project = self._with_models(project)
        for group in in_dependency_order(project.services):
            provided = [project.services[name] for name in group if project.services[name].provider]
            with ThreadPoolExecutor(max(1, len(provided))) as pool:
                calls = [pool.submit(self._provide, project, each, "up") for each in provided]
            for service, call in zip(provided, calls, strict=True):
                project = with_variables(project, service.name, call.result())
        return without_providers(project)

    def down(self, project: Project, services: tuple[str, ...] = ()) -> None:
        """Run the command `down` of the providers, or only of those that stand for `services` if any are named.

        Raises:
            ComposeError: a program is missing or failed.

        """
        for group in reversed(list(in_dependency_order(project.services))):
            for name in group:
                if project.services[name].provider is not None and (not services or name in services):
                    self._provide(project, project.services[name], "down")

    def _provide(self, project: Project, service: Service, command: str) -> Mapping[str, str]:
        assert service.provider is not None
        if self.dry_run:
            self.report(Event(service.name, _BEFORE[command]))
            self.report(Event(service.name, _AFTER[command]))
            return {}
        program = self._provider(service)
        metadata: list[bytes] = []
        if self.programs.run([program, "compose", "metadata"], project.environment, metadata.append):
            metadata.clear()
        argv = arguments(project.name, service, command, read_metadata(b"".join(metadata)))
        self.report(Event(service.name, _BEFORE[command]))
        messages, variables = Messages(), dict[str, str]()

        def output(data: bytes) -> None:
            for message in messages.feed(data):
                match message.type:
                    case "info":
                        self.report(Event(service.name, message.text))
                    case "setenv":
                        variables.update([variable(message)])
                    case "error":
                        self.report(Event(service.name, message.text, failed=True))
                        raise ComposeError(message.text)
                    case "debug":
                        pass
                    case _:
                        raise ComposeError(f"invalid response from plugin: {message.type}")

        failure = self.programs.run([program, *argv], project.environment, output)
        messages.end()
        if failure:
            self.report(Event(service.name, failure, failed=True))
            raise ComposeError(f"failed to {_WHAT[command]} service provider: {failure}")
        self.report(Event(service.name, _AFTER[command]))
        return variables

    def _provider(self, service: Service) -> str:
        assert service.provider is not None
        name = service.provider.type
        at = ("services", service.name, "provider", "type")
        if name == "compose":
            raise ComposeError("'compose' is not a valid provider type", at)
        found = self.programs.plugin(name) or self.programs.program(name)
        if found is None:
            raise ComposeError(
                f"exec: {quote(name)}: executable file not found in $PATH",
                at,
                hint=f"install the provider {name}: a program of this name, or docker's plugin docker-{name}",
            )
        return found

    def _with_models(self, project: Project) -> Project:
        plugin = self.programs.plugin("model")
        if plugin is None:
            raise ComposeError(
                "'models' support requires Docker Model plugin",
                ("models",),
                hint="install docker's plugin docker-model, or pass the model's URL with `environment`",
            )
        if self.dry_run:
            for key, model in sorted(project.models.items()):
                self.report(Event(model.name or key, "", "Configuring"))
            return language_models.with_models(project, "")
        known: list[bytes] = []
        self.programs.run([plugin, *language_models.LIST], project.environment, known.append)
        there = language_models.available(b"".join(known))
        status: list[bytes] = []
        if failure := self.programs.run(
            [plugin, *language_models.STATUS], project.environment, status.append
        ):
            raise ComposeError(f"error checking docker-model status: {failure}")
        with ThreadPoolExecutor() as pool:
            works = [
                pool.submit(self._model, plugin, project, key, model, missing=model.model not in there)
                for key, model in sorted(project.models.items())
            ]
        for work in works:
            work.result()
        return language_models.with_models(project, language_models.endpoint(b"".join(status)))

    def _model(self, plugin: str, project: Project, key: str, model: Model, *, missing: bool) -> None:
        name = model.name or key
        if missing:
            self.report(Event(name, "", "Pulling"))
            left = [b""]

            def output(data: bytes) -> None:
                *lines, left[0] = (left[0] + data).split(b"\n")
                for line in lines if not self.quiet_pull else ():
                    if line:
                        self.report(Event(name, line.decode(errors="replace"), "Pulling"))

            failure = self.programs.run([plugin, *language_models.pull(model)], project.environment, output)
            if failure:
                self.report(Event(name, failure, failed=True))
                raise ComposeError(failure, ("models", key))
            self.report(Event(name, "", "Pulled"))
        self.report(Event(name, "", "Configuring"))
        failure = self.programs.run(
            [plugin, *language_models.configure(model)], project.environment, lambda _data: None
        )
        if failure:
            raise ComposeError(failure, ("models", key))
